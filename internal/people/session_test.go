package people

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mail/mailtest"
	"github.com/commonshelf/commonshelf/internal/peer"
)

func TestSignInByLink(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		_, letter := s.ask("rosa@MAPLE.example")
		if letter.To != "Rosa@maple.example" || letter.ToName != "Rosa Delgado" || letter.Language != "en" || letter.Subject != "Your link to the shelf of Maple Valley" {
			t.Errorf("letter to %s <%s> in %s: %s", letter.ToName, letter.To, letter.Language, letter.Subject)
		}
		if !strings.Contains(letter.Text, "until 9:15 AM") { // 17:15 UTC in Los Angeles
			t.Errorf("the letter does not say until when:\n%s", letter.Text)
		}
		opened := must[Opened](t)(s.OpenLink(t.Context(), secretIn(t, letter)))
		if opened.Person.Name != "Rosa Delgado" || opened.District.Name != "Maple Valley" || opened.Purpose != ToSignIn {
			t.Errorf("opened %+v", opened)
		}

		in := must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{}))

		if lasts := in.Expires.Sub(s.clock.Now()); in.Next != "/catalog" || lasts > 12*time.Hour || lasts < 12*time.Hour-time.Minute {
			t.Errorf("signed in until %s, on to %s", in.Expires, in.Next)
		}
		session := must[Session](t)(s.FindSession(t.Context(), in.Secret))
		if session.Actor.Person != "rosa" || session.School != "Elm" || session.District.Name != "Maple Valley" || !session.Actor.MediaSpecialistAt("elm") {
			t.Errorf("session %+v", session)
		}
		_, err := s.UseLink(t.Context(), secretIn(t, letter), Device{})
		wantReason(t, err, "signin.link.used")
	})
}

// Who asked twice comes in by either letter, and the other ends with it.
func TestComingInEndsEveryOtherLink(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		_, first := s.ask("rosa@maple.example")
		request, second := s.ask("rosa@maple.example")
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, first), Device{}))
		_, err := s.UseLink(t.Context(), secretIn(t, second), Device{})
		wantReason(t, err, "signin.link.used")
		_, err = s.UseDigits(t.Context(), request, codeIn(t, second), Device{})
		wantReason(t, err, "signin.digits.over")
	})
}

// A scanner that opens the link, however often, leaves it usable.
func TestOpeningALinkUsesUpNothing(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		_, letter := s.ask("rosa@maple.example")
		for range 3 {
			must[Opened](t)(s.OpenLink(t.Context(), secretIn(t, letter)))
		}
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{}))
	})
}

func TestLinkLetsInOnceHoweverManyPress(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		_, letter := s.ask("rosa@maple.example")
		secret := secretIn(t, letter)
		var wg sync.WaitGroup
		var mu sync.Mutex
		came := 0
		for range 20 {
			wg.Go(func() {
				_, err := s.UseLink(t.Context(), secret, Device{})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					came++
				} else if !fault.IsConflict(err) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if sessions := s.count(`SELECT count(*) FROM session WHERE person = 'rosa'`); came != 1 || sessions != 1 {
			t.Errorf("%d came in, %d sessions", came, sessions)
		}
	})
}

func TestLinkIsOverAfterFifteenMinutes(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		request, letter := s.ask("rosa@maple.example")
		s.clock.Advance(15*time.Minute + time.Second)
		_, err := s.OpenLink(t.Context(), secretIn(t, letter))
		wantReason(t, err, "signin.link.over")
		_, err = s.UseLink(t.Context(), secretIn(t, letter), Device{})
		wantReason(t, err, "signin.link.over")
		_, err = s.UseDigits(t.Context(), request, codeIn(t, letter), Device{})
		wantReason(t, err, "signin.digits.over")
		_, err = s.Asked(t.Context(), request)
		wantNotFound(t, err)
	})
}

func TestUnknownSecretsOpenNothing(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		s.ask("rosa@maple.example")
		for _, text := range []string{"", "x", strings.Repeat("A", 43)} {
			_, err := s.UseLink(t.Context(), SecretOf(text), Device{})
			wantReason(t, err, "signin.link.unknown")
			_, err = s.FindSession(t.Context(), SecretOf(text))
			wantNotFound(t, err)
			_, _, err = s.FindToken(t.Context(), SecretOf("cs_"+text))
			wantNotFound(t, err)
		}
	})
}

func TestSignInByDigits(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		request, letter := s.ask("rosa@maple.example")
		other, _ := s.ask("ben@maple.example")
		_, err := s.UseDigits(t.Context(), other, codeIn(t, letter), Device{})
		wantField(t, err, "digits", "signin.digits.wrong")

		in := must[SignedIn](t)(s.UseDigits(t.Context(), request, codeIn(t, letter), Device{}))
		if in.Person.ID != "rosa" || in.Next != "/catalog" {
			t.Errorf("came in as %+v", in)
		}
		_, err = s.UseDigits(t.Context(), request, codeIn(t, letter), Device{})
		wantReason(t, err, "signin.digits.over")
		_, err = s.UseLink(t.Context(), secretIn(t, letter), Device{})
		wantReason(t, err, "signin.link.used")
	})
}

// Whoever guesses is stopped after five wrong digits, also when they come all at once, and the right ones come too late then.
func TestGuessingDigitsIsStopped(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		request, letter := s.ask("rosa@maple.example")
		right := codeIn(t, letter)
		var wg sync.WaitGroup
		var mu sync.Mutex
		looked := 0
		for i := range 30 {
			guess := fmt.Sprintf("%06d", i)
			if guess == right {
				continue
			}
			wg.Go(func() {
				_, err := s.UseDigits(t.Context(), request, guess, Device{})
				mu.Lock()
				defer mu.Unlock()
				if _, wrong := fault.AsFields(err); wrong {
					looked++
				} else if !fault.IsConflict(err) {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if looked > mostTries {
			t.Errorf("%d guesses were looked at, want at most %d", looked, mostTries)
		}
		for range mostTries { // those that collided in the database did not count
			if _, err := s.UseDigits(t.Context(), request, "wrong", Device{}); fault.IsConflict(err) {
				break
			}
		}
		_, err := s.UseDigits(t.Context(), request, right, Device{})
		wantReason(t, err, "signin.digits.over")
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{})) // the link is not guessed: it still works
	})
}

// Asking anew gives a guesser no more than 25 tries a day for one address.
func TestGuessingIsLimitedByAddressAndDay(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		for range mostDailyTries / mostTries {
			request, _ := s.ask("rosa@maple.example")
			for range mostTries {
				_, err := s.UseDigits(t.Context(), request, "000000x", Device{})
				wantField(t, err, "digits", "signin.digits.wrong")
			}
		}
		request, letter := s.ask("rosa@maple.example")
		_, err := s.UseDigits(t.Context(), request, codeIn(t, letter), Device{})
		wantReason(t, err, "signin.digits.link_only")
		s.clock.Advance(26 * time.Hour)
		request, letter = s.ask("rosa@maple.example")
		must[SignedIn](t)(s.UseDigits(t.Context(), request, codeIn(t, letter), Device{}))
	})
}

// Nothing tells an address that is here from one that is not: the same rows, the same jobs, the same answers.
func TestAddressesCannotBeProbed(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		said := map[string][]string{}
		for _, mail := range []string{"rosa@maple.example", "nobody@maple.example", "lin@maple.example"} {
			before := s.count(`SELECT count(*) FROM sign_in_link`)
			request, err := s.AskToSignIn(t.Context(), AskInput{Mail: mail, Locale: "en"})
			if err != nil || !id.Valid(request) || s.count(`SELECT count(*) FROM sign_in_link`) != before+1 {
				t.Errorf("%s: %q, %v", mail, request, err)
			}
			if jobs := s.count(`SELECT count(*) FROM river_job WHERE kind = 'people.letter'`); jobs != 1 {
				t.Errorf("%s: %d jobs wait", mail, jobs)
			}
			if letters, want := len(s.post()), map[string]int{"rosa@maple.example": 1}[mail]; letters != want {
				t.Errorf("%s: %d letters, want %d", mail, letters, want)
			}
			if _, err := s.Asked(t.Context(), request); err != nil {
				t.Errorf("%s: %v", mail, err)
			}
			for range mostTries + 1 {
				_, err := s.UseDigits(t.Context(), request, "12345", Device{})
				said[mail] = append(said[mail], strings.ReplaceAll(err.Error(), request, "REQUEST"))
			}
		}
		for _, mail := range []string{"nobody@maple.example", "lin@maple.example"} {
			if got, want := strings.Join(said[mail], "\n"), strings.Join(said["rosa@maple.example"], "\n"); got != want {
				t.Errorf("%s is answered\n%s\nwant\n%s", mail, got, want)
			}
		}
		_, err := s.AskToSignIn(t.Context(), AskInput{Mail: "rosa"})
		wantField(t, err, "mail", "people.mail.wrong")
	})
}

// Whatever secret a device had before is worth nothing after signing in on it, and the new one was never seen before.
func TestSigningInChangesTheSecret(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		first := s.signIn("rosa@maple.example")
		_, letter := s.ask("ben@maple.example")
		planted := SecretOf("chosen-by-an-attacker")
		in := must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{Former: planted}))
		_, err := s.FindSession(t.Context(), planted)
		wantNotFound(t, err)
		_, letter = s.ask("rosa@maple.example")
		again := must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, letter), Device{Former: first.Secret}))
		if again.Secret == first.Secret || again.Secret == in.Secret {
			t.Error("a secret came twice")
		}
		_, err = s.FindSession(t.Context(), first.Secret)
		wantNotFound(t, err)
	})
}

func TestSessionEnds(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		in, other := s.signIn("rosa@maple.example"), s.signIn("rosa@maple.example")
		if n := must[int](t)(s.Devices(t.Context(), s.as("rosa"))); n != 2 {
			t.Errorf("%d devices", n)
		}
		if err := s.SignOut(t.Context(), in.Secret); err != nil {
			t.Fatal(err)
		}
		_, err := s.FindSession(t.Context(), in.Secret)
		wantNotFound(t, err)

		s.clock.Advance(12*time.Hour + time.Minute)
		late := must[Session](t)(s.FindSession(t.Context(), other.Secret))
		if s.clock.Now().Before(late.Expires) || late.Actor.Person != "rosa" {
			t.Errorf("after twelve hours: %+v", late)
		}
		if n := must[int](t)(s.Devices(t.Context(), s.as("rosa"))); n != 0 {
			t.Errorf("%d devices after twelve hours", n)
		}
		s.clock.Advance(24 * time.Hour)
		_, err = s.FindSession(t.Context(), other.Secret)
		wantNotFound(t, err)
		if err := s.Sweep(t.Context()); err != nil || s.count(`SELECT count(*) FROM session`)+s.count(`SELECT count(*) FROM sign_in_link`) != 0 {
			t.Errorf("something is left (%v)", err)
		}
	})
}

func TestCoordinatorEndsSessions(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		rosa, ben := s.signIn("rosa@maple.example"), s.signIn("ben@maple.example")
		_, program, err := s.CreateToken(t.Context(), s.as("rosa"), "Script", MayRead)
		if err != nil {
			t.Fatal(err)
		}
		var ended []id.PersonID
		s.OnEndAll(func(_ context.Context, _ *db.DB, _ actor.Actor, whose id.PersonID) error {
			ended = append(ended[:0], whose)
			return nil
		})
		if err := s.EndAll(t.Context(), s.as("ana"), "rosa"); err != nil {
			t.Fatal(err)
		}
		_, err = s.FindSession(t.Context(), rosa.Secret)
		wantNotFound(t, err)
		_, _, err = s.FindToken(t.Context(), program)
		wantNotFound(t, err)
		if len(ended) != 1 || ended[0] != "rosa" {
			t.Errorf("other domains ended what reads for %v", ended)
		}
		must[Session](t)(s.FindSession(t.Context(), ben.Secret))
	})
}

// Signing out everywhere leaves programs alone until one says otherwise.
func TestSigningOutEverywhere(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		rosa := s.signIn("rosa@maple.example")
		_, program, err := s.CreateToken(t.Context(), s.as("rosa"), "Script", MayRead)
		if err != nil {
			t.Fatal(err)
		}
		_, letter := s.ask("rosa@maple.example")
		if err := s.EndSessions(t.Context(), s.as("rosa")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.UseLink(t.Context(), secretIn(t, letter), Device{}); err == nil {
			t.Error("a link that was open lets in")
		}
		if n := s.count(`SELECT count(*) FROM passkey_request`) + s.count(`SELECT count(*) FROM parked_form`); n != 0 {
			t.Errorf("%d requests and forms wait", n)
		}
		_, err = s.FindSession(t.Context(), rosa.Secret)
		wantNotFound(t, err)
		if _, _, err := s.FindToken(t.Context(), program); err != nil {
			t.Errorf("the program is out too: %v", err)
		}
		if err := s.EndAll(t.Context(), s.as("rosa"), "rosa"); err != nil {
			t.Fatal(err)
		}
		_, _, err = s.FindToken(t.Context(), program)
		wantNotFound(t, err)
	})
}

func TestLettersSpeakThePersonsLanguage(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		_, chosen := s.ask("ben@maple.example") // who chose Spanish, on an English page
		if chosen.Language != "es" || !strings.Contains(chosen.Text, "hasta las 09:15") || chosen.Subject != "Su enlace al estante de Maple Valley" {
			t.Errorf("to Ben: %s\n%s", chosen.Subject, chosen.Text)
		}
		if _, err := s.AskToSignIn(t.Context(), AskInput{Mail: "rosa@maple.example", Locale: "es"}); err != nil {
			t.Fatal(err)
		}
		if asked := s.post()[0]; asked.Language != "es" {
			t.Errorf("asked on a Spanish page, answered in %s", asked.Language)
		}
	})
}

// A letter that could not leave is tried again, with a secret of its own, and arrives at a real mail server.
func TestLetterIsTriedAgainAndArrives(t *testing.T) {
	server := mailtest.Start(t)
	each(t, func(t *testing.T, s *shelf) {
		silent := peer.FreeAddress(t) // nobody listens there
		s.open(mail.Options{URL: "smtp://" + silent, From: "Maple Valley Shelf <shelf@maple.example>", Clock: s.clock})
		if _, err := s.AskToSignIn(t.Context(), AskInput{Mail: "rosa@maple.example", Locale: "en"}); err != nil {
			t.Fatal(err)
		}
		if err := s.jobs.Drain(t.Context()); err == nil {
			t.Fatal("a letter that could not go is taken for sent")
		}
		s.open(mail.Options{URL: server.URL, From: "Maple Valley Shelf <shelf@maple.example>", Clock: s.clock})
		before := len(server.Letters(t))
		if err := s.jobs.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		arrived := server.Letters(t)
		if len(arrived) != before+1 {
			t.Fatalf("%d letters arrived, want 1", len(arrived)-before)
		}
		l := arrived[before]
		if l.To[0].Address != "Rosa@maple.example" || l.Subject != "Your link to the shelf of Maple Valley" || l.From.Address != "shelf@maple.example" {
			t.Errorf("%q from %v to %v", l.Subject, l.From, l.To)
		}
		must[SignedIn](t)(s.UseLink(t.Context(), secretIn(t, mail.Letter{Text: l.Text, HTML: l.HTML}), Device{}))
	})
}

// A letter that may have left before the queue wrote it anew opens as the new one does; one that surely left is not written again.
func TestALetterWrittenTwiceLetsInByEither(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		for _, use := range []func(request string, first, second mail.Letter) error{
			func(_ string, first, _ mail.Letter) error {
				_, err := s.UseLink(t.Context(), secretIn(t, first), Device{})
				return err
			},
			func(request string, first, _ mail.Letter) error {
				_, err := s.UseDigits(t.Context(), request, codeIn(t, first), Device{})
				return err
			},
			func(_ string, _, second mail.Letter) error {
				_, err := s.UseLink(t.Context(), secretIn(t, second), Device{})
				return err
			},
			func(request string, _, second mail.Letter) error {
				_, err := s.UseDigits(t.Context(), request, codeIn(t, second), Device{})
				return err
			},
		} {
			request, first := s.ask("rosa@maple.example")
			again := writing{Letter: signInLetter, Request: request}
			if err := s.write(t.Context(), again); err != nil {
				t.Fatal(err)
			}
			if more := s.post(); len(more) > 0 {
				t.Fatalf("a letter that left comes again: %d", len(more))
			}
			if _, err := s.db.Exec(t.Context(), `UPDATE sign_in_link SET sent_at = NULL WHERE request = $1`, request); err != nil { // killed before it was noted
				t.Fatal(err)
			}
			if err := s.write(t.Context(), again); err != nil {
				t.Fatal(err)
			}
			letters := s.post()
			if len(letters) != 1 || secretIn(t, letters[0]).Reveal() == secretIn(t, first).Reveal() {
				t.Fatalf("%d letters", len(letters))
			}
			if err := use(request, first, letters[0]); err != nil {
				t.Error(err)
			}
			for _, l := range []mail.Letter{first, letters[0]} {
				_, err := s.UseLink(t.Context(), secretIn(t, l), Device{})
				wantReason(t, err, "signin.link.used")
			}
		}
	})
}

// No secret stands in the database: not in a job, not in a row.
func TestTheDatabaseHoldsNoSecret(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		must[int](t)(s.Invite(t.Context(), s.as("ana"), []id.PersonID{"lin"}))
		if _, err := s.AskToSignIn(t.Context(), AskInput{Mail: "rosa@maple.example"}); err != nil {
			t.Fatal(err)
		}
		args := s.count(`SELECT count(*) FROM river_job WHERE kind = 'people.letter'`)
		letters := s.post()
		if args != 2 || len(letters) != 2 {
			t.Fatalf("%d jobs, %d letters", args, len(letters))
		}
		for _, l := range letters {
			secret := secretIn(t, l)
			if n := s.count(`SELECT count(*) FROM sign_in_link WHERE token_hash = $1`, []byte(secret.Reveal())); n != 0 {
				t.Error("a secret is stored as it is")
			}
			if n := s.count(`SELECT count(*) FROM sign_in_link WHERE token_hash = $1`, secret.hash()); n != 1 {
				t.Error("the hash of a secret is not stored")
			}
		}
	})
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	secret := SecretOf("hush")
	for _, format := range []string{"%v", "%s", "%+v", "%#v", "%q", "%x", "%d"} {
		if got := fmt.Sprintf(format, secret); strings.Contains(got, "hush") || strings.Contains(got, "68757368") {
			t.Errorf("%s prints %s", format, got)
		}
		if got := fmt.Sprintf(format, SignedIn{Secret: secret}); strings.Contains(got, "hush") || strings.Contains(got, "68757368") {
			t.Errorf("%s prints %s inside", format, got)
		}
	}
	if got := secret.LogValue().String(); strings.Contains(got, "hush") {
		t.Errorf("logged as %s", got)
	}
}

func TestLimits(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		spend := func(bucket string) time.Duration {
			return must[time.Duration](t)(s.Spend(t.Context(), bucket, 3, 15*time.Minute))
		}
		for range 3 {
			if wait := spend("mail rosa"); wait != 0 {
				t.Errorf("waits %s within the limit", wait)
			}
		}
		wait := spend("mail rosa")
		if wait <= 15*time.Minute || wait > 17*time.Minute {
			t.Errorf("waits %s beyond it", wait)
		}
		if wait := spend("mail ben"); wait != 0 {
			t.Errorf("another bucket waits %s", wait)
		}
		if n := s.count(`SELECT count(*) FROM rate_limit WHERE bucket LIKE '%rosa%'`); n != 0 {
			t.Error("a bucket can be read back")
		}
		s.clock.Advance(wait - time.Second)
		if left := spend("mail rosa"); left <= 0 || left > time.Second {
			t.Errorf("a second before the end it waits %s", left)
		}
		s.clock.Advance(time.Second)
		if wait := spend("mail rosa"); wait != 0 {
			t.Errorf("waits %s after the end", wait)
		}
		s.clock.Advance(27 * time.Hour)
		if err := s.Sweep(t.Context()); err != nil || s.count(`SELECT count(*) FROM rate_limit`) != 0 {
			t.Errorf("counts are left (%v)", err)
		}
	})
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		rosa, ben := s.as("rosa"), s.as("ben")
		_, _, err := s.CreateToken(t.Context(), rosa, "", "all")
		wantField(t, err, "token", "people.name.empty")
		wantField(t, err, "scope", "people.token.scope")

		token, secret, err := s.CreateToken(t.Context(), rosa, "Library website", MayRead)
		if err != nil {
			t.Fatal(err)
		}
		by, scope, err := s.FindToken(t.Context(), secret)
		if err != nil || by.Person != "rosa" || !by.MediaSpecialistAt("elm") || scope.Writes() {
			t.Errorf("found %+v with %q, %v", by, scope, err)
		}
		if list := must[[]Token](t)(s.Tokens(t.Context(), rosa)); len(list) != 1 || list[0].ID != token.ID || list[0].Name != token.Name || !list[0].Expires.Equal(token.Expires) {
			t.Errorf("listed %+v, made %+v", list, token)
		}
		if list := must[[]Token](t)(s.Tokens(t.Context(), ben)); len(list) != 0 {
			t.Errorf("Ben is shown %+v", list)
		}
		wantNotFound(t, s.RevokeToken(t.Context(), ben, token.ID))
		used := must[[]Token](t)(s.Tokens(t.Context(), rosa))[0]
		if token.UsedOn != "" || used.UsedOn != "2026-11-23" {
			t.Errorf("used on %q, and on %q when made", used.UsedOn, token.UsedOn)
		}
		s.clock.Advance(14 * time.Hour) // the next day by UTC, the same in the district
		if _, _, err := s.FindToken(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		if again := must[[]Token](t)(s.Tokens(t.Context(), rosa))[0]; again.UsedOn != "2026-11-23" {
			t.Errorf("used on %s", again.UsedOn)
		}
		if err := s.RevokeToken(t.Context(), rosa, token.ID); err != nil {
			t.Fatal(err)
		}
		_, _, err = s.FindToken(t.Context(), secret)
		wantNotFound(t, err)

		_, secret, err = s.CreateToken(t.Context(), rosa, "Script", MayWrite)
		if err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(366 * 24 * time.Hour)
		_, _, err = s.FindToken(t.Context(), secret)
		wantNotFound(t, err)
	})
}

func TestAPersonHoldsAtMostTwentyTokens(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		rosa := s.as("rosa")
		for range mostTokens {
			if _, _, err := s.CreateToken(t.Context(), rosa, "x", MayRead); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err := s.CreateToken(t.Context(), rosa, "x", MayRead)
		wantField(t, err, "token", "people.token.many")
	})
}

func TestParkedFormsWaitForTheirPersonAlone(t *testing.T) {
	each(t, func(t *testing.T, s *shelf) {
		form := Parked{District: "maple", Person: "rosa", Path: "/share", Body: []byte("title=Quiet"), Until: s.clock.Now().Add(time.Hour)}
		name := must[string](t)(s.Park(t.Context(), form))
		found := must[Parked](t)(s.FindParked(t.Context(), s.as("rosa"), name))
		if found.Path != form.Path || string(found.Body) != string(form.Body) || !found.Until.Equal(form.Until) || found.Person != "rosa" {
			t.Errorf("found %+v", found)
		}
		_, err := s.FindParked(t.Context(), s.as("ben"), name)
		wantNotFound(t, err)
		if err := s.DiscardParked(t.Context(), s.as("ben"), name); err != nil {
			t.Fatal(err)
		}
		must[Parked](t)(s.FindParked(t.Context(), s.as("rosa"), name))
		for range mostParked {
			form.Until = form.Until.Add(time.Second)
			must[string](t)(s.Park(t.Context(), form))
		}
		_, err = s.FindParked(t.Context(), s.as("rosa"), name)
		wantNotFound(t, err) // the oldest made room
		if n := s.count(`SELECT count(*) FROM parked_form`); n != mostParked {
			t.Errorf("%d forms wait", n)
		}
		s.clock.Advance(2 * time.Hour)
		if err := s.Sweep(t.Context()); err != nil || s.count(`SELECT count(*) FROM parked_form`) != 0 {
			t.Errorf("forms are left (%v)", err)
		}
	})
}
