// Package mylist keeps what somebody means to try, and asks once how it went.
//
// It owns the entries of lists. A list is its owner's alone: nothing of it is written to the log, shown to a colleague or a
// coordinator, counted, given to programs or exported with the district. A backup holds it, and its owner can have a copy. It
// does not know what came of a try: that is a use report, which whoever made it lets stand under the resource.
package mylist
