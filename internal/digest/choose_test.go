package digest

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawItems(t *rapid.T) []Item {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Item {
		words := func(most int) string {
			return strings.TrimSpace(strings.Repeat("word ", rapid.IntRange(0, most).Draw(t, "words")))
		}
		slot := Slot(rapid.IntRange(0, int(slots)-1).Draw(t, "slot"))
		var things []Thing
		name := rapid.StringMatching(`[a-d][0-9]`).Draw(t, "id")
		if slot == Sought {
			name = "sought " + name
			for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-d][0-9]`), 1, 6, rapid.ID).Draw(t, "things") {
				things = append(things, Thing{ID: id, Title: words(6)})
			}
		}
		return Item{Slot: slot, Things: things, Listed: 3, ID: name,
			Title: words(30), Line: words(8), Text: words(60), Action: words(5)}
	}), 0, 60).Draw(t, "items")
}

func drawBounds(t *rapid.T) Bounds {
	return rapid.SampledFrom([]Bounds{{Words: 110, Items: 6, Each: 1}, {Items: 5, Each: 5}, {Words: 20, Items: 6, Each: 1}, {Words: 1, Items: 2, Each: 2}}).Draw(t, "bounds")
}

func cost(i Item) int {
	n := 2 + len(strings.Fields(i.Title+" "+i.Line+" "+i.Text+" "+i.Action))
	for _, t := range i.named() {
		n += len(strings.Fields(t.Title))
	}
	return n
}

// Whatever there is: no more words and items than allowed, none twice, none that was seen, each place in its order, and never a
// thing to do alone.
func TestALetterKeepsItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, b := drawItems(t), drawBounds(t)
		seen := map[string]bool{}
		for _, id := range rapid.SliceOf(rapid.StringMatching(`[a-d][0-9]`)).Draw(t, "seen") {
			seen[id] = true
		}
		chosen := Choose(from, seen, b, cost)
		words, told := 0, false
		ids, each := map[string]bool{}, map[Slot]int{}
		for at, i := range chosen {
			words += cost(i)
			told = told || i.Slot != Move
			if seen[i.ID] || ids[i.ID] {
				t.Fatalf("%s comes again", i.ID)
			}
			ids[i.ID] = true
			for _, thing := range i.Things {
				if seen[thing.ID] || ids[thing.ID] {
					t.Fatalf("%s comes again under %s", thing.ID, i.ID)
				}
				ids[thing.ID] = true
			}
			if i.Slot == Sought && len(i.Things) == 0 {
				t.Fatalf("%s has nothing new", i.ID)
			}
			each[i.Slot]++
			if at > 0 && chosen[at-1].Slot > i.Slot {
				t.Fatalf("%v stands before %v", chosen[at-1].Slot, i.Slot)
			}
		}
		if len(chosen)-each[Sought] > b.Items || b.Words > 0 && words > b.Words || len(chosen) > 0 && !told {
			t.Fatalf("%d items, %d words, bounds %+v", len(chosen), words, b)
		}
		for slot, n := range each {
			if slot != Sought && n > b.Each || slot == Sought && n > mostSought || slot == Move && n > 1 {
				t.Fatalf("%d items in place %d", n, slot)
			}
		}
	})
}

// The same comes of the same, and what is given is left as it was.
func TestChoosingIsTheSameEveryTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, b := drawItems(t), drawBounds(t)
		before := slices.Clone(from)
		first, second := Choose(from, nil, b, cost), Choose(from, nil, b, cost)
		if !reflect.DeepEqual(first, second) || !reflect.DeepEqual(from, before) {
			t.Fatalf("%v and then %v", first, second)
		}
	})
}

// Letter after letter, with what each held counted as seen, nothing comes twice, and everything that fits comes at last.
func TestLettersRepeatNothingUntilAllIsSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, b := drawItems(t), Bounds{Words: 200, Items: 7, Each: 1}
		seen := map[string]bool{}
		for range len(from) + 1 {
			for _, i := range Choose(from, seen, b, cost) {
				if seen[i.ID] {
					t.Fatalf("%s comes again", i.ID)
				}
				seen[i.ID] = true
				for _, thing := range i.Things {
					seen[thing.ID] = true
				}
			}
		}
		for _, i := range from {
			said := seen[i.ID] || len(i.Things) > 0 && !slices.ContainsFunc(i.Things, func(t Thing) bool { return !seen[t.ID] })
			if i.Slot != Move && !said {
				t.Fatalf("%s never comes", i.ID)
			}
		}
	})
}

func TestWhatIsUrgentComesFirstWhileWordsAreFew(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("word ", 30))
	from := []Item{{Slot: Fresh, ID: "new", Title: "Old maps", Text: long}, {Slot: Waits, ID: "waits", Title: "A draft", Text: long}, {Slot: Question, ID: "question", Title: "Who has atlases", Text: long}}
	chosen := Choose(from, nil, Bounds{Words: 45, Items: 6, Each: 1}, cost)
	var got []string
	for _, i := range chosen {
		got = append(got, i.ID+map[bool]string{true: " whole", false: ""}[i.Text != ""])
	}
	if want := "new, question, waits whole"; strings.Join(got, ", ") != want {
		t.Errorf("chose %v, want %s", got, want)
	}
}

// A kept search says what is new for it and stands nowhere else in the letter; where words are few it names one thing and counts all.
func TestAKeptSearchSaysWhatNothingElseSays(t *testing.T) {
	things := func(ids ...string) (out []Thing) {
		for _, id := range ids {
			out = append(out, Thing{ID: id, Title: strings.TrimSpace(strings.Repeat(id+" ", 10))})
		}
		return out
	}
	from := []Item{{Slot: Fresh, ID: "a"}, {Slot: Fresh, ID: "b"}, {Slot: Fresh, ID: "e"}, {Slot: Sought, ID: "first", Title: "x", Listed: 3, Things: things("a", "b", "c")},
		{Slot: Sought, ID: "second", Listed: 3, Things: things("b", "c")}, {Slot: Sought, ID: "third", Listed: 3, Things: things("c", "d", "seen")}}
	for words, want := range map[int]string{0: "first 3 of 3, third 1 of 1, e 0 of 0", 40: "first 3 of 3, e 0 of 0", 30: "first 1 of 3, third 1 of 1, e 0 of 0"} {
		var got []string
		for _, i := range Choose(from, map[string]bool{"seen": true}, Bounds{Words: words, Items: 7, Each: 1}, cost) {
			got = append(got, fmt.Sprintf("%s %d of %d", i.ID, len(i.named()), len(i.Things)))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("of %d words: %s, want %s", words, strings.Join(got, ", "), want)
		}
	}
}
