package digest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

const week = 7 * 24 * time.Hour

// Four Fridays: each letter is short, nothing comes again, in English and in Spanish.
func TestTheFourthLetterRepeatsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var titles []string
		for n := range 12 {
			titles = append(titles, fmt.Sprintf("Tip number %d that has a rather long title so that words are few", n))
		}
		w.share("fred", grade.All, titles...)
		moves := map[string][]string{}
		words, err := lang.Load()
		w.must(err)
		for _, l := range lang.Locales {
			say := words.Printer(l, lang.CallLibrarian)
			for _, name := range []string{"tip", "note", "list", "topic", "message", "database", "bring", "tool", "plan"} {
				moves[string(l)] = append(moves[string(l)], say.T("digest.move."+name))
			}
		}
		for range 4 {
			w.look()
			w.look()
			w.clock.Advance(week)
		}
		for person, c := range map[string]struct{ language, heading string }{"ana": {"en", "A colleague asks"}, "rosa": {"es", "Nuevo"}} {
			letters := w.to(person)
			if len(letters) != 4 {
				t.Fatalf("%s got %d letters", person, len(letters))
			}
			before := map[string]bool{}
			for n, l := range letters {
				if got := letterbox.Words(l.Text); got > 150 || got < 40 {
					t.Errorf("letter %d to %s has %d words:\n%s", n, person, got, l.Text)
				}
				held := things(l, append(slices.Clone(titles), moves[c.language]...))
				if len(held) != 3 {
					t.Errorf("letter %d to %s holds %q:\n%s", n, person, held, l.Text)
				}
				for _, title := range held {
					if before[title] {
						t.Errorf("letter %d to %s repeats %q", n, person, title)
					}
					before[title] = true
					if !strings.Contains(l.HTML, ">"+title+"</a>") {
						t.Errorf("letter %d to %s lacks %q in HTML", n, person, title)
					}
				}
				if l.Header.Get("Content-Language") != c.language {
					t.Errorf("letter to %s in %s", person, l.Header.Get("Content-Language"))
				}
			}
		}
		if text := w.to("rosa")[0].Text; !strings.Contains(text, "Para noviembre y sus grados") || !strings.Contains(text, "No recibir más") {
			t.Errorf("in Spanish:\n%s", text)
		}
	})
}

// There is no letter before the morning of the day, on another day, in a break, or when nothing is new.
func TestWhenThereIsNoLetter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.look() // nothing is shared: a thing to do alone is no letter
		if n := len(w.to("ana")); n != 0 {
			t.Fatalf("%d letters say nothing", n)
		}
		w.share("fred", grade.All, "Old maps")
		w.clock.Advance(-2 * time.Hour) // five in the morning
		w.look()
		w.clock.Advance(26 * time.Hour) // Saturday
		w.look()
		if n := len(w.to("ana")); n != 0 {
			t.Fatalf("%d letters came too early or too late", n)
		}
		ana := w.actor("ana")
		b, err := w.digest.AddBreak(t.Context(), ana, digest.BreakInput{Name: "Winter", First: "2026-12-04", Last: "2026-12-04"})
		w.must(err)
		w.clock.Advance(6*24*time.Hour + time.Hour)
		w.look()
		if n := len(w.to("ana")); n != 0 {
			t.Fatalf("%d letters in a break", n)
		}
		w.must(w.digest.RemoveBreak(t.Context(), ana, b.ID, false))
		w.look()
		if n := len(w.to("ana")); n != 1 {
			t.Fatalf("%d letters on a Friday", n)
		}
		w.must(w.digest.RemoveBreak(t.Context(), ana, b.ID, true))
		w.clock.Advance(week)
		w.look()
		if n := len(w.to("ana")); n != 1 {
			t.Fatalf("%d letters, and nothing was new", n)
		}
	})
}

// Another day of the week in the same week brings no second letter, and a hand that stops letters stops this one.
func TestADayOfOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share("fred", grade.All, "Old maps", "New maps", "Globes", "Atlases")
		w.look()
		_, err := w.letters.ChooseDay(t.Context(), w.actor("ana"), letterbox.Day(time.Saturday))
		w.must(err)
		w.clock.Advance(24 * time.Hour)
		w.look()
		w.must(w.letters.Stop(t.Context(), w.actor("rosa"), false))
		w.clock.Advance(week)
		w.look()
		if a, r := len(w.to("ana")), len(w.to("rosa")); a != 2 || r != 1 {
			t.Errorf("ana got %d letters, rosa %d", a, r)
		}
	})
}

// What fits is for the reader's grades, and what names the month comes first; a letter leads to what it names, and to nothing else.
func TestWhatFits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share("fred", grade.Range(10, 13), "Citations for seniors")
		w.share("fred", grade.Range(1, 6), "A display for November", "Quiet endings", "Newest of all")
		w.look()
		l := w.to("ana")[0]
		if !strings.Contains(l.Text, "For November and your grades\nA display for November\nFir · Quick tip") {
			t.Errorf("what fits:\n%s", l.Text)
		}
		if !strings.Contains(l.Subject, "Newest of all") {
			t.Errorf("the subject is %q", l.Subject)
		}
		_, rest, _ := strings.Cut(l.Text, "/letters/")
		token, rest, _ := strings.Cut(rest, "/")
		resource := strings.Fields(strings.TrimPrefix(rest, "resources/"))[0]
		held, err := w.letters.Open(t.Context(), token)
		w.must(err)
		for item, want := range map[string]bool{"resource." + resource: true, "resource.0123456789abcdef": false} {
			if holds, err := w.digest.Holds(t.Context(), held, item); err != nil || holds != want {
				t.Errorf("holds %s: %v, %v", item, holds, err)
			}
		}
	})
}

// A district that is no longer young gets the best five, and after eight weeks a thing may come again.
func TestTheBestFiveLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var titles []string
		for n := range 100 {
			titles = append(titles, fmt.Sprintf("Tip %03d", n))
		}
		w.share("fred", grade.All, titles...)
		w.look()
		if held := things(w.to("ana")[0], titles); len(held) != 2 {
			t.Errorf("a young district's letter holds %q", held)
		}
		w.clock.Advance(9 * week)
		w.look()
		second := w.to("ana")[1]
		if held := things(second, titles); len(held) != 4 || !strings.Contains(second.Text, "Share one thing that worked") {
			t.Errorf("later a letter holds %q:\n%s", held, second.Text)
		}
	})
}

func TestBreaksAreChecked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		ana := w.actor("ana")
		for name, c := range map[string]struct {
			in    digest.BreakInput
			field string
		}{
			"no day":      {digest.BreakInput{First: "2026-12-21"}, "last"},
			"nonsense":    {digest.BreakInput{First: "soon", Last: "2026-12-21"}, "first"},
			"turned":      {digest.BreakInput{First: "2026-12-21", Last: "2026-12-20"}, "last"},
			"half a year": {digest.BreakInput{First: "2026-06-01", Last: "2026-12-20"}, "last"},
			"long name":   {digest.BreakInput{Name: strings.Repeat("x", 81), First: "2026-12-21", Last: "2026-12-21"}, "name"},
		} {
			_, err := w.digest.AddBreak(t.Context(), ana, c.in)
			if wrong, ok := fault.AsFields(err); !ok || len(wrong) != 1 || wrong[c.field].Key == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.digest.AddBreak(t.Context(), ana, digest.BreakInput{First: "2026-12-21", Last: "2027-01-01"})
		w.must(err)
		list, err := w.digest.Breaks(t.Context(), w.actor("rosa"))
		if err != nil || len(list) != 1 || list[0].Last != clock.Day("2027-01-01") {
			t.Errorf("breaks %v, %v", list, err)
		}
	})
}
