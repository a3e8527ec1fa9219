package db_test

import (
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

// schema describes every table, column, index and constraint but those of goose and of the job queue.
func schema(t *testing.T, d *db.DB) []string {
	t.Helper()
	query := `SELECT tbl_name, type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema`
	if d.Postgres() {
		query = `SELECT table_name, concat_ws(' ', 'column', table_name, row_number() OVER (PARTITION BY table_name ORDER BY ordinal_position), column_name, data_type, collation_name, is_nullable, column_default, is_identity)
				FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
			UNION ALL SELECT conrelid::regclass::text, concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
				FROM pg_constraint WHERE connamespace = 'public'::regnamespace`
	}
	type part struct{ table, text string }
	parts, err := db.All(t.Context(), d, func(row db.Row) (p part, err error) { return p, row.Scan(&p.table, &p.text) }, query)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range parts {
		if p.table != "goose_db_version" && p.table != "sqlite_sequence" && !strings.HasPrefix(p.table, "river_") {
			out = append(out, p.text)
		}
	}
	slices.Sort(out)
	return out
}

// same reports what one schema has and the other lacks.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: too much: %s", what, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: missing: %s", what, line)
		}
	}
}

func TestMigrationsHaveNumbersOfTheirOwn(t *testing.T) {
	names, err := db.MigrationNames()
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	shape := regexp.MustCompile(`^[0-9]{4}_[a-z_]+\.sql$`)
	last := ""
	for _, name := range names {
		if !shape.MatchString(name) {
			t.Errorf("%s is not called like 0007_what_it_adds.sql", name)
			continue
		}
		if number := name[:4]; number == last {
			t.Errorf("there are two migrations %s", number)
		}
		last = name[:4]
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
			down, err := steps.Down(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			same(t, "after taking back "+down.Source.Path, schema(t, d), before)
			if _, err := steps.UpByOne(t.Context()); err != nil {
				t.Fatal(err)
			}
			same(t, "after doing again "+down.Source.Path, schema(t, d), after)
			before = after
		}
		if len(before) == 0 {
			t.Fatal("there is no schema")
		}
		fresh := dbtest.SQLite(t)
		if d.Postgres() {
			fresh = dbtest.Postgres(t)
		}
		same(t, "upgraded, against fresh", before, schema(t, fresh))
		if _, err := steps.DownTo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		same(t, "after taking back everything", schema(t, d), nil)
	})
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
