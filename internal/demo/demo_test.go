package demo_test

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/demo"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
)

// seed puts the demonstration into an empty database as if it began at a moment, and gives the ids of what came of it.
func seed(t *testing.T, d *db.DB, at time.Time) string {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	words, err := lang.Load()
	ok(err)
	ok(jobs.Migrate(t.Context(), d))
	store, err := files.Open(t.Context(), t.TempDir())
	ok(err)
	t.Cleanup(func() { store.Close() })
	now, outbox := clock.NewMoved(at), &mail.Outbox{}
	sender, err := mail.Open(mail.Options{Clock: now, Outbox: outbox})
	ok(err)
	queue := jobs.New(d, slog.New(slog.DiscardHandler), now)
	ok(demo.Seed(t.Context(), demo.Options{DB: d, Files: store, Clock: now, BaseURL: "https://shelf.example",
		People: people.New(people.Options{DB: d, Clock: now, Jobs: queue, Mail: sender, Words: words, BaseURL: "https://shelf.example"})}))
	ok(queue.Drain(t.Context()))
	if n := len(outbox.Letters()); n > 0 {
		t.Errorf("%d letters leave", n)
	}
	var all []string
	for _, table := range []string{"resource", "use_report", "question", "answer", "exchange", "saved_search"} {
		ids, err := db.All(t.Context(), d, db.Value[string], `SELECT id FROM `+table+` ORDER BY id`)
		ok(err)
		all = append(all, table+" "+strings.Join(ids, " "))
	}
	for what, at := range map[string]string{"uses": `SELECT max(at) FROM use_report`, "questions": `SELECT max(asked_at) FROM question`, "answers": `SELECT max(at) FROM answer`,
		"lists": `SELECT max(added_at) FROM list_entry`} {
		last, err := db.One(t.Context(), d, db.Value[int64], at)
		ok(err)
		if clock.FromMicros(last).After(now.Now()) {
			t.Errorf("%s are of %s", what, clock.FromMicros(last))
		}
	}
	coming, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM exchange WHERE state = 'invited' AND first_at > $1`, clock.Micros(at))
	ok(err)
	if coming != 2 {
		t.Errorf("%d exchanges are to come", coming)
	}
	return strings.Join(all, "\n")
}

// The demonstration is the same on every day of the week on which it may begin, and in the night of New Year.
func TestTheDemonstrationIsTheSameEveryDay(t *testing.T) {
	monday := time.Date(2026, 12, 28, 20, 0, 0, 0, time.UTC)
	first := ""
	for day := range 7 {
		at := monday.Add(time.Duration(day) * 25 * time.Hour)
		t.Run(fmt.Sprint(at.Weekday()), func(t *testing.T) {
			got := seed(t, dbtest.SQLite(t), at)
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("other ids:\n%s\nfirst:\n%s", got, first)
			}
		})
	}
	t.Run("on PostgreSQL", func(t *testing.T) {
		if got := seed(t, dbtest.Postgres(t), monday); got != first {
			t.Errorf("other ids:\n%s", got)
		}
	})
}
