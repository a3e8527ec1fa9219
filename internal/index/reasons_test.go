package index

import (
	"fmt"
	"slices"
	"testing"
)

func TestEachHitSaysByWhatItWasFound(t *testing.T) {
	ix := shelf(
		Doc{ID: "both", Title: "Fake news", Body: "Misinformation", Facets: map[string][]string{"tag": {"lies"}}},
		Doc{ID: "other", Title: "Misinformation"},
		Doc{ID: "topic", Title: "Rumors", Facets: map[string][]string{"tag": {"lies"}}},
		Doc{ID: "apart", Title: "Fake flowers in the news"},
		Doc{ID: "one", Title: "Makerspace"},
	)
	also := []Also{{Of: "fake news", Is: "misinformation", Share: 0.6}, {Of: "fake news", Facet: "tag", Value: "lies", Share: 0.8}, {Of: "fake news", Trait: "nobody", Share: 1}}
	got := ix.Search(Query{Words: "fake news", Also: also, Limit: 10, Reasons: true})
	var said []string
	for i, hit := range got.Hits {
		for _, r := range got.Reasons[i] {
			if r.Score <= 0 {
				t.Errorf("%s counts nothing for %v", hit.ID, r)
			}
			said = append(said, fmt.Sprintf("%s: %s %t %s%s", hit.ID, r.Word, r.Itself, r.Is, r.Value))
		}
	}
	slices.Sort(said)
	want := []string{
		"apart: fake true ", "apart: news true ",
		"both: fake false lies", "both: fake false misinformation", "both: fake true ",
		"both: news false lies", "both: news false misinformation", "both: news true ",
		"other: fake false misinformation", "other: news false misinformation",
		"topic: fake false lies", "topic: news false lies",
	}
	if !slices.Equal(said, want) {
		t.Errorf("got %q", said)
	}
	if got := ix.Search(Query{Words: "maker space", Limit: 10, Reasons: true}); len(got.Hits) != 1 || got.Reasons[0][0].Is != "makerspace" {
		t.Errorf("two words written as one: %+v", got)
	}
	if got := ix.Search(Query{Words: "fake news", Also: also, Limit: 10}); got.Reasons != nil {
		t.Error("it is told of what nobody asked")
	}
}

func TestLiterallyIsTheWordsAndNothingElse(t *testing.T) {
	ix := shelf(Doc{ID: "both", Title: "Fake news"}, Doc{ID: "one", Title: "News of the day"}, Doc{ID: "joined", Title: "Makerspace"}, Doc{ID: "forms", Title: "Faking the news"})
	for words, want := range map[string]string{"fake news": "both forms", "maker space": "", "newz": "", "fake newz": ""} {
		if got := ix.Search(Query{Words: words, Limit: 10, Literal: true}); idsOf(got) != want || got.Total != len(got.Hits) || got.Relaxed || len(got.Taken) > 0 {
			t.Errorf("%q finds %+v", words, got)
		}
	}
}

func TestAWordSpeltRightIsNotTakenForAnother(t *testing.T) {
	ix := shelf(Doc{ID: "marbles", Title: "Friction"})
	if got := ix.Search(Query{Words: "fractions", Limit: 10}); len(got.Taken) != 1 {
		t.Fatalf("got %+v", got)
	}
	got := ix.Search(Query{Words: "Fractions", Limit: 10, Right: []string{"fractions"}})
	if len(got.Taken) > 0 || !slices.Equal(got.Unknown, []string{"fractions"}) {
		t.Errorf("got %+v", got)
	}
}

// Who has the word itself and what stands for it comes before who has either, and the word itself in a text before another name in one.
func TestTheWordItselfAndWhatStandsForItComeTogether(t *testing.T) {
	ix := shelf(Doc{ID: "both", Body: "Holocaust and Shoah"}, Doc{ID: "word", Body: "Holocaust and more"}, Doc{ID: "other", Body: "Shoah and more"})
	got := ix.Search(Query{Words: "holocaust", Also: []Also{{Of: "holocaust", Is: "shoah", Share: 0.8}}, Limit: 10})
	if len(got.Hits) != 3 || got.Hits[0].ID != "both" || got.Hits[1].ID != "word" {
		t.Errorf("got %v", got.Hits)
	}
}

func TestAWordThatSaysLittleCountsLess(t *testing.T) {
	ix := shelf(Doc{ID: "kids", Title: "Kids"}, Doc{ID: "quilt", Title: "Quilts"}, Doc{ID: "else", Title: "Rivers"})
	if got := ix.Search(Query{Words: "kids quilts", Weak: []string{"Kids"}, Limit: 10}); len(got.Hits) != 2 || got.Hits[0].ID != "quilt" || got.Hits[0].Score < 2*got.Hits[1].Score {
		t.Errorf("got %v", got.Hits)
	}
	if got := ix.Search(Query{Words: "kids", Weak: []string{"kids"}, Limit: 10}); idsOf(got) != "kids" {
		t.Errorf("alone: %v", got.Hits)
	}
}

// A document is not found by a word that carries grammar in the asker's language alone.
func TestGrammarOfAnotherLanguageLeadsNowhere(t *testing.T) {
	ix := shelf(Doc{ID: "libros", Title: "Libros", Language: "es"}, Doc{ID: "en", Title: "En route"})
	if got := ix.Search(Query{Words: "libros en casa", Limit: 10}); idsOf(got) != "libros" {
		t.Errorf("got %v", got.Hits)
	}
	if got := ix.Search(Query{Words: "en", Limit: 10}); idsOf(got) != "en" {
		t.Errorf("alone: %v", got.Hits)
	}
}

// Nor must a document have such a word, in whatever language it is: a letter in Vietnamese has no "to".
func TestGrammarOfTheQuestionNeedsToBeInNoDocument(t *testing.T) {
	vietnamese := map[string][]string{"language": {"vi"}, "tag": {"families"}}
	ix := shelf(Doc{ID: "thu", Title: "Thư gửi phụ huynh", Language: "vi", Facets: vietnamese}, Doc{ID: "other", Title: "Vietnamese noodles"})
	also := []Also{{Of: "vietnamese", Facet: "language", Value: "vi", Share: 0.9}, {Of: "parents", Facet: "tag", Value: "families", Share: 0.8}}
	if got := ix.Search(Query{Words: "vietnamese to parents", Also: also, Limit: 10}); got.Whole != 1 || got.Hits[0].ID != "thu" {
		t.Errorf("%d have all the words, first %v", got.Whole, got.Hits)
	}
}

// A sentence is not found by the two commonest of its many words.
func TestTwoCommonWordsOfASentenceAreNotEnough(t *testing.T) {
	var docs []Doc
	for i := range 40 {
		docs = append(docs, Doc{ID: fmt.Sprint("common", i), Title: []string{"Library lesson", "Paper birds", "Wool"}[i%3]})
	}
	docs = append(docs, Doc{ID: "meant", Title: "Volcano lava crater eruption"}, Doc{ID: "close", Title: "Volcano, lesson"}, Doc{ID: "far", Title: "Obsidian basalt magma ash"})
	ix := shelf(docs...)
	if got := ix.Search(Query{Words: "library lesson volcano lava crater eruption obsidian basalt magma ash", Limit: 50}); idsOf(got) != "close far meant" {
		t.Errorf("found %q", idsOf(got))
	}
	if got := ix.Search(Query{Words: "library volcano", Limit: 50}); got.Total < 14 {
		t.Errorf("of two words one is enough: %d found", got.Total)
	}
}

// One word of several that stand for another is not enough where the others carry grammar.
func TestOneWordOfSeveralIsNotEnough(t *testing.T) {
	ix := shelf(Doc{ID: "left", Title: "Six minutes left"}, Doc{ID: "acoso", Title: "Bullying"})
	if got := ix.Search(Query{Words: "bullying", Also: []Also{{Of: "bullying", Is: "left out", Share: 0.8}}, Limit: 10}); idsOf(got) != "acoso" {
		t.Errorf("got %v", got.Hits)
	}
}

// A word is taken for one of a list that is closer than any in a document.
func TestAListMayHaveTheWordThatWasMeant(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Plagues"}, Doc{ID: "b", Title: "Copying"})
	got := ix.Search(Query{Words: "plagarism", Known: [][]string{{"bibliography", "plagiarism"}}, Limit: 10})
	if len(got.Taken) != 1 || got.Taken[0].For != "plagiarism" {
		t.Errorf("got %+v", got)
	}
	if got := ix.Search(Query{Words: "plagus", Known: [][]string{{"plagiarism"}}, Limit: 10}); len(got.Taken) != 1 || got.Taken[0].For != "plagues" {
		t.Errorf("got %+v", got)
	}
	// One that stands in the list itself is right, also as a piece of what is typed.
	for _, words := range []string{"plagiarism", "anti-plagiarism", "plagiarism’s end"} {
		if got := ix.Search(Query{Words: words, Known: [][]string{{"plagiarism"}}, Limit: 10}); len(got.Taken) > 0 || !slices.Contains(got.Unknown, "plagiarism") {
			t.Errorf("%q is taken for %v, unknown %q", words, got.Taken, got.Unknown)
		}
	}
}

// Words that stand for others together do so where they stand close to each other, in any order and form.
func TestWordsThatStandForOthersStandClose(t *testing.T) {
	far := "raid in the north that nobody in the village had ever heard of before the"
	ix := shelf(Doc{ID: "close", Title: "Films of the Cold War"}, Doc{ID: "turned", Body: "A war so very cold"}, Doc{ID: "far", Body: "A cold " + far + " war"},
		Doc{ID: "fields", Title: "Cold", Body: "War"}, Doc{ID: "forms", Body: "Cold wars"}, Doc{ID: "none", Title: "Rivers"})
	also := []Also{{Of: "superpowers", Is: "cold war", Share: 0.8}}
	if got := ix.Search(Query{Words: "superpowers", Also: also, Limit: 10}); idsOf(got) != "close forms turned" {
		t.Errorf("alone it finds %q", idsOf(got))
	}
	if got := ix.Search(Query{Words: "superpowers films", Also: also, Limit: 10, Reasons: true}); idsOf(got) != "close forms turned" || len(got.Reasons[0]) != 2 {
		t.Errorf("beside another word it finds %q by %v", idsOf(got), got.Reasons)
	}
}

// A word that says little need not be there, and what has it comes first.
func TestAWordThatSaysLittleMayBeLacking(t *testing.T) {
	docs := []Doc{{ID: "without", Title: "Reading"}, {ID: "other", Title: "Kids at lunch"}}
	for i := range 12 {
		docs = append(docs, Doc{ID: fmt.Sprint("both", i), Title: "Kids, reading"})
	}
	ix := shelf(docs...)
	got := ix.Search(Query{Words: "kids reading", Weak: []string{"kids"}, Limit: 20})
	if got.Whole != 13 || got.Hits[12].ID != "without" {
		t.Errorf("%d of %v", got.Whole, got.Hits)
	}
	if got := ix.Search(Query{Words: "kids", Weak: []string{"kids"}, Limit: 20}); got.Whole != 13 {
		t.Errorf("alone it finds %d", got.Whole)
	}
}
