package dbtest_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

func TestEachDatabaseIsMigratedAndOnesOwn(t *testing.T) {
	for range 2 {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			n, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM district`)
			if err != nil || n != 0 {
				t.Fatalf("got %d districts, %v; want a fresh database", n, err)
			}
			if _, err := d.Exec(t.Context(), `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
				VALUES ('d', 'Maple Valley', '', 'America/New_York', 'librarian', 'en', FALSE, 'done', 0)`); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestEmptyPostgresHoldsNothing(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{URL: dbtest.EmptyPostgres(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	n, err := db.One(t.Context(), d, db.Value[int], `SELECT count(*) FROM pg_tables WHERE schemaname = 'public'`)
	if err != nil || n != 0 {
		t.Errorf("got %d tables, %v", n, err)
	}
}

func TestClusterSyncs(t *testing.T) {
	d, err := db.Open(t.Context(), db.Options{URL: dbtest.Cluster(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	for _, setting := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if value, err := db.One(t.Context(), d, db.Value[string], `SELECT current_setting($1)`, setting); err != nil || value != "on" {
			t.Errorf("%s is %q, %v", setting, value, err)
		}
	}
}
