package peopleweb_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/people"
)

func TestDirectory(t *testing.T) {
	s := newShelf(t).mapleValley()
	s.as("rosa@maple.example").get("/people").is(200, "/people").
		says("Who works where", "Oak Elementary School", "Grades K–5", "Librarian, also at Oak", "Librarian, and coordinator", "Coordinator of the district", "mailto:tom@maple.example").saysNot("/admin/people")
	s.as("tom@maple.example").get("/people").says("Joan Kowalski", "mailto:rosa@maple.example", "Tom Okafor").saysNot("mailto:joan@maple.example")
	s.as("ana@maple.example").get("/people").says("/admin/people")
}

func TestPeopleOfTheCoordinator(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	before := len(s.letters())
	ana.get("/admin/people").is(200, "/admin/people").says("Lin Haddad", "Not invited yet", "Librarian at Elm and Oak, 50 percent of a full post", "One person was not invited yet", `action="/admin/people/invite"`)
	ana.post("/admin/people").is(422, "/admin/people").says("Paste at least one person.")
	ana.post("/admin/people", "people", "Mai Tran, mai@maple.example, Elm\nCid, cid@maple.example, Nowhere").is(422, "/admin/people").
		says("One person is kept.", "There is no school called “Nowhere” here.", "Mai Tran")
	ana.post("/admin/people", "people", "Cid, cid@maple.example, Oak").is(200, "/admin/people").says("One person is on the list. Nobody was written to.")
	ana.post("/admin/people/invite").is(200, "/admin/people").says("3 invitations are on their way.")
	if after := len(s.letters()); after != before+3 {
		t.Errorf("%d letters, want 3", after-before)
	}
}

// Two hundred people stay usable: found by words, and by pages.
func TestAListOfManyPeople(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	var lines strings.Builder
	for i := range 60 {
		fmt.Fprintf(&lines, "Person %02d Fields, person%02d@maple.example, Oak, teacher\n", i, i)
	}
	ana.post("/admin/people", "people", lines.String()).is(200, "/admin/people").says("60 people are on the list.", `action="/admin/people"`, "Find someone", "Person 10 Fields", `href="/admin/people?page=2"`).saysNot("/admin/people/rosa")
	ana.get("/admin/people?page=2").is(200, "/admin/people").says("Rosa Delgado", "Tom Okafor").saysNot("Person 10 Fields")
	ana.get("/admin/people?page=99").is(200, "/admin/people").says("Rosa Delgado")
	ana.get("/admin/people?q=delgádo+ELM").says("One person has “delgádo ELM”.", "Rosa Delgado", `value="delgádo ELM"`).saysNot("Joan Kowalski")
	ana.get("/admin/people?q=teacher+person&page=2").says("60 people have", "Person 59 Fields").saysNot("Tom Okafor")
	ana.get("/admin/people?q=nobody+here").says("Nobody on the list has “nobody here”.", "Show everyone")
	ana.get("/admin/people?show=absent").says("Lin Haddad", `aria-current="true">Not here yet`).saysNot("Joan Kowalski")
}

func TestTheDeskSaysFirstWhatWaits(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.get("/admin").is(200, "/admin").says("Waits for you", "One person was not invited yet", "Lin Haddad.", "What you look after", `href="/admin/people"`).saysNot("has not come yet", "only coordinator")
	ana.post("/admin/people/lin/invite")
	ana.get("/admin").says("One person was invited and has not come yet", `href="/admin/people?show=absent"`).saysNot("was not invited yet")
	ana.post("/admin/people", "people", "Cid, cid at maple, Oak")
	ana.get("/admin").says("A line of your list of people is to be put right", "Cid, cid at maple, Oak")
	ana.post("/admin/people", "people", "Cid, cid@maple.example, Oak")
	ana.get("/admin").saysNot("to be put right")
	link := path(s.link())
	s.visitor().post(link)
	ana.post("/admin/people/invite")
	s.visitor().post(path(s.link()))
	ana.get("/admin").is(200, "/admin").says("Nothing waits for you.").saysNot("Waits for you")
}

// undoIn is the address to which a press on Undo posts.
var undoIn = regexp.MustCompile(`/admin/\w+/\w+/former\?[^"]+`)

func TestOnePersonOfTheCoordinator(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	const rosa = "/admin/people/rosa"
	ana.get(rosa).is(200, rosa).says("Rosa Delgado", `name="role.elm"`, `name="percent.oak"`, "Percent of a full post at Oak")
	ana.post(rosa, "name", "", "mail", "joan@maple.example", "role.elm", "teacher", "percent.elm", "none").is(422, rosa).
		says("Write the name.", "Someone else has this address already.", "Write a number from 1 to 100.", `href="#percent.elm"`, `id="percent.elm"`, `value="none"`)
	ana.post(rosa, "name", "Rosa", "mail", "rosa@maple.example").is(422, rosa).says("Choose at least one school.", `href="#schools"`)
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher").is(200, "/admin/people").says("Saved: Rosa D..", "Teacher at Oak", "Undo")
	was := html.UnescapeString(undoIn.FindString(ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher").text))
	ana.post(rosa, "name", "Rosalía", "mail", "rosa@maple.example", "role.elm", "media_specialist", "percent.elm", "40")
	ana.post(was).is(200, "/admin/people").says("Saved: Rosa D..", "Teacher at Oak", "Undo").saysNot("Rosalía")
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa.d@maple.example", "role.oak", "teacher").is(200, "/admin/people").says("Saved: Rosa D..").saysNot("Undo") // links to the old address are dead
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher")

	ana.get(rosa).says(`name="role.oak"`, "One more school", `<option value="elm">`).saysNot(`name="role.elm"`)
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher", "percent.oak", "50", "more", "elm", "more.role", "media_specialist", "more.percent", "x").is(422, rosa).
		says("Write a number from 1 to 100.", `href="#percent.elm"`, `id="percent.elm"`, `value="x"`)
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher", "percent.oak", "50", "more", "elm", "more.role", "media_specialist", "more.percent", "50").is(200, "/admin/people").
		says("Teacher at Oak", "Librarian at Elm")
	ana.post("/admin/people/joan/step-down").is(409, "/admin/people/joan/step-down").says("There are always two coordinators", `role="alert"`)
	ana.post(rosa+"/coordinator").is(200, rosa).says("Rosa D. is coordinator now.", rosa+"/step-down")
	ana.post(rosa+"/step-down").is(200, rosa).says("no longer coordinator")
	ana.post("/admin/people/lin/invite").is(200, "/admin/people/lin").says("One invitation is on its way.", "Invite again")
	ana.get("/admin/people/nobody").is(404, "/admin/people/nobody")
}

func TestACorrectedAddressIsSaidToBeInvitedAnew(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.post("/admin/people/lin/invite")
	link := path(s.link())
	ana.get("/admin/people/lin").says("The link sent before then opens nothing.")
	ana.post("/admin/people/lin", "name", "Lin Haddad", "mail", "lin.haddad@maple.example", "role.oak", "media_specialist").is(200, "/admin/people").
		says("A new invitation is on its way to lin.haddad@maple.example")
	if to := s.letters()[0].To; to != "lin.haddad@maple.example" {
		t.Errorf("the newest letter went to %s", to)
	}
	s.visitor().get(link).is(409, link).says("This link opens nothing.")
	s.visitor().get(path(s.link())).is(200, path(s.link())).says("Welcome, Lin Haddad")
}

func TestSigningOutEverywhereOffersToEndWhatReads(t *testing.T) {
	s := newShelf(t).mapleValley()
	rosa := s.as("rosa@maple.example")
	rosa.get("/me").saysNot("go on reading in your name")
	made := rosa.post("/me/tokens", "token", "Library website", "scope", "read")
	_, after, _ := strings.Cut(made.text, `value="cs_`)
	secret, _, _ := strings.Cut(after, `"`)
	rosa.get("/me").says("go on reading in your name", "The program “Library website”, never used", `name="all"`)
	if _, _, err := s.people.FindToken(t.Context(), people.SecretOf("cs_"+secret)); err != nil {
		t.Fatal(err)
	}
	rosa.get("/me").says("The program “Library website”, last used on Nov 23, 2026")
	rosa.post("/me/sign-out-everywhere").is(200, "/sign-in").says("signed out on every device.")
	s.as("rosa@maple.example").post("/me/sign-out-everywhere", "all", "yes").is(200, "/sign-in").says("nothing reads in your name any more")
	if _, _, err := s.people.FindToken(t.Context(), people.SecretOf("cs_"+secret)); err == nil {
		t.Error("the program still reads")
	}
}

func TestLeaver(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana, rosa := s.as("ana@maple.example"), s.as("rosa@maple.example")
	ana.post("/admin/people/rosa/left").is(200, "/admin/people/rosa").says("Rosa Delgado has left.", `action="/admin/people/rosa/return"`, "Take back onto the list")
	rosa.get("/me").is(200, "/sign-in")
	ana.get("/admin/people").says("Has left").saysNot("/admin/people/rosa")
	ana.get("/admin/people?show=left").says("/admin/people/rosa")
	ana.post("/admin/people/rosa/return").is(200, "/admin/people/rosa").says("Rosa Delgado is back on the list.")
	s.as("rosa@maple.example").get("/me").is(200, "/me").says("Librarian at Elm and Oak")
}

func TestCoordinatorEndsSessions(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana, rosa := s.as("ana@maple.example"), s.as("rosa@maple.example")
	ana.post("/admin/people/rosa/end-sessions").is(200, "/admin/people/rosa").says("Signed out on every device.")
	rosa.get("/me").is(200, "/sign-in")
	ana.post("/admin/people/ana/end-sessions").is(200, "/sign-in")
	ana.get("/admin").is(200, "/sign-in")
}

// Nothing the coordinator reads tells when anyone was here.
func TestNobodyIsWatched(t *testing.T) {
	s := newShelf(t).mapleValley()
	s.as("rosa@maple.example")
	ana := s.as("ana@maple.example")
	for _, path := range []string{"/admin/people", "/admin/people/rosa"} {
		ana.get(path).saysNot("Nov", "2026", "ago", "last", "AM", "PM")
	}
}

func TestSchoolsOfTheCoordinator(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.get("/admin/schools").is(200, "/admin/schools").says("Oak Elementary School", "Oak, K–5")
	ana.post("/admin/schools", "schools", "Fir High School\n@").is(422, "/admin/schools").says("One school is kept.", "This looks like a person.")
	ana.post("/admin/schools", "schools", "Bay Middle").is(200, "/admin/schools").says("One school is on the list.", "Bay, 6–8")
	ana.post("/admin/schools/oak", "name", "Oak", "grades", "x").is(422, "/admin/schools/oak").says("is not a span of grades", `value="x"`)
	ana.post("/admin/schools/oak", "name", "Elm Elementary School").is(422, "/admin/schools/oak").says("Another school has this name.")
	ana.post("/admin/schools/oak", "name", "Oak Academy", "short", "Oak", "grades", "PK-6").is(200, "/admin/schools").says("Saved: Oak Academy.", "Oak, PreK–6", "Undo")
	was := html.UnescapeString(undoIn.FindString(ana.post("/admin/schools/oak", "name", "Oak Academy", "short", "Oaks", "grades", "K-8").text))
	ana.post("/admin/schools/oak", "name", "Oak", "grades", "PK-1")
	ana.post(was).is(200, "/admin/schools").says("Saved: Oak Academy.", "Oak, PreK–6", "Undo")
	ana.get("/admin/schools/nowhere").is(404, "/admin/schools/nowhere")
}

func TestSettings(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.get("/admin/settings").is(200, "/admin/settings").says(`value="Maple Valley"`, `value="America/Los_Angeles" selected`)
	ana.post("/admin/settings", "name", "").is(422, "/admin/settings").says("Write the name.", "Choose one of the two.")
	ana.post("/admin/settings", "name", "Maple Valley", "zone", "America/Denver", "calling", "media_specialist", "locale", "en").is(200, "/admin/settings").says("Saved.")
	ana.get("/people").says("Media specialist")
	saved := ana.post("/admin/settings", "name", "Maple Hills", "zone", "America/Denver", "calling", "librarian", "locale", "es", "public", "on").says("Saved.", "Undo")
	ana.get("/admin/settings").says(`value="Maple Hills"`)
	ana.post(settingsBefore.FindString(saved.text)).is(200, "/admin/settings").says("Saved.", `value="Maple Valley"`, `value="America/Denver" selected`).saysNot("Undo")
	ana.get("/people").says("Media specialist")
	ana.post("/admin/settings", "name", "Maple Valley", "zone", "America/Denver", "calling", "media_specialist", "locale", "en").says("Saved.").saysNot("Undo")
}

// settingsBefore is the address that takes a change of the settings back, invitedBefore the one that takes invitations back.
var (
	settingsBefore = regexp.MustCompile(`/admin/settings\?[^"]+`)
	invitedBefore  = regexp.MustCompile(`/admin/people/uninvite\?[^"]+`)
)

// What went to several at once is taken back at once, and what went before stays.
func TestInvitationsAreTakenBackTogether(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.post("/admin/people", "people", "Cid, cid@maple.example, Oak\nMai Tran, mai@maple.example, Elm")
	ana.post("/admin/people/lin/invite").says("One invitation is on its way.")
	s.clock.Advance(time.Minute)
	sent := ana.post("/admin/people/invite").is(200, "/admin/people").says("2 invitations are on their way.", "Undo")
	ana.post(invitedBefore.FindString(sent.text)).is(200, "/admin/people").says("2 invitations are taken back.", "2 people were not invited yet")
	ana.get("/admin/people?show=absent").says("Lin Haddad")
	ana.post(invitedBefore.FindString(sent.text)).says("0 invitations are taken back.")
	ana.post("/admin/people/uninvite").is(404, "/admin/people/uninvite")
	ana.post("/admin/people/invite").says("2 invitations are on their way.")
}

func TestMe(t *testing.T) {
	s := newShelf(t).mapleValley()
	rosa := s.as("rosa@maple.example")
	rosa.get("/me").is(200, "/me").says("rosa@maple.example", "On this device alone.", "Where are you mostly?")
	rosa.post("/me", "name", "").is(422, "/me").says("Write the name.", `aria-invalid="true"`)
	rosa.post("/me", "name", "Rosa D. Ruiz", "locale", "es", "first", "oak").is(200, "/me").says("Guardado.", `lang="es"`, "Rosa D. Ruiz", "en Oak y Elm")
	rosa.post("/language", "locale", "en", "back", "/me").is(200, "/me").says(`lang="en"`)
	rosa.post("/me/sign-out-everywhere").is(200, "/sign-in").says("You are signed out on every device.")
}

func TestTokensOfOnesOwn(t *testing.T) {
	s := newShelf(t).mapleValley()
	rosa := s.as("rosa@maple.example")
	rosa.post("/me/tokens", "token", "", "scope", "all").is(422, "/me/tokens").says("Choose what the program may do.")
	made := rosa.post("/me/tokens", "token", "Library website", "scope", "read").is(200, "/me/tokens").says("Your new token", "Copy it now", "Library website")
	_, after, _ := strings.Cut(made.text, `value="cs_`)
	secret, _, _ := strings.Cut(after, `"`)
	by, scope, err := s.people.FindToken(t.Context(), people.SecretOf("cs_"+secret))
	if err != nil || by.Person != "rosa" || scope.Writes() {
		t.Errorf("the token shown is %+v's, %q, %v", by, scope, err)
	}
	page := rosa.get("/me").saysNot(secret)
	_, after, _ = strings.Cut(page.text, `action="/me/tokens/`)
	id, _, _ := strings.Cut(after, "/")
	s.as("tom@maple.example").post("/me/tokens/"+id+"/remove").is(404, "/me/tokens/"+id+"/remove")
	rosa.post("/me/tokens/"+id+"/remove").is(200, "/me").says("The token is removed.").saysNot("Library website")
}

func TestASchoolIsTakenOffTheListOrClosed(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.post("/admin/schools", "schools", "Oka Elementary")
	listed := ana.get("/admin/schools").says("Oka Elementary")
	before, _, _ := strings.Cut(listed.text, `"><b>Oka Elementary`)
	oka := before[strings.LastIndex(before, `"`)+1:]
	ana.get(oka).is(200, oka).says("Nobody and nothing belongs to Oka.", `action="`+oka+`/remove"`).saysNot(oka + "/close")
	ana.post(oka+"/remove").is(200, "/admin/schools").says("Oka Elementary is off the list.", `action="`+oka+`/return"`).saysNot(`href="` + oka)
	ana.get(oka).is(404, oka)
	ana.post(oka+"/return").is(200, "/admin/schools").says("Oka Elementary is on the list again.", `href="`+oka)

	const elm = "/admin/schools/elm"
	ana.get(elm).says("This belongs to Elm:", `href="/admin/people/rosa"`, `action="`+elm+`/close"`).saysNot(elm + "/remove")
	ana.post(elm+"/remove").is(409, elm+"/remove").says("cannot be removed", `role="alert"`)
	ana.post(elm+"/close").is(409, elm+"/close").says("People still work there.")
	ana.post("/admin/people/rosa", "name", "Rosa", "mail", "rosa@maple.example", "role.oak", "media_specialist")
	ana.post("/admin/people/tom", "name", "Tom", "mail", "tom@maple.example", "more", "oak", "more.role", "teacher")
	ana.post(oka+"/close").is(200, "/admin/schools").says("Oka Elementary is closed.", "One school is closed")
	ana.get(oka).says("Closed. What it shared stays.", `action="`+oka+`/open"`)
	ana.get("/people").saysNot("Oka")
	ana.post(oka+"/open").is(200, "/admin/schools").says("Oka Elementary is open again.")
}
