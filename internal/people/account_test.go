package people

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
)

const provider = "https://accounts.google.com"

// account is a district account with an address that its provider vouches for.
func account(subject, mail string) Account {
	return Account{Issuer: provider, Subject: subject, Mail: mail, Vouched: true}
}

func (s *shelf) byAccount(a Account) (SignedIn, error) {
	return s.SignInByAccount(s.t.Context(), a, Device{})
}

// wantNotInvited checks for a refusal that names whom to ask.
func wantNotInvited(t *testing.T, err error, ask ...string) {
	t.Helper()
	var refused NotInvited
	if !errors.As(err, &refused) || !slices.Equal(refused.Ask, ask) {
		t.Errorf("got %v %v, want a refusal that names %v", err, refused.Ask, ask)
	}
}

func TestSignInByAccount(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		in := must[SignedIn](t)(s.byAccount(account("tom", "Tom@Maple.example")))
		session := must[Session](t)(s.FindSession(t.Context(), in.Secret))
		if in.Person.ID != "tom" || in.Person.State != Active || session.Actor.Person != "tom" || in.Expires.Sub(s.clock.Now()) > 12*time.Hour {
			t.Errorf("in came %+v", in)
		}
		again := must[SignedIn](t)(s.byAccount(account("tom", "new-name@maple.example"))) // known by the account from now on
		if again.Person.ID != "tom" {
			t.Errorf("with a new address came %s", again.Person.ID)
		}
		_, err := s.byAccount(account("thief", "tom@maple.example")) // the address went to another account
		wantReason(t, err, "signin.account.other")
		other := account("tom", "rosa@maple.example")
		other.Issuer = "https://other.example"
		if in := must[SignedIn](t)(s.byAccount(other)); in.Person.ID != "rosa" {
			t.Errorf("the same name at another provider is %s", in.Person.ID)
		}
	})
}

func TestWhoWasNotInvitedIsRefusedByAccount(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		for _, mail := range []string{"dana@maple.example", "lin@maple.example"} { // nobody here; on the list only
			_, err := s.byAccount(account(mail, mail))
			wantNotInvited(t, err, "Ana Villarreal", "Joan Kowalski")
		}
		stranger := account("x", "dana@maple.example")
		stranger.Anyone = true
		_, err := s.byAccount(stranger)
		wantNotInvited(t, err)
		_, err = s.byAccount(account("x", ""))
		wantReason(t, err, "signin.account.no_mail")
		for _, mail := range []string{"rosa@maple.example", "dana@maple.example"} {
			claimed := account("x", mail)
			claimed.Vouched = false
			_, err := s.byAccount(claimed)
			if mail == "rosa@maple.example" {
				wantReason(t, err, "signin.account.not_vouched")
			} else {
				wantNotInvited(t, err, "Ana Villarreal", "Joan Kowalski")
			}
		}
		if n := s.count(`SELECT count(*) FROM district_account`) + s.count(`SELECT count(*) FROM session`); n != 0 {
			t.Errorf("%d rows of people who were refused", n)
		}
		s.enrol(Roll{District: District{ID: "pine", Name: "Pine Ridge", Zone: "America/Denver", Calling: "librarian", Locale: "en", SetUp: Done}})
		_, err = s.byAccount(account("x", "dana@maple.example"))
		wantNotInvited(t, err) // of several districts nobody is named
	})
}

// Whoever leaves, gets a new address or whose account is forgotten, comes in by the former account no more.
func TestAccountsEndWithTheirPerson(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		for _, end := range []struct {
			name string
			do   func() error
			want string
		}{
			{"forgotten", func() error { _, err := s.ForgetAccount(t.Context(), s.as("ana"), "rosa"); return err }, "rosa"},
			{"new address", func() error {
				_, err := s.ChangePerson(t.Context(), s.as("ana"), ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "r@maple.example", Memberships: mapleValley().People[2].Memberships})
				return err
			}, ""},
			{"left", func() error { _, err := s.Leave(t.Context(), s.as("ana"), "rosa"); return err }, ""},
		} {
			mail := must[Person](t)(s.Person(t.Context(), s.as("ana"), "rosa")).Mail
			in := must[SignedIn](t)(s.byAccount(account("old "+end.name, mail)))
			if has := must[bool](t)(s.HasAccount(t.Context(), s.as("ana"), "rosa")); !has {
				t.Errorf("%s: no account is known", end.name)
			}
			if err := end.do(); err != nil {
				t.Fatal(err)
			}
			_, err := s.FindSession(t.Context(), in.Secret)
			wantNotFound(t, err)
			if end.want == "" {
				_, err = s.byAccount(account("old "+end.name, mail))
				wantNotInvited(t, err, "Ana Villarreal", "Joan Kowalski")
				continue
			}
			must[SignedIn](t)(s.byAccount(account("new "+end.name, mail)))
			s.must(s.ForgetAccount(t.Context(), s.as("ana"), "rosa"))
		}
	})
}

func (s *shelf) must(_ Person, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// A district that lets its people in by their account alone refuses every other way in words, letters that lie about included, and
// what the administrator draws still opens.
func TestOnlyByAccount(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		request, before := s.ask("rosa@maple.example")
		s.must(s.Person(t.Context(), s.as("ana"), "lin"))
		if _, err := s.Invite(t.Context(), s.as("ana"), ids("lin")); err != nil {
			t.Fatal(err)
		}
		invitation := s.post()[0]

		wantReason(t, s.AllowOnlyAccounts(t.Context(), s.as("ana"), true), "people.ways.first")
		must[SignedIn](t)(s.byAccount(account("ana", "ana@maple.example")))
		if err := s.AllowOnlyAccounts(t.Context(), s.as("ana"), true); err != nil {
			t.Fatal(err)
		}
		plate := must[Doorplate](t)(s.Doorplate(t.Context()))
		if !plate.AccountOnly || plate.District != "Maple Valley" {
			t.Errorf("the door says %+v", plate)
		}

		_, err := s.OpenLink(t.Context(), secretIn(t, before))
		wantReason(t, err, "signin.account.only")
		_, err = s.UseLink(t.Context(), secretIn(t, before), Device{})
		wantReason(t, err, "signin.account.only")
		_, err = s.UseLink(t.Context(), secretIn(t, invitation), Device{})
		wantReason(t, err, "signin.account.only")
		_, err = s.UseDigits(t.Context(), request, codeIn(t, before), Device{})
		wantReason(t, err, "signin.account.only")
		_, letter := s.ask("rosa@maple.example")
		if strings.Contains(letter.Text, "/sign-in/link/") || digitsIn.MatchString(letter.Text) || !strings.Contains(letter.Text, "district account") {
			t.Errorf("a letter says\n%s", letter.Text)
		}
		if _, err := s.Invite(t.Context(), s.as("ana"), ids("lin")); err != nil {
			t.Fatal(err)
		}
		if again := s.post()[0]; strings.Contains(again.Text, "/sign-in/link/") || !strings.Contains(again.Text, "https://shelf.example/sign-in") {
			t.Errorf("an invitation says\n%s", again.Text)
		}
		must[SignedIn](t)(s.byAccount(account("lin", "lin@maple.example")))
		way := must[Secret](t)(s.LinkFor(t.Context(), actor.Actor{District: "maple", System: true}, "rosa"))
		must[SignedIn](t)(s.UseLink(t.Context(), way, Device{}))

		if err := s.AllowOnlyAccounts(t.Context(), s.as("ana"), false); err != nil {
			t.Fatal(err)
		}
		_, letter = s.ask("rosa@maple.example")
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{}))
	})
}

func TestAnInvitationIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		if _, err := s.Invite(t.Context(), s.as("ana"), ids("lin")); err != nil {
			t.Fatal(err)
		}
		letter := s.post()[0]
		if p := must[Person](t)(s.TakeBackInvitation(t.Context(), s.as("ana"), "lin")); p.State != Listed {
			t.Errorf("Lin is %s", p.State)
		}
		_, err := s.OpenLink(t.Context(), secretIn(t, letter))
		wantReason(t, err, "signin.link.taken_back")
		_, err = s.UseLink(t.Context(), secretIn(t, letter), Device{})
		wantReason(t, err, "signin.link.taken_back")
		if s.must(s.TakeBackInvitation(t.Context(), s.as("ana"), "rosa")); s.count(`SELECT count(*) FROM person WHERE id = 'rosa' AND state = 'active'`) != 1 {
			t.Error("who is here is no longer")
		}
		// one that has not been written yet never goes out
		if _, err := s.Invite(t.Context(), s.as("ana"), ids("lin")); err != nil {
			t.Fatal(err)
		}
		s.must(s.TakeBackInvitation(t.Context(), s.as("ana"), "lin"))
		if letters := s.post(); len(letters) != 0 {
			t.Errorf("%d letters", len(letters))
		}
		if _, err := s.Invite(t.Context(), s.as("ana"), ids("lin")); err != nil {
			t.Fatal(err)
		}
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, s.post()[0]), Device{}))
	})
}

// On a shared computer a session ends after 20 minutes of rest, 12 hours after it began at the latest, and a late form finds its
// person for an hour.
func TestSharedComputer(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		in := must[SignedIn](t)(s.SignInByAccount(t.Context(), account("rosa", "rosa@maple.example"), Device{Shared: true}))
		own := s.signIn("rosa@maple.example")
		over := func(secret Secret) bool {
			t.Helper()
			session := must[Session](t)(s.FindSession(t.Context(), secret))
			if err := s.Stir(t.Context(), session, secret); err != nil {
				t.Fatal(err)
			}
			return !s.clock.Now().Before(session.Expires)
		}
		for range 30 {
			s.clock.Advance(19 * time.Minute)
			if over(in.Secret) {
				t.Fatal("over while it is used")
			}
		}
		for range 21 { // a page that listens asks and does not use it
			if !must[bool](t)(s.SessionHolds(t.Context(), own.Secret)) || must[bool](t)(s.SessionHolds(t.Context(), SecretOf("none"))) {
				t.Error("a session of one's own does not hold, or one that is none does")
			}
			must[bool](t)(s.SessionHolds(t.Context(), in.Secret))
			s.clock.Advance(time.Minute)
		}
		if !over(in.Secret) || must[bool](t)(s.SessionHolds(t.Context(), in.Secret)) || over(own.Secret) {
			t.Error("after 20 minutes of rest the shared session goes on, or the other does not")
		}
		if n := must[int](t)(s.Devices(t.Context(), s.as("rosa"))); n != 1 {
			t.Errorf("%d devices", n)
		}
		if over(in.Secret); !over(in.Secret) {
			t.Error("a session that is over comes back by being used")
		}
		s.clock.Advance(time.Hour)
		_, err := s.FindSession(t.Context(), in.Secret)
		wantNotFound(t, err)
		if err := s.Sweep(t.Context()); err != nil || s.count(`SELECT count(*) FROM session`) != 1 {
			t.Errorf("of the rest too much is kept (%v)", err)
		}

		long := must[SignedIn](t)(s.SignInByAccount(t.Context(), account("rosa", ""), Device{Shared: true}))
		for range 47 {
			s.clock.Advance(15 * time.Minute)
			if over(long.Secret) {
				t.Fatal("over before its time")
			}
		}
		s.clock.Advance(15 * time.Minute)
		if !over(long.Secret) {
			t.Error("a session that is used lasts longer than 12 hours")
		}
	})
}

func ids(people ...id.PersonID) []id.PersonID { return people }
