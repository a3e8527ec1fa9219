package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// seedGroups are the groups of the list as they are written.
func seedGroups() (out [][]string) {
	for line := range strings.Lines(seedText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, " = "))
		}
	}
	return out
}

func TestEveryGroupOfTheSeedListCanBeRead(t *testing.T) {
	groups := seedGroups()
	if len(groups) < 250 {
		t.Errorf("%d groups", len(groups))
	}
	seen := map[string]bool{}
	heads := map[string]int{}
	for _, group := range groups {
		if len(group) < 2 || len(group) > 9 {
			t.Errorf("%q has %d names", group, len(group))
		}
		var keys []string
		for _, words := range group {
			key := fold.Key(words)
			keys = append(keys, key)
			heads[key]++
			switch n := len(strings.Fields(words)); {
			case key == "" || n > 7 || words != strings.Join(strings.Fields(words), " "):
				t.Errorf("%q of %q is no name", words, group)
			case n == 1 && index.Grammatical(words) && strings.ToUpper(words) != words:
				t.Errorf("%q of %q stands for no topic", words, group)
			}
			for _, other := range seeds().others(words) {
				if fold.Key(other) == key {
					t.Errorf("%q stands for itself", words)
				}
			}
			if a := Understand(words, nil); a.Words == "" && len(a.Kinds) == 0 && len(a.Grades) == 0 {
				t.Errorf("nothing is looked for by %q", words)
			}
		}
		slices.Sort(keys)
		if len(slices.Compact(slices.Clone(keys))) != len(keys) {
			t.Errorf("%q says the same twice", group)
		}
		if all := strings.Join(keys, "|"); seen[all] {
			t.Errorf("%q stands there twice", group)
		} else {
			seen[all] = true
		}
	}
	for key, n := range heads {
		if n > 4 {
			t.Errorf("%q stands in %d groups: it means too much to mean one thing", key, n)
		}
	}
}

// What a word stands for leads back to it, so that nobody is led away and not home.
func TestWhatStandsForAWordIsStoodForByIt(t *testing.T) {
	for _, group := range seedGroups() {
		for _, words := range group {
			for _, other := range seeds().others(words) {
				if back := seeds().others(other); !slices.ContainsFunc(back, func(b string) bool {
					return strings.TrimSuffix(fold.Key(b), "s") == strings.TrimSuffix(fold.Key(words), "s")
				}) {
					t.Errorf("%q is looked for by %q, which is not by it", words, other)
				}
			}
		}
	}
}

func TestTheSeedListSpeaksSpanish(t *testing.T) {
	for typed, want := range map[string]string{"clima": "weather", "terremoto": "earthquake", "libros prohibidos": "banned books", "reseña": "book review",
		"copy and paste": "plagiarism", "plagio": "copy and paste", "huerto": "garden", "día de muertos": "Day of the Dead"} {
		if others := Understand(typed, nil).Others; !slices.Contains(others, want) {
			t.Errorf("%q also looks for %q, not %q", typed, others, want)
		}
		if asTyped := AsTyped(typed); len(asTyped.Also) > 0 {
			t.Errorf("%q as typed looks for %q too", typed, asTyped.Others)
		}
	}
}

func TestAWordThatOnlyBeginsAlikeStandsForNothing(t *testing.T) {
	for _, typed := range []string{"deported", "deportations", "videos", "careers"} {
		for _, other := range seeds().others(typed) {
			if slices.Contains([]string{"sports", "athletes", "life cycle", "carro"}, other) {
				t.Errorf("%q stands for %q", typed, other)
			}
		}
	}
	if others := Understand("día de los niños", nil).Others; len(others) > 0 {
		t.Errorf("the article is %q", others)
	}
	if others := seeds().others("plagiarized"); len(others) == 0 {
		t.Error("“plagiarized” is no form of what the list has")
	}
}

func TestEveryNeedCanBeReadAndLeadsOneWay(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(needsText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		left, right, ok := strings.Cut(line, " : ")
		asked, sought := strings.Split(left, " | "), strings.Split(right, " | ")
		if !ok || len(sought) > 8 {
			t.Errorf("%q leads nowhere, or everywhere", line)
		}
		for _, words := range append(asked, sought...) {
			if n := len(strings.Fields(words)); n == 0 || n > longestName || words != strings.Join(strings.Fields(words), " ") {
				t.Errorf("%q of %q cannot be typed", words, line)
			}
		}
		for _, words := range asked {
			if key := seedKey(words); seen[key] || slices.Contains(sought, words) {
				t.Errorf("%q stands there twice", words)
			} else {
				seen[key] = true
			}
			if got := seeds().sought(words); !slices.Equal(got, sought) {
				t.Errorf("%q looks for %q, not %q", words, got, sought)
			}
		}
	}
	if len(seen) < 100 {
		t.Errorf("%d needs", len(seen))
	}
	if got := seeds().sought("reluctant readers"); got != nil {
		t.Errorf("“reluctant readers” leads back to %q", got)
	}
}

func TestWhatIsNeededIsLookedFor(t *testing.T) {
	for typed, want := range map[string]string{"students who don't like reading": "reluctant readers", "dont like reading": "reluctant readers", "she doesn’t like to read": "reluctant readers",
		"something for the last five minutes": "transitions", "no quieren leer": "lectores reacios", "deepfakes": "reverse image search", "LGBT": "LGBTQ"} {
		if others := Understand(typed, nil).Others; !slices.Contains(others, want) {
			t.Errorf("%q looks for %q, not for %q", typed, others, want)
		}
	}
}
