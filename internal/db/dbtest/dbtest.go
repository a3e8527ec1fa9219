// Package dbtest gives tests real databases: a fresh one each, migrated, gone when the test ends.
//
// SQLite files are copies of one that was migrated once. PostgreSQL databases are made from a template in a server that
// all test processes of a machine's user share; it starts with the first test that needs it and goes away, with its
// folder, some seconds after the last. A test that cannot have its database fails; it never skips.
package dbtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// Each runs a test twice, as "sqlite" and as "postgres", on a fresh migrated database.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// SQLite opens a fresh migrated SQLite file, which stands alone in a folder of its own.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make the SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "commonshelf.db")
	if err := os.WriteFile(path, template, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, db.Options{Path: path})
}

// Postgres opens a fresh migrated PostgreSQL database.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	s := sharedServer(t)
	template, err := s.template()
	if err != nil {
		t.Fatalf("make the PostgreSQL template: %v", err)
	}
	return open(t, db.Options{URL: s.database(t, template)})
}

// EmptyPostgres gives the URL of a fresh PostgreSQL database with nothing in it.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return sharedServer(t).database(t, "template0")
}

func open(t testing.TB, o db.Options) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return d
}

// migrate brings a template to the newest schema, with the tables of the job queue.
func migrate(ctx context.Context, o db.Options) error {
	d, err := db.Open(ctx, o)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	return jobs.Migrate(ctx, d)
}

// sqliteTemplate is the bytes of a migrated SQLite file.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "commonshelf-template-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate(context.Background(), db.Options{Path: path}); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
