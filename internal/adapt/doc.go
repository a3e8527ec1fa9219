// Package adapt lets a school make its own version of what another has shared, without losing the core.
//
// A version keeps the keys of the core's blocks. For each part the package knows the core's state that was decided about last (the
// base): what the core has changed since is a change that waits, and what differs from the base was changed here. Nothing of a
// version is altered but by somebody's choice, or where nothing was changed here and its school follows the core. Every decision can
// be taken back. What stands where is decided by Stand and Decide, which are pure; the texts themselves are the catalog's.
//
// It owns adaptations and decisions. Which resource is a version of which stands in the catalog, as does everyone's credit.
package adapt
