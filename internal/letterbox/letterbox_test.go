package letterbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/people"
)

// house is a district of three with a real mail server.
type house struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Moved
	jobs    *jobs.Jobs
	people  *people.Service
	letters *letterbox.Service
	post    *mailtest.Server
}

const (
	thanks letterbox.Kind = "thanks" // counts in the first week
	answer letterbox.Kind = "answer" // was asked for
	silent letterbox.Kind = "silent" // has nothing to say
	credit letterbox.Kind = "credit" // waits until the first week is over
)

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: d, clock: clock.NewMoved(time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)), post: mailtest.Start(t)}
	h.jobs = jobs.New(d, slog.New(slog.DiscardHandler), h.clock)
	sender, err := mail.Open(mail.Options{URL: h.post.URL, From: "shelf@maple.example", Clock: h.clock})
	if err != nil {
		t.Fatal(err)
	}
	const base = "https://shelf.maple.example"
	h.people = people.New(people.Options{DB: d, Clock: h.clock, Jobs: h.jobs, Mail: sender, Words: words, BaseURL: base})
	h.letters = letterbox.New(letterbox.Options{DB: d, Clock: h.clock, Jobs: h.jobs, Mail: sender, People: h.people, Words: words, BaseURL: base})
	write := func(_ context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
		return to.Write("About "+about, letterbox.Part{Title: about, Path: "/somewhere"})
	}
	h.letters.Register(thanks, write, letterbox.Rules{})
	h.letters.Register(answer, write, letterbox.Rules{Asked: true})
	h.letters.Register(credit, write, letterbox.Rules{Waits: true})
	h.letters.Register(silent, func(context.Context, letterbox.Reader, string) (letterbox.Letter, error) {
		return letterbox.Letter{}, fault.NotFound{What: "news"}
	}, letterbox.Rules{})
	at := []people.Membership{{School: "elm", Role: actor.MediaSpecialist, Percent: 100}}
	err = h.people.Enrol(t.Context(), actor.Actor{District: "maple", System: true}, people.Roll{
		District: people.District{ID: "maple", Name: "Maple Valley", Zone: "America/Los_Angeles", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: "elm", Name: "Elm School", Short: "Elm", Grades: grade.All}},
		People: []people.Person{
			{ID: "ana", Name: "Ana Villarreal", Mail: "ana@maple.example", Coordinator: true, State: people.Active, Memberships: at},
			{ID: "joan", Name: "Joan Kowalski", Mail: "joan@maple.example", Coordinator: true, State: people.Active, Memberships: at},
			{ID: "rosa", Name: "Rosa Delgado", Mail: "rosa@maple.example", State: people.Listed, Memberships: at},
			{ID: "tom", Name: "Tom Okafor", Mail: "tom@maple.example", Locale: lang.Spanish, State: people.Active, Memberships: []people.Membership{{School: "elm", Role: actor.Teacher, Percent: 100}}},
		}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) actor(person id.PersonID) actor.Actor {
	h.t.Helper()
	by, err := h.people.Actor(h.t.Context(), "maple", person)
	h.must(err)
	return by
}

// send posts a letter and does what is to be done.
func (h *house) send(k letterbox.Kind, to id.PersonID, about string) {
	h.t.Helper()
	h.must(h.letters.Post(h.t.Context(), h.db, k, "maple", to, about))
	h.must(h.jobs.Drain(h.t.Context()))
}

// got are the subjects of what arrived for somebody.
func (h *house) got(to id.PersonID) string {
	h.t.Helper()
	var out []string
	for _, l := range h.post.Letters(h.t) {
		if l.To[0].Address == string(to)+"@maple.example" {
			out = append(out, l.Subject)
		}
	}
	return strings.Join(out, ", ")
}

func (h *house) wants(to id.PersonID, want string) {
	h.t.Helper()
	if got := h.got(to); got != want {
		h.t.Errorf("%s got %q, want %q", to, got, want)
	}
}

// token is what the links of the newest letter to somebody carry.
func (h *house) token(to id.PersonID) string {
	h.t.Helper()
	text := ""
	for _, l := range h.post.Letters(h.t) {
		if l.To[0].Address == string(to)+"@maple.example" {
			text = l.Text
		}
	}
	_, rest, found := strings.Cut(text, "/letters/")
	if !found {
		h.t.Fatalf("no link in %q", text)
	}
	return strings.Fields(rest)[0]
}

func TestALetterComesOnceAndCanBeStopped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.send(thanks, "joan", "maps")
		h.send(thanks, "joan", "maps")
		h.send(silent, "joan", "nothing")
		h.wants("joan", "About maps")
		l := h.post.Letters(t)[0]
		token := h.token("joan")
		for name, want := range map[string]string{
			"List-Unsubscribe": "<https://shelf.maple.example/letters/" + token + "/stop>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "List-Id": "<thanks.shelf.maple.example>",
		} {
			if got := l.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		for _, part := range []string{"Hello Joan,", "https://shelf.maple.example/somewhere", "Stop these"} {
			if !strings.Contains(l.Text, part) {
				t.Errorf("the text lacks %q:\n%s", part, l.Text)
			}
		}
		held, err := h.letters.Open(t.Context(), token)
		h.must(err)
		if held.Actor.Person != "joan" || held.About(thanks) != "maps" || held.About(answer) != "" || held.Old {
			t.Errorf("the letter is %+v", held)
		}
		h.must(h.letters.Stop(t.Context(), held.Actor, false))
		h.send(thanks, "joan", "atlases")
		h.send(answer, "joan", "atlases")
		h.wants("joan", "About maps")
		h.must(h.letters.Stop(t.Context(), held.Actor, true))
		h.send(thanks, "joan", "globes")
		h.wants("joan", "About maps, About globes")
		h.clock.Advance(61 * 24 * time.Hour)
		if held, err = h.letters.Open(t.Context(), token); err != nil || !held.Old {
			t.Errorf("after two months the letter is %+v, %v", held, err)
		}
		h.clock.Advance(400 * 24 * time.Hour)
		h.must(h.letters.Sweep(t.Context()))
		if _, err = h.letters.Open(t.Context(), token); !fault.IsNotFound(err) {
			t.Errorf("after a year: %v", err)
		}
	})
}

// What is posted while a posting about the same is being looked at is looked at too: there may be something to say by then.
// What is one too many in the first week is left out, or comes after it where it must not be lost; once, however often it was posted.
func TestWhatMustNotBeLostWaitsForTheSecondWeek(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		for _, about := range []string{"a", "b", "c", "d"} {
			h.send(thanks, "joan", about)
		}
		h.send(credit, "joan", "e")
		h.send(credit, "joan", "e")
		h.send(answer, "joan", "f")
		h.wants("joan", "About a, About b, About c, About f")
		h.clock.Advance(6 * 24 * time.Hour)
		h.must(h.jobs.Drain(t.Context()))
		h.wants("joan", "About a, About b, About c, About f")
		h.clock.Advance(24 * time.Hour)
		h.must(h.jobs.Drain(t.Context()))
		h.wants("joan", "About a, About b, About c, About f, About e")
	})
}

func TestAPostingThatCameMeanwhileIsLookedAt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		const host letterbox.Kind = "host"
		looked := 0
		h.letters.Register(host, func(ctx context.Context, to letterbox.Reader, about string) (letterbox.Letter, error) {
			if looked++; looked == 1 {
				h.clock.Advance(time.Second)
				if err := d.Do(ctx, func(tx *db.DB) error { return h.letters.Post(ctx, tx, host, "maple", "ana", about) }); err != nil {
					return letterbox.Letter{}, err
				}
				return letterbox.Letter{}, fault.NotFound{What: "host"}
			}
			return to.Write("You host", letterbox.Part{Title: about, Path: "/somewhere"})
		}, letterbox.Rules{Changing: true})
		h.must(d.Do(t.Context(), func(tx *db.DB) error { return h.letters.Post(t.Context(), tx, host, "maple", "ana", "maps") }))
		h.must(h.jobs.Drain(t.Context()))
		if got := len(h.post.Letters(t)); got != 1 || looked != 2 {
			t.Errorf("%d letters after looking %d times", got, looked)
		}
	})
}

func TestOnlyWhoWasInvitedIsWrittenTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.send(thanks, "rosa", "maps")
		h.wants("rosa", "")
		_, err := h.people.Invite(t.Context(), h.actor("ana"), []id.PersonID{"rosa"})
		h.must(err)
		h.must(h.jobs.Drain(t.Context()))
		for n := range 4 {
			h.send(thanks, "rosa", fmt.Sprint("thing", n))
		}
		h.send(answer, "rosa", "mine")
		h.wants("rosa", "You are invited to the shared shelf of Maple Valley, About thing0, About thing1, About mine")
		h.clock.Advance(7 * 24 * time.Hour)
		h.send(thanks, "rosa", "thing9")
		if got := h.got("rosa"); !strings.HasSuffix(got, "About thing9") {
			t.Errorf("after a week she got %q", got)
		}
	})
}

func TestARefusedAddressIsLeftAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.post.Refuse(t, mailtest.Recipient, 550)
		h.send(thanks, "joan", "maps")
		h.post.Refuse(t, mailtest.Recipient, 0)
		h.send(thanks, "joan", "atlases")
		h.wants("joan", "")
		ana := h.actor("ana")
		unreached := func() int {
			t.Helper()
			list, err := h.letters.Unreached(t.Context(), ana)
			h.must(err)
			return len(list)
		}
		list, err := h.letters.Unreached(t.Context(), ana)
		h.must(err)
		if len(list) != 1 || list[0].Person.ID != "joan" || !strings.HasPrefix(list[0].Codes, "550") {
			t.Fatalf("unreached: %+v", list)
		}
		if _, err := h.letters.Unreached(t.Context(), h.actor("tom")); !fault.IsDenied(err) {
			t.Errorf("a teacher sees who is unreached: %v", err)
		}
		h.must(h.letters.TryAgain(t.Context(), ana, "joan"))
		h.send(thanks, "joan", "globes")
		h.wants("joan", "About globes")
		if n := unreached(); n != 0 {
			t.Errorf("%d are unreached after another try", n)
		}
		if err := h.letters.TryAgain(t.Context(), ana, "joan"); !fault.IsNotFound(err) {
			t.Errorf("tried again what is not refused: %v", err)
		}
		h.post.Refuse(t, mailtest.Recipient, 550)
		h.send(thanks, "joan", "compasses")
		h.post.Refuse(t, mailtest.Recipient, 0)
		if n := unreached(); n != 1 {
			t.Errorf("%d are unreached", n)
		}
		_, err = d.Exec(t.Context(), `UPDATE person SET mail = 'joan2@maple.example', mail_key = 'joan2@maple.example' WHERE id = 'joan'`)
		h.must(err)
		if n := unreached(); n != 0 {
			t.Errorf("%d are unreached at another address", n)
		}
	})
}

// An invitation that a mail server refuses for good stops the address as any letter does, and so does a coordinator who was told that
// letters come back; she takes it back.
func TestAnAddressIsStoppedAlsoByInvitationsAndByACoordinator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		ana := h.actor("ana")
		unreached := func() string {
			list, err := h.letters.Unreached(t.Context(), ana)
			h.must(err)
			var out []string
			for _, u := range list {
				out = append(out, string(u.Person.ID)+" "+u.Codes)
			}
			return strings.Join(out, ", ")
		}
		h.post.Refuse(t, mailtest.Recipient, 550)
		_, err := h.people.Invite(t.Context(), ana, []id.PersonID{"rosa"})
		h.must(err)
		_ = h.jobs.Drain(t.Context()) // the letter fails for good
		h.post.Refuse(t, mailtest.Recipient, 0)
		if got := unreached(); got != "rosa 550" {
			t.Errorf("unreached after an invitation that was refused: %s", got)
		}
		h.must(h.letters.TryAgain(t.Context(), ana, "rosa"))
		if err := h.letters.NoteReturned(t.Context(), h.actor("tom"), "rosa"); !fault.IsDenied(err) {
			t.Errorf("a teacher notes that letters come back: %v", err)
		}
		h.must(h.letters.NoteReturned(t.Context(), ana, "joan"))
		h.send(thanks, "joan", "maps")
		if got := unreached(); got != "joan returned" || h.got("joan") != "" {
			t.Errorf("unreached are %s, Joan gets %s", got, h.got("joan"))
		}
		h.must(h.letters.TryAgain(t.Context(), ana, "joan"))
		h.send(thanks, "joan", "globes")
		h.wants("joan", "About globes")
	})
}

func TestWhatSurelyDidNotGoIsTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.post.Refuse(t, mailtest.Recipient, 451)
		h.must(h.letters.Post(t.Context(), d, thanks, "maple", "joan", "maps"))
		if err := h.jobs.Drain(t.Context()); err == nil {
			t.Error("a letter that did not go is no failure")
		}
		h.post.Refuse(t, mailtest.Recipient, 0)
		h.must(h.jobs.Drain(t.Context()))
		h.wants("joan", "About maps")
	})
}

func TestTheUsualDayAndChoices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		on := func(day time.Weekday) string {
			t.Helper()
			list, err := h.letters.Weekly(t.Context(), "maple", day)
			h.must(err)
			return fmt.Sprint(list)
		}
		if got := on(time.Friday); got != "[ana joan]" {
			t.Errorf("on Friday: %s", got)
		}
		for person, day := range map[id.PersonID]letterbox.Day{"joan": letterbox.Never, "tom": letterbox.Day(time.Monday)} {
			_, err := h.letters.ChooseDay(t.Context(), h.actor(person), day)
			h.must(err)
		}
		before, err := h.letters.ChooseDay(t.Context(), h.actor("ana"), letterbox.Day(time.Monday))
		h.must(err)
		if before != letterbox.Day(time.Friday) || on(time.Friday) != "[]" || on(time.Monday) != "[ana tom]" {
			t.Errorf("before %d, on Friday %s, on Monday %s", before, on(time.Friday), on(time.Monday))
		}
		if _, err := h.letters.ChooseDay(t.Context(), h.actor("ana"), 8); err == nil {
			t.Error("an eighth day was taken")
		}
		h.must(h.letters.Stop(t.Context(), h.actor("tom"), false))
		if got := on(time.Monday); got != "[ana]" {
			t.Errorf("on Monday: %s", got)
		}
	})
}

func TestLettersToAWrongAddressOpenNothingOnceItIsCorrected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.send(thanks, "tom", "maps")
		token := h.token("tom")
		tom, err := h.people.Person(t.Context(), h.actor("ana"), "tom")
		h.must(err)
		correct := func(mail string) {
			_, err := h.people.ChangePerson(t.Context(), h.actor("ana"), people.ChangePersonInput{Person: "tom", Name: "Tom Okafor", Mail: mail, Memberships: tom.Memberships})
			h.must(err)
		}
		correct("TOM@maple.example") // the same
		_, err = h.letters.Open(t.Context(), token)
		h.must(err)
		correct("t.okafor@maple.example")
		if _, err := h.letters.Open(t.Context(), token); !fault.IsNotFound(err) {
			t.Errorf("a letter that went to the address before opens still: %v", err)
		}
	})
}

func TestALeaverTakesNothingAlong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.send(thanks, "tom", "maps")
		token := h.token("tom")
		h.must(h.people.EndAll(t.Context(), h.actor("ana"), "tom"))
		if _, err := h.letters.Open(t.Context(), token); !fault.IsNotFound(err) {
			t.Errorf("a link of one whose everything ended: %v", err)
		}
		h.send(thanks, "tom", "atlases")
		token = h.token("tom")
		_, err := h.people.Leave(t.Context(), h.actor("ana"), "tom")
		h.must(err)
		if _, err := h.letters.Open(t.Context(), token); !fault.IsNotFound(err) {
			t.Errorf("a leaver's link: %v", err)
		}
		h.send(thanks, "tom", "globes")
		h.wants("tom", "About maps, About atlases")
	})
}
