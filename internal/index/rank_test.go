package index

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// ranked gives the ids found, the best first.
func ranked(q Query, docs ...Doc) string {
	ix := New()
	for i := range docs {
		docs[i].Version, docs[i].Visibility, docs[i].Language = 1, SeenByAnyone, "en"
	}
	ix.Put(docs...)
	q.Limit = 10
	var ids []string
	for _, hit := range ix.Search(q).Hits {
		ids = append(ids, hit.ID)
	}
	return strings.Join(ids, " ")
}

func TestRanking(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	years := func(n int) int64 { return now.AddDate(-n, 0, 0).UnixMicro() }
	for name, c := range map[string]struct {
		query Query
		docs  []Doc
		want  string
	}{
		"a title counts more than tags, they more than a summary, that more than a heading, that more than a body": {
			Query{Words: "volcano"},
			[]Doc{{ID: "body", Body: "volcano"}, {ID: "heading", Headings: "volcano"}, {ID: "summary", Summary: "volcano"}, {ID: "tags", Tags: "volcano"}, {ID: "title", Title: "volcano"}},
			"title tags summary heading body",
		},
		"the very word counts more than another form of it": {
			Query{Words: "libraries"},
			[]Doc{{ID: "other", Title: "library"}, {ID: "same", Title: "libraries"}},
			"same other",
		},
		"a mention in few words counts more than in many": {
			Query{Words: "volcano"},
			[]Doc{{ID: "long", Body: strings.Repeat("lava ", 900) + "volcano"}, {ID: "short", Body: "one volcano"}},
			"short long",
		},
		"more mentions count more": {
			Query{Words: "volcano"},
			[]Doc{{ID: "once", Body: "volcano lava lava"}, {ID: "often", Body: "volcano lava volcano"}},
			"often once",
		},
		"a rare word counts more than a common one, when nothing has both": {
			Query{Words: "common rare"},
			[]Doc{{ID: "a", Body: "common"}, {ID: "b", Body: "common"}, {ID: "c", Body: "common"}, {ID: "d", Body: "rare"}},
			"d a b c",
		},
		"of equals the newer comes first": {
			Query{Words: "volcano", Now: now.UnixMicro()},
			[]Doc{{ID: "old", Title: "volcano", Shared: years(6)}, {ID: "new", Title: "volcano", Shared: years(0)}},
			"new old",
		},
		"age does not outweigh a title": {
			Query{Words: "volcano", Now: now.UnixMicro()},
			[]Doc{{ID: "new", Body: "volcano" + strings.Repeat(" lava", 150), Shared: years(0)}, {ID: "old", Title: "volcano", Shared: years(20)}},
			"old new",
		},
		"a boost lifts": {
			Query{Words: "volcano"},
			[]Doc{{ID: "plain", Title: "volcano"}, {ID: "worked here", Title: "volcano", Boost: 1.3}, {ID: "sunk", Title: "volcano", Boost: 0.5}},
			"worked here plain sunk",
		},
		"newest first, whatever fits": {
			Query{Words: "volcano", Sort: ByNewest},
			[]Doc{{ID: "new", Body: "volcano", Shared: years(0)}, {ID: "old", Title: "volcano", Shared: years(2)}, {ID: "middle", Body: "volcano", Shared: years(1)}},
			"new middle old",
		},
		"full equals are ordered by id": {
			Query{Words: "volcano"},
			[]Doc{{ID: "b", Title: "volcano"}, {ID: "a", Title: "volcano"}},
			"a b",
		},
	} {
		if got := ranked(c.query, c.docs...); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestFindsWhatPeopleType(t *testing.T) {
	ix := New()
	docs := []Doc{
		{ID: "volcano", Language: "en", Title: "How volcanoes work", Summary: "A teacher's guide for grades 3-5"},
		{ID: "misinformation", Language: "en-US", Title: "Spotting misinformation", Tags: "misinformation fake news"},
		{ID: "standard", Language: "en", Title: "Compare two texts", Body: "CCSS.ELA-LITERACY.RI.4.9 and 5-ESS2-1"},
		{ID: "book", Language: "en", Title: "Esperanza rising", Body: "ISBN 978-0-439-12042-5"},
		{ID: "poetry", Language: "es", Title: "Canción de las bibliotecas", Summary: "Imágenes y poesía para niños"},
		{ID: "french", Language: "fr", Title: "L'école des bibliothèques"},
		{ID: "chinese", Language: "zh-Hans", Title: "学校图书馆"},
		{ID: "vietnamese", Language: "vi", Title: "Thư viện trường học"},
	}
	for i := range docs {
		docs[i].Version, docs[i].Visibility = 1, SeenByAnyone
	}
	ix.Put(docs...)
	for words, want := range map[string]string{
		"volcano": "volcano", "the volcanos": "volcano", "teachers guide": "volcano", "3-5": "volcano", "fake news": "misinformation",
		"RI.4.9": "standard", "ri.4.9": "standard", "5-ess2-1": "standard", "RI.4.91": "", "0439120424": "", "9780439120425": "book",
		"978-0439120425": "book", "biblioteca": "poetry", "cancion": "poetry", "canciones": "poetry", "imagen": "poetry", "poesia para ninas": "poetry",
		"NIÑO": "poetry", "ecole": "french", "bibliotheque": "french", "图书": "chinese", "学校图书馆": "chinese", "馆": "chinese",
		"thu vien": "vietnamese", "Thư viện": "vietnamese", "nothing here": "",
	} {
		got := ix.Search(Query{Words: words, Limit: 10})
		var ids []string
		for _, hit := range got.Hits {
			ids = append(ids, hit.ID)
		}
		if strings.Join(ids, " ") != want {
			t.Errorf("%q finds %v, want %q", words, ids, want)
		}
	}
}

func TestPrefixFindsBeginnings(t *testing.T) {
	ix := New()
	ix.Put(Doc{ID: "a", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "Running a makerspace"},
		Doc{ID: "b", Version: 1, Visibility: SeenByAnyone, Language: "es", Title: "Espacio de creación"})
	for typed, want := range map[string]int{"mak": 1, "runni": 1, "run": 1, "running mak": 1, "crea": 1, "espacio d": 1, "q": 0} {
		if got := ix.Search(Query{Words: typed, Prefix: true}); got.Total != want || got.Relaxed {
			t.Errorf("%q finds %d, relaxed %t, want %d", typed, got.Total, got.Relaxed, want)
		}
	}
	if got := ix.Search(Query{Words: "mak"}); got.Total != 0 {
		t.Error("the beginning of a word is found though nobody asked for it")
	}
}

func TestValuesAreLimitedButChosenOnesStay(t *testing.T) {
	ix := New("tag")
	for i, tags := range []string{"a b c", "a b", "a", "d"} {
		ix.Put(Doc{ID: string(rune('0' + i)), Version: 1, Visibility: SeenByAnyone, Facets: map[string][]string{"tag": strings.Fields(tags)}})
	}
	got := ix.Search(Query{Counts: true, Values: 2, Filters: map[string][]string{"tag": {"d", "none"}}})
	want := []Value{{"a", 3, false}, {"b", 2, false}, {"d", 1, true}, {"none", 0, true}}
	if !slices.Equal(got.Facet("tag"), want) || got.Total != 1 {
		t.Errorf("got %v, want %v", got.Facet("tag"), want)
	}
}

// Freshness and lift order what fits alike; they never turn a clear difference of fit around.
func TestFreshnessNeverBeatsAClearDifferenceOfFit(t *testing.T) {
	words := []string{"volcano", "lava", "ash", "rock", "magma"}
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
		n := rapid.IntRange(2, len(words)).Draw(t, "words")
		query := strings.Join(words[:n], " ")
		half := rapid.SampledFrom([]int{60, 365, 3650}).Draw(t, "half-life")
		all := Doc{ID: "all", Title: query, HalfLife: half, Shared: now.AddDate(-rapid.IntRange(0, 40).Draw(t, "years"), 0, 0).UnixMicro()}
		one := Doc{ID: "one", Title: words[rapid.IntRange(0, n-1).Draw(t, "word")] + strings.Repeat(" stone", n-1), HalfLife: half, Shared: now.UnixMicro(), Boost: rapid.Float32Range(1, 1.5).Draw(t, "boost")}
		if got := ranked(Query{Words: query, Now: now.UnixMicro()}, one, all); !strings.HasPrefix(got, "all") {
			t.Fatalf("%q finds %s", query, got)
		}
	})
}

func TestDocumentsAgeByTheirHalfLife(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	shared := now.AddDate(-1, 0, 0).UnixMicro()
	got := ranked(Query{Words: "volcano", Now: now.UnixMicro()}, Doc{ID: "tool", Title: "volcano", HalfLife: 180, Shared: shared},
		Doc{ID: "unit", Title: "volcano", HalfLife: 1825, Shared: shared}, Doc{ID: "list", Title: "volcano", Shared: shared})
	if got != "unit list tool" {
		t.Errorf("found %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		boost, days := rapid.Float32Range(0.125, 8).Draw(t, "boost"), rapid.IntRange(0, 5000).Draw(t, "days")
		r := row{standing: standingOf(boost, days)}
		if d := r.boost() - boost; d > 0.003 || d < -0.003 {
			t.Fatalf("%v is kept as %v", boost, r.boost())
		}
		if kept := halfLives[r.halfLife()]; days > 0 && apart(kept, days) > apart(60, max(days, 1)) {
			t.Fatalf("%d days are kept as %d", days, kept)
		}
	})
}
