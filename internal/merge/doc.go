// Package merge joins documents: two people who saved at once, an adaptation that takes up what its core has changed, and
// an improvement that is offered back are the same act. It is pure: documents in, a document out.
//
// Merge takes the document both sides began from and what each made of it. It returns the joined document, what each side
// changed as typed values that a page can say in any language (Change), and the conflicts (Conflict). Where both sides
// changed the same thing in different ways the document holds what was there before, or, where one side removed what the
// other changed, the changed part; the conflict holds all sides. Resolve applies what somebody chose for each conflict.
//
// Parts are found by their key, the fields of a part are joined one by one, prose by paragraphs, list entries and rows of
// tables, and within those by words. Lists, tables, links and code are never torn apart: what would come out damaged is a
// conflict. Order never is one: of two parts the side that changed their order is followed, and what both sides put in the
// same place stands in the order of its keys, so that it does not matter who joins first.
//
// Compare is the two-way sibling for showing: every part with what became of it; Mark and Words mark the changed words.
// Outline says the same from manifests alone, without a body, for one line of a history.
//
// For an adaptation: base is the core's version taken up last, ours the adaptation's head, theirs the core's head. Changes
// with By == Theirs are what the core has to offer, By == Both what touches one's own. Take joins a single part, so that
// changes can be used one by one; taking everything that touches nothing of one's own is Take for each change by Theirs.
// For an offer: base is the core's version the offerer began from, ours the core's head, theirs the core with that part as
// offered.
//
// The laws, held by property tests: an unchanged side gives the other; a thing joined with itself stays; swapping the sides
// swaps only Ours and Theirs in the conflicts; taking up twice is taking up once; every word that a side added is in the
// document or in a conflict, and no word comes from nowhere; changes that do not overlap lead to the same document in
// whatever order they are taken up.
package merge
