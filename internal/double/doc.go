// Package double finds what a district has more than once, and keeps what a coordinator decided about it.
//
// Two resources that point to the same, or say nearly the same, make a pair. A coordinator keeps them apart, links them so that each
// names the other, or joins them into one family, in which one becomes a version of the other. Nothing is decided by the program,
// nothing is removed, and every decision can be taken back.
//
// It owns the decisions. What resembles what is asked of the catalog and the index each time; what a family is, adapt knows.
package double
