package people

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

func TestSchoolsAreListedByWhatTheirNumbersCount(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must[AddedSchools](t)(s.AddSchools(t.Context(), s.as("ana"), "P.S. 10\nP.S. 2\nP.S. 1\np.s. 11"))
		var names []string
		for _, school := range must[[]School](t)(s.Schools(t.Context(), s.as("ana").District)) {
			if strings.HasPrefix(fold.Key(school.Name), "p.s.") {
				names = append(names, school.Name)
			}
		}
		if got := strings.Join(names, ", "); got != "P.S. 1, P.S. 2, P.S. 10, p.s. 11" {
			t.Errorf("the schools are listed as %s", got)
		}
	})
}

func TestAddSchoolsKeepsGoodLinesAndNamesBadOnes(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		text := "Fir High School, Fir, 9-12\nAsh Middle,,nonsense\nOAK elementary  school\nBay Middle School"

		added := must[AddedSchools](t)(s.AddSchools(t.Context(), ana, text))

		if len(added.Schools) != 2 || added.Known != 1 || len(added.Wrong) != 1 || added.Wrong[0].Number != 2 || added.Wrong[0].Text != "Ash Middle,,nonsense" {
			t.Errorf("got %+v", added)
		}
		if again := must[AddedSchools](t)(s.AddSchools(t.Context(), ana, text)); len(again.Schools) != 0 || again.Known != 3 {
			t.Errorf("pasted again: %+v", again)
		}
		list := must[[]School](t)(s.Schools(t.Context(), "maple"))
		if len(list) != 4 || list[0].Name != "Bay Middle School" || list[0].Short != "Bay" || list[0].Grades != grade.Range(7, 9) {
			t.Errorf("listed %+v", list)
		}
		_, err := s.AddSchools(t.Context(), ana, " \n,,\n")
		wantField(t, err, "schools", "people.schools.none")
		there := must[[]School](t)(schools(t.Context(), s.db, "maple"))
		if found, _ := NamedSchool(there, "fir"); found == nil || found.Name != "Fir High School" {
			t.Errorf("found %+v", found)
		}
		if found, several := NamedSchool(there, "nowhere"); found != nil || several != 0 {
			t.Errorf("nowhere is %+v, one of %d", found, several)
		}
	})
}

func TestChangeSchool(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		_, err := s.ChangeSchool(t.Context(), ana, ChangeSchoolInput{School: "oak", Name: "  "})
		wantField(t, err, "name", "people.name.empty")
		_, err = s.ChangeSchool(t.Context(), ana, ChangeSchoolInput{School: "oak", Name: "ELM Elementary School"})
		wantField(t, err, "name", "people.schools.taken")
		changed := must[School](t)(s.ChangeSchool(t.Context(), ana, ChangeSchoolInput{School: "oak", Name: "Oak Academy", Grades: grade.Range(1, 6)}))
		if again := must[School](t)(s.School(t.Context(), "maple", "oak")); again != changed || again.Short != "Oak" || again.Name != "Oak Academy" {
			t.Errorf("got %+v, saved %+v", changed, again)
		}
	})
}

func TestAddPeopleKeepsGoodRowsAndWritesToNobody(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.enrol(Roll{District: District{ID: "pine", Name: "Pine", Zone: "UTC", Calling: "librarian", Locale: "en", SetUp: Done},
			People: []Person{{ID: "sam", Name: "Sam", Mail: "sam@pine.example", State: Active, Coordinator: true}}})
		text := "Name, Mail, Schools\nMai Tran, mai@maple.example, Elm\nCid, cid at maple, Oak\nClaire Desrosiers, claire@maple.example, Oak; Elm, 50\n" +
			"Rosa Delgado, ROSA@maple.example, Elm; Oak\nJoan Kowalski, joan@maple.example, Oak\nSam, sam@pine.example, Oak"

		added := must[AddedPeople](t)(s.AddPeople(t.Context(), s.as("ana"), text))

		if len(added.People) != 3 || added.Known != 1 || len(added.Wrong) != 2 || added.Wrong[0].Number != 3 || added.Wrong[1].Number != 7 {
			t.Fatalf("got %+v", added)
		}
		if got := added.Wrong[1].Message.Key; got != "people.line.elsewhere" {
			t.Errorf("a stranger's address: %s", got)
		}
		claire := must[Person](t)(personByMail(t.Context(), s.db, MailKey("claire@maple.example")))
		if claire.State != Listed || len(claire.Memberships) != 2 || claire.Memberships[0] != (Membership{"oak", actor.MediaSpecialist, 25}) {
			t.Errorf("Claire is %+v", claire)
		}
		if rosa := s.as("rosa"); len(rosa.Schools) != 2 || rosa.Schools[0].School != "elm" || rosa.Schools[1].School != "oak" {
			t.Errorf("Rosa is at %+v", rosa.Schools)
		}
		if letters := s.post(); len(letters) != 0 {
			t.Errorf("%d letters went out", len(letters))
		}
		_, err := s.AddPeople(t.Context(), s.as("ana"), "\n")
		wantField(t, err, "people", "people.people.none")
	})
}

func TestInvite(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[AddedPeople](t)(s.AddPeople(t.Context(), ana, "A, a@maple.example, Oak\nB, b@maple.example, Oak\nC, c@maple.example, Oak\nD, d@maple.example, Elm"))
		var whom []id.PersonID
		for _, mail := range []string{"a@maple.example", "b@maple.example", "c@maple.example"} {
			whom = append(whom, must[Person](t)(personByMail(t.Context(), s.db, MailKey(mail))).ID)
		}
		_, err := s.Invite(t.Context(), ana, nil)
		wantField(t, err, "people", "people.invite.none")

		if n := must[int](t)(s.Invite(t.Context(), ana, append(whom, whom[0], "rosa"))); n != 3 {
			t.Errorf("invited %d, want 3: nobody twice, nobody who is here", n)
		}
		if letters := s.post(); len(letters) != 3 {
			t.Errorf("%d letters, want exactly 3", len(letters))
		}
		if n := must[int](t)(s.InviteEveryone(t.Context(), ana)); n != 2 {
			t.Errorf("then %d, want D and Lin", n)
		}
		if letters := s.post(); len(letters) != 2 {
			t.Errorf("%d letters, want 2", len(letters))
		}
		if n := must[int](t)(s.InviteEveryone(t.Context(), ana)); n != 0 {
			t.Errorf("nobody is left, and %d were invited", n)
		}
	})
}

func TestNobodyIsInvitedWithoutEnd(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		invite := func() error {
			_, err := s.Invite(t.Context(), ana, []id.PersonID{"lin"})
			return err
		}
		for range mostToOne {
			must[Person](t)(s.TakeBackInvitation(t.Context(), ana, "lin"))
			if err := invite(); err != nil {
				t.Fatal(err)
			}
		}
		s.post()
		wantReason(t, invite(), "people.invite.often")
		must[AddedPeople](t)(s.AddPeople(t.Context(), ana, "A, a@maple.example, Oak"))
		must[int](t)(s.InviteEveryone(t.Context(), ana))
		if letters := s.post(); len(letters) != 1 || letters[0].To != "a@maple.example" {
			t.Errorf("letters %+v", letters)
		}
		s.clock.Advance(invitationsWithin + invitationsWithin/spanParts)
		if err := invite(); err != nil {
			t.Error(err)
		}
	})
}

func TestADistrictInvitesNoMoreThanItMay(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[AddedPeople](t)(s.AddPeople(t.Context(), ana, "A, a@maple.example, Oak")) // beside Lin
		already := func(n int) {
			must[time.Duration](t)(db.Tx(t.Context(), s.db, func(tx *db.DB) (time.Duration, error) {
				return s.spend(t.Context(), tx, "invitations of "+string(ana.District), n, mostOfADistrict, invitationsWithin)
			}))
		}
		already(mostOfADistrict - 1)
		_, err := s.InviteEveryone(t.Context(), ana)
		wantReason(t, err, "people.invite.many")
		if lin := must[Person](t)(s.Person(t.Context(), ana, "lin")); lin.State != Listed || len(s.post()) != 0 {
			t.Errorf("Lin is %s all the same", lin.State)
		}
		must[int](t)(s.Invite(t.Context(), ana, []id.PersonID{"lin"}))
	})
}

func TestInvitationLetsInForFourteenDaysAndTheNewestAlone(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[int](t)(s.Invite(t.Context(), ana, []id.PersonID{"lin"}))
		first := s.post()[0]
		if first.To != "lin@maple.example" || first.Subject != "You are invited to the shared shelf of Maple Valley" {
			t.Errorf("letter %+v", first)
		}
		must[int](t)(s.Invite(t.Context(), ana, []id.PersonID{"lin"}))
		second := s.post()[0]

		_, err := s.UseLink(t.Context(), secretIn(t, first), Device{})
		wantReason(t, err, "signin.link.unknown")
		s.clock.Advance(14*24*time.Hour - time.Minute)
		in := must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, second), Device{}))
		if in.Person.ID != "lin" || in.Person.State != Active {
			t.Errorf("came in as %+v", in.Person)
		}
		if lin := must[Person](t)(s.Person(t.Context(), ana, "lin")); lin.State != Active {
			t.Errorf("Lin is %s", lin.State)
		}
	})
}

func TestLateInvitationIsOver(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must[int](t)(s.Invite(t.Context(), s.as("ana"), []id.PersonID{"lin"}))
		letter := s.post()[0]
		s.clock.Advance(14*24*time.Hour + time.Minute)
		_, err := s.OpenLink(t.Context(), secretIn(t, letter))
		wantReason(t, err, "signin.link.over")
	})
}

func TestChangePerson(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana, in := s.as("ana"), s.signIn("rosa@maple.example")
		atOak := []Membership{{"oak", actor.Teacher, 40}, {"elm", actor.MediaSpecialist, 60}}
		for field, c := range map[string]struct {
			change ChangePersonInput
			key    string
		}{
			"name":        {ChangePersonInput{Person: "rosa", Mail: "rosa@maple.example", Memberships: atOak}, "people.name.empty"},
			"mail":        {ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "ANA@maple.example", Memberships: atOak}, "people.mail.taken"},
			"schools":     {ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "rosa@maple.example"}, "people.schools.choose"},
			"percent.elm": {ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "rosa@maple.example", Memberships: []Membership{{"elm", actor.Teacher, 0}}}, "people.percent.wrong"},
		} {
			_, err := s.ChangePerson(t.Context(), ana, c.change)
			wantField(t, err, field, c.key)
		}
		_, err := s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "rosa@maple.example", Memberships: []Membership{{"nowhere", actor.Teacher, 50}}})
		wantField(t, err, "schools", "people.schools.unknown")

		must[Person](t)(s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "rosa", Name: " Rosa  Delgado Ruiz ", Mail: "rosa@maple.example", Memberships: atOak}))
		session := must[Session](t)(s.FindSession(t.Context(), in.Secret))
		if by := session.Actor; by.Name != "Rosa Delgado Ruiz" || by.MediaSpecialistAt("oak") || !by.MediaSpecialistAt("elm") || session.School != "Oak" {
			t.Errorf("Rosa acts as %+v at %s", by, session.School)
		}

		must[Person](t)(s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "rosa", Name: "Rosa", Mail: "rdelgado@maple.example", Memberships: atOak}))
		_, err = s.FindSession(t.Context(), in.Secret)
		wantNotFound(t, err)
	})
}

func TestThereAreAlwaysTwoCoordinators(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		_, err := s.StepDown(t.Context(), ana, "joan")
		wantReason(t, err, "people.coordinator.two")
		_, err = s.Leave(t.Context(), ana, "ana")
		wantReason(t, err, "people.coordinator.two")

		must[Person](t)(s.MakeCoordinator(t.Context(), ana, "rosa"))
		must[Person](t)(s.MakeCoordinator(t.Context(), ana, "rosa"))
		_, err = s.StepDown(t.Context(), ana, "ana")
		wantReason(t, err, "people.coordinator.no_school")
		if left := must[Person](t)(s.Leave(t.Context(), ana, "ana")); left.State != Left {
			t.Errorf("Ana is %s", left.State)
		}
		_, err = s.StepDown(t.Context(), s.as("rosa"), "joan")
		wantReason(t, err, "people.coordinator.two")
	})
}

// Two coordinators who step down in the same moment are not both let go.
func TestTwoWhoStepDownAtOnceLeaveTwo(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[Person](t)(s.MakeCoordinator(t.Context(), ana, "rosa"))
		done := make(chan error, 2)
		for _, person := range []id.PersonID{"joan", "rosa"} {
			go func() { _, err := s.StepDown(t.Context(), ana, person); done <- err }()
		}
		failed := 0
		for range 2 {
			if err := <-done; err != nil {
				failed++
				wantReason(t, err, "people.coordinator.two")
			}
		}
		if n := s.count(`SELECT count(*) FROM person WHERE district = 'maple' AND coordinator`); n != 2 || failed != 1 {
			t.Errorf("%d coordinators remain, %d refused", n, failed)
		}
	})
}

func TestLeaverIsOutAtOnceAndComesBackAsSheWas(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana, in := s.as("ana"), s.signIn("rosa@maple.example")
		_, letter := s.ask("rosa@maple.example")
		_, token, err := s.CreateToken(t.Context(), s.as("rosa"), "script", MayRead)
		if err != nil {
			t.Fatal(err)
		}
		var handed []id.PersonID
		s.OnLeave(func(ctx context.Context, tx *db.DB, by actor.Actor, leaver id.PersonID) error {
			alone := false // without a transaction nothing is waited for
			tx.AfterCommit(func() { alone = true })
			if alone || by.Person != "ana" {
				t.Errorf("handed over by %+v, without the leaving: %v", by, alone)
			}
			handed = append(handed, leaver)
			return nil
		})

		must[Person](t)(s.Leave(t.Context(), ana, "rosa"))

		if len(handed) != 1 || handed[0] != "rosa" {
			t.Errorf("handed over %v", handed)
		}
		_, err = s.FindSession(t.Context(), in.Secret)
		wantNotFound(t, err)
		_, err = s.UseLink(t.Context(), secretIn(t, letter), Device{})
		wantReason(t, err, "signin.link.unknown")
		_, _, err = s.FindToken(t.Context(), token)
		wantNotFound(t, err)
		_, err = s.Actor(t.Context(), "maple", "rosa")
		wantNotFound(t, err)
		_, err = s.Invite(t.Context(), ana, []id.PersonID{"rosa"})
		wantNotFound(t, err)
		if _, err := s.AskToSignIn(t.Context(), AskInput{Mail: "rosa@maple.example"}); err != nil || len(s.post()) != 0 {
			t.Errorf("a leaver was written to (%v)", err)
		}

		for _, table := range []string{"session", "sign_in_link", "api_token"} { // or coming back would open them again
			if n := s.count(`SELECT count(*) FROM ` + table + ` WHERE person = 'rosa'`); n != 0 {
				t.Errorf("%d rows of %s are left of her", n, table)
			}
		}

		must[Person](t)(s.Reopen(t.Context(), ana, "rosa"))
		if back := s.as("rosa"); !back.MediaSpecialistAt("elm") {
			t.Errorf("came back as %+v", back)
		}
		s.signIn("rosa@maple.example")
	})
}

func TestLeaversAddressIsFreeAndForgottenInTheEnd(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[Person](t)(s.Leave(t.Context(), ana, "rosa"))
		must[Person](t)(s.Leave(t.Context(), ana, "ben"))
		added := must[AddedPeople](t)(s.AddPeople(t.Context(), ana, "Rosa Two, rosa@maple.example, Oak"))
		if len(added.People) != 1 {
			t.Fatalf("the address is not free: %+v", added)
		}
		_, err := s.Reopen(t.Context(), ana, "rosa")
		wantReason(t, err, "people.reopen.taken")

		s.clock.Advance(31 * 24 * time.Hour)
		if err := s.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = s.Reopen(t.Context(), ana, "ben")
		wantReason(t, err, "people.reopen.forgotten")
	})
}

func TestDirectory(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		d := must[Directory](t)(s.Directory(t.Context(), s.as("rosa")))
		if len(d.Schools) != 2 || d.Schools[0].School.ID != "elm" || len(d.Coordinators) != 2 {
			t.Fatalf("got %+v", d)
		}
		elm := d.Schools[0].People
		if len(elm) != 3 || elm[0].Name != "Ben Adeyemi" || elm[0].Elsewhere[0] != "oak" || elm[2].Name != "Tom Okafor" || elm[2].Mail != "tom@maple.example" {
			t.Errorf("at Elm: %+v", elm)
		}
		must[Person](t)(s.Leave(t.Context(), s.as("ana"), "ben"))

		d = must[Directory](t)(s.Directory(t.Context(), s.as("tom")))
		elm, oak := d.Schools[0].People, d.Schools[1].People
		if len(elm) != 2 || elm[0].Mail == "" || elm[1].Name != "Tom Okafor" || len(oak) != 2 || oak[0].Mail != "" {
			t.Errorf("a teacher reads at Elm %+v, at Oak %+v", elm, oak)
		}
		if got := d.Coordinators[0]; got.Mail != "" || got.Name != "Ana Villarreal" {
			t.Errorf("a teacher reads of the coordinator %+v", got)
		}
	})
}

func TestPeopleAreFoundByTheBeginningsOfTheirNames(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		everybody := must[[]id.PersonID](t)(db.All(t.Context(), s.db, db.Value[id.PersonID], `SELECT id FROM person ORDER BY name_key, id`))
		found := func(by id.PersonID, name string) (out []string) {
			for _, n := range must[[]Namesake](t)(s.Namesakes(t.Context(), s.as(by), fold.Words(name), everybody, 2)) {
				out = append(out, n.Name+", "+n.School)
			}
			return out
		}
		for _, c := range []struct {
			by   id.PersonID
			name string
			want []string
		}{
			{"rosa", "ben", []string{"Ben Adeyemi, Oak"}},
			{"rosa", "adey be", []string{"Ben Adeyemi, Oak"}},
			{"rosa", "tom", []string{"Tom Okafor, Elm"}},
			{"tom", "tom", []string{"Tom Okafor, Elm"}},
			{"tom", "rosa", []string{"Rosa Delgado, Elm"}},
			{"rosa", "nobody", nil},
		} {
			if got := found(c.by, c.name); !slices.Equal(got, c.want) {
				t.Errorf("%s finds %q for %q, want %q", c.by, got, c.name, c.want)
			}
		}
		_, err := s.Namesakes(t.Context(), actor.Actor{District: "maple"}, []string{"ben"}, everybody, 2)
		wantReason(t, err, "people.denied.signed_out")
		if got := must[[]Namesake](t)(s.Namesakes(t.Context(), s.as("rosa"), []string{"ben"}, []id.PersonID{"rosa"}, 2)); len(got) > 0 {
			t.Errorf("among others is found %+v", got)
		}
		if _, err := s.Leave(t.Context(), s.as("ana"), "ben"); err != nil {
			t.Fatal(err)
		}
		if got := found("rosa", "ben"); len(got) > 0 {
			t.Errorf("who has left is found: %q", got)
		}
	})
}

func TestMe(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ben := s.as("ben")
		wantField(t, s.ChangeMe(t.Context(), ben, ChangeMeInput{Name: ""}), "name", "people.name.empty")
		wantField(t, s.ChangeMe(t.Context(), ben, ChangeMeInput{Name: "Ben", Locale: "xx"}), "locale", "people.locale.choose")
		wantField(t, s.ChangeMe(t.Context(), ben, ChangeMeInput{Name: "Ben", First: "nowhere"}), "first", "people.schools.unknown")
		if err := s.ChangeMe(t.Context(), ben, ChangeMeInput{Name: "Benjamin Adeyemi", First: "elm"}); err != nil {
			t.Fatal(err)
		}
		me := must[Person](t)(s.Me(t.Context(), ben))
		if me.Name != "Benjamin Adeyemi" || me.Locale != "" || me.Memberships[0].School != "elm" || me.Memberships[1].Percent != 25 {
			t.Errorf("got %+v", me)
		}
		if err := s.ChooseLanguage(t.Context(), ben, "es"); err != nil {
			t.Fatal(err)
		}
		if me := must[Person](t)(s.Me(t.Context(), ben)); me.Locale != "es" {
			t.Errorf("reads in %q", me.Locale)
		}
	})
}

func TestPublicPagesAreOffUntilTheCoordinatorTurnsThemOn(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		in := DistrictInput{Name: "Maple Valley", Zone: "America/Denver", Calling: "librarian", Locale: "en"}
		for _, public := range []bool{true, false} {
			if got := must[District](t)(s.District(t.Context(), ana.District)); got.PublicOn == public {
				t.Errorf("public pages are %v before they were changed", got.PublicOn)
			}
			in.Public = public
			if err := s.ChangeDistrict(t.Context(), ana, in); err != nil {
				t.Fatal(err)
			}
		}
		if got := must[District](t)(s.District(t.Context(), ana.District)); got.PublicOn {
			t.Error("public pages stay on")
		}
	})
}

func TestChangeDistrict(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		err := s.ChangeDistrict(t.Context(), ana, DistrictInput{Zone: "Mars/Olympus", Calling: "boss", Locale: "xx"})
		for field, key := range map[string]string{"name": "people.name.empty", "zone": "people.zone.choose", "calling": "people.calling.choose", "locale": "people.locale.choose"} {
			wantField(t, err, field, key)
		}
		if err := s.ChangeDistrict(t.Context(), ana, DistrictInput{Name: "Maple  Valley Schools", Zone: "America/Denver", Calling: "media_specialist", Locale: "es"}); err != nil {
			t.Fatal(err)
		}
		d := must[District](t)(s.District(t.Context(), "maple"))
		if d.Name != "Maple Valley Schools" || d.Location().String() != "America/Denver" || d.SetUp != Done {
			t.Errorf("got %+v", d)
		}
	})
}

// Whoever was invited at a wrong address is invited anew at the right one, and what went to the wrong one opens nothing.
func TestACorrectedAddressIsInvitedAnew(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		ana := s.as("ana")
		must[int](t)(s.Invite(t.Context(), ana, []id.PersonID{"lin"}))
		wrong := s.post()
		lin := must[Person](t)(s.Person(t.Context(), ana, "lin"))
		must[Person](t)(s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "lin", Name: lin.Name, Mail: "lin.haddad@maple.example", Memberships: lin.Memberships}))

		letters := s.post()
		if len(wrong) != 1 || len(letters) != 1 || letters[0].To != "lin.haddad@maple.example" {
			t.Fatalf("%d letters before, then %+v", len(wrong), letters)
		}
		_, err := s.OpenLink(t.Context(), secretIn(t, wrong[0]))
		wantReason(t, err, "signin.link.unknown")
		if in := must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letters[0]), Device{})); in.Person.ID != "lin" {
			t.Errorf("%s came in", in.Person.ID)
		}
		must[Person](t)(s.ChangePerson(t.Context(), ana, ChangePersonInput{Person: "lin", Name: lin.Name, Mail: "lh@maple.example", Memberships: lin.Memberships}))
		if letters := s.post(); len(letters) != 0 {
			t.Errorf("who is here already gets %+v", letters)
		}
	})
}

// A corrected name, or another spelling of the same address, writes to nobody.
func TestAChangeOfNameInvitesNobody(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		tom := must[Person](t)(s.Person(t.Context(), s.as("ana"), "tom"))
		must[Person](t)(s.ChangePerson(t.Context(), s.as("ana"), ChangePersonInput{Person: "tom", Name: "Thomas Okafor", Mail: "TOM@maple.example", Memberships: tom.Memberships}))
		if letters := s.post(); len(letters) != 0 {
			t.Errorf("wrote %+v", letters)
		}
	})
}
