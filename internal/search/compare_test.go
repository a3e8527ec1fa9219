package search_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func TestCompareNamesWhatTheIndexHasWrong(t *testing.T) {
	for name, c := range map[string]struct{ change, want string }{
		"nothing":     {`UPDATE resource SET revision = revision`, ""},
		"older":       {`UPDATE resource SET revision = 9 WHERE state = 'published'`, "resource " + shelftest.Guide + " is found in an older state (3, now 9)"},
		"not found":   {`UPDATE resource SET state = 'published' WHERE state = 'retired'`, "resource " + shelftest.Tip + " is not found"},
		"found still": {`UPDATE resource SET state = 'retired' WHERE state = 'published'`, "1 resources are found, 0 are shared"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				s := shelftest.Stores(t, d)
				shelftest.Fill(t, s)
				found := search.New(d, vocab.New(d, s.Clock, id.Source{}), s.Clock, slog.New(slog.DiscardHandler))
				if _, err := found.Build(t.Context()); err != nil {
					t.Fatal(err)
				}
				if _, err := d.Exec(t.Context(), c.change); err != nil {
					t.Fatal(err)
				}
				wrong, err := found.Compare(t.Context())
				if got := strings.Join(wrong, "; "); err != nil || got != c.want {
					t.Errorf("got %v, %v; want %q", wrong, err, c.want)
				}
			})
		})
	}
}
