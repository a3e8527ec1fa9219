package question_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/question"
)

// A tip is for the grades that are said, else for those of what helped, and only else for those of the school that asked.
func TestATipIsForTheGradesOfWhatHelped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		high, err := w.Catalog.Share(ctx, w.Mai, catalog.ShareInput{School: w.Mai.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: block.Document{About: block.About{
			Title: "Ships’ logs", Why: "They are read aloud.", Type: block.QuickTip, Grades: grade.Range(10, 13), Rights: "colleagues"}}})
		w.ok(err)
		own, err := w.People.School(ctx, w.Rosa.District, w.Rosa.Schools[0].School)
		w.ok(err)
		of := own.Grades
		if of.Empty() {
			of = grade.All
		}
		for what, c := range map[string]struct {
			given question.Given
			said  grade.Set
			want  grade.Set
		}{
			"said":                 {question.Given{Resource: high.ID}, grade.Range(4, 4), grade.Range(4, 4)},
			"of what helped":       {question.Given{Resource: high.ID}, 0, grade.Range(10, 13)},
			"of the asking school": {question.Given{Words: "Ask the harbor."}, 0, of},
		} {
			q := w.asks(w.Rosa, "Tides, "+what)
			a := w.answers(w.Lin, q, c.given)
			tip, err := w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: []question.AnswerID{a}, Words: "That helped.", Grades: c.said})
			w.ok(err)
			shown, err := w.Catalog.Show(ctx, w.Rosa, tip)
			w.ok(err)
			if got := shown.Document.About.Grades; got != c.want {
				t.Errorf("grades %s: %v, want %v", what, got, c.want)
			}
		}
	})
}

// A tip is seen by the whole district: what one school alone sees is not in it, neither by name nor by address nor by its grades, also
// where the asker sees it, as a coordinator or a colleague of that school.
func TestATipNamesNothingThatOneSchoolAloneSees(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		alone := func(by actor.Actor) catalog.ResourceID {
			made, err := w.Catalog.Share(ctx, by, catalog.ShareInput{School: by.Schools[0].School, Visibility: catalog.SeenBySchool, Document: block.Document{About: block.About{
				Title: "Custody calendar", Why: "For us.", Type: block.QuickTip, Grades: grade.Range(10, 13), Rights: "colleagues"}}})
			w.ok(err)
			return made.ID
		}
		open := w.Share(w.Mai, catalog.SeenByDistrict, "Ships’ logs")
		for what, c := range map[string]struct{ asks, gives actor.Actor }{
			"a coordinator asks":     {w.Joan, w.Mai},
			"a colleague there asks": {w.Rosa, w.Lin},
		} {
			hidden := alone(w.Mai)
			if c.asks.Person == w.Rosa.Person {
				hidden = alone(w.Rosa)
			}
			q := w.asks(c.asks, "Tides, where "+what)
			helped := []question.AnswerID{
				w.answers(c.gives, q, question.Given{Words: "It is read aloud.", Resource: hidden}),
				w.answers(c.gives, q, question.Given{Resource: hidden}),
				w.answers(w.Ana, q, question.Given{Resource: open.ID}),
			}
			seen, err := w.ask.Answers(ctx, c.asks, q.ID)
			w.ok(err)
			if seen[0].Card == nil || !seen[0].Unnamed() || !seen[1].Unnamed() || seen[2].Unnamed() {
				t.Fatalf("%s: she reads %+v", what, seen)
			}
			tip, err := w.ask.Close(ctx, c.asks, q.ID, question.CloseInput{Helped: helped[:2], Words: "That helped."})
			w.ok(err)
			shown, err := w.Catalog.Show(ctx, w.Tom, tip)
			w.ok(err)
			if text := fmt.Sprintf("%+v", shown.Document); strings.Contains(text, "ustody") || strings.Contains(text, string(hidden)) || !strings.Contains(text, "It is read aloud.") {
				t.Errorf("%s: the tip is %s", what, text)
			}
			if got := shown.Document.About.Grades; got == grade.Range(10, 13) {
				t.Errorf("%s: the tip has the grades of what is hidden", what)
			}
			if len(shown.Credit) != 2 {
				t.Errorf("%s: credit %+v", what, shown.Credit)
			}
			w.ok(w.ask.Reopen(ctx, c.asks, q.ID, "Asked again"))
			tip, err = w.ask.Close(ctx, c.asks, q.ID, question.CloseInput{Helped: helped, Words: "That helped."})
			w.ok(err)
			shown, err = w.Catalog.Show(ctx, w.Tom, tip)
			w.ok(err)
			if text := fmt.Sprintf("%+v", shown.Document); strings.Contains(text, string(hidden)) || !strings.Contains(text, string(open.ID)) {
				t.Errorf("%s: of both, the tip is %s", what, text)
			}
		}
	})
}
