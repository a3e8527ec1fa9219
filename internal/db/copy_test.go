package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

const district = `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
	VALUES ($1, $2, '', 'UTC', 'librarian', 'en', $3, 'done', $4)`

// fill writes rows with every type of column, awkward text, nothing and a lot.
func fill(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Do(t.Context(), func(tx *db.DB) error {
		run := func(query string, args ...any) {
			t.Helper()
			if _, err := tx.Exec(t.Context(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		run(district, "d1", "Maple\u2028Valley ñ \U0001F4DA", true, int64(1<<62))
		run(district, "d2", "", false, int64(-1))
		run(`INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ('s', 'd1', '', '', '', 16383, 0)`)
		run(`INSERT INTO person (id, district, name, name_key, mail, mail_key, locale, coordinator, state, demo, created_at)
			VALUES ('p', 'd1', '', '', '', NULL, '', TRUE, 'active', NULL, 0)`)
		run(`INSERT INTO session (token_hash, id, district, person, created_at, expires_at) VALUES ($1, 'x', 'd1', 'p', 0, 0)`, []byte{0, 255, 0})
		run(`INSERT INTO api_token (token_hash, id, district, person, name, scopes, created_at, expires_at) VALUES ($1, 'x', 'd1', 'p', '', '', 0, 0)`, []byte{0, 255, 0})
		for i := range 700 {
			run(`INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data) VALUES (7, 'd2', '', '', 'v', '', $1, 0, '')`, fmt.Sprint(i))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// dump is everything in the tables of fill, for comparison.
func dump(t *testing.T, d *db.DB) string {
	t.Helper()
	var out strings.Builder
	for _, query := range []string{
		`SELECT id, name, public_on, created_at FROM district ORDER BY id`,
		`SELECT id, mail_key, demo, coordinator FROM person ORDER BY id`,
		`SELECT token_hash, district FROM api_token`,
		`SELECT seq, xid, object FROM activity ORDER BY seq`,
	} {
		rows, err := d.Query(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			row, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				dest[i] = &row[i]
			}
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&out, "%#v\n", row)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return strings.NewReplacer("true", "1", "false", "0").Replace(out.String())
}

func TestCopyFromAndToSQLite(t *testing.T) {
	open := map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres}
	for _, pair := range [][2]string{{"sqlite", "sqlite"}, {"sqlite", "postgres"}, {"postgres", "sqlite"}} {
		t.Run(pair[0]+" to "+pair[1], func(t *testing.T) {
			from, to := open[pair[0]](t), open[pair[1]](t)
			fill(t, from)
			copied := map[string]int{}
			count := func(table string, rows int) { copied[table] += rows }
			err := from.Snapshot(t.Context(), func(snapshot *db.DB) error {
				return to.Do(t.Context(), func(tx *db.DB) error { return db.Copy(t.Context(), snapshot, tx, []string{"session"}, count) })
			})
			if err != nil {
				t.Fatal(err)
			}
			if got, want := dump(t, to), dump(t, from); got != want {
				t.Errorf("got\n%.600s\nwant\n%.600s", got, want)
			}
			if copied["activity"] != 700 || copied["session"] != 0 {
				t.Errorf("progress said %v", copied)
			}
			described := from
			if from.Postgres() {
				described = to
			}
			filled, err := to.Filled(t.Context(), described)
			if err != nil || strings.Join(slices.Sorted(slices.Values(filled)), " ") != "activity api_token district person school" {
				t.Errorf("filled: %v, %v", filled, err)
			}
			next, err := db.Tx(t.Context(), to, func(tx *db.DB) (int64, error) {
				return db.One(t.Context(), tx, db.Value[int64], `INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data)
					VALUES (0, 'd1', '', '', '', '', '', 0, '') RETURNING seq`)
			})
			if err != nil || next != 701 {
				t.Errorf("the next number is %d, %v; want 701", next, err)
			}
		})
	}
}

func TestSaveAsIsWholeWhileOthersWrite(t *testing.T) {
	d := dbtest.SQLite(t)
	fill(t, d)
	ctx, cancel := context.WithCancel(t.Context())
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ctx.Err() == nil; i++ {
			err := d.Do(ctx, func(tx *db.DB) error {
				for range 2 { // always in pairs
					if _, err := tx.Exec(ctx, `INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data) VALUES (0, 'd1', '', '', 'pair', '', '', 0, '')`); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil && ctx.Err() == nil {
				t.Error(err)
			}
		}
	}()
	for i := range 5 {
		path := filepath.Join(t.TempDir(), fmt.Sprint(i))
		if err := d.SaveAs(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		saved, err := db.Open(t.Context(), db.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		wrong, err := saved.Integrity(t.Context())
		if err != nil || len(wrong) > 0 {
			t.Errorf("%v, %v", wrong, err)
		}
		n, err := db.One(t.Context(), saved, db.Value[int], `SELECT count(*) FROM activity WHERE verb = 'pair'`)
		if err != nil || n%2 != 0 {
			t.Errorf("%d rows written in pairs, %v", n, err)
		}
		if err := saved.Close(); err != nil {
			t.Error(err)
		}
	}
	cancel()
	<-stopped
}

func TestIntegrityNamesARowWithoutItsParent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		if wrong, err := d.Integrity(t.Context()); err != nil || len(wrong) > 0 {
			t.Fatalf("%v, %v", wrong, err)
		}
		if d.Postgres() {
			return // its constraints cannot be turned off by anyone who could be asked to check
		}
		if _, err := d.WritePool().Exec(`PRAGMA foreign_keys = OFF; DELETE FROM district WHERE id = 'd1'`); err != nil {
			t.Fatal(err)
		}
		wrong, err := d.Integrity(t.Context())
		if err != nil || !strings.Contains(strings.Join(wrong, "\n"), "school") {
			t.Errorf("%v, %v", wrong, err)
		}
	})
}

// Names from a database that somebody hands in stand in statements: one that is more than a name would be run.
func TestNamesThatAreMoreThanNamesAreRefused(t *testing.T) {
	for name, made := range map[string]string{
		"table":  `CREATE TABLE "district WHERE 0; CREATE TABLE planted (a); --" (a)`,
		"column": `CREATE TABLE odd ("a FROM district; CREATE TABLE planted (a); --")`,
	} {
		d, err := db.Open(t.Context(), db.Options{Path: filepath.Join(t.TempDir(), "handed.db")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Exec(t.Context(), made); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Filled(t.Context(), d); err == nil || !strings.Contains(err.Error(), "planted") {
			t.Errorf("%s: %v, want the name that is none", name, err)
		}
		tables, err := db.All(t.Context(), d, db.Value[string], `SELECT name FROM sqlite_schema WHERE name = 'planted'`)
		if err != nil || len(tables) > 0 {
			t.Errorf("%s: planted %v, %v", name, tables, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
