package db_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// eachEmpty runs a test on both databases with nothing in them.
func eachEmpty(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	for name, options := range map[string]func(t *testing.T) db.Options{
		"sqlite":   func(t *testing.T) db.Options { return db.Options{Path: filepath.Join(t.TempDir(), "empty.db")} },
		"postgres": func(t *testing.T) db.Options { return db.Options{URL: dbtest.EmptyPostgres(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			d, err := db.Open(t.Context(), options(t))
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			fn(t, d)
		})
	}
}

// schema describes every table, column, index and constraint but those of goose.
func schema(t *testing.T, d *db.DB) string {
	t.Helper()
	query := `SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema
		WHERE tbl_name NOT IN ('goose_db_version', 'sqlite_sequence')`
	if d.Postgres() {
		query = `SELECT concat_ws(' ', 'column', table_name, ordinal_position, column_name, data_type, collation_name, is_nullable, column_default, is_identity)
				FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'goose_db_version'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'goose_db_version'
			UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
				FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'goose_db_version'`
	}
	lines, err := db.All(t.Context(), d, db.Value[string], query)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestMigrationsAreNumberedWithoutGapsOrDoubles(t *testing.T) {
	names, err := db.MigrationNames()
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	shape := regexp.MustCompile(`^[0-9]{4}_[a-z_]+\.sql$`)
	for i, name := range names {
		if !shape.MatchString(name) || !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("migration %d is called %s", i+1, name)
		}
	}
}

// Whoever comes from any earlier step has the same schema as whoever begins today, each step can be taken back, and all
// of them together leave nothing.
func TestEveryStepUpDownAndUpAgainGivesTheFreshSchema(t *testing.T) {
	eachEmpty(t, func(t *testing.T, d *db.DB) {
		steps, err := d.Steps()
		if err != nil {
			t.Fatal(err)
		}
		before := schema(t, d)
		for range steps.ListSources() {
			if _, err := steps.UpByOne(t.Context()); err != nil {
				t.Fatal(err)
			}
			after := schema(t, d)
			if after == before {
				t.Error("a step changed nothing")
			}
			down, err := steps.Down(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := schema(t, d); got != before {
				t.Errorf("taking back %s left\n%s\nwant\n%s", down.Source.Path, got, before)
			}
			if _, err := steps.UpByOne(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := schema(t, d); got != after {
				t.Errorf("%s a second time gives\n%s\nwant\n%s", down.Source.Path, got, after)
			}
			before = after
		}
		fresh := dbtest.SQLite(t)
		if d.Postgres() {
			fresh = dbtest.Postgres(t)
		}
		if got := withoutJobs(schema(t, fresh)); got != before {
			t.Errorf("upgraded\n%s\nfresh\n%s", before, got)
		}
		if _, err := steps.DownTo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		if left := schema(t, d); left != "" {
			t.Errorf("left behind:\n%s", left)
		}
	})
}

// withoutJobs leaves out what the job queue's own migrations make.
func withoutJobs(schema string) string {
	lines := strings.Split(schema, "\n")
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, "river_") }), "\n")
}

// Nodes that start at once on the same new database all find it migrated.
func TestManyNodesMigrateAtOnce(t *testing.T) {
	const nodes = 6
	url := dbtest.EmptyPostgres(t)
	errs := make(chan error, nodes)
	for range nodes {
		d, err := db.Open(t.Context(), db.Options{URL: url})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		go func() { errs <- d.Migrate(t.Context()) }()
	}
	for range nodes {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
