package peopleweb_test

import (
	"strings"
	"testing"

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
	ana.get("/admin/people").is(200, "/admin/people").says("Lin Haddad", "On the list, not invited yet", "Librarian at Elm and Oak, 50 percent of a full post", "One person is on the list")
	ana.post("/admin/people").is(422, "/admin/people").says("Paste at least one person.")
	ana.post("/admin/people", "people", "Mai Tran, mai@maple.example, Elm\nCid, cid@maple.example, Nowhere").is(422, "/admin/people").
		says("One person is kept.", "There is no school called “Nowhere” here.", "Mai Tran")
	ana.post("/admin/people", "people", "Cid, cid@maple.example, Oak").is(200, "/admin/people").says("One person is on the list. Nobody was written to.")
	ana.post("/admin/people/invite").is(200, "/admin/people").says("3 invitations are on their way.")
	if after := len(s.letters()); after != before+3 {
		t.Errorf("%d letters, want 3", after-before)
	}
}

func TestOnePersonOfTheCoordinator(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	const rosa = "/admin/people/rosa"
	ana.get(rosa).is(200, rosa).says("Rosa Delgado", `name="role.elm"`, `name="percent.oak"`, "Percent of a full post at Oak")
	ana.post(rosa, "name", "", "mail", "joan@maple.example", "role.elm", "teacher", "percent.elm", "none").is(422, rosa).
		says("Write the name.", "Someone else has this address already.", "Write a number from 1 to 100.", `href="#percent.elm"`, `id="percent.elm"`, `value="none"`)
	ana.post(rosa, "name", "Rosa", "mail", "rosa@maple.example").is(422, rosa).says("Choose at least one school.", `href="#schools"`)
	ana.post(rosa, "name", "Rosa D.", "mail", "rosa@maple.example", "role.oak", "teacher").is(200, "/admin/people").says("Saved: Rosa D..", "Teacher at Oak")

	ana.post("/admin/people/joan/step-down").is(409, "/admin/people/joan/step-down").says("There are always two coordinators", `role="alert"`)
	ana.post(rosa+"/coordinator").is(200, rosa).says("Rosa D. is coordinator now.", rosa+"/step-down")
	ana.post(rosa+"/step-down").is(200, rosa).says("no longer coordinator")
	ana.post("/admin/people/lin/invite").is(200, "/admin/people/lin").says("One invitation is on its way.", "Invite again")
	ana.get("/admin/people/nobody").is(404, "/admin/people/nobody")
}

func TestLeaver(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana, rosa := s.as("ana@maple.example"), s.as("rosa@maple.example")
	ana.post("/admin/people/rosa/left").is(200, "/admin/people/rosa").says("Rosa Delgado has left.", `action="/admin/people/rosa/return"`, "Take back onto the list")
	rosa.get("/me").is(200, "/sign-in")
	ana.get("/admin/people").says("One person has left")
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
	ana.post("/admin/schools/oak", "name", "Oak Academy", "short", "Oak", "grades", "PK-6").is(200, "/admin/schools").says("Saved: Oak Academy.", "Oak, PK–6")
	ana.get("/admin/schools/nowhere").is(404, "/admin/schools/nowhere")
}

func TestSettings(t *testing.T) {
	s := newShelf(t).mapleValley()
	ana := s.as("ana@maple.example")
	ana.get("/admin/settings").is(200, "/admin/settings").says(`value="Maple Valley"`, `value="America/Los_Angeles" selected`)
	ana.post("/admin/settings", "name", "").is(422, "/admin/settings").says("Write the name.", "Choose one of the two.")
	ana.post("/admin/settings", "name", "Maple Valley", "zone", "America/Denver", "calling", "media_specialist", "locale", "en").is(200, "/admin/settings").says("Saved.")
	ana.get("/people").says("Media specialist")
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
