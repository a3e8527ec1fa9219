package index

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatIsASlipForSure(t *testing.T) {
	for pair := range strings.SplitSeq(`fotosynthesis photosynthesis, graffic graphic, bolcan volcan, poecia poesia, istoria historia, sience science, biblioteka biblioteca,
		nite knite, teh the, qiuz quiz, boook book, baned banned, vilareal villarreal, tastng tasting, weathr weather, primery primary, pupoets puppets,
		plagerism plagiarism, misinfromation misinformation, mkaerspace makerspace, egipt egypt, كتاپ كتاب`, ",") {
		typed, meant, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if !IsSlip(typed, meant) {
			t.Errorf("%s is no slip for %s", typed, meant)
		}
	}
	for pair := range strings.SplitSeq(`trip trap, trip tip, stuff staff, twits twins, rising riding, eclipse clips, planned planner, sachar sach, book look, math mat,
		grado grade, reader leader, hatchet ratchet, potter poster, lego llego`, ",") {
		typed, meant, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if IsSlip(typed, meant) {
			t.Errorf("%s is a slip for %s", typed, meant)
		}
	}
}

// Whatever the word: two neighbors swapped, and a letter doubled, are how hands slip; another letter in a short word is another word.
func TestHowHandsSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := []rune(rapid.StringMatching(`[a-z]{4,12}`).Draw(t, "word"))
		at := rapid.IntRange(0, len(word)-2).Draw(t, "at")
		swap := slices.Clone(word)
		swap[at], swap[at+1] = swap[at+1], swap[at]
		if !IsSlip(string(swap), string(word)) {
			t.Fatalf("%s is no slip for %s", string(swap), string(word))
		}
		if twice := slices.Insert(slices.Clone(word), at, word[at]); !IsSlip(string(twice), string(word)) && sound(string(twice)) != sound(string(word)) && len(word) <= shortWord && word[at] != 'c' && (at > 0 || word[at] != 'l') { // «ll» sounds otherwise
			t.Fatalf("%s is no slip for %s", string(twice), string(word))
		}
		other := slices.Clone(word)
		other[at] = rapid.RuneFrom([]rune("bdfglmnprt")).Draw(t, "other")
		if sound(string(other)) != sound(string(word)) && len(word) <= shortWord && IsSlip(string(other), string(word)) && !swapped(other, word) {
			t.Fatalf("%s is a slip for %s", string(other), string(word))
		}
	})
}

// What differs in a letter from a word nothing has is looked for only where it goes with the others; else it is offered, and the rest is found.
func TestAWordThatMayBeRightIsNotReplaced(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Field guide to birds"}, Doc{ID: "b", Title: "A trap for a moth"}, Doc{ID: "c", Title: "Escape room in the stacks"}, Doc{ID: "d", Title: "Room for clips"})
	for words, want := range map[string]struct{ taken, offered, unknown, first string }{
		"field trip":  {"", "", "trip", "a"},
		"birbs":       {"", "birds", "birbs", ""},
		"escape romm": {"room", "", "", "c"},
		"eclipse":     {"", "", "eclipse", ""},
		"moht trap":   {"moth", "", "", "b"},
	} {
		got := ix.Search(Query{Words: words, Limit: 5})
		first, list := "", func(taken []Taken) (out string) {
			for _, t := range taken {
				out += t.For
			}
			return out
		}
		if len(got.Hits) > 0 {
			first = got.Hits[0].ID
		}
		if list(got.Taken) != want.taken || list(got.Offered) != want.offered || strings.Join(got.Unknown, " ") != want.unknown || first != want.first {
			t.Errorf("%q: taken %v, offered %v, unknown %v, first %q; want %v", words, got.Taken, got.Offered, got.Unknown, first, want)
		}
	}
}

// Of two words as near, one of the lists is meant, and a word that differs from what was typed is offered only where that is long.
func TestOfWordsAsNearOneOfTheListsIsMeant(t *testing.T) {
	ix := shelf(Doc{ID: "a", Title: "Weather in January"}, Doc{ID: "b", Title: "Ask whether it rains"}, Doc{ID: "c", Title: "Legs and feet"})
	if got := ix.Search(Query{Words: "wether", Limit: 5, Known: [][]string{{"weather"}}}); len(got.Hits) != 1 || got.Hits[0].ID != "a" {
		t.Errorf("finds %v, takes %v", got.Hits, got.Taken)
	}
	if got := ix.Search(Query{Words: "lags", Limit: 5}); len(got.Taken)+len(got.Offered) != 0 {
		t.Errorf("takes %v, offers %v", got.Taken, got.Offered)
	}
}
