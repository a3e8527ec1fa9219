package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
)

func openTemp(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func counting(t *testing.T) *DB {
	t.Helper()
	d := openTemp(t)
	if _, err := d.Exec(t.Context(), `CREATE TABLE n (v BIGINT NOT NULL PRIMARY KEY)`); err != nil {
		t.Fatal(err)
	}
	return d
}

func count(t *testing.T, d *DB) int {
	t.Helper()
	n, err := One(t.Context(), d, Value[int], `SELECT count(*) FROM n`)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(v int) func(tx *DB) error {
	return func(tx *DB) error {
		_, err := tx.Exec(context.Background(), `INSERT INTO n (v) VALUES ($1)`, v)
		return err
	}
}

func TestMigrateUpAndRefuseNewer(t *testing.T) {
	d := openTemp(t)
	for range 2 {
		if err := d.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	older := fstest.MapFS{"migrations/0001_one.sql": {Data: []byte("-- +goose Up\nSELECT 1;\n")}}
	if err := d.migrate(t.Context(), older); !errors.Is(err, ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
	broken := fstest.MapFS{}
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := migrations.ReadFile("migrations/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		broken["migrations/"+f.Name()] = &fstest.MapFile{Data: text}
	}
	broken["migrations/9999_broken.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABEL x (y);\n")}
	if err := d.migrate(t.Context(), broken); err == nil {
		t.Error("a failing migration passed")
	}
}

// Each of many writers is answered after its own row is there, and one that fails takes nobody with it.
func TestGroupKeepsTheGoodAndRefusesTheBad(t *testing.T) {
	d := counting(t)
	const writers, rows = 16, 50
	var hooks sync.Map
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range rows {
				v := w*rows + i
				err := d.Do(t.Context(), func(tx *DB) error {
					tx.AfterCommit(func() { hooks.Store(v, true) })
					return insert(v)(tx)
				})
				if err != nil {
					t.Errorf("insert %d: %v", v, err)
				}
				if _, ran := hooks.Load(v); !ran {
					t.Errorf("insert %d was answered before its hook ran", v)
				}
				err = d.Do(t.Context(), func(tx *DB) error {
					tx.AfterCommit(func() { t.Errorf("a hook of the failed insert %d ran", v) })
					if err := insert(100_000 + v)(tx); err != nil {
						return err
					}
					return insert(v)(tx) // there already
				})
				if !IsUnique(err) {
					t.Errorf("second insert of %d: %v", v, err)
				}
			}
		})
	}
	wg.Wait()
	if got := count(t, d); got != writers*rows {
		t.Errorf("%d rows, want %d", got, writers*rows)
	}
}

func TestPanicReachesItsCallerAloneAndUndoesItsWork(t *testing.T) {
	d := counting(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic did not reach the caller")
			}
		}()
		_ = d.Do(t.Context(), func(tx *DB) error {
			if err := insert(1)(tx); err != nil {
				return err
			}
			panic("on purpose")
		})
	}()
	if err := d.Do(t.Context(), insert(2)); err != nil {
		t.Fatal(err)
	}
	if got := count(t, d); got != 1 {
		t.Errorf("%d rows, want 1", got)
	}
}

func TestTryUndoesOnlyItself(t *testing.T) {
	d := counting(t)
	err := d.Do(t.Context(), func(tx *DB) error {
		if err := insert(1)(tx); err != nil {
			return err
		}
		failed := tx.Try(t.Context(), func(tx *DB) error {
			if err := insert(2)(tx); err != nil {
				return err
			}
			return tx.Try(t.Context(), insert(1))
		})
		if !IsUnique(failed) {
			return fmt.Errorf("got %w, want a unique violation", failed)
		}
		return tx.Try(t.Context(), insert(3))
	})
	if err != nil {
		t.Fatal(err)
	}
	values, err := All(t.Context(), d, Value[int], `SELECT v FROM n ORDER BY v`)
	if err != nil || fmt.Sprint(values) != "[1 3]" {
		t.Errorf("got %v, %v", values, err)
	}
}

func TestCancelledCallerIsNotRun(t *testing.T) {
	d := counting(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Do(ctx, insert(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := count(t, d); got != 0 {
		t.Errorf("%d rows, want 0", got)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	d := counting(t)
	if _, err := d.read.Exec(`INSERT INTO n (v) VALUES (1)`); err == nil {
		t.Error("a reading connection wrote")
	}
	err := d.Snapshot(t.Context(), func(tx *DB) error { return tx.Do(t.Context(), insert(1)) })
	if err == nil {
		t.Error("a snapshot wrote")
	}
}

func TestSnapshotDoesNotMove(t *testing.T) {
	d := counting(t)
	err := d.Snapshot(t.Context(), func(tx *DB) error {
		before := count(t, tx)
		if err := d.Do(t.Context(), insert(1)); err != nil {
			return err
		}
		if after := count(t, tx); after != before {
			t.Errorf("the snapshot moved from %d to %d", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := count(t, d); got != 1 {
		t.Errorf("%d rows, want 1", got)
	}
}

func TestWritesAfterCloseAreRefused(t *testing.T) {
	d, err := Open(t.Context(), Options{Path: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Do(t.Context(), insert(1)); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}

func TestIn(t *testing.T) {
	if text, args := In(3, []string{"a", "b"}); text != "$3, $4" || len(args) != 2 {
		t.Errorf("got %q, %v", text, args)
	}
	d := counting(t)
	text, args := In[int](1, nil)
	n, err := One(t.Context(), d, Value[int], `SELECT count(*) FROM n WHERE v IN (`+text+`)`, args...)
	if err != nil || n != 0 {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestFileIsForItsOwnerOnly(t *testing.T) {
	d := counting(t)
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(d.Options().Path + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("commonshelf.db%s: %v, %v", suffix, info.Mode(), err)
		}
	}
}

func TestOpenNeedsOnePlace(t *testing.T) {
	for _, o := range []Options{{}, {Path: "x", URL: "y"}, {Path: filepath.Join(os.DevNull, "no", "folder")}} {
		if _, err := Open(t.Context(), o); err == nil {
			t.Errorf("%+v opened", o)
		}
	}
}

// Memory is given back while others read and write: nothing fails, and no connection is lost.
func TestMemoryIsGivenBackBesideOthers(t *testing.T) {
	d := counting(t)
	var others sync.WaitGroup
	for n := range 8 {
		others.Go(func() {
			for i := range 20 {
				if err := d.Do(t.Context(), insert(n*20+i)); err != nil {
					t.Error(err)
				}
				if _, err := One(t.Context(), d, Value[int], `SELECT count(*) FROM n`); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 20 {
		if err := d.GiveBack(t.Context()); err != nil {
			t.Error(err)
		}
	}
	others.Wait()
	if reading, writing := d.read.Stats().InUse, d.write.Stats().InUse; reading > 0 || writing > 0 || count(t, d) != 160 {
		t.Errorf("%d readers and %d writers are still held, %d rows", reading, writing, count(t, d))
	}
}
