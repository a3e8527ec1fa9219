package index

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

// shelf is an index of English documents that anyone may see, but for those of which the id says otherwise.
func shelf(docs ...Doc) *Index {
	ix := New("language", "tag")
	for i := range docs {
		d := &docs[i]
		d.Version, d.Visibility = 1, SeenByAnyone
		if d.Language == "" {
			d.Language = "en"
		}
		if strings.HasPrefix(d.ID, "hidden") {
			d.Visibility, d.District, d.School = SeenBySchool, "home", "elm"
		}
		ix.Put(*d)
	}
	return ix
}

func idsOf(r Result) string {
	var ids []string
	for _, hit := range r.Hits {
		ids = append(ids, hit.ID)
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func TestOtherWordsForTheSame(t *testing.T) {
	ix := shelf(
		Doc{ID: "lies", Title: "Spotting misinformation"},
		Doc{ID: "news", Title: "Fake news, a unit"},
		Doc{ID: "apart", Title: "News of the fake flowers", Body: "Flowers"},
		Doc{ID: "arabic", Title: "مكتبات", Language: "ar", Facets: map[string][]string{"language": {"ar"}}},
		Doc{ID: "words", Title: "Arabic numbers"},
		Doc{ID: "el", Title: "Books for EL students"},
		Doc{ID: "spanish", Title: "El libro perdido", Language: "es"},
		Doc{ID: "one", Title: "A makerspace"},
		Doc{ID: "two", Title: "The space of a maker"},
	)
	for _, c := range []struct {
		words string
		also  []Also
		want  string
	}{
		{"misinformation", []Also{{Of: "misinformation", Is: "fake news", Share: 0.6}}, "apart lies news"},
		{"fake news", []Also{{Of: "fake news", Is: "misinformation", Share: 0.6}}, "apart lies news"},
		{"fake news", []Also{{Of: "news fake", Is: "misinformation", Share: 0.6}}, "apart news"},
		{"misinformation", []Also{{Of: "misinformation", Is: "fake fruit", Share: 0.6}}, "lies"},
		{"arabic", []Also{{Of: "arabic", Facet: "language", Value: "ar", Share: 1}}, "arabic words"},
		{"arabic", []Also{{Of: "arabic", Facet: "language", Value: "xx", Share: 1}, {Of: "arabic", Facet: "none", Value: "ar", Share: 1}}, "words"},
		{"maker space", nil, "one two"},
		{"newcomers", []Also{{Of: "newcomers", Is: "EL", Share: 0.6}}, "el"},
		{"makers spaces", nil, "two"},
	} {
		if got := ix.Search(Query{Words: c.words, Also: c.also, Limit: 10, Exactly: true}); idsOf(got) != c.want || got.Total != len(strings.Fields(c.want)) {
			t.Errorf("%q with %v finds %q of %d, want %q", c.words, c.also, idsOf(got), got.Total, c.want)
		}
	}
}

func TestTheWordItselfCountsMoreThanWhatStandsForIt(t *testing.T) {
	ix := shelf(Doc{ID: "other", Title: "Spotting hoaxes"}, Doc{ID: "same", Title: "Spotting lies"})
	got := ix.Search(Query{Words: "lies", Also: []Also{{Of: "lies", Is: "hoaxes", Share: 0.6}}, Limit: 10})
	if len(got.Hits) != 2 || got.Hits[0].ID != "same" {
		t.Errorf("got %v", got.Hits)
	}
}

func TestMisspeltWords(t *testing.T) {
	ix := shelf(
		Doc{ID: "quake", Title: "Measuring an earthquake"},
		Doc{ID: "motion", Title: "Stop motion in a shoebox"},
		Doc{ID: "moon", Title: "Moon and stars"}, Doc{ID: "moon2", Title: "Phases of the moon"},
		Doc{ID: "maker", Title: "Space for makers", Body: "Every maker and every space"},
		Doc{ID: "hidden", Title: "Plagiarism"},
	)
	elm := Scope{District: "home", Schools: []id.SchoolID{"elm"}, SignedIn: true}
	for _, c := range []struct {
		words, want, taken, unknown string
		scope                       Scope
	}{
		{words: "erthquake", want: "quake", taken: "erthquake earthquake"},
		{words: "earthqauke", want: "quake", taken: "earthqauke earthquake"},
		{words: "stop moton", want: "motion", taken: "moton motion"},
		{words: "makerspace", want: "maker", taken: "makerspace maker space"},
		{words: "xyzzyx", unknown: "xyzzyx"},
		{words: "mox", unknown: "mox"}, // too short to guess
		{words: "qu4ke", unknown: "qu4ke"},
		{words: "plagarism", want: "hidden", taken: "plagarism plagiarism", scope: elm},
		{words: "plagarism", unknown: "plagarism"},
		{words: "plagiarism", unknown: "plagiarism"},
	} {
		got := ix.Search(Query{Words: c.words, Limit: 10, Scope: c.scope})
		var taken []string
		for _, x := range got.Taken {
			taken = append(taken, x.Typed+" "+x.For)
		}
		if idsOf(got) != c.want || strings.Join(taken, ", ") != c.taken || strings.Join(got.Unknown, " ") != c.unknown {
			t.Errorf("%q finds %q, takes %q, knows no %q; want %q, %q, %q", c.words, idsOf(got), taken, got.Unknown, c.want, c.taken, c.unknown)
		}
		if exact := ix.Search(Query{Words: c.words, Limit: 10, Scope: c.scope, Exactly: true}); len(exact.Taken) > 0 {
			t.Errorf("%q is taken for %v though nothing else was wanted", c.words, exact.Taken)
		}
	}
}

func TestWhatMustNotBeThere(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Volcano video", Facets: map[string][]string{"tag": {"x"}}}, Doc{ID: "b", Title: "Volcanoes", Facets: map[string][]string{"tag": {"x"}}},
		Doc{ID: "c", Title: "Rivers", Facets: map[string][]string{"tag": {"x", "y"}}})
	for _, c := range []struct {
		words, without, want string
		filter               []string
	}{
		{"volcano", "videos", "b", nil}, {"", "video", "b c", nil}, {"", "volcano", "c", []string{"x"}}, {"volcano", "nothing", "a b", nil}, {"", "river video", "b", nil},
	} {
		got := ix.Search(Query{Words: c.words, Without: c.without, Limit: 10, Counts: true, Filters: map[string][]string{"tag": c.filter}})
		if idsOf(got) != c.want || got.Total != len(strings.Fields(c.want)) {
			t.Errorf("%q without %q finds %q of %d, want %q", c.words, c.without, idsOf(got), got.Total, c.want)
		}
		if tags := got.Facet("tag"); len(tags) == 0 || tags[0] != (Value{"x", got.Total, len(c.filter) > 0}) {
			t.Errorf("%q without %q counts %v", c.words, c.without, tags)
		}
	}
}

func TestMostOfTheWords(t *testing.T) {
	ix := shelf(Doc{ID: "both", Title: "Sewing a puppet"}, Doc{ID: "one", Title: "Puppets of the world"}, Doc{ID: "none", Title: "Rivers"})
	got := ix.Search(Query{Words: "sewing puppets", Limit: 10})
	if idsOf(got) != "both one" || got.Hits[0].ID != "both" || got.Whole != 1 || !got.Relaxed || len(got.Unknown) > 0 {
		t.Errorf("got %+v", got)
	}
	if got := ix.Search(Query{Words: "sewing puppets", Limit: 10, Sort: ByNewest}); idsOf(got) != "both" || got.Relaxed {
		t.Errorf("newest first, got %+v", got)
	}
	if got := ix.Search(Query{Words: "puppets xyzzyx", Limit: 10}); idsOf(got) != "both one" || got.Whole != 0 || !slices.Equal(got.Unknown, []string{"xyzzyx"}) {
		t.Errorf("with a word that nothing has, got %+v", got)
	}
}

// The distance that stops early is the one of the table of Damerau and Levenshtein, filled in whole.
func TestDistanceIsThatOfTheWholeTable(t *testing.T) {
	word := rapid.StringMatching("[a-cé]{0,9}")
	rapid.Check(t, func(t *rapid.T) {
		a, b := []rune(word.Draw(t, "a")), []rune(word.Draw(t, "b"))
		table := make([][]int, len(a)+1)
		for i := range table {
			table[i] = make([]int, len(b)+1)
			for j := range table[i] {
				switch {
				case i == 0 || j == 0:
					table[i][j] = i + j
				default:
					d := min(table[i-1][j], table[i][j-1]) + 1
					same := 1
					if a[i-1] == b[j-1] {
						same = 0
					}
					d = min(d, table[i-1][j-1]+same)
					if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
						d = min(d, table[i-2][j-2]+1)
					}
					table[i][j] = d
				}
			}
		}
		for most := range 4 {
			want := min(table[len(a)][len(b)], most+1)
			if got := distance(a, string(b), most); got != want {
				t.Fatalf("%q and %q are %d apart, want %d at most %d", string(a), string(b), got, want, most)
			}
		}
	})
}

func TestAWordIsTakenForTwoOnlyWhereSomethingHasBoth(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "A monster in the hall"}, Doc{ID: "b", Title: "Robin Hood"}, Doc{ID: "hidden", Title: "A paper lamp"}, Doc{ID: "c", Title: "Paper"}, Doc{ID: "d", Title: "A lamp"})
	for _, words := range []string{"monsterhood", "paperlamp"} {
		if got := ix.Search(Query{Words: words, Limit: 10}); len(got.Taken) > 0 || !slices.Equal(got.Unknown, []string{words}) {
			t.Errorf("%q is taken for %v", words, got.Taken)
		}
	}
}

// A rare word is doubted only for one that is far commoner among what may be seen.
func TestALikelierWord(t *testing.T) {
	var docs []Doc
	for i := range 12 {
		docs = append(docs, Doc{ID: "moon" + string(rune('a'+i)), Title: "Volcano and planets"}, Doc{ID: "hidden" + string(rune('a'+i)), Title: "Lantern"})
	}
	docs = append(docs, Doc{ID: "typo", Title: "A volcamo"}, Doc{ID: "lanterm", Title: "A lanterm"}, Doc{ID: "form", Title: "One planet"}, Doc{ID: "code", Title: "RL.3.10"})
	ix := shelf(docs...)
	elm := Scope{District: "home", Schools: []id.SchoolID{"elm"}, SignedIn: true}
	for _, c := range []struct {
		words, want string
		scope       Scope
	}{
		{words: "volcamo", want: "volcano"}, {words: "volcano"}, {words: "planet"}, {words: "rl.3.10"}, {words: "zyzzyva"},
		{words: "lanterm"}, {words: "lanterm", want: "lantern", scope: elm}, {words: "the volcamo planets", want: "volcano"},
	} {
		got := ""
		for _, l := range ix.Likelier(c.words, c.scope) {
			got += l.For
		}
		if got != c.want {
			t.Errorf("%q is likelier %q, want %q", c.words, got, c.want)
		}
	}
}

// Words that only hidden documents have change nothing that others are told: what is taken, unknown, begun or likelier.
func TestHiddenWordsTellNothing(t *testing.T) {
	words := []string{"lantern", "lanterns", "lanterm", "beacon", "beacons", "becon", "candle", "candlelight", "light", "torch"}
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 4).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		open := rapid.SliceOfN(text, 0, 14).Draw(t, "open")
		var docs, all []Doc
		for i, title := range open {
			docs = append(docs, Doc{ID: "o" + string(rune('a'+i)), Title: title})
		}
		all = slices.Clone(docs)
		for i, title := range rapid.SliceOfN(text, 1, 14).Draw(t, "hidden") {
			all = append(all, Doc{ID: "hidden" + string(rune('a'+i)), Title: title})
		}
		without, with := shelf(docs...), shelf(all...)
		typed := rapid.SampledFrom(append(words, "lantrn", "beaconlight", "lanternlight", "candel", "torchlight")).Draw(t, "typed")
		a, b := without.Search(Query{Words: typed, Limit: 20}), with.Search(Query{Words: typed, Limit: 20})
		if a.Total != b.Total || idsOf(a) != idsOf(b) || !slices.Equal(a.Unknown, b.Unknown) || len(a.Taken) != len(b.Taken) {
			t.Fatalf("%q finds %q, takes %v, knows no %q; with hidden ones %q, %v, %q", typed, idsOf(a), a.Taken, a.Unknown, idsOf(b), b.Taken, b.Unknown)
		}
		for _, taken := range b.Taken {
			for word := range strings.FieldsSeq(taken.For) {
				if !strings.Contains(strings.Join(open, " "), word) {
					t.Fatalf("%q is taken for %q, which is hidden", typed, taken.For)
				}
			}
		}
		if a, b := without.Likelier(typed, Scope{}), with.Likelier(typed, Scope{}); !slices.Equal(a, b) {
			t.Fatalf("%q is likelier %v, with hidden ones %v", typed, a, b)
		}
		if a, b := without.Begun(typed[:4], Scope{}, 9), with.Begun(typed[:4], Scope{}, 9); !slices.Equal(a, b) {
			t.Fatalf("%q begins %v, with hidden ones %v", typed[:4], a, b)
		}
	})
}
