package people

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
)

var riverBend = DistrictInput{Name: "River Bend", Zone: "America/Chicago", Calling: "media_specialist", Locale: "es"}

func TestANewDistrictIsGivenWhatBelongsToItOrIsNotMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		var given []id.DistrictID
		full := false
		s.OnBegin(func(ctx context.Context, tx *db.DB, district id.DistrictID) error {
			if full {
				return errors.New("no room")
			}
			_, err := districtOf(ctx, tx, district)
			given = append(given, district)
			return err
		})
		secret := s.setUpLink(t)
		full = true
		if _, err := s.NameDistrict(t.Context(), secret, riverBend); err == nil {
			t.Error("it is made without")
		}
		if list := must[[]District](t)(s.Districts(t.Context())); len(list) != 0 {
			t.Errorf("%d districts", len(list))
		}
		full = false
		named := must[District](t)(s.NameDistrict(t.Context(), secret, riverBend))
		must[District](t)(s.NameDistrict(t.Context(), secret, riverBend)) // back
		if len(given) == 0 || given[len(given)-1] != named.ID || given[0] != named.ID {
			t.Errorf("given to %v, made is %s", given, named.ID)
		}
	})
}

func TestSetUpFromNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		first := s.setUpLink(t)
		secret := s.setUpLink(t) // the program was started again
		_, err := s.OpenLink(t.Context(), first)
		wantReason(t, err, "signin.link.unknown")

		opened := must[Opened](t)(s.OpenLink(t.Context(), secret))
		if opened.Purpose != ToSetUp || opened.Person.ID != "" || opened.District.ID != "" {
			t.Errorf("opened %+v", opened)
		}
		_, err = s.UseLink(t.Context(), secret, Device{})
		wantReason(t, err, "signin.link.unknown")
		_, err = s.NameYourself(t.Context(), secret, Secret{}, NameYourselfInput{Name: "Ana", Mail: "ana@river.example"})
		wantReason(t, err, "setup.district_first")
		_, err = s.NameDistrict(t.Context(), secret, DistrictInput{Name: "River"})
		wantField(t, err, "zone", "people.zone.choose")

		must[District](t)(s.NameDistrict(t.Context(), secret, DistrictInput{Name: "Rver Bend", Zone: "UTC", Calling: "librarian", Locale: "en"}))
		named := must[District](t)(s.NameDistrict(t.Context(), secret, riverBend)) // back, and corrected
		if named.Name != "River Bend" || named.Zone != "America/Chicago" || named.SetUp != StepYou {
			t.Errorf("named %+v", named)
		}
		if list := must[[]District](t)(s.Districts(t.Context())); len(list) != 1 {
			t.Fatalf("%d districts", len(list))
		}
		_, err = s.NameYourself(t.Context(), secret, Secret{}, NameYourselfInput{Name: " ", Mail: "nowhere"})
		wantField(t, err, "name", "people.name.empty")
		wantField(t, err, "mail", "people.mail.wrong")

		in := must[SignedIn](t)(s.NameYourself(t.Context(), secret, Secret{}, NameYourselfInput{Name: "Ana Villarreal", Mail: "ana@river.example", Locale: "en"}))
		session := must[Session](t)(s.FindSession(t.Context(), in.Secret))
		if !session.Actor.Coordinator || session.District.SetUp != StepSchools || session.Actor.Name != "Ana Villarreal" {
			t.Errorf("signed in as %+v", session)
		}
		_, err = s.OpenLink(t.Context(), secret)
		wantReason(t, err, "signin.link.used")
		if letters := s.post(); len(letters) != 0 {
			t.Errorf("%d letters went out", len(letters))
		}

		// A week later, signed out, without mail: the link printed by the next start goes on where she was.
		s.clock.Advance(7 * 24 * time.Hour)
		again := s.setUpLink(t)
		if opened := must[Opened](t)(s.OpenLink(t.Context(), again)); opened.Person.Name != "Ana Villarreal" {
			t.Errorf("opened %+v", opened)
		}
		_, err = s.NameDistrict(t.Context(), again, riverBend)
		wantReason(t, err, "signin.link.unknown")
		if in := must[SignedIn](t)(s.UseLink(t.Context(), again, Device{})); in.Next != "/set-up" {
			t.Errorf("goes on to %q", in.Next)
		}
	})
}

func (s *shelf) setUpLink(t *testing.T) Secret {
	t.Helper()
	link, err := s.NewSetUpLink(t.Context())
	if err != nil || !link.Needed {
		t.Fatalf("needed: %v, %v", link.Needed, err)
	}
	return link.Secret
}

func TestSetUpLinkIsOverAfterAWeek(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		secret := s.setUpLink(t)
		s.clock.Advance(7*24*time.Hour + time.Second)
		_, err := s.NameDistrict(t.Context(), secret, riverBend)
		wantReason(t, err, "signin.link.over")
	})
}

func TestNoSetUpLinkOnceADistrictIsSetUp(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		if link, err := s.NewSetUpLink(t.Context()); err != nil || link.Needed {
			t.Errorf("needed: %v, %v", link.Needed, err)
		}
	})
}

func TestStepsGoForwardOnly(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		if _, err := s.db.Exec(t.Context(), `UPDATE district SET setup = 'schools' WHERE id = 'maple'`); err != nil {
			t.Fatal(err)
		}
		ana := s.as("ana")
		for _, c := range []struct{ step, want Step }{{StepSchools, StepPeople}, {StepDistrict, StepPeople}, {StepPeople, StepSecond}, {StepShelf, StepInvite}, {StepInvite, Done}, {StepMail, Done}} {
			if got := must[Step](t)(s.Reached(t.Context(), ana, c.step)); got != c.want {
				t.Errorf("after %s: %s, want %s", c.step, got, c.want)
			}
		}
		_, err := s.Reached(t.Context(), ana, "nonsense")
		wantNotFound(t, err)
	})
}

func TestTestLetterGoesToOneselfAlone(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		if err := s.SendTestLetter(t.Context(), s.as("ana")); err != nil {
			t.Fatal(err)
		}
		letters := s.post()
		if len(letters) != 1 || letters[0].To != "ana@maple.example" || letters[0].Subject != "A test email from the shelf of Maple Valley" {
			t.Errorf("got %+v", letters)
		}
	})
}

func TestCommandLineLetsInWhenNoMailArrives(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		program := actor.Actor{District: "maple", System: true}
		secret := must[Secret](t)(s.LinkFor(t.Context(), program, "rosa"))
		if in := must[SignedIn](t)(s.UseLink(t.Context(), secret, Device{})); in.Person.ID != "rosa" {
			t.Errorf("came in as %+v", in.Person)
		}
		must[Person](t)(s.MakeCoordinator(t.Context(), program, "rosa"))
	})
}

func TestDemonstration(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShelf(t, d)
		roll := mapleValley()
		for i, name := range []string{"coordinator", "fir", "elm", "", "", ""} {
			roll.People[i].Demo = name
		}
		s.enrol(roll)
		list := must[[]Demonstrator](t)(s.Demonstrators(t.Context()))
		if len(list) != 3 || list[0].Demo != "coordinator" || list[1].Name != "Rosa Delgado" || list[1].Schools[0] != "Elm" || !list[2].Coordinator {
			t.Errorf("got %+v", list)
		}
		in := must[SignedIn](t)(s.SignInAsDemo(t.Context(), "elm", Secret{}))
		if in.Person.ID != "rosa" {
			t.Errorf("came in as %+v", in.Person)
		}
		for _, name := range []string{"", "rosa", "teacher"} {
			_, err := s.SignInAsDemo(t.Context(), name, Secret{})
			wantNotFound(t, err)
		}
	})
}
