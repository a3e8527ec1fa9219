// Package schoolpage keeps what a school's library says of itself: the databases there are and the way into each from home, and
// what to ask the library for and how.
//
// It owns the page of each school and the subscriptions shown there, those of the whole district first. People of the district
// read every page; anyone else reads it once the coordinator has turned public pages on, without what is meant for inside.
package schoolpage
