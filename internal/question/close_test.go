package question_test

import (
	"testing"

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
