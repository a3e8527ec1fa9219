package index

import "testing"

// The last word of one tag and the first of the next are no neighbors.
func TestNeighborsStandInOneTag(t *testing.T) {
	ix := shelf(Doc{ID: "apart", Tags: "paper moon\nowl", Shared: 9}, Doc{ID: "near", Tags: "moon owl\npaper", Shared: 1})
	if got := ix.Search(Query{Words: "moon owl", Limit: 3}); got.Hits[0].ID != "near" {
		t.Errorf("found %v", got.Hits)
	}
}

// Words that carry grammar are no neighbors: what they stand between is.
func TestGrammarIsNoNeighbor(t *testing.T) {
	ix := shelf(Doc{ID: "apart", Title: "Rivers of ink and some gold", Shared: 9}, Doc{ID: "near", Title: "Rivers gold ink paint some sand", Shared: 1})
	if got := ix.Search(Query{Words: "rivers of gold", Limit: 3}); len(got.Hits) != 2 || got.Hits[0].ID != "near" {
		t.Errorf("found %v", got.Hits)
	}
}

// One search leaves nothing behind for the next, whatever both ask for.
func TestAQuestionKnowsNothingOfTheOneBefore(t *testing.T) {
	docs := []Doc{{ID: "a", Title: "Owl moon in a red tree", Shared: 3}, {ID: "b", Title: "Red owl in a tree, moon", Shared: 2}, {ID: "c", Title: "Tree moon, red owl", Shared: 1}}
	queries := []string{"owl moon", "red tree", "moon red", "tree owl", "red owl tree moon"}
	used := shelf(docs...)
	for range 3 {
		for _, words := range queries {
			fresh := shelf(docs...)
			same(t, used.Search(Query{Words: words, Limit: 9}), fresh.Search(Query{Words: words, Limit: 9}), true)
		}
	}
}
