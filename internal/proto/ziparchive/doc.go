// Package ziparchive reads zip archives that come from strangers.
//
// It refuses an archive whole when a name climbs out of its folder, is absolute or comes twice, when an entry is a link, a
// device or encrypted, and when there are too many entries. What unpacks is counted as it comes out, not as the headers
// claim it, over an archive and the archives inside it together. Nothing is ever written under a name from the archive.
package ziparchive
