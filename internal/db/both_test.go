package db_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// counting is both databases with a table of numbers.
func counting(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := d.Exec(t.Context(), `CREATE TABLE n (k BIGINT NOT NULL PRIMARY KEY, v BIGINT NOT NULL)`); err != nil {
			t.Fatal(err)
		}
		fn(t, d)
	})
}

func insert(k int) func(tx *db.DB) error {
	return func(tx *db.DB) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO n (k, v) VALUES ($1, 0)`, k)
		return err
	}
}

func keys(t *testing.T, d *db.DB) string {
	t.Helper()
	values, err := db.All(t.Context(), d, db.Value[int], `SELECT k FROM n ORDER BY k`)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(values)
}

func TestBothTryUndoesOnlyItself(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		var ran []string
		err := d.Do(t.Context(), func(tx *db.DB) error {
			ran = nil
			tx.AfterCommit(func() { ran = append(ran, "first") })
			if err := insert(1)(tx); err != nil {
				return err
			}
			failed := tx.Try(t.Context(), func(tx *db.DB) error {
				tx.AfterCommit(func() { ran = append(ran, "undone") })
				if err := insert(2)(tx); err != nil {
					return err
				}
				return tx.Try(t.Context(), insert(1))
			})
			if !db.IsUnique(failed) {
				return fmt.Errorf("got %w, want a unique violation", failed)
			}
			return tx.Try(t.Context(), func(tx *db.DB) error {
				tx.AfterCommit(func() { ran = append(ran, "second") })
				return insert(3)(tx)
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := keys(t, d); got != "[1 3]" {
			t.Errorf("got %s", got)
		}
		if !slices.Equal(ran, []string{"first", "second"}) {
			t.Errorf("after the commit ran %v", ran)
		}
	})
}

func TestBothAnErrorUndoesEverythingAndRunsNoHook(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		onPurpose := errors.New("on purpose")
		err := d.Do(t.Context(), func(tx *db.DB) error {
			tx.AfterCommit(func() { t.Error("a hook ran") })
			if err := insert(1)(tx); err != nil {
				return err
			}
			return onPurpose
		})
		if !errors.Is(err, onPurpose) || keys(t, d) != "[]" {
			t.Errorf("got %v and rows %s", err, keys(t, d))
		}
	})
}

func TestBothPanicUndoesItsWorkAndReachesTheCaller(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic did not reach the caller")
				}
			}()
			_ = d.Do(t.Context(), func(tx *db.DB) error {
				if err := insert(1)(tx); err != nil {
					return err
				}
				panic("on purpose")
			})
		}()
		if err := d.Do(t.Context(), insert(2)); err != nil {
			t.Fatal(err)
		}
		if got := keys(t, d); got != "[2]" {
			t.Errorf("got %s", got)
		}
	})
}

func TestBothConstraintsAreRecognised(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		if err := d.Do(t.Context(), insert(1)); err != nil {
			t.Fatal(err)
		}
		if err := d.Do(t.Context(), insert(1)); !db.IsUnique(err) {
			t.Errorf("a double is reported as %v", err)
		}
		_, err := d.Exec(t.Context(), `INSERT INTO n (k) VALUES (2)`)
		if err == nil || db.IsUnique(err) {
			t.Errorf("a missing value is reported as %v", err)
		}
		_, err = d.Exec(t.Context(), `INSERT INTO school (id, district, name, short_name, name_key, grades, created_at) VALUES ('s', 'nowhere', '', '', '', 0, 0)`)
		if err == nil || db.IsUnique(err) {
			t.Errorf("a school of no district is reported as %v", err)
		}
	})
}

func TestBothIn(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		for k := range 5 {
			if err := d.Do(t.Context(), insert(k)); err != nil {
				t.Fatal(err)
			}
		}
		for want, wanted := range map[string][]int{"[]": nil, "[2]": {2}, "[1 3 4]": {4, 1, 3, 9}} {
			list, args := db.In(2, wanted)
			got, err := db.All(t.Context(), d, db.Value[int], `SELECT k FROM n WHERE v = $1 AND k IN (`+list+`) ORDER BY k`, append([]any{0}, args...)...)
			if err != nil || fmt.Sprint(got) != want {
				t.Errorf("got %v, %v; want %s", got, err, want)
			}
		}
	})
}

func TestBothInsertAddsEveryRowOnce(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		for _, rows := range []int{0, 1, 16, 17, 100} {
			var values []any
			for k := range rows {
				values = append(values, k, 0)
			}
			if err := d.Insert(t.Context(), `INSERT INTO n (k, v)`, 2, values, `ON CONFLICT (k) DO UPDATE SET v = n.v + 1`); err != nil {
				t.Fatal(err)
			}
		}
		got, err := db.All(t.Context(), d, db.Value[string], `SELECT v || ' times ' || count(*) FROM n GROUP BY v ORDER BY v`)
		if err != nil || fmt.Sprint(got) != "[0 times 83 1 times 1 2 times 15 3 times 1]" {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestRowsFrom(t *testing.T) {
	if got := db.RowsFrom(3, 2, 3); got != "($3, $4, $5), ($6, $7, $8)" {
		t.Errorf("got %s", got)
	}
}

func TestBothSnapshotDoesNotMoveAndDoesNotWrite(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		err := d.Snapshot(t.Context(), func(tx *db.DB) error {
			before := keys(t, tx)
			if err := d.Do(t.Context(), insert(1)); err != nil {
				return err
			}
			if after := keys(t, tx); after != before {
				t.Errorf("the snapshot moved from %s to %s", before, after)
			}
			if err := tx.Do(t.Context(), insert(2)); err == nil {
				t.Error("a snapshot wrote")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := keys(t, d); got != "[1]" {
			t.Errorf("got %s", got)
		}
	})
}

func TestBothOneSaysWhenThereIsNone(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		if _, err := db.One(t.Context(), d, db.Value[int], `SELECT k FROM n`); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("got %v", err)
		}
	})
}

// Two who each read both rows and then empty one would together empty both, had one not to begin again.
func TestCollidingTransactionsAreTriedAgain(t *testing.T) {
	counting(t, func(t *testing.T, d *db.DB) {
		if _, err := d.Exec(t.Context(), `INSERT INTO n (k, v) VALUES (1, 1), (2, 1)`); err != nil {
			t.Fatal(err)
		}
		var attempts, committed atomic.Int64
		var bothHaveRead sync.WaitGroup
		bothHaveRead.Add(2)
		var wg sync.WaitGroup
		for k := 1; k <= 2; k++ {
			wg.Go(func() {
				first := true
				err := d.Do(t.Context(), func(tx *db.DB) error {
					attempts.Add(1)
					tx.AfterCommit(func() { committed.Add(1) })
					sum, err := db.One(t.Context(), tx, db.Value[int], `SELECT sum(v) FROM n`)
					if err != nil {
						return err
					}
					if first && d.Postgres() { // on SQLite they take turns anyway
						first = false
						bothHaveRead.Done()
						bothHaveRead.Wait()
					}
					if sum < 2 {
						return nil
					}
					_, err = tx.Exec(t.Context(), `UPDATE n SET v = 0 WHERE k = $1`, k)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		sum, err := db.One(t.Context(), d, db.Value[int], `SELECT sum(v) FROM n`)
		if err != nil || sum != 1 {
			t.Errorf("sum %d, %v; want one row emptied", sum, err)
		}
		if d.Postgres() && attempts.Load() < 3 {
			t.Errorf("%d attempts, want at least one repeated", attempts.Load())
		}
		if committed.Load() != 2 {
			t.Errorf("%d hooks ran, want one of each", committed.Load())
		}
	})
}

func TestTransactionThatAlwaysCollidesEndsInConflict(t *testing.T) {
	d := dbtest.Postgres(t)
	if _, err := d.Exec(t.Context(), `CREATE TABLE n (k BIGINT NOT NULL PRIMARY KEY, v BIGINT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), insert(1)); err != nil {
		t.Fatal(err)
	}
	other, err := db.Open(t.Context(), d.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	attempts := 0
	err = d.Do(t.Context(), func(tx *db.DB) error {
		attempts++
		if _, err := db.One(t.Context(), tx, db.Value[int], `SELECT v FROM n`); err != nil {
			return err
		}
		if _, err := other.Exec(t.Context(), `UPDATE n SET v = v + 1`); err != nil {
			return fmt.Errorf("the other node: %w", err)
		}
		_, err := tx.Exec(t.Context(), `UPDATE n SET v = v + 1`)
		return err
	})
	if !fault.IsConflict(err) || attempts != 10 {
		t.Errorf("got %v after %d attempts", err, attempts)
	}
}

// A slow transaction whose node keeps writing what it has read would collide each time; after a few tries the others wait.
func TestSlowTransactionGetsThroughItsOwnNode(t *testing.T) {
	d := dbtest.Postgres(t)
	if _, err := d.Exec(t.Context(), `CREATE TABLE n (k BIGINT NOT NULL PRIMARY KEY, v BIGINT NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), insert(1)); err != nil {
		t.Fatal(err)
	}
	var quick sync.WaitGroup
	err := d.Do(t.Context(), func(tx *db.DB) error {
		if _, err := db.One(t.Context(), tx, db.Value[int], `SELECT v FROM n`); err != nil {
			return err
		}
		written := make(chan struct{})
		quick.Go(func() {
			defer close(written)
			if _, err := d.Exec(t.Context(), `UPDATE n SET v = v + 1`); err != nil {
				t.Error(err)
			}
		})
		select { // one that is held back cannot be waited for
		case <-written:
		case <-time.After(100 * time.Millisecond):
		}
		_, err := tx.Exec(t.Context(), `UPDATE n SET v = v + 1`)
		return err
	})
	quick.Wait()
	if err != nil {
		t.Error(err)
	}
}

// position is how far a reader of the log has come.
type position struct{ xid, seq int64 }

// A reader that goes by (xid, seq) and stays below the horizon sees every row once, though numbers are given in another
// order than commits.
func TestReaderBelowTheHorizonMissesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const writers, rows = 16, 40
		if _, err := d.Exec(t.Context(), `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
			VALUES ('d', 'Maple Valley', '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`); err != nil {
			t.Fatal(err)
		}
		var writing sync.WaitGroup
		for range writers {
			writing.Go(func() {
				for range rows {
					if err := d.Do(t.Context(), func(tx *db.DB) error { return logOne(t.Context(), tx) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		done := make(chan struct{})
		go func() { writing.Wait(); close(done) }()

		// The horizon waits for every transaction of the server, also those of other tests, so the last rows may take a while.
		patience, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		seen := map[int64]int{}
		var last position
		for written := false; patience.Err() == nil && !(written && len(seen) >= writers*rows); {
			select {
			case <-done:
				written = true
			default:
			}
			batch, err := readBelowHorizon(patience, d, last)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range batch {
				seen[p.seq]++
				last = p
			}
		}
		if len(seen) != writers*rows {
			t.Errorf("the reader saw %d of %d rows", len(seen), writers*rows)
		}
		for seq, times := range seen {
			if times != 1 {
				t.Errorf("row %d was seen %d times", seq, times)
			}
		}
	})
}

func logOne(ctx context.Context, tx *db.DB) error {
	xid, err := tx.TransactionID(ctx)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data)
		VALUES ($1, 'd', '', '', 'shared', 'resource', '', 0, '{}')`, xid)
	return err
}

func readBelowHorizon(ctx context.Context, d *db.DB, last position) ([]position, error) {
	horizon, err := d.Horizon(ctx)
	if err != nil {
		return nil, err
	}
	scan := func(row db.Row) (p position, err error) { return p, row.Scan(&p.xid, &p.seq) }
	return db.All(ctx, d, scan, `SELECT xid, seq FROM activity
		WHERE (xid > $1 OR xid = $1 AND seq > $2) AND xid < $3 ORDER BY xid, seq LIMIT 100`, last.xid, last.seq, horizon)
}

// What a statement wanted is its own fault; that nobody could serve it is not.
func TestTroubleIsNotTheStatementsFault(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, statement := range []string{`CREATE TABLE one (k TEXT PRIMARY KEY, n BIGINT NOT NULL CHECK (n > 0))`, `INSERT INTO one (k, n) VALUES ('a', 1)`} {
			if _, err := d.Exec(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		for name, c := range map[string]struct {
			ctx       context.Context
			statement string
			trouble   bool
		}{
			"a row that is there already": {t.Context(), `INSERT INTO one (k, n) VALUES ('a', 1)`, false},
			"a value that is not allowed": {t.Context(), `INSERT INTO one (k, n) VALUES ('b', 0)`, false},
			"a table that is not there":   {t.Context(), `INSERT INTO two (k) VALUES ('b')`, false},
			"a caller who has left":       {over, `INSERT INTO one (k, n) VALUES ('c', 1)`, true},
		} {
			_, err := d.Exec(c.ctx, c.statement)
			if err == nil || db.IsTrouble(err) != c.trouble {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, err := range []error{driver.ErrBadConn, sql.ErrTxDone, &net.OpError{Op: "read", Err: errors.New("reset")}, &pgconn.PgError{Code: "40001"}, &pgconn.PgError{Code: "53100"}} {
			if !db.IsTrouble(fmt.Errorf("share: %w", err)) {
				t.Errorf("%v is no trouble", err)
			}
		}
		if db.IsTrouble(errors.New("some mistake")) || db.IsTrouble(nil) {
			t.Error("a mistake is trouble")
		}
	})
}
