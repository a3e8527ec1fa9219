package merge_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// few is a small stock of words, so that edits meet.
var few = strings.Fields("page ask who gains look twice the source before class prints a sheet tell friends why it matters today")

func sentence(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom(few), 2, 7).Draw(t, "sentence")
	return strings.ToUpper(words[0][:1]) + words[0][1:] + " " + strings.Join(words[1:], " ") + "."
}

func prose(t *rapid.T) string {
	var units []string
	for range rapid.IntRange(1, 4).Draw(t, "units") {
		switch rapid.IntRange(0, 4).Draw(t, "shape") {
		case 0:
			units = append(units, "- "+sentence(t)+"\n- "+sentence(t))
		case 1:
			units = append(units, "1. "+sentence(t)+"\n2. "+sentence(t)+"\n3. "+sentence(t))
		case 2:
			units = append(units, "| a | b |\n| --- | --- |\n| "+sentence(t)+" | "+sentence(t)+" |")
		case 3:
			units = append(units, "See [the "+rapid.SampledFrom(few).Draw(t, "link")+"](https://a.example/1) and **"+rapid.SampledFrom(few).Draw(t, "strong")+"** now. "+sentence(t))
		default:
			units = append(units, sentence(t)+" "+sentence(t))
		}
	}
	return strings.Join(units, "\n\n")
}

func body(t *rapid.T) block.Body {
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return block.Link{URL: "https://a.example/" + rapid.SampledFrom(few).Draw(t, "path"), Title: sentence(t), Note: prose(t)}
	case 1:
		return block.Steps{Heading: sentence(t), Steps: []string{sentence(t), sentence(t), sentence(t)}}
	case 2:
		return block.Materials{Students: 24, Items: []block.Material{{Name: rapid.SampledFrom(few).Draw(t, "item"), Amount: "2"}, {Name: "glue", CostCents: 200}}}
	case 3:
		return block.Book{Title: sentence(t), Creators: []string{"Ana Reyes"}, ISBN: "9780000000002", Note: sentence(t)}
	}
	return block.Text{Heading: sentence(t), Markdown: prose(t)}
}

func document(t *rapid.T) block.Document {
	d := block.Document{About: block.About{Title: sentence(t), Why: sentence(t), Type: block.Guide, Grades: grade.Range(3, 6), Tags: []string{"maps", "news"}, Rights: "colleagues"}}
	for i := range rapid.IntRange(1, 5).Draw(t, "blocks") {
		d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprintf("k%d", i)), Body: body(t)})
	}
	return d
}

// edited changes prose: a word, a sentence, a unit.
func edited(t *rapid.T, text string) string {
	words := strings.Split(text, " ")
	at := rapid.IntRange(0, len(words)-1).Draw(t, "at")
	switch rapid.IntRange(0, 5).Draw(t, "edit") {
	case 0:
		words[at] = rapid.SampledFrom(few).Draw(t, "word")
	case 1:
		words = slices.Insert(words, at, rapid.SampledFrom(few).Draw(t, "word"))
	case 2:
		words = slices.Delete(words, at, at+1)
	case 3:
		return text + " " + sentence(t)
	case 4:
		return text + "\n\n" + prose(t)
	default:
		units := strings.Split(text, "\n\n")
		i := rapid.IntRange(0, len(units)-1).Draw(t, "unit")
		return strings.Join(append(units[:i:i], units[i+1:]...), "\n\n")
	}
	return strings.Join(words, " ")
}

func editedBody(t *rapid.T, b block.Body) block.Body {
	switch b := b.(type) {
	case block.Text:
		b.Markdown = edited(t, b.Markdown)
		return b
	case block.Link:
		if rapid.Bool().Draw(t, "address") {
			b.URL = "https://b.example/" + rapid.SampledFrom(few).Draw(t, "path")
		} else {
			b.Note = edited(t, b.Note)
		}
		return b
	case block.Steps:
		b.Steps = slices.Clone(b.Steps)
		i := rapid.IntRange(0, len(b.Steps)-1).Draw(t, "step")
		switch rapid.IntRange(0, 2).Draw(t, "edit") {
		case 0:
			b.Steps[i] = edited(t, b.Steps[i])
		case 1:
			b.Steps = slices.Insert(b.Steps, i, sentence(t))
		default:
			if len(b.Steps) > 1 {
				b.Steps = slices.Delete(b.Steps, i, i+1)
			}
		}
		return b
	case block.Materials:
		b.Items = append(slices.Clone(b.Items), block.Material{Name: rapid.SampledFrom(few).Draw(t, "item")})
		return b
	case block.Book:
		b.Note = edited(t, b.Note)
		if creator := rapid.SampledFrom([]string{"B. Tran", "C. Diaz"}).Draw(t, "creator"); !slices.Contains(b.Creators, creator) {
			b.Creators = append(slices.Clone(b.Creators), creator)
		}
		return b
	}
	return b
}

// history is a number of edits of a document. New parts have keys of the site's own.
func history(t *rapid.T, d block.Document, site string) block.Document {
	d.Blocks = slices.Clone(d.Blocks)
	for n := range rapid.IntRange(0, 5).Draw(t, "edits") {
		i := rapid.IntRange(0, max(0, len(d.Blocks)-1)).Draw(t, "block")
		switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
		case what == 0:
			d.Blocks = slices.Insert(d.Blocks, i, block.Block{Key: block.Key(fmt.Sprint(site, n)), Body: body(t)})
		case what == 1 && len(d.Blocks) > 0:
			d.Blocks = slices.Delete(d.Blocks, i, i+1)
		case what == 2 && len(d.Blocks) > 1:
			moved := d.Blocks[i]
			rest := slices.Delete(d.Blocks, i, i+1)
			d.Blocks = slices.Insert(rest, rapid.IntRange(0, len(rest)).Draw(t, "to"), moved)
		case what == 3:
			d.About.Title = strings.Join(strings.Fields(edited(t, d.About.Title)), " ")
			d.About.Tags = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"maps", "news", "art", "code"}), 0, 3, rapid.ID[string]).Draw(t, "tags")
		case what == 4:
			d.About.Grades = grade.Set(rapid.IntRange(1, 1<<13).Draw(t, "grades"))
			d.About.Rights = rapid.SampledFrom([]string{"colleagues", "cc-by", "permission"}).Draw(t, "rights")
		case len(d.Blocks) > 0:
			d.Blocks[i].Body = editedBody(t, d.Blocks[i].Body)
		}
	}
	return d
}

func three(t *rapid.T) (base, ours, theirs block.Document) {
	base = document(t)
	return base, history(t, base, "o"), history(t, base, "t")
}

func text(v any) string {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err)
	}
	return string(data)
}

func same(a, b block.Document) bool {
	return text(a.About) == text(b.About) && slices.EqualFunc(a.Blocks, b.Blocks, func(x, y block.Block) bool { return text(x) == text(y) })
}

func TestAnUnchangedSideGivesTheOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, ours, _ := three(t)
		for _, r := range []merge.Result{merge.Merge(base, ours, base), merge.Merge(base, base, ours)} {
			if !r.Clean() || !same(r.Document, ours) {
				t.Fatalf("clean %v, got %s\nwant %s", r.Clean(), text(r.Document), text(ours))
			}
		}
	})
}

func TestAThingJoinedWithItselfStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, ours, _ := three(t)
		if r := merge.Merge(base, ours, ours); !r.Clean() || !same(r.Document, ours) {
			t.Fatalf("clean %v, got %s\nwant %s", r.Clean(), text(r.Document), text(ours))
		}
	})
}

func TestSwappingSidesSwapsLabelsOnly(t *testing.T) {
	swapped := map[merge.Side]merge.Side{merge.Ours: merge.Theirs, merge.Theirs: merge.Ours, merge.Both: merge.Both}
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := three(t)
		there, back := merge.Merge(base, ours, theirs), merge.Merge(base, theirs, ours)
		if !same(there.Document, back.Document) {
			t.Fatalf("there %s\nback %s", text(there.Document), text(back.Document))
		}
		for i := range back.Conflicts {
			c := &back.Conflicts[i]
			c.Ours, c.Theirs = c.Theirs, c.Ours
		}
		if !reflect.DeepEqual(there.Conflicts, back.Conflicts) {
			t.Fatalf("conflicts there %s\nback %s", text(there.Conflicts), text(back.Conflicts))
		}
		for i := range back.Changes {
			back.Changes[i].By = swapped[back.Changes[i].By]
		}
		sorted := func(list []merge.Change) []string {
			var out []string
			for _, c := range list {
				slices.Sort(c.Fields)
				out = append(out, text(c))
			}
			slices.Sort(out)
			return out
		}
		if !slices.Equal(sorted(there.Changes), sorted(back.Changes)) {
			t.Fatalf("changes there %s\nback %s", text(there.Changes), text(back.Changes))
		}
	})
}

func TestTakingUpTwiceIsTakingUpOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := three(t)
		once := merge.Merge(base, ours, theirs)
		twice := merge.Merge(theirs, once.Document, theirs)
		if !twice.Clean() || !same(once.Document, twice.Document) {
			t.Fatalf("once %s\ntwice %s", text(once.Document), text(twice.Document))
		}
	})
}

var number = regexp.MustCompile(`(?m)^\s*\d+[.)] `)

// wordsOf counts the words of anything; the numbers of lists are none.
func wordsOf(bodies ...block.Body) map[string]int {
	out := map[string]int{}
	for _, b := range bodies {
		if b == nil {
			continue
		}
		data, err := json.Marshal(b)
		if err != nil {
			panic(err)
		}
		var fields any
		if err := json.Unmarshal(data, &fields); err != nil {
			panic(err)
		}
		countWords(out, fields)
	}
	return out
}

func countWords(out map[string]int, v any) {
	switch v := v.(type) {
	case string:
		for _, w := range strings.FieldsFunc(number.ReplaceAllString(v, ""), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
			out[w]++
		}
	case []any:
		for _, one := range v {
			countWords(out, one)
		}
	case map[string]any:
		for _, one := range v {
			countWords(out, one)
		}
	}
}

func bodies(d block.Document) map[block.Key]block.Body {
	out := map[block.Key]block.Body{block.AboutKey: d.About}
	for _, b := range d.Blocks {
		out[b.Key] = b.Body
	}
	return out
}

// checkWords holds the law of words: none that a side added is lost, and none comes from nowhere.
func checkWords(t interface{ Fatalf(string, ...any) }, base, ours, theirs block.Document) {
	r := merge.Merge(base, ours, theirs)
	was, mine, other, joined := bodies(base), bodies(ours), bodies(theirs), bodies(r.Document)
	conflicts := map[block.Key]merge.Conflict{}
	for _, c := range r.Conflicts {
		conflicts[c.Key] = c
	}
	all := map[block.Key]bool{}
	for _, m := range []map[block.Key]block.Body{mine, other, joined} {
		for key := range m {
			all[key] = true
		}
	}
	for key := range all {
		c, conflict := conflicts[key]
		named := wordsOf(c.Base, c.Ours, c.Theirs)
		before, o, tt, now := wordsOf(was[key]), wordsOf(mine[key]), wordsOf(other[key]), wordsOf(joined[key])
		for _, side := range []map[string]int{o, tt} {
			for w, n := range side {
				if added := n - before[w]; added > 0 && now[w]+named[w] < added {
					t.Fatalf("part %s: %q was added %d times, and is there %d times\nbase %s\nours %s\ntheirs %s\njoined %s",
						key, w, added, now[w]+named[w], text(was[key]), text(mine[key]), text(other[key]), text(joined[key]))
				}
			}
		}
		for w, n := range now {
			if most := o[w] + tt[w]; !conflict && n > most || conflict && named[w] == 0 {
				t.Fatalf("part %s: %q comes from nowhere\nbase %s\nours %s\ntheirs %s\njoined %s", key, w, text(was[key]), text(mine[key]), text(other[key]), text(joined[key]))
			}
		}
	}
}

func TestNoWordIsLostAndNoneComesFromNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := three(t)
		checkWords(t, base, ours, theirs)
	})
}

// Whatever is chosen, every choice gives a part, and a choice of one side has the words of that side.
func TestEveryConflictCanBeDecided(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base, ours, theirs := three(t)
		r := merge.Merge(base, ours, theirs)
		decided := map[block.Key]block.Body{}
		for _, c := range r.Conflicts {
			for side, own := range map[merge.Side]block.Body{merge.Ours: c.Ours, merge.Theirs: c.Theirs} {
				got := wordsOf(c.With(side))
				for w, n := range wordsOf(own) {
					if wordsOf(c.Base)[w] < n && got[w] == 0 {
						t.Fatalf("%s: with %s, %q is lost: %s", c.Key, side, w, text(c.With(side)))
					}
				}
			}
			both := wordsOf(c.With(merge.Both))
			for w, n := range wordsOf(c.Ours) {
				if c.Base != nil && slices.Equal(c.Fields, []string{"markdown"}) && n > wordsOf(c.Base)[w] && both[w] == 0 {
					t.Fatalf("%s: with both, %q is lost", c.Key, w)
				}
			}
			decided[c.Key] = c.With(merge.Ours)
		}
		out := merge.Resolve(r, decided)
		if _, _, err := block.Split(out); err != nil {
			t.Fatal(err)
		}
		for key, b := range decided {
			got, there := bodies(out)[key]
			if there != (b != nil) || b != nil && text(got) != text(b) {
				t.Fatalf("%s was decided as %s and is %s", key, text(b), text(got))
			}
		}
	})
}

// Taking up every change of theirs one by one, where nothing of ours is touched, is taking up all at once.
func TestTakingPartsOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := document(t)
		theirs := history(t, base, "t")
		got := base
		for _, c := range merge.Merge(base, base, theirs).Changes {
			var conflict *merge.Conflict
			if got, conflict = merge.Take(base, got, theirs, c.Key); conflict != nil {
				t.Fatalf("%s is a conflict with itself", c.Key)
			}
		}
		if a, b := bodies(got), bodies(theirs); text(a) != text(b) {
			t.Fatalf("one by one %s\nat once %s", text(a), text(b))
		}
	})
}
