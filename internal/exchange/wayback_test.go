package exchange_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// told lets the time pass in which an act may be undone, and says who gets which letters.
func (w *world) told() string {
	w.t.Helper()
	w.post.Clear(w.t)
	w.clock.Advance(10 * time.Minute)
	w.must(w.jobs.Drain(w.t.Context()))
	var out []string
	for _, l := range w.post.Letters(w.t) {
		name, _, _ := strings.Cut(l.To[0].Address, "@")
		out = append(out, name+": "+l.Subject)
	}
	return strings.Join(out, ", ")
}

// One tap hands it on to whoever can come, whoever handed it on takes it back, and both are written to once that may no longer be undone.
func TestHandingOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", around)
		_, err := w.exchanges.Answer(t.Context(), w.actor("rosa"), e.ID, exchange.ToFirst)
		w.must(err)
		hands := func(by id.PersonID, to string) {
			t.Helper()
			name, err := w.exchanges.HandOn(t.Context(), w.actor(by), e.ID)
			w.must(err)
			if name != to || w.find(e.ID).HostName != to {
				t.Errorf("%s hands it on to %q, it is hosted by %s", by, name, w.find(e.ID).HostName)
			}
		}
		back := func(by id.PersonID, to string) {
			t.Helper()
			if name, err := w.exchanges.TakeBack(t.Context(), w.actor(by), e.ID); err != nil || name != to || w.find(e.ID).HostName != to {
				t.Errorf("%s takes it back for %q, %v", by, name, err)
			}
		}
		if _, err := w.exchanges.TakeBack(t.Context(), w.actor("joan"), e.ID); !fault.IsConflict(err) {
			t.Errorf("nobody handed it on: %v", err)
		}
		hands("joan", "Rosa Delgado")
		back("joan", "Joan Kowalski")
		if got := w.told(); got != "" {
			t.Errorf("told of what was undone at once: %s", got)
		}
		if _, err := w.exchanges.HandOn(t.Context(), w.actor("rosa"), e.ID); !fault.IsDenied(err) {
			t.Errorf("somebody else hands it on: %v", err)
		}
		hands("joan", "Rosa Delgado")
		if got := w.told(); got != "rosa: Usted organiza «Old maps»" {
			t.Errorf("handed on: %s", got)
		}
		hands("rosa", "Ana Villarreal") // not to Joan, who cannot either
		back("rosa", "Rosa Delgado")
		if got := w.told(); got != "" {
			t.Errorf("told of what was undone at once: %s", got)
		}
		hands("joan", "Ana Villarreal") // who invited may hand on what Rosa hosts
		if got := w.told(); got != "rosa: Usted ya no organiza «Old maps», ana: You host “Old maps”" && got != "ana: You host “Old maps”, rosa: Usted ya no organiza «Old maps»" {
			t.Errorf("handed on in her place: %s", got)
		}
	})
}

// A colleague's note is taken away by its writer or a coordinator, and by nobody else; what a coordinator took away its writer does not
// put back.
func TestWhoTakesANoteAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", around)
		n, err := w.exchanges.AddNote(t.Context(), w.actor("rosa"), e.ID, "Begin with the sea monsters.")
		w.must(err)
		stands := func(is bool) {
			t.Helper()
			notes, err := w.exchanges.Notes(t.Context(), w.actor("joan"), e.ID)
			w.must(err)
			if len(notes) == 1 != is || is && notes[0].MayRemove {
				t.Errorf("noted: %+v", notes)
			}
		}
		remove := func(by id.PersonID, back bool, want string) {
			t.Helper()
			name, err := w.exchanges.RemoveNote(t.Context(), w.actor(by), e.ID, n, back)
			got := name
			switch {
			case fault.IsNotFound(err):
				got = "not found"
			case fault.IsDenied(err):
				got = "denied"
			default:
				w.must(err)
			}
			if got != want {
				t.Errorf("%s, back %v: %s, want %s", by, back, got, want)
			}
		}
		for range 2 {
			remove("rosa", false, "Rosa Delgado")
		}
		stands(false)
		remove("rosa", true, "Rosa Delgado")
		remove("joan", false, "not found")
		stands(true)
		remove("ana", false, "Rosa Delgado")
		stands(false)
		remove("rosa", true, "denied")
		remove("joan", true, "not found")
		remove("ana", true, "Rosa Delgado")
		stands(true)
	})
}

// Two who sum up at once: the second reads what stands and loses nothing; what stood before comes back, with who wrote it.
func TestASummaryIsNotOverwritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", exchange.Input{Topic: "Weeding", Day: "2026-10-20", Hour: "15:30", Held: true})
		reads := func(want string) {
			t.Helper()
			if e := w.find(e.ID); fmt.Sprint(e.Summary, " ", e.SummaryBy) != want {
				t.Errorf("it reads %q by %q, want %q", e.Summary, e.SummaryBy, want)
			}
		}
		w.must(w.exchanges.SumUp(t.Context(), w.actor("joan"), e.ID, "Red dots work.", ""))
		err := w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "Two carts.", "")
		if f, ok := fault.AsFields(err); !ok || f["summary"].Key != "exchange.summary.meanwhile" {
			t.Errorf("overwritten: %v", err)
		}
		w.must(w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "Red dots work.", "")) // the same is no matter
		reads("Red dots work. Joan Kowalski")
		w.must(w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "Red dots work.\r\nTwo carts.", "Red dots work."))
		reads("Red dots work.\nTwo carts. Rosa Delgado")
		w.must(w.exchanges.UndoSummary(t.Context(), w.actor("rosa"), e.ID))
		reads("Red dots work. Joan Kowalski")
		w.must(w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "", "Red dots work."))
		reads(" ")
		w.must(w.exchanges.UndoSummary(t.Context(), w.actor("rosa"), e.ID))
		reads("Red dots work. Joan Kowalski")
	})
}

// What a leaver hosts is hosted by whoever lets them go, what they said to invitations is forgotten, and their calendar ends.
func TestALeaverHostsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.people.OnLeave(w.exchanges.HandOver)
		hosted, asked := w.invite("rosa", around), w.invite("joan", around)
		held := w.invite("rosa", exchange.Input{Topic: "Weeding", Day: "2026-10-20", Hour: "15:30", Held: true})
		_, err := w.exchanges.Answer(t.Context(), w.actor("rosa"), asked.ID, exchange.ToFirst)
		w.must(err)
		secret, err := w.feed.Make(t.Context(), w.actor("rosa"))
		w.must(err)
		_, err = w.people.MakeCoordinator(t.Context(), w.actor("ana"), "joan")
		w.must(err)
		_, err = w.people.Leave(t.Context(), w.actor("ana"), "rosa")
		w.must(err)
		if e := w.find(hosted.ID); e.Host != "ana" {
			t.Errorf("hosted by %s", e.HostName)
		}
		if e := w.find(held.ID); e.Host != "rosa" {
			t.Errorf("what she held was hosted by %s", e.HostName)
		}
		if e := w.find(asked.ID); len(e.Answers) != 0 {
			t.Errorf("she still comes: %+v", e.Answers)
		}
		if _, err := w.exchanges.TakeBack(t.Context(), w.actor("ana"), hosted.ID); !fault.IsConflict(err) {
			t.Errorf("a leaver hosts again: %v", err)
		}
		if _, err := w.exchanges.Calendar(t.Context(), secret); !fault.IsNotFound(err) {
			t.Errorf("a leaver's calendar: %v", err)
		}
	})
}
