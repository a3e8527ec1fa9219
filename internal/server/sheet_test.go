package server_test

import (
	"fmt"
	"strings"
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
	fullTerm(t, s, rosa)
	p.Go(sheet)
	p.Sees("units and lessons supported")
	p.SeesNot("Oak Elementary", "Pine Elementary", "Ash Middle", "Bay Middle", "Fir High")
	for paper, size := range map[string][2]float64{"Letter": {8.5, 11}, "A4": {8.27, 11.69}} {
		if n := p.Leaves(size[0], size[1]); n != 1 {
			t.Errorf("a full term takes %d leaves of %s", n, paper)
		}
	}
	units := browsertest.Eval[int](p, `Number([...document.querySelectorAll("main a")].find((a) => a.getAttribute("href").includes("only=units")).innerText)`)
	p.Press("link", browsertest.Eval[string](p, `document.querySelector("section[aria-labelledby=units] li:last-child a").innerText`)) // and more
	p.Sees("Units and lessons", "Unit 13")
	if listed := browsertest.Eval[int](p, `document.querySelectorAll("main ul.gap4 > li").length`); listed != units {
		t.Errorf("%d units are counted and %d are listed", units, listed)
	}
	p.Inspect()
}

// fullTerm has Elm report many units with long names, twice the first, and long words to quote.
func fullTerm(t *testing.T, s *server.Server, rosa actor.Actor) {
	t.Helper()
	for n := range 13 {
		r := must(s.Catalog.Share(t.Context(), rosa, catalog.ShareInput{School: rosa.Schools[0].School, Document: block.Document{
			About: block.About{Title: fmt.Sprintf("Unit %d: %s", n+1, strings.Repeat("a year of questions, ", 6)), Why: "One a week.", Type: block.UnitIdea, Grades: grade.All, Rights: "colleagues"}}}))(t)
		must(s.Feedback.Report(t.Context(), rosa, r.ID, feedback.Said{School: rosa.Schools[0].School, Outcome: feedback.Worked, Classes: 1,
			Words: fmt.Sprint(n, strings.Repeat(" and then they wrote it down again", 17)), Quotable: true}))(t)
		if n == 0 {
			must(s.Feedback.Report(t.Context(), rosa, r.ID, feedback.Said{School: rosa.Schools[0].School, Outcome: feedback.Worked, Classes: 3}))(t)
		}
	}
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
