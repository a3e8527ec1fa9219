package catalog_test

import (
	"slices"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// credits is what a statement says of who wrote at a resource.
func (w *world) credits(r catalog.ResourceID, query string) []string {
	w.t.Helper()
	list, err := db.All(w.t.Context(), w.db, db.Value[string], query, r)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func TestCreditIsWhatTheVersionsSay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		r, doc := w.guide()
		changed := func(text string) block.Document { return with(doc, 0, block.Text{Markdown: text}) }
		for _, one := range []struct {
			by   actor.Actor
			text string
		}{
			{w.rosa, "Ask who gains. Then look at the day and the year."},
			{w.ana, "Ask kindly who gains. Then look at the date."}, // joined: two versions of hers
			{w.rosa, "Ask who gains. Then look at the date. And smile."},
		} {
			w.clock.Advance(time.Minute)
			w.save(one.by, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: changed(one.text)})
		}
		counted := w.credits(r.ID, `SELECT author || ' ' || school || ' ' || CAST(first AS TEXT) || ' ' || CAST(versions AS TEXT) || ' ' || CAST(first_at AS TEXT) || ' ' || CAST(last_at AS TEXT)
			FROM head_credit WHERE resource = $1 ORDER BY author, school`)
		told := w.credits(r.ID, `SELECT author || ' ' || school || ' ' || CAST(MIN(number) AS TEXT) || ' ' || CAST(COUNT(*) AS TEXT) || ' ' || CAST(MIN(at) AS TEXT) || ' ' || CAST(MAX(at) AS TEXT)
			FROM version WHERE resource = $1 GROUP BY author, school ORDER BY author, school`)
		if len(told) != 2 || !slices.Equal(counted, told) {
			t.Errorf("credited are %q, the versions say %q", counted, told)
		}
	})
}
