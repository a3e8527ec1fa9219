package server_test

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/export"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/proto/bagit"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// told is everything of the district that leaves by other ways than one's own pages: the export, the log, and what the API answers a
// colleague of a resource.
func (d *district) told(token, resource string) string {
	d.t.Helper()
	dir := filepath.Join(d.t.TempDir(), "bag")
	folder := must(bagit.NewFolder(dir))(d.t)
	e := export.Exporter{DB: d.DB, Files: d.Files, Words: must(lang.Load())(d.t), Scratch: d.t.TempDir(), Program: "test", Clock: d.clock}
	must(e.Export(d.t.Context(), folder, nil))(d.t)
	if err := folder.Close(); err != nil {
		d.t.Fatal(err)
	}
	var out []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out = append(out, fmt.Sprintf("%s %x", name, sha256.Sum256(data)))
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	slices.Sort(out)
	out = append(out, fmt.Sprint(must(db.One(d.t.Context(), d.DB, db.Value[int], `SELECT count(*) FROM activity`))(d.t), " things happened"))
	at := "/api/v1/resources/" + strings.TrimPrefix(resource, "/resources/")
	for _, path := range []string{at, at + "/uses", "/api/v1/questions", "/api/v1/search?q=monsters"} {
		r := must(http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.at+path, nil))(d.t)
		r.Header.Set("Authorization", "Bearer "+token)
		answer := must(http.DefaultClient.Do(r))(d.t)
		body := must(io.ReadAll(answer.Body))(d.t)
		if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
			d.t.Fatalf("%s: %d, %v", path, answer.StatusCode, err)
		}
		out = append(out, string(body))
	}
	return strings.Join(out, "\n")
}

// Week 1, ask and keep, with real mail: a search without result becomes a question in one tap, is in Friday's email, is answered by the
// email's link with something on the shelf; "I'll try this, next week" changes nobody else's page, nor the API, the export, or the log.
func TestWeekOneAskAndKeep(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	shared := d.share("joan", "Sea monsters on charts")
	rosa := b.Open(t, d.at+"/sign-in", browsertest.Width(320))
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + "/catalog?q=" + url.QueryEscape("zyzzyva kraken"))
	if rosa.Has("link", "Ask colleagues") {
		t.Error("a link offers once more what the button does")
	}
	rosa.Press("link", "Word it differently, or say by when")
	rosa.Sees("I need this by")
	rosa.Back()
	rosa.Press("button", "Ask colleagues: “Does anybody have something on zyzzyva kraken?”")
	rosa.Sees("Your colleagues are asked.")
	question := rosa.URL()
	rosa.Go(d.at + "/catalog?q=" + url.QueryEscape("kraken zyzzyva"))
	rosa.Sees("Asked by you:", "No answer yet.", "Ask colleagues: “Does anybody have something on kraken zyzzyva?”")
	d.toFriday()
	weekly := d.post.Await(t, "joan@maple.example", 1)[0]
	d.scan(weekly)
	joan := b.Open(t, d.linkTo(weekly, "/questions/"), browsertest.NoScripts(), browsertest.Width(320))
	joan.Sees("zyzzyva kraken", "Rosa Delgado, Elm asked")
	joan.Fill("Your answer", "Lift the big one with two hands.")
	joan.Fill("Or something on the shelf", "qwertz")
	joan.Press("button", "Look on the shelf")
	joan.Sees("Nothing on the shelf has these words.")
	joan.Fill("Or something on the shelf", "monsters")
	joan.Press("button", "Send the answer") // as Enter in that box does
	joan.Sees("Sea monsters on charts", "Quick tip · Oak", "It is read in five minutes.")
	joan.Until(`document.querySelector("textarea").value === "Lift the big one with two hands."`)
	joan.Inspect()
	joan.Press("button", "Answer with this: Sea monsters on charts")
	joan.Sees("Your answer is there.", "Sea monsters on charts", "Lift the big one with two hands.")
	joan.Inspect()
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(question)
	rosa.Press("link", "Oak: Sea monsters on charts")
	rosa.Sees("Read the first page aloud.")

	joans := must(d.People.Actor(t.Context(), "maple", "joan"))(t)
	_, token, err := d.People.CreateToken(t.Context(), joans, "cart", people.MayRead)
	if err != nil {
		t.Fatal(err)
	}
	d.comeInAs(joan, "joan", "Joan Kowalski")
	joan.Go(d.at + "/catalog?q=zyzzyvas")
	joan.Sees("Nothing found", "Colleagues asked about this", "Asked by Rosa Delgado, Elm:", "Lift the big one with two hands.")
	joan.Inspect()
	joan.Press("link", "Does anybody have something on zyzzyva kraken?")
	joan.Sees("Rosa Delgado, Elm asked")
	look := func() string {
		out := d.told(token.Reveal(), shared)
		for _, page := range []string{shared, "/", "/my-list", "/new", "/catalog?q=monsters", shared + "/uses", "/people", "/schools/elm/sheet"} {
			joan.Go(d.at + page)
			out += "\n" + page + "\n" + joan.Text()
		}
		return out
	}
	before := look()
	rosa.Press("button", "I’ll try this next week")
	rosa.Sees("On your list: next week")
	if after := look(); after != before {
		t.Errorf("what Rosa means to try is told: before\n%s\nafter\n%s", before, after)
	}
	rosa.Go(d.at + "/my-list")
	rosa.Sees("Sea monsters on charts")
}

// Week 4, principal: a teacher, signed out, says "It worked", 2 classes, takes it back, and says it again; the sheet counts 2, leads to its
// list, and names no other school; another school's librarian does not see it.
func TestWeekFourPrincipal(t *testing.T) {
	d := openDistrict(t, mapleValley())
	b := browsertest.Start(t)
	rosas := must(d.People.Actor(t.Context(), "maple", "rosa"))(t)
	unit := must(d.Catalog.Share(t.Context(), rosas, catalog.ShareInput{School: "elm", Document: block.Document{
		About:  block.About{Title: "Tide tables", Why: "One a week.", Type: block.UnitIdea, Grades: grade.All, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "a", Body: block.Text{Markdown: "Read one aloud."}}},
	}}))(t)
	token := must(d.Catalog.MakeShareLink(t.Context(), rosas, unit.ID, "", ""))(t)
	teacher := b.Open(t, d.at+"/s/"+token, browsertest.NoScripts(), browsertest.Width(320))
	for range 2 {
		teacher.Fill("In how many classes?", "2")
		teacher.Press("button", "It worked")
		teacher.Sees("2 classes are counted.")
		teacher.Press("button", "Undo")
		teacher.Sees("Taken back")
	}
	teacher.Fill("In how many classes?", "2")
	teacher.Fill("A line for the librarian (optional)", "Liam Johnson ID 4829113 read two.")
	teacher.Press("button", "It worked")
	teacher.Sees("“Liam Johnson ID 4829113” looks like a student.", "If it names nobody, press again")
	teacher.Inspect()
	teacher.Fill("A line for the librarian (optional)", "They read two.")
	teacher.Press("button", "It worked")
	teacher.Sees("2 classes are counted.")
	teacher.Inspect()
	teacher.Go(d.at + "/s/" + token + "/worked") // what a scanner or a reload asks for
	teacher.Sees("Tide tables", "Did you use this in class?")
	docente := b.Open(t, d.at+"/s/"+token, browsertest.Language("es"), browsertest.Dark())
	docente.Sees("¿Lo usó en clase?", "No incluya nombres de estudiantes.")
	docente.Inspect()
	docente.Press("button", "Funcionó")
	docente.Sees("Gracias")
	docente.Press("button", "Deshacer")
	docente.Sees("Retirado")
	docente.Inspect()
	rosa, ana := b.Open(t, d.at+"/sign-in"), b.Open(t, d.at+"/sign-in")
	d.comeInAs(rosa, "rosa", "Rosa Delgado")
	rosa.Go(d.at + "/schools/elm/sheet")
	rosa.Sees("classes reached", "a minimum, not a measure")
	rosa.SeesNot("Oak")
	rosa.Inspect()
	if n := browsertest.Eval[int](rosa, classesReached); n != 2 {
		t.Errorf("%d classes are counted", n)
	}
	rosa.Press("link", "2")
	rosa.Sees("Tide tables", "2 classes")
	rosa.SeesNot("Oak", "Liam")
	rosa.Sees("They read two.")
	rosa.Go(d.at + "/schools/oak/sheet")
	rosa.SeesNot("classes reached")
	d.comeInAs(ana, "ana", "Ana Villarreal")
	ana.Go(d.at + "/schools/elm/sheet") // she coordinates
	ana.Sees("classes reached")
	rosa.Go(d.at + "/resources/" + string(unit.ID) + "/links")
	rosa.Press("button", "Close this link")
	rosa.Sees("Link closed.")
	teacher.Go(d.at + "/s/" + token)
	teacher.Sees("This link is closed", "Elm library closed it. Ask them for a new one.")
	teacher.Inspect()
	rosa.Press("button", "Undo")
	rosa.SeesNot("Closed by Rosa Delgado")
	teacher.Go(d.at + "/s/" + token)
	teacher.Sees("Tide tables")
}
