// Package source reads what a district has today: spreadsheets, exports, bookmarks, lists of links. It turns each row, page
// or link into a draft of a resource and says what it could not understand. It knows no database and no network.
//
//	r, err := source.Open(source.CSV, "tools.csv", file, size, source.Options{Mappings: remembered})
//	if err != nil { ... }          // fault.Fields{"file": ...}: refused whole, nothing was used
//	defer r.Close()
//	for _, t := range r.Tables() { // show t.Columns and t.Mapping, let a person correct them, open again with the choice
//	}
//	for row, err := range r.Rows() { // row.State: Ready, Skipped or Failed, with row.Place
//	}
//
// Open inspects the whole file as far as it must before anything of it may be kept: what it really is, the limits of
// archives, columns of student records. One bad row never spoils the rest: it comes as a Row that failed, with its reason.
//
// An item's keys of blocks are empty, for the caller to make. Its subjects, topics and the like are words, for the caller
// to look up. Links to other items of the same source are addresses that begin with PagePrefix; Relink replaces them
// once the items have pages. Files are File blocks without a hash, each described by an Attachment.
package source
