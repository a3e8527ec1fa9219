package index

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPhrasesStandAsTheyAreWritten(t *testing.T) {
	ix := shelf(
		Doc{ID: "lies", Title: "Fake news, a unit", Body: "How to tell"},
		Doc{ID: "apart", Title: "News of fake flowers", Tags: "news\nfake"},
		Doc{ID: "fields", Title: "What is fake", Summary: "News from the library"},
		Doc{ID: "forms", Title: "Faked news"},
		Doc{ID: "spanish", Title: "El niño y la niña", Language: "es"},
		Doc{ID: "code", Title: "CCSS.ELA.RI.4.9 and e-books, the teacher's guide", Body: "What do you mean by it, again and again"},
		Doc{ID: "chinese", Title: "学校图书馆", Language: "zh"},
		Doc{ID: "hidden", Title: "Fake news for us alone"},
	)
	for _, c := range []struct {
		words   string
		phrases []Phrase
		want    string
	}{
		{"fake news", nil, "apart fields forms lies"},
		{"fake news", []Phrase{{Words: "fake news"}}, "lies"},
		{"FAKE NEWS", []Phrase{{Words: "FAKE NEWS"}}, "lies"},
		{"fake news", []Phrase{{Words: "news fake"}}, ""},
		{"fake news", []Phrase{{Words: "fake news", Not: true}}, "apart fields forms"},
		{"fake", []Phrase{{Words: "fake"}}, "apart fields lies"},
		{"news", []Phrase{{Words: "faked", Not: true}}, "apart fields lies"},
		{"fake news flowers", []Phrase{{Words: "fake news"}}, "lies"},
		{"fake news flowers", []Phrase{{Words: "fake flowers"}, {Words: "news of"}}, "apart"},
		{"what is fake news", []Phrase{{Words: "what is fake"}}, "fields"},
		{"nino y la nina", []Phrase{{Words: "niño y la niña"}}, "spanish"},
		{"what do you mean by it", []Phrase{{Words: "what do you mean by it"}}, "code"},
		{"what do you mean by it", []Phrase{{Words: "you do what"}}, ""},
		{"teacher's guide", []Phrase{{Words: "teacher's guide"}}, "code"},
		{"RI.4.9", []Phrase{{Words: "RI.4.9"}}, "code"},
		{"e-books", []Phrase{{Words: "and e-books"}}, "code"},
		{"学校图书馆", []Phrase{{Words: "学校图书"}}, "chinese"},
		{"news", []Phrase{{Words: " -- "}}, "apart fields forms lies"},
		{"fake nwes", []Phrase{{Words: "fake nwes"}}, ""},
		{"", []Phrase{{Words: "fake news", Not: true}}, "apart chinese code fields forms spanish"},
	} {
		got := ix.Search(Query{Words: c.words, Phrases: c.phrases, Limit: 10, Counts: true})
		if idsOf(got) != c.want || got.Total != len(strings.Fields(c.want)) {
			t.Errorf("%q with %v finds %q of %d, want %q", c.words, c.phrases, idsOf(got), got.Total, c.want)
		}
	}
}

func TestCodesAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		codes := rapid.SliceOf(rapid.Custom(func(rt *rapid.T) wordCode { return wordCode(rapid.IntRange(0, mostCodes).Draw(rt, "code")) })).Draw(rt, "codes")
		order := string(appendCodes(nil, codes))
		for i, code := range codes {
			if got := codeAt(order, i); got != code {
				rt.Fatalf("code %d of %v is read as %d", i, codes, got)
			}
		}
	})
}

// A phrase is found in the documents whose words hold it, whatever became of the index: merged, stored, with documents that died.
func TestPhrasesAreFoundWhereTheirWordsFollowEachOther(t *testing.T) {
	words := strings.Fields("fake news library libraries 4th-grade e-book reading the of kraken")
	text := rapid.Custom(func(rt *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(rt, "words"), " ")
	})
	rapid.Check(t, func(rt *rapid.T) {
		ix := New("language")
		held := map[string]Doc{}
		for version := range rapid.IntRange(1, 30).Draw(rt, "documents") {
			d := Doc{ID: string(rune('a' + rapid.IntRange(0, 20).Draw(rt, "id"))), Version: int64(version + 1), Visibility: SeenByAnyone, Language: "en",
				Title: text.Draw(rt, "title"), Body: text.Draw(rt, "body")}
			ix.Put(d)
			held[d.ID] = d
		}
		phrase := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 2, 3).Draw(rt, "phrase"), " ")
		asked := wordsOf(phrase, ofQuery)
		var want []string
		for _, d := range held {
			for f := range field(fields) {
				if in := wordsOf(d.text(f), ofQuery); slices.ContainsFunc(windows(in, len(asked)), func(w []string) bool { return slices.Equal(w, asked) }) {
					want = append(want, d.ID)
					break
				}
			}
		}
		slices.Sort(want)
		got := ix.Search(Query{Words: phrase, Phrases: []Phrase{{Words: phrase}}, Limit: 30})
		if idsOf(got) != strings.Join(want, " ") {
			rt.Fatalf("%q is found in %q, want %q", phrase, idsOf(got), want)
		}
	})
}

// windows are the parts of so many words.
func windows(words []string, n int) (out [][]string) {
	for i := 0; i+n <= len(words); i++ {
		out = append(out, words[i:i+n])
	}
	return out
}
