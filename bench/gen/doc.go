// Package gen makes catalogs of any size for benchmarks: the same for the same seed, a resource at a time, in any order.
//
// Words follow Zipf's law, as words do: a few stand in most texts, most stand in a few. The commonest are the real ones that
// carry grammar; the others are made of syllables, with endings, so that a stemmer has its work. Each resource has a
// topic, from which a part of its words, its subjects and its tags come, so that words of one query meet in one
// document. Facets are as uneven as in a real catalog. The texts mean nothing.
package gen
