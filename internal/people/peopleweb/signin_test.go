package peopleweb_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/web"
)

func TestSignInByMail(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	v.get("/catalog").is(200, "/sign-in").says("Come in", "Maple Valley", `value="/catalog"`, `autocomplete="email"`)
	v.post("/sign-in", "mail", "rosa", "next", "/catalog").is(422, "/sign-in").says(`aria-invalid="true"`, `role="alert"`, "Write an email address", `value="rosa"`)
	sent := v.post("/sign-in", "mail", "rosa@maple.example", "next", "/catalog")
	sent.is(200, sent.path).says("Look into your email", "15 more minutes", `autocomplete="one-time-code"`)

	link := path(s.link())
	opened := v.get(link).is(200, link).says("Hello, Rosa Delgado", "Sign in as Rosa Delgado")
	if opened.header.Get("Cache-Control") != "no-store" || opened.header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the page of a link may be kept or told: %v", opened.header)
	}
	v.get(link).is(200, link)                                                      // a scanner was here
	v.post(link).is(200, "/catalog").says("Rosa Delgado", "Elsewhere at /catalog") // in
	s.visitor().post(link).is(409, link).says("This link was used already", "Ask for a new link")
	v.get("/sign-in?next=/catalog").is(200, "/catalog") // who is in needs no door
}

func TestSignInByDigits(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	sent := v.post("/sign-in", "mail", "rosa@maple.example", "next", "/catalog")
	digits := s.digits()
	v.post(sent.path, "digits", "000 00x").is(422, sent.path).says(`aria-invalid="true"`, "not the six digits")
	v.post(sent.path, "digits", digits).is(200, "/catalog").says("Rosa Delgado")
	s.visitor().get(sent.path).is(410, sent.path).says("can no longer be used", "Come in")
}

// Five wrong digits close the page, for an address that is here and for one that is not, in the same words.
func TestAddressesCannotBeProbedAtTheDoor(t *testing.T) {
	s := newShelf(t).mapleValley()
	var answers []string
	for _, address := range []string{"rosa@maple.example", "nobody@maple.example"} {
		v := s.visitor()
		sent := v.post("/sign-in", "mail", address)
		s.letters()
		said := []string{strings.ReplaceAll(sent.text, sent.path, "PATH")}
		for range 6 {
			tried := v.post(sent.path, "digits", "12345")
			said = append(said, http.StatusText(tried.status), strings.ReplaceAll(tried.text, sent.path, "PATH"))
		}
		answers = append(answers, strings.Join(said, "\n"))
	}
	if answers[0] != answers[1] {
		t.Errorf("an address that is here is answered\n%s\none that is not\n%s", answers[0], answers[1])
	}
	if !strings.Contains(answers[0], "can no longer be used") {
		t.Error("the page is not closed after five tries")
	}
}

func TestAskingIsLimited(t *testing.T) {
	s := newShelf(t).mapleValley()
	for _, address := range []string{"rosa@maple.example", "nobody@maple.example"} {
		for range 5 {
			v := s.visitor()
			if sent := v.post("/sign-in", "mail", address); sent.status != 200 {
				t.Fatalf("%s: %d within the limit", address, sent.status)
			}
		}
		s.visitor().post("/sign-in", "mail", strings.ToUpper(address)).is(429, "/sign-in").says("a little too often", "Wait")
	}
	s.clock.Advance(17 * time.Minute)
	if sent := s.visitor().post("/sign-in", "mail", "rosa@maple.example"); sent.status != 200 {
		t.Errorf("%d a quarter of an hour later", sent.status)
	}
}

func TestOneClientCannotAskForEveryone(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	for i := range 60 {
		if sent := v.post("/sign-in", "mail", "nobody"+strings.Repeat("x", i)+"@maple.example"); sent.status != 200 {
			t.Fatalf("%d after %d", sent.status, i)
		}
	}
	v.post("/sign-in", "mail", "rosa@maple.example").is(429, "/sign-in")
}

func TestWhoeverKnocksOnShutsTheDoorForNobodyElse(t *testing.T) {
	s := newShelf(t).mapleValley()
	spent := func() map[int]int {
		out := map[int]int{}
		list, err := db.All(t.Context(), s.db, db.Value[int], `SELECT used FROM rate_limit`)
		if err != nil {
			t.Fatal(err)
		}
		for _, used := range list {
			out[used]++
		}
		return out
	}
	for range 40 {
		s.visitor().post("/sign-in", "mail", "rosa@maple.example")
	}
	if got, want := spent(), map[int]int{40: 1, 5: 3}; !maps.Equal(got, want) { // the client; by quarter of an hour, by day, and in all
		t.Errorf("40 letters asked for and 5 written: counted as %v, want %v", got, want)
	}
	for i := range 60 {
		s.visitor().post("/sign-in", "mail", "nobody"+strings.Repeat("x", i)+"@maple.example")
	}
	if got := spent(); got[60] != 1 || got[25] != 1 {
		t.Errorf("100 times by a client that may ask 60 times: counted as %v", got)
	}
}

// A session planted in the browser before signing in is worth nothing afterwards, and the browser has another.
func TestSessionCannotBePlanted(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.as("rosa@maple.example")
	first := v.session()
	v.post("/sign-in", "mail", "tom@maple.example") // someone else signs in on the same PC
	v.post(path(s.link())).is(200, "/").says("Tom Okafor")
	if second := v.session(); second == first || len(second) != 43 {
		t.Errorf("the session went from %q to %q", first, second)
	}
	planted := s.visitor()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: first})
	answer, err := planted.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.Request.URL.Path != "/sign-in" {
		t.Errorf("the former session still opens %s", answer.Request.URL.Path)
	}
}

func TestSignOut(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.as("rosa@maple.example")
	v.post("/sign-out").is(200, "/sign-in").says("You are signed out.")
	v.get("/me").is(200, "/sign-in")
	if v.session() != "" {
		t.Error("the browser still holds a session")
	}
}

func TestNextIsNeverAnotherSite(t *testing.T) {
	s := newShelf(t).mapleValley()
	for _, next := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		v := s.visitor()
		v.post("/sign-in", "mail", "rosa@maple.example", "next", next)
		v.post(path(s.link())).is(200, "/")
		s.clock.Advance(15 * time.Minute)
	}
}

func TestStaleLinksAreExplained(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	v.get("/sign-in/link/no-such-link").is(409, "/sign-in/link/no-such-link").says("This link opens nothing", "Send me a link")
	v.post("/sign-in", "mail", "rosa@maple.example")
	link := path(s.link())
	s.clock.Advance(16 * time.Minute)
	v.get(link).is(409, link).says("The time of this link is over")
	v.post(link).is(409, link).says("The time of this link is over")
}

func TestDoorInSpanish(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	v.locale = "es-MX"
	v.get("/sign-in").says(`lang="es"`, "Adelante", "Enviarme un enlace")
	sent := v.post("/sign-in", "mail", "rosa@maple.example").says("Mire su correo")
	if subject := s.letters()[0].Subject; subject != "Su enlace al estante de Maple Valley" {
		t.Errorf("the letter is called %q", subject)
	}
	v.post(sent.path, "digits", "1").is(422, sent.path).says("No son los seis dígitos")
}

func demonstration(o *web.Options, _ *mail.Options) { o.Demo = true }

func TestDemonstration(t *testing.T) {
	s := newShelf(t, demonstration).mapleValley()
	v := s.visitor()
	v.get("/demo").is(200, "/demo").says("Whom would you like to be?", "Ana Villarreal", "Librarian at Elm and Oak", "Teacher at Elm", "Email that this demonstration wrote")
	v.post("/demo/sign-in", "person", "elm").is(200, "/").says("Rosa Delgado")
	v.post("/demo/sign-in", "person", "teacher").is(200, "/").says("Tom Okafor")
	v.post("/demo/sign-in", "person", "lin").is(404, "/demo/sign-in")
	v.post("/demo/sign-in").is(404, "/demo/sign-in")
	v.get("/demo/mail").says("No email yet")
	s.visitor().post("/sign-in", "mail", "rosa@maple.example").says("Read the email of this demonstration")
	link := path(s.link())
	v.get("/demo/mail").says("Your link to the shelf of Maple Valley", `href="`+link+`"`, "rosa@maple.example")
}

// Without the flag there is no demonstration, whatever is in the database.
func TestNoDemonstrationWithoutTheFlag(t *testing.T) {
	s := newShelf(t).mapleValley()
	v := s.visitor()
	v.get("/demo").is(404, "/demo")
	v.get("/demo/mail").is(404, "/demo/mail")
	v.post("/demo/sign-in", "person", "coordinator").is(404, "/demo/sign-in")
	if v.session() != "" {
		t.Error("somebody was signed in")
	}
}
