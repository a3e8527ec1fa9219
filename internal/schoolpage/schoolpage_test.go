package schoolpage_test

import (
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
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
)

// shelf is the school pages of two districts.
type shelf struct {
	*schoolpage.Service
	t      *testing.T
	people *people.Service
}

var (
	rosa    = actor.Actor{District: "maple", Person: "rosa", Schools: []actor.Membership{{School: "elm", Role: actor.MediaSpecialist}}}
	tom     = actor.Actor{District: "maple", Person: "tom", Schools: []actor.Membership{{School: "elm", Role: actor.Teacher}}}
	ana     = actor.Actor{District: "maple", Person: "ana", Coordinator: true}
	sam     = actor.Actor{District: "ridge", Person: "sam", Coordinator: true}
	visitor = actor.Actor{}
)

func each(t *testing.T, fn func(t *testing.T, s *shelf)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
		words, err := lang.Load()
		if err != nil {
			t.Fatal(err)
		}
		sender, err := mail.Open(mail.Options{Clock: now, Outbox: &mail.Outbox{}})
		if err != nil {
			t.Fatal(err)
		}
		s := &shelf{t: t, people: people.New(people.Options{DB: d, Clock: now, Jobs: jobs.New(d, slog.New(slog.DiscardHandler), now), Mail: sender, Words: words})}
		s.people.OnRemoveSchool(schoolpage.BelongingTo)
		s.Service = schoolpage.New(d, now, id.Source{}, s.people)
		for district, schools := range map[id.DistrictID][]string{"maple": {"elm", "oak"}, "ridge": {"fir"}} {
			roll := people.Roll{District: people.District{ID: district, Name: string(district), Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done}}
			for _, school := range schools {
				roll.Schools = append(roll.Schools, people.School{ID: id.SchoolID(school), Name: school, Short: school})
			}
			s.must(s.people.Enrol(t.Context(), actor.Actor{District: district, System: true}, roll))
		}
		fn(t, s)
	})
}

func (s *shelf) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) public(on bool) {
	s.t.Helper()
	s.must(s.people.ChangeDistrict(s.t.Context(), ana, people.DistrictInput{Name: "Maple", Zone: "America/Denver", Calling: lang.CallLibrarian, Locale: lang.English, Public: on}))
}

func (s *shelf) add(by actor.Actor, school id.SchoolID, name string) schoolpage.Subscription {
	s.t.Helper()
	added, err := s.Add(s.t.Context(), by, schoolpage.Subscription{School: school, Name: name, URL: "db.example.org", WayIn: "With the card of the town library.", Inside: "user elm, password owl"})
	s.must(err)
	return added
}

// said is all that a page says to a reader, on one line.
func (s *shelf) said(by actor.Actor, school id.SchoolID) string {
	s.t.Helper()
	page, err := s.Show(s.t.Context(), by, school)
	s.must(err)
	out := []string{page.Asking}
	for _, one := range append(page.Own, page.Shared...) {
		out = append(out, fmt.Sprint(one.Name, " ", one.URL, " ", one.WayIn, " ", one.Inside))
	}
	return strings.Join(out, "; ")
}

func TestOnlyThoseInsideReadWhatIsInside(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.add(ana, "", "Encyclopedia")
		s.add(rosa, "elm", "Owls")
		s.must(s.Write(t.Context(), rosa, "elm", "Ask for a set.", 0))
		const outside = "Ask for a set.; Owls https://db.example.org With the card of the town library. ; Encyclopedia https://db.example.org With the card of the town library. "
		const inside = "Ask for a set.; Owls https://db.example.org With the card of the town library. user elm, password owl; Encyclopedia https://db.example.org With the card of the town library. user elm, password owl"
		if got := s.said(tom, "elm"); got != inside {
			t.Errorf("a teacher reads %q", got)
		}
		for _, by := range []actor.Actor{visitor, sam} {
			if _, err := s.Show(t.Context(), by, "elm"); !fault.IsNotFound(err) {
				t.Errorf("%q of outside, public pages off: %v", by.Person, err)
			}
		}
		s.public(true)
		for _, by := range []actor.Actor{visitor, sam} {
			if got := s.said(by, "elm"); got != outside {
				t.Errorf("%q of outside reads %q", by.Person, got)
			}
		}
		if got := s.said(tom, "oak"); strings.Contains(got, "Owls") || !strings.Contains(got, "Encyclopedia") {
			t.Errorf("Oak says %q", got)
		}
		if list, err := s.Subscriptions(t.Context(), sam); err != nil || len(list) != 0 {
			t.Errorf("another district lists %v, %v", list, err)
		}
	})
}

func TestEachActHasAWayBack(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		owls := s.add(rosa, "elm", "Owls")
		s.must(s.Write(t.Context(), rosa, "elm", "One.", 0))
		before := s.said(rosa, "elm")
		does := func(name string, do, undo func() error) {
			t.Helper()
			s.must(do())
			if s.said(rosa, "elm") == before {
				t.Errorf("%s: nothing changed", name)
			}
			s.must(undo())
			if got := s.said(rosa, "elm"); got != before {
				t.Errorf("%s taken back: %q, want %q", name, got, before)
			}
		}
		does("write", func() error { return s.Write(t.Context(), rosa, "elm", "Two.", 1) }, func() error { return s.Undo(t.Context(), rosa, "elm") })
		does("change", func() error {
			_, err := s.Change(t.Context(), rosa, schoolpage.Subscription{ID: owls.ID, Name: "Hawks"})
			return err
		}, func() error { _, err := s.Back(t.Context(), rosa, owls.ID); return err })
		does("remove", func() error { _, err := s.Remove(t.Context(), rosa, owls.ID); return err },
			func() error { _, err := s.Return(t.Context(), rosa, owls.ID); return err })
		does("add", func() error { owls = s.add(rosa, "elm", "Kites"); return nil },
			func() error { _, err := s.Remove(t.Context(), rosa, owls.ID); return err })
	})
}

func TestNothingOfAnotherIsChanged(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		owls, shared := s.add(rosa, "elm", "Owls"), s.add(ana, "", "Encyclopedia")
		s.must(s.Write(t.Context(), rosa, "elm", "One.", 0))
		before := s.said(rosa, "elm")
		for name, err := range map[string]error{
			"a teacher writes":         s.Write(t.Context(), tom, "elm", "No.", 1),
			"rosa writes for Oak":      s.Write(t.Context(), rosa, "oak", "No.", 0),
			"a teacher's undo":         s.Undo(t.Context(), tom, "elm"),
			"rosa's, of the district":  second(s.Remove(t.Context(), rosa, shared.ID)),
			"rosa adds for the others": second(s.Add(t.Context(), rosa, schoolpage.Subscription{Name: "No"})),
			"nobody":                   second(s.Subscriptions(t.Context(), visitor)),
		} {
			if !fault.IsDenied(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"of another district":  second(s.Remove(t.Context(), sam, owls.ID)),
			"written by another":   s.Write(t.Context(), sam, "elm", "No.", 1),
			"a database of theirs": second(s.Add(t.Context(), sam, schoolpage.Subscription{School: "elm", Name: "No"})),
		} {
			if !fault.IsNotFound(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := s.said(rosa, "elm"); got != before {
			t.Errorf("it says %q, want %q", got, before)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestTwoWhoWriteAtOnceAreTold(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.must(s.Write(t.Context(), rosa, "elm", "One.", 0))
		wrong, ok := fault.AsFields(s.Write(t.Context(), ana, "elm", "Other.", 0))
		if !ok || wrong["asking"].Key != "schoolpage.wrong.meanwhile" || s.said(rosa, "elm") != "One." {
			t.Errorf("got %v, and it says %q", wrong, s.said(rosa, "elm"))
		}
	})
}

func TestWhatIsTypedIsChecked(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		for field, in := range map[string]schoolpage.Subscription{
			"name":   {URL: "https://db.example.org"},
			"url":    {Name: "Owls", URL: "javascript://alert.example"},
			"way_in": {Name: "Owls", WayIn: strings.Repeat("a", 601)},
			"inside": {Name: "Owls", Inside: strings.Repeat("a", 601)},
			"good":   {Name: "Owls", Good: strings.Repeat("a", 601)},
		} {
			in.School = "elm"
			wrong, _ := fault.AsFields(second(s.Add(t.Context(), rosa, in)))
			if len(wrong) != 1 || wrong[field].Key == "" {
				t.Errorf("%s: %v", field, wrong)
			}
		}
		if wrong, _ := fault.AsFields(s.Write(t.Context(), rosa, "elm", strings.Repeat("a", 4001), 0)); wrong["asking"].Key != "schoolpage.wrong.long" {
			t.Errorf("got %v", wrong)
		}
		for _, url := range []string{"", "https://owl@db.example.org"} {
			_, err := s.Add(t.Context(), rosa, schoolpage.Subscription{School: "elm", Name: "Owls", URL: url})
			if (err == nil) != (url == "") {
				t.Errorf("%q: %v", url, err)
			}
		}
	})
}

func TestASchoolWithAPageCannotBeRemoved(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.add(rosa, "elm", "Owls")
		s.must(s.Write(t.Context(), rosa, "elm", "One.", 0))
		if held, err := s.people.HeldBy(t.Context(), ana, "elm"); err != nil || len(held.Things) != 2 {
			t.Errorf("it holds %v, %v", held.Things, err)
		}
		if held, err := s.people.HeldBy(t.Context(), ana, "oak"); err != nil || !held.Nothing() {
			t.Errorf("Oak holds %v, %v", held.Things, err)
		}
	})
}
