// Package index answers searches from memory: words, filters, facet counts, newest or best first, within what the asker
// may see. It is pure: it knows no database and no clock. The database remains the truth; an index may be thrown away
// and built anew at any time.
//
// # What it promises
//
// A search sees one moment, whole. Totals and counts are exact. What Put or Remove brought is seen by every search that
// begins after they return. Searches wait for nobody: a change makes a new snapshot and puts it in the place of the old
// with one atomic store. A change counts only if its version is higher than the one held, so that changes may come twice
// and in any order. A document outside the asker's scope is neither found nor counted.
//
// # Structure
//
// A snapshot is a few immutable segments and, for each, the set of its documents that no longer count. A save makes a
// segment of its own and marks the version before it dead. Segments are merged with others of their size, four at a
// time: the smallest by whoever saves, the others in the background (tidy.go, merge.go). A build makes segments of some
// thousand documents, by every processor, and merges them into few (build.go). An index may be written as it was at one
// moment, and read by a program that reads words in the same way (store.go).
//
// A segment holds
//
//   - a sorted dictionary of stems, separately for each language, with the forms in which each stem occurs (segment.go);
//   - for each stem a posting list: documents as distances in varints, for each one byte of impact and the set of forms that
//     stand in it, in blocks that a jump table leads past (postings.go);
//   - for each document a row of 16 bytes: its audience, its day, its boost, and the combinations of facet values it has; a
//     combination holds the values of several facets, so that one step counts them all (facets.go);
//   - for each audience the counts of all its documents, from which a query without words is answered (tally.go);
//   - for each document a fingerprint of its text, by which those with nearly the same text are found (alike.go);
//   - what common words and filters found in it lately, for those who may see the same (remember.go).
//
// # Words
//
// A document's words are folded (no case, no accents; fold.go) and stemmed in its language (stem.go). A query's words are
// read in every language that occurs, and each reading is looked up among the documents of that language: nobody says in
// which language they ask. A document is found if it has all words of the query in some form; stop words of its
// language need not be there, unless the query has no others. When no document that may be seen has all the words,
// those that have any are found, and the result says so. What a word is, codes and ISBNs and scripts without spaces
// included, stands in words.go.
//
// # Ranking
//
// BM25F, times freshness, times boost:
//
//	score  = fresh(age) * boost * sum over words of rarity(word) * impact(word, document) * form
//	rarity = ln(1 + (N - n + 1/2) / (n + 1/2)), n of N documents having the word, whoever may see them
//	impact = (k1 + 1) * w / (k1 + w), k1 = 1.2
//	w      = sum over fields of mentions * weight / (1 - thinning + thinning * max(1/4, words in field / usual length))
//	form   = 1 if the very word stands in the document, 0.8 if only another form of it
//	fresh  = 3/4 + 1/4 * 2^(-age / 2 years)
//
//	field    weight  usual length  thinning
//	title         4             8      0.4
//	tags          3            12      0.3
//	summary       2            30      0.5
//	body          1           220      0.75
//
// An impact is rounded to one of 255 steps. Equal scores are ordered by newest, then by id. A query without words is ordered
// by freshness and boost. The numbers stand in rank.go.
//
// A word that begins others (Query.Prefix) has the best impact of those, and counts a document once for each of them in
// n. Versions of documents that died and were not merged away yet count in n too.
package index
