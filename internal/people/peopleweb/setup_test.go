package peopleweb_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
)

// setUpLink is the link printed when the program starts.
func (s *shelf) setUpLink() string {
	s.t.Helper()
	link, err := s.people.NewSetUpLink(s.t.Context())
	if err != nil || !link.Needed {
		s.t.Fatalf("needed: %v, %v", link.Needed, err)
	}
	return peopleweb.SetUpPath(link.Secret)
}

// named is a visitor who has named a district and herself.
func (s *shelf) named() *visitor {
	s.t.Helper()
	v, link := s.visitor(), s.setUpLink()
	v.post(link, "name", "River Bend", "zone", "America/Chicago", "calling", "media_specialist", "locale", "en").is(200, link+"/you")
	v.post(link+"/you", "name", "Ana Villarreal", "mail", "ana@river.example").is(200, "/set-up/schools").says("step 3 of 8", "Which schools do you have?")
	return v
}

var tickable = regexp.MustCompile(`type="checkbox"[^>]*name="person"[^>]*value="([^"]+)"`)

func TestSetUpFromEmptyToInvited(t *testing.T) {
	s := newShelf(t)
	v, link := s.visitor(), s.setUpLink()

	v.get("/sign-in").is(200, "/sign-in").says("Nothing is set up here yet", "Whoever started this server finds a link").saysNot("Send me a link", "A teacher or student")
	v.get(link).is(200, link).says("What is your district called?", "step 1 of 8", "Eastern time", "Africa/Abidjan")
	v.get(link+"/you").is(200, link).says("First say what the district is called.")
	v.post(link, "name", "River Bend").is(422, link).says("Choose a time zone from the list.", `value="River Bend"`)
	v.post(link, "name", "River Bend", "zone", "America/Chicago", "calling", "media_specialist", "locale", "en").is(200, link+"/you").says("Who are you?")
	v.get(link).says(`value="River Bend"`) // back
	v.post(link+"/you", "name", "Ana", "mail", "ana").is(422, link+"/you").says("Write an email address")
	v.post(link+"/you", "name", "Ana Villarreal", "mail", "ana@river.example").is(200, "/set-up/schools")
	s.visitor().get("/sign-in").says("Send me a link").saysNot("Nothing is set up here yet")
	s.visitor().get(link).is(409, link).says("This set-up link is closed", "This link was used already")

	v.post("/set-up/schools").is(422, "/set-up/schools").says("Paste at least one school.")
	v.post("/set-up/schools", "schools", "Oak Elementary\nElm Elementary,,xx\nFir High").is(422, "/set-up/schools").
		says("2 schools are kept.", "Line 2", "is not a span of grades", ">\nElm Elementary,,xx</textarea>").saysNot(">\nOak Elementary\n")
	v.get("/set-up/people").is(200, "/set-up/schools") // not yet
	v.post("/set-up/schools", "schools", "Elm Elementary").is(200, "/set-up/people").says("One school is on the list.", "Who works in the libraries?")

	v.post("/set-up/people", "people", "Rosa Delgado, rosa@river.example, Elm\nBen, ben at river, Oak\nClaire, claire@river.example, Oak/Elm, 50\nTom, tom@river.example, Elm, teacher\nMai, mai@river.example, Fir").
		is(422, "/set-up/people").says("4 people are kept.", "Line 2", "“ben at river” is not an email address.", "5 people so far", "Media specialist at Oak and Elm, 50 percent of a full post")
	v.get("/set-up/people").says(">\nBen, ben at river, Oak</textarea>") // closed, and come back to
	v.get(link).is(200, "/set-up/people")
	v.post("/set-up/people", "people", "Ben, ben@river.example, Oak").is(200, "/set-up/second").says("Who coordinates with you?")

	v.post("/set-up/second").is(422, "/set-up/second").says("Choose someone, or write a name")
	v.post("/set-up/second", "name", "Cy", "mail", "rosa@river.example").is(422, "/set-up/second").says("Someone else has this address already.")
	v.post("/set-up/second", "name", "Cy Coordinator", "mail", "cy@river.example").is(200, "/set-up/mail").says("You are two now.", "ana@river.example")

	if letters := s.letters(); len(letters) != 0 {
		t.Fatalf("%d letters before the test", len(letters))
	}
	v.post("/set-up/mail", "do", "send").is(200, "/set-up/mail").says("The test email is on its way.", "The test email has not left this server yet")
	if letters := s.letters(); len(letters) != 1 || letters[0].To != "ana@river.example" {
		t.Fatalf("letters %+v", letters)
	}
	v.get("/set-up/mail").saysNot("has not left this server")
	v.post("/set-up/mail", "do", "next").is(200, "/set-up/shelf").says(`href="/bring"`, "Put up the starter shelf")
	shelf := v.post("/set-up/shelf", "do", "starter").is(422, "/set-up/shelf").says("Choose the school in whose name it stands.")
	fir := regexp.MustCompile(`<option value="([^"]+)">Fir High`).FindStringSubmatch(shelf.text)
	v.post("/set-up/shelf", "do", "starter", "school", fir[1]).is(200, "/set-up/shelf").says("3 things of it are on the shelf.")
	v.post("/set-up/shelf", "do", "remove").is(200, "/set-up/shelf").says("The starter shelf is taken off.")
	invite := v.post("/set-up/shelf", "do", "next").is(200, "/set-up/invite").says("6 people are on your list", "Invite 3 first", "Invite everyone (6)",
		"What they will get", "The email, as ", "Ana Villarreal", "River Bend", "Nothing has been sent.")
	if letters := s.letters(); len(letters) != 1 {
		t.Fatalf("looking has sent %d letters", len(letters)-1)
	}

	chosen := tickable.FindAllStringSubmatch(invite.text, -1)
	if len(chosen) != 6 {
		t.Fatalf("%d people to choose from", len(chosen))
	}
	v.post("/set-up/invite", "do", "first").is(422, "/set-up/invite").says("Choose up to 3")
	v.post("/set-up/invite", "do", "first", "person", chosen[0][1], "person", chosen[1][1], "person", chosen[2][1], "person", chosen[3][1]).
		is(422, "/set-up/invite").says("Choose up to 3", "checked")
	v.post("/set-up/invite", "do", "first", "person", chosen[0][1], "person", chosen[1][1], "person", chosen[2][1]).is(200, "/").says("3 invitations are on their way.")
	if letters := s.letters(); len(letters) != 1+3 {
		t.Errorf("%d letters in all, want the test and exactly 3", len(letters))
	}
	v.get("/set-up").is(200, "/admin").says("3 people were not invited yet").saysNot("not set up yet")
}

func TestSetUpIsResumed(t *testing.T) {
	s := newShelf(t)
	v := s.named()
	v.post("/set-up/schools", "schools", "Oak Elementary").is(200, "/set-up/people")
	v.post("/sign-out")

	link := s.setUpLink() // started again, and no mail works here
	again := s.visitor()
	opened := again.get(link).says("Sign in as Ana Villarreal")
	again.post(opened.path).is(200, "/set-up/people").says("Who works in the libraries?")
	again.get("/set-up/district").is(200, "/set-up/district").says(`value="River Bend"`)
	again.post("/set-up/district", "name", "River Bend Schools", "zone", "America/Chicago", "calling", "librarian", "locale", "es").is(200, "/set-up/you").says("ana@river.example")
	again.post("/set-up/you", "name", "").is(422, "/set-up/you")
	again.post("/set-up/you", "name", "Ana V.").is(200, "/set-up/schools").says("One school so far", "Oak Elementary")
	again.post("/set-up/schools").is(200, "/set-up/people")
	again.post("/set-up/people", "people", "Rosa, rosa@river.example, Oak\nBen, ben at river.example, Oak\nLin, lin@river.example, Elm").is(422, "/set-up/people")
	for _, path := range []string{"/set-up/people", "/admin/people"} { // on another day it is still said why
		again.get(path).is(200, path).says("2 lines are left to put right.", "Line 1, “Ben, ben at river.example, Oak”: “ben at river.example” is not an email address.",
			"Line 2, “Lin, lin@river.example, Elm”: There is no school called “Elm” here.").saysNot("Error:")
	}
	again.post("/set-up/schools", "schools", "Elm Elementary").is(200, "/set-up/people").says("One line is left to put right.")
	again.get("/admin").says("The shelf is not set up yet", `href="/set-up"`)
}

func TestWhatCanWaitInSettingUpIsLeftForLater(t *testing.T) {
	s := newShelf(t)
	v := s.named()
	v.post("/set-up/schools", "schools", "Oak")
	v.post("/set-up/people", "people", "Rosa, rosa@river.example, Oak").is(200, "/set-up/second")
	v.post("/set-up/second", "do", "later").is(422, "/set-up/second").says("Choose someone").saysNot("That is enough")
	v.post("/set-up/second", "name", "Cy", "mail", "cy@river.example").is(200, "/set-up/mail")
	v.get("/set-up/second").says("That is enough")
	v.post("/set-up/second", "do", "enough").is(200, "/set-up/mail")
	v.post("/set-up/mail").is(200, "/set-up/shelf")
	v.post("/set-up/shelf").is(200, "/set-up/invite").says("Invite 2 first")
	v.post("/set-up/invite", "do", "later").is(200, "/").says("Nobody was written to")
	if letters := s.letters(); len(letters) != 0 {
		t.Errorf("%d letters went out", len(letters))
	}
	v.get("/admin").says("2 people were not invited yet")
	v.post("/set-up/nowhere").is(404, "/set-up/nowhere")
}

func TestInviteEveryone(t *testing.T) {
	s := newShelf(t)
	v := s.named()
	v.post("/set-up/schools", "schools", "Oak")
	v.post("/set-up/people", "people", "Rosa, rosa@river.example, Oak\nBen, ben@river.example, Oak")
	v.post("/set-up/second", "name", "Cy", "mail", "cy@river.example")
	for _, step := range []people.Step{people.StepMail, people.StepShelf} {
		v.post("/set-up/"+string(step), "do", "next")
	}
	v.post("/set-up/invite", "do", "everyone").is(200, "/").says("3 invitations are on their way.")
	if letters := s.letters(); len(letters) != 3 || !strings.Contains(letters[0].Text, "Ana Villarreal invites you") {
		t.Errorf("letters %+v", letters)
	}
	guest := s.visitor()
	link := path(s.link())
	guest.get(link).says("Welcome, ")
	guest.post(link).is(200, "/")
}

func TestSetUpInSpanish(t *testing.T) {
	s := newShelf(t)
	v, link := s.visitor(), s.setUpLink()
	v.locale = "es"
	v.get(link).says("¿Cómo se llama su distrito?", "Hora del Este", "paso 1 de 8")
	v.post(link, "name", "Río", "zone", "America/Chicago", "calling", "librarian", "locale", "es").says("¿Quién es usted?")
	v.post(link+"/you", "name", "Inés", "mail", "ines@rio.example").says("¿Qué escuelas tienen?")
	v.post("/set-up/schools", "schools", "Escuela Roble\n,").is(200, "/set-up/people").says("Una escuela está en la lista.")
	v.post("/set-up/people", "people", "Ana, ana@rio, Roble").is(422, "/set-up/people").says("Línea 1", "no es una dirección de correo")
}
