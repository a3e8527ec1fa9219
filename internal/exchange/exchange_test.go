package exchange_test

import (
	"encoding/json"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// world is a district of four with a real mail server.
type world struct {
	t         *testing.T
	clock     *clock.Moved
	jobs      *jobs.Jobs
	people    *people.Service
	feed      *feed.Service
	exchanges *exchange.Service
	post      *mailtest.Server
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, clock: clock.NewMoved(time.Date(2026, 10, 26, 16, 0, 0, 0, time.UTC)), post: mailtest.Start(t)}
	w.jobs = jobs.New(d, slog.New(slog.DiscardHandler), w.clock)
	sender, err := mail.Open(mail.Options{URL: w.post.URL, From: "shelf@maple.example", Clock: w.clock})
	w.must(err)
	const base = "https://shelf.maple.example"
	w.people = people.New(people.Options{DB: d, Clock: w.clock, Jobs: w.jobs, Mail: sender, Words: words, BaseURL: base})
	letters := letterbox.New(letterbox.Options{DB: d, Clock: w.clock, Jobs: w.jobs, Mail: sender, People: w.people, Words: words, BaseURL: base})
	topics := vocab.New(d, w.clock, id.Source{})
	shelf := catalog.New(d, w.clock, id.Source{}, topics, nil)
	w.feed = feed.New(feed.Options{DB: d, Clock: w.clock, People: w.people, Catalog: shelf, Topics: topics})
	w.exchanges = exchange.New(exchange.Options{DB: d, Clock: w.clock, People: w.people, Catalog: shelf, Letters: letters, Feed: w.feed, Words: words, BaseURL: base})
	at := func(school id.SchoolID, role actor.Role) []people.Membership {
		return []people.Membership{{School: school, Role: role, Percent: 100}}
	}
	w.must(w.people.Enrol(t.Context(), actor.Actor{District: "maple", System: true}, people.Roll{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "oak", Name: "Oak School", Short: "Oak", Grades: grade.All}, {ID: "elm", Name: "Elm School", Short: "Elm", Grades: grade.All}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Memberships: at("oak", actor.MediaSpecialist)},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", State: people.Active, Memberships: at("oak", actor.MediaSpecialist)},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", Locale: lang.Spanish, State: people.Active, Memberships: at("elm", actor.MediaSpecialist)},
			{ID: "tom", Name: "Tom Okafor", Mail: "tom@maple.example", State: people.Active, Memberships: at("elm", actor.Teacher)},
		}}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) actor(person id.PersonID) actor.Actor {
	w.t.Helper()
	by, err := w.people.Actor(w.t.Context(), "maple", person)
	w.must(err)
	return by
}

// around are two times on both sides of the night in which clocks are set back: November 1, 2026.
var around = exchange.Input{Topic: "Old  maps", Day: "2026-10-30", Hour: "15:30", SecondDay: "2026-11-02", SecondHour: "15:30", Place: "https://meet.example/maps"}

func (w *world) invite(by id.PersonID, in exchange.Input) exchange.Exchange {
	w.t.Helper()
	e, err := w.exchanges.Invite(w.t.Context(), w.actor(by), in)
	w.must(err)
	w.must(w.jobs.Drain(w.t.Context()))
	return e
}

func (w *world) find(which exchange.ExchangeID) exchange.Exchange {
	w.t.Helper()
	e, err := w.exchanges.Find(w.t.Context(), w.actor("ana"), which)
	w.must(err)
	return e
}

// to is who got letters, in order of arrival.
func (w *world) to() string {
	w.t.Helper()
	var out []string
	for _, l := range w.post.Letters(w.t) {
		name, _, _ := strings.Cut(l.To[0].Address, "@")
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestAnExchangeFromInvitationToNotes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", around)
		if got := w.to(); got != "ana rosa" && got != "rosa ana" {
			t.Fatalf("invited: %q", got)
		}
		// 15:30 in summer time, and 15:30 after it.
		if e.Topic != "Old maps" || e.First.Format(time.RFC3339) != "2026-10-30T22:30:00Z" || e.Second.Format(time.RFC3339) != "2026-11-02T23:30:00Z" {
			t.Errorf("invited to %+v", e)
		}
		if e.Sure() || !e.At().Equal(e.First) {
			t.Error("it is sure before anybody answered")
		}
		for _, l := range w.post.Letters(t) {
			want := "Friday, October 30, 3:30 PM or Monday, November 2, 3:30 PM"
			if l.To[0].Address == "rosa@maple.example" {
				want = "viernes, 30 de octubre, 15:30 o lunes, 2 de noviembre, 15:30"
			}
			if !strings.Contains(l.Text, want) || len(l.Attachments) != 1 || l.Attachments[0].Name != "exchange.ics" {
				t.Errorf("%q is not in, attached %d:\n%s", want, len(l.Attachments), l.Text)
			}
		}
		before, err := w.exchanges.Answer(t.Context(), w.actor("rosa"), e.ID, exchange.ToSecond)
		w.must(err)
		if e = w.find(e.ID); before != "" || !e.Sure() || !e.At().Equal(e.Second) || strings.Join(e.Who(exchange.ToSecond), "") != "Rosa Delgado" {
			t.Errorf("after an answer: %+v, before %q", e, before)
		}
		_, err = w.exchanges.Answer(t.Context(), w.actor("rosa"), e.ID, "")
		w.must(err)
		if e = w.find(e.ID); e.Sure() {
			t.Error("an answer taken back counts")
		}
		_, err = w.exchanges.Answer(t.Context(), w.actor("rosa"), e.ID, exchange.ToFirst)
		w.must(err)
		w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, false))
		if _, err := w.exchanges.Answer(t.Context(), w.actor("ana"), e.ID, exchange.No); !fault.IsConflict(err) {
			t.Errorf("answered what is off: %v", err)
		}
		w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, true))
		if err := w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "Too early", ""); !fault.IsConflict(err) {
			t.Errorf("summed up before it was held: %v", err)
		}
		w.clock.Advance(6 * 24 * time.Hour)
		if e = w.find(e.ID); !e.Over(w.clock.Now()) || e.NotesStand(w.clock.Now()) {
			t.Errorf("after six days: %+v", e)
		}
		w.clock.Advance(6 * 24 * time.Hour)
		if e = w.find(e.ID); !e.NotesStand(w.clock.Now()) {
			t.Error("the notes do not stand a week after")
		}
		if err := w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "a\nb\nc\nd", ""); err == nil {
			t.Error("four lines were taken")
		}
		w.must(w.exchanges.SumUp(t.Context(), w.actor("rosa"), e.ID, "Maps first.\n\nThen monsters.", ""))
		if e = w.find(e.ID); e.Summary != "Maps first.\nThen monsters." || e.SummaryBy != "Rosa Delgado" || e.NotesStand(w.clock.Now()) {
			t.Errorf("summed up: %+v", e)
		}
		if err := w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, false); !fault.IsConflict(err) {
			t.Errorf("called off after it was held: %v", err)
		}
	})
}

func TestAFormSentTwiceCountsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		joan := w.actor("joan")
		made, notes := make(chan exchange.ExchangeID, 4), make(chan exchange.NoteID, 4)
		var all sync.WaitGroup
		for range cap(made) {
			all.Go(func() {
				e, err := w.exchanges.Invite(t.Context(), joan, around)
				if err != nil {
					t.Error(err)
				}
				made <- e.ID
			})
		}
		all.Wait()
		first := <-made
		for range cap(made) - 1 {
			if other := <-made; other != first {
				t.Errorf("planned as %s and as %s", first, other)
			}
		}
		w.must(w.jobs.Drain(t.Context()))
		if got := w.to(); got != "ana rosa" && got != "rosa ana" {
			t.Errorf("invited: %q", got)
		}
		elsewhere := around
		elsewhere.Place = "Library at Oak"
		if e := w.invite("joan", elsewhere); e.ID == first {
			t.Error("another place was lost")
		}
		for range cap(notes) {
			n, err := w.exchanges.AddNote(t.Context(), joan, first, "Begin with the sea monsters.")
			w.must(err)
			notes <- n
		}
		for n := <-notes; len(notes) > 0; {
			if other := <-notes; other != n {
				t.Errorf("noted as %s and as %s", n, other)
			}
		}
	})
}

// What is called off is told to who may come, unless it is undone at once, with a file that takes it out of their calendars; and so is that
// it takes place after all. Who cannot come hears nothing of it.
func TestCallingOffIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", around)
		_, err := w.exchanges.Answer(t.Context(), w.actor("rosa"), e.ID, exchange.ToFirst)
		w.must(err)
		told := func(pause time.Duration) (out []mailtest.Letter) {
			t.Helper()
			w.post.Clear(t)
			w.clock.Advance(pause)
			w.must(w.jobs.Drain(t.Context()))
			out = w.post.Letters(t)
			slices.SortFunc(out, func(a, b mailtest.Letter) int { return strings.Compare(a.To[0].Address, b.To[0].Address) })
			return out
		}
		call := func(on bool) { w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, on)) }
		call(false)
		call(true)
		if got := told(10 * time.Minute); len(got) != 0 {
			t.Errorf("%d letters tell of what was undone at once", len(got))
		}
		for range 2 {
			call(false)
			got := told(10 * time.Minute)
			if w.to() != "ana rosa" || got[0].Subject != "Called off: Old maps" || got[1].Subject != "Se canceló: Old maps" {
				t.Fatalf("told of calling off: %s", w.to())
			}
			if ics := string(got[0].Attachments[0].Data); strings.Count(ics, "STATUS:CANCELLED") != 2 || strings.Contains(ics, "SEQUENCE:0") {
				t.Errorf("the file says\n%s", ics)
			}
			call(true)
			if got = told(10 * time.Minute); w.to() != "ana rosa" || got[0].Subject != "It takes place after all: Old maps" || !strings.Contains(string(got[0].Attachments[0].Data), "STATUS:CONFIRMED") {
				t.Fatalf("told that it takes place: %s", w.to())
			}
			w.clock.Advance(8 * time.Hour)
		}
		_, err = w.exchanges.Answer(t.Context(), w.actor("ana"), e.ID, exchange.No)
		w.must(err)
		call(false)
		if told(10 * time.Minute); w.to() != "rosa" {
			t.Errorf("told of calling off: %s", w.to())
		}
	})
}

func TestOneHeldInARoomIsWrittenDownAfterwards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		e := w.invite("joan", exchange.Input{Topic: "Weeding", Day: "2026-10-20", Hour: "15:30", Held: true, Summary: "Red dots work."})
		if e.State != exchange.Held || e.Summary != "Red dots work." || w.to() != "" {
			t.Errorf("written down %+v, letters to %q", e, w.to())
		}
		coming, past, err := w.exchanges.List(t.Context(), w.actor("rosa"))
		if err != nil || len(coming) != 0 || len(past) != 1 {
			t.Errorf("%d to come, %d held, %v", len(coming), len(past), err)
		}
		for _, on := range []bool{false, true} {
			w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, on))
			if err := w.exchanges.CallOff(t.Context(), w.actor("joan"), e.ID, on); !fault.IsConflict(err) {
				t.Errorf("twice: %v", err)
			}
			if _, past, err := w.exchanges.List(t.Context(), w.actor("rosa")); err != nil || len(past) == 1 != on || on && (past[0].State != exchange.Held || past[0].Summary != "Red dots work.") {
				t.Errorf("taken away and put back: %+v, %v", past, err)
			}
		}
		for name, c := range map[string]struct {
			in    exchange.Input
			field string
		}{
			"no topic":    {exchange.Input{Day: "2026-11-20", Hour: "15:30"}, "topic"},
			"past":        {exchange.Input{Topic: "x", Day: "2026-10-20", Hour: "15:30"}, "day"},
			"to be held":  {exchange.Input{Topic: "x", Day: "2026-11-20", Hour: "15:30", Held: true}, "day"},
			"nonsense":    {exchange.Input{Topic: "x", Day: "soon", Hour: "15:30"}, "day"},
			"twice":       {exchange.Input{Topic: "x", Day: "2026-11-20", Hour: "15:30", SecondDay: "2026-11-20", SecondHour: "15:30"}, "second-day"},
			"half a time": {exchange.Input{Topic: "x", Day: "2026-11-20", Hour: "15:30", SecondDay: "2026-11-20"}, "second-day"},
		} {
			_, err := w.exchanges.Invite(t.Context(), w.actor("joan"), c.in)
			if wrong, ok := fault.AsFields(err); !ok || len(wrong) != 1 || wrong[c.field].Key == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// The calendar, read by a client of others: entries, times across the night in which clocks are set back, what was called off.
func TestTheCalendarIsReadByAnotherClient(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.invite("joan", around)
		sure := around
		sure.Topic, sure.SecondDay, sure.SecondHour, sure.Place = "Ends; of \"lessons\", quietly", "", "", "Library at Oak"
		w.invite("joan", sure)
		sure.Topic = "Called off"
		w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), w.invite("joan", sure).ID, false))
		taken := w.invite("joan", exchange.Input{Topic: "Taken away", Day: "2026-10-20", Hour: "15:30", Held: true})
		w.must(w.exchanges.CallOff(t.Context(), w.actor("joan"), taken.ID, false))
		secret, err := w.feed.Make(t.Context(), w.actor("rosa"))
		w.must(err)
		data, err := w.exchanges.Calendar(t.Context(), secret)
		w.must(err)
		if strings.Contains(strings.ReplaceAll(string(data), "\r\n", ""), "\n") {
			t.Error("a line ends without a carriage return")
		}
		got := readCalendar(t, data)
		want := []entry{
			{"Intercambio: Old maps", "2026-10-30T22:30:00+00:00", 20, "TENTATIVE", "https://meet.example/maps"},
			{"Intercambio: Old maps", "2026-11-02T23:30:00+00:00", 20, "TENTATIVE", "https://meet.example/maps"},
			{"Intercambio: Ends; of \"lessons\", quietly", "2026-10-30T22:30:00+00:00", 20, "CONFIRMED", "Library at Oak"},
			{"Intercambio: Called off", "2026-10-30T22:30:00+00:00", 20, "CANCELLED", "Library at Oak"},
		}
		for _, e := range want {
			found := false
			for _, g := range got {
				found = found || g == e
			}
			if !found {
				t.Errorf("the client does not see %+v but %+v", e, got)
			}
		}
		if len(got) != len(want) {
			t.Errorf("the client sees %d entries", len(got))
		}
		w.must(w.feed.Stop(t.Context(), w.actor("rosa")))
		if _, err := w.exchanges.Calendar(t.Context(), secret); !fault.IsNotFound(err) {
			t.Errorf("an address that was stopped: %v", err)
		}
		teachers, err := w.feed.Make(t.Context(), w.actor("tom"))
		w.must(err)
		if _, err := w.exchanges.Calendar(t.Context(), teachers); !fault.IsDenied(err) {
			t.Errorf("a teacher's calendar: %v", err)
		}
	})
}

// entry is an entry of a calendar as Python's icalendar reads it.
type entry struct {
	Summary, Start string
	Minutes        int
	Status         string
	Location       string
}

const reading = `
import sys, json, icalendar
out = []
for e in icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read()).walk("VEVENT"):
    start, end = e.decoded("dtstart"), e.decoded("dtend")
    out.append({"Summary": str(e["summary"]), "Start": start.isoformat(), "Minutes": int((end - start).total_seconds() // 60), "Status": str(e["status"]), "Location": str(e.get("location", ""))})
print(json.dumps(out))
`

func readCalendar(t *testing.T, data []byte) []entry {
	t.Helper()
	path := filepath.Join(t.TempDir(), "exchanges.ics")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("/usr/bin/python3", "-c", reading, path).Output()
	if err != nil {
		t.Fatalf("python3 with icalendar: %v; scripts/install installs it", err)
	}
	var list []entry
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	return list
}
