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
//   - which stems and words it has, roughly, so that those it lacks cost nothing (words_met.go);
//   - what common words and filters found in it lately, for those who may see the same (remember.go).
//
// # Words
//
// A document's words are folded (no case, no accents; fold.go) and stemmed in its language (stem.go). A query's words are
// read in every language that occurs, and each reading is looked up among the documents of that language: nobody says in
// which language they ask. A document is found if it has all words of the query in some form; stop words of its
// language (stops.go) need not be there, unless the query has no others. What a word is, codes and ISBNs and scripts without
// spaces included, stands in words.go.
//
// A document has a word, too, if it has what the query says stands for it (Query.Also): other words, or a value of a facet. Two
// neighboring words written as one stand for both. A word that no document has which the asker may see is taken for two such words
// written as one, or for one that differs in a letter or two (correct.go); what only others may see is never offered.
//
// When few documents that may be seen have all the words, those are found too whose words are worth most of all, and the result
// says so. Which these are depends on how rare the words are, counting all documents that live, whoever may see them.
//
// # Families
//
// Of the versions of one resource a query may ask for one alone (Query.Once): the best of those that match, or one of the asker's own
// that scores at least half as much, in the place of the best. Total, Whole and facets count families then (families.go,
// families_counted.go). What is remembered of families is remembered of all large segments together (families_recalled.go).
//
// # Ranking
//
// BM25F, times freshness, times boost, times nearness:
//
//	score  = fresh(age) * boost * near * cover * sum over words of rarity(word) * impact(word, document) * form
//	rarity = ln(1 + (N - n + 1/2) / (n + 1/2)), n of N documents having the word, whoever may see them
//	impact = (k1 + 1) * w / (k1 + w), k1 = 5
//	w      = sum over fields of mentions * weight / (1 - thinning + thinning * max(1/4, words in field / usual length))
//	form   = 1 if the very word stands in the document, 0.8 if only another form of it; times the share of what stands for it, and its
//	         rarity beside the word's where it is less rare
//	cover  = square root of what its words are worth, of all the words; 1 for a document that has all
//	fresh  = 3/4 + 1/4 * 2^(-age / half-life of the document)
//	near   = 1 + 1/2 * share of the query's pairs of neighbors that are neighbors in the document (near.go); for the best 48 alone
//
//	field    weight  usual length  thinning
//	title        10             8      0.5
//	tags          4            12      0.4
//	summary       2            30      0.4
//	body        0.6           220      0.5
//
// An impact is rounded to one of 255 steps. Equal scores are ordered by newest, then by id. A query without words is ordered
// by freshness and boost. The numbers stand in rank.go.
//
// A word that begins others (Query.Prefix) has the best impact of those, and counts a document once for each of them in
// n. Versions of documents that died and were not merged away yet count in n too.
package index
