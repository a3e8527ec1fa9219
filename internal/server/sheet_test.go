package server_test

import (
	"fmt"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// classesReached is the number on the sheet that leads to the uses.
const classesReached = `Number([...document.querySelectorAll("main a")].find((a) => a.getAttribute("href").includes("only=classes")).innerText)`

// The sheet for the principal, whose numbers lead to their lists.
func TestTheSheetForThePrincipal(t *testing.T) {
	b := browsertest.Start(t)
	s, at := runDemo(t, server.Options{})
	rosa, r := elmShares(t, s)
	p := b.Open(t, at+"/demo")
	comeIn(p, at, "Rosa Delgado")
	p.Go(at + "/people")
	p.Press("link", "Elm Elementary")
	p.Press("link", "This term on one page, to print")
	p.Sees("What the library supported at Elm Elementary", "From one-tap replies: a minimum, not a measure.")
	p.Inspect()
	was := browsertest.Eval[int](p, classesReached)
	if _, err := s.Feedback.Report(t.Context(), rosa, r.ID, feedback.Said{School: rosa.Schools[0].School, Outcome: feedback.Worked, Classes: 2, Words: "They asked for more tides.", Quotable: true}); err != nil {
		t.Fatal(err)
	}
	sheet := p.URL()
	p.Go(sheet)
	p.Sees("classes reached", "They asked for more tides.", "Tide tables")
	p.Inspect()
	p.Go(sheet + "?from=yesterday")
	p.Sees("Write a day such as 2026-08-01.")
	p.Inspect()
	p.Go(sheet)
	if now := browsertest.Eval[int](p, classesReached); now != was+2 {
		t.Errorf("%d classes were reached, now %d", was, now)
	}
	p.Press("link", fmt.Sprint(was+2))
	p.Sees("Used at Elm Elementary", "2 classes", "Tide tables")
	p.SeesNot("Rosa Delgado reported")
	p.Inspect()
}

// elmShares shares a unit idea in the name of Elm.
func elmShares(t *testing.T, s *server.Server) (actor.Actor, catalog.Resource) {
	t.Helper()
	rosa, err := db.One(t.Context(), s.DB, func(row db.Row) (a actor.Actor, err error) { return a, row.Scan(&a.District, &a.Person) }, `SELECT district, id FROM person WHERE demo = 'elm'`)
	if err != nil {
		t.Fatal(err)
	}
	if rosa, err = s.People.Actor(t.Context(), rosa.District, rosa.Person); err != nil {
		t.Fatal(err)
	}
	r, err := s.Catalog.Share(t.Context(), rosa, catalog.ShareInput{School: rosa.Schools[0].School, Document: block.Document{
		About:  block.About{Title: "Tide tables", Why: "One a week.", Type: block.UnitIdea, Grades: grade.All, Tags: []string{"misinformation"}, Rights: "colleagues"},
		Blocks: []block.Block{{Key: "a", Body: block.Text{Markdown: "Read one aloud."}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return rosa, r
}
