package question_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/question"
)

// What was asked is found by the words that matter, in other forms and either language, and by nobody whom questions are not for.
func TestWhatWasAskedIsFoundByItsWords(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		about := func(words string) string {
			t.Helper()
			list, err := w.ask.About(ctx, w.Lin, words, 2)
			w.ok(err)
			return said(list)
		}
		old := w.asks(w.Rosa, "Does anybody have something on xylophones?")
		w.answers(w.Mai, old, question.Given{Words: "Bars of wood."})
		closed := w.asks(w.Mai, "Who built a xylophone for third grade?")
		_, err := w.ask.Close(ctx, w.Mai, closed.ID, question.CloseInput{})
		w.ok(err)
		taken := w.asks(w.Mai, "A xylophone, please")
		w.ok(w.ask.Withdraw(ctx, w.Mai, taken.ID, false))
		w.asks(w.Mai, "¿Alguien tiene poemas de la luna?")

		for words, want := range map[string]string{
			"xylophone":                     "Does anybody have something on xylophones? (Rosa Delgado); Who built a xylophone for third grade? (Mai Tran)",
			"a XYLOPHONE to build":          "Who built a xylophone for third grade? (Mai Tran)",
			"the xylophones we had":         "Does anybody have something on xylophones? (Rosa Delgado); Who built a xylophone for third grade? (Mai Tran)",
			"xylophone third":               "Who built a xylophone for third grade? (Mai Tran)",
			"poema luna":                    "¿Alguien tiene poemas de la luna? (Mai Tran)",
			"xylophone luna":                "",
			"the of":                        "",
			"":                              "",
			strings.Repeat("xylophone ", 9): "",
		} {
			if got := about(words); got != want {
				t.Errorf("about %q: %q, want %q", words, got, want)
			}
		}
		if _, err := w.ask.About(ctx, w.Tom, "xylophone", 2); !fault.IsDenied(err) {
			t.Errorf("a teacher reads questions: %v", err)
		}
		if list, err := w.ask.About(ctx, w.Stranger, "xylophone", 2); err != nil || len(list) > 0 {
			t.Errorf("another district reads %s, %v", said(list), err)
		}
		for _, words := range []string{"Another xylophone", "A xylophone again"} {
			w.asks(w.Lin, words)
		}
		if list, err := w.ask.About(ctx, w.Lin, "xylophone", 2); err != nil || len(list) != 2 || list[0].State != question.Open {
			t.Errorf("of many, %s, %v", said(list), err)
		}
	})
}
