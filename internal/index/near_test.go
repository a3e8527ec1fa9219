package index

import (
	"slices"
	"strings"
	"testing"
)

// spoken is the words of a query as they follow each other, and of which of them each form of the documents is one.
type spoken struct {
	words []string
	of    map[string]string
}

// forms finds for each form the first word of the query of which it is one, in any language that has it.
func (o *oracle) forms(q Query) spoken {
	out := spoken{wordsOf(q.Words, ofQuery), map[string]string{}}
	tell := func(form, word string) {
		if _, ok := out.of[form]; !ok {
			out.of[form] = word
		}
	}
	for _, word := range o.words(q) {
		prefix := q.Prefix && len(word) > 1 && word == o.words(q)[len(o.words(q))-1]
		tell(word, word)
		for a, forms := range o.vocabulary {
			for form, stem := range forms {
				if stem == a.stem(word) || prefix && strings.HasPrefix(form, word) && strings.HasPrefix(stem, leading(word, 3)) {
					tell(form, word)
				}
			}
		}
	}
	return out
}

// lift is by what the score of a document is multiplied for the query's neighbors that are neighbors in it.
func (s spoken) lift(d Doc) float32 {
	pairs, met, before := 0, 0, -1
	for i, w := range s.words {
		if englishWords.isStop(w) || spanishWords.isStop(w) || frenchWords.isStop(w) {
			continue
		}
		if before >= 0 && s.words[before] != w {
			if pairs++; s.neighbors(d, s.words[before], w, i-before) {
				met++
			}
		}
		before = i
	}
	if pairs == 0 {
		return 1
	}
	return 1 + MostNear*float32(met)/float32(pairs)
}

// neighbors says whether two words are as near in a field of the document, or nearly.
func (s spoken) neighbors(d Doc, first, second string, apart int) bool {
	for f := range field(fields) {
		texts := []string{d.text(f)}
		if f == tagsField || f == headingsField || f == booksField {
			texts = strings.Split(d.text(f), "\n")
		}
		for _, text := range texts {
			read := wordsOf(text, ofQuery)
			for at, form := range read {
				for before := max(0, at-apart-nearBeside); s.of[form] == second && before < at; before++ {
					if s.of[read[before]] == first {
						return true
					}
				}
			}
		}
	}
	return false
}

func TestNeighborsComeFirst(t *testing.T) {
	for _, c := range []struct{ words, best, other string }{
		{"owl moon", "Winter: read owl moon aloud", "The owl who saw a white moon"},
		{"mystery books", "A mystery book for May", "A book on the mystery"},
		{"day of the dead", "Day of the dead in art", "The dead sea, one day"},
		{"图书馆", "学校图书馆", "书馆和图书"},
	} {
		language := "en"
		if c.words[0] > 'z' {
			language = "zh"
		}
		ix := New()
		for id, title := range map[string]string{"best": c.best, "another": c.other} {
			ix.Put(Doc{ID: id, Version: 1, Visibility: SeenByAnyone, Language: language, Title: title})
		}
		if got := ix.Search(Query{Words: c.words, Limit: 10}); len(got.Hits) != 2 || got.Hits[0].ID != "best" {
			t.Errorf("%q finds %v", c.words, got.Hits)
		}
	}
}

// Neighbors do not make up for a word that is not there.
func TestNeighborsDoNotOutweighAWord(t *testing.T) {
	got := ranked(Query{Words: "red owl moon"}, Doc{ID: "all", Body: "A red fox, one owl, no moon"}, Doc{ID: "two", Body: "Owl moon and nothing else"}, Doc{ID: "red", Body: "red"})
	if !strings.HasPrefix(got, "all ") {
		t.Errorf("found %s", got)
	}
}

func TestPagesFollowEachOtherWhateverRises(t *testing.T) {
	ix := New()
	for i := range 120 {
		words := []string{"owl moon", "moon owl", "owl", "owl of the moon"}[i%4]
		ix.Put(Doc{ID: string(rune('a'+i/10)) + string(rune('0'+i%10)), Version: 1, Visibility: SeenByAnyone, Language: "en", Title: words, Shared: int64(i)})
	}
	whole := ix.Search(Query{Words: "owl moon", Limit: 120}).Hits
	var paged []Hit
	for at := 0; at < len(whole); at += 7 {
		paged = append(paged, ix.Search(Query{Words: "owl moon", Offset: at, Limit: 7}).Hits...)
	}
	if !slices.Equal(whole, paged) {
		t.Errorf("page by page %v, at once %v", paged, whole)
	}
}
