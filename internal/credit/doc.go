// Package credit is for those whom a colleague credits in what the colleague shared: for an answer that helped, or for the idea.
//
// The credit itself stands in the versions, which package catalog keeps: each of them has a version of theirs. This package owns who was
// credited so and for what (table credited), tells them once by a letter, and lets them take the resource down. They alone and a
// coordinator put it back.
package credit
