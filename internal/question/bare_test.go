package question_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/question"
)

// One word says what and not what for: neither a question nor a tip is called so.
func TestOneWordIsNoQuestionAndNoTitle(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		for words, fits := range map[string]bool{"xylophone": false, " xylophone ": false, "Xylophone?": true, "موسيقى؟": true, "a xylophone": true, "木琴が欲しい": true} {
			_, err := w.ask.Ask(ctx, w.Mai, words, "")
			if _, wrong := fault.AsFields(err); wrong == fits {
				t.Errorf("%q is asked: %v", words, err)
			}
		}
		q := w.asks(w.Rosa, "Does anybody have something on xylophone?")
		a := w.answers(w.Mai, q, question.Given{Words: "Pine lends two."})
		end := func(title string) (catalog.ResourceID, error) {
			return w.ask.Close(ctx, w.Rosa, q.ID, question.CloseInput{Helped: []question.AnswerID{a}, Words: "Pine lends two.", Title: title})
		}
		wrong, _ := fault.AsFields(second(end("xylophone")))
		if _, named := wrong["title"]; len(wrong) != 1 || !named {
			t.Errorf("a tip called by one word: %v", wrong)
		}
		tip, err := end(" Xylophones  for grade 2 ")
		w.ok(err)
		shown, err := w.Catalog.Show(ctx, w.Rosa, tip)
		w.ok(err)
		if shown.Document.About.Title != "Xylophones for grade 2" {
			t.Errorf("the tip is called %q", shown.Document.About.Title)
		}
	})
}
