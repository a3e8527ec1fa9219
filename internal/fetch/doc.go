// Package fetch reads pages and pictures of the outside world, and tells when two addresses name the same page.
//
// People paste any address, so fetching is guarded: public addresses only, looked at after the name is resolved, for the
// very connection that is made and again at every redirection; web ports only; a few seconds and a few megabytes; no
// cookies, no passwords, no proxy. What comes back is read as text that a stranger wrote.
//
// The package owns no table and knows no resource.
package fetch
