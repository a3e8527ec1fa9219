package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is which of the two databases is below. Everything that differs between them stands in this file.
type dialect int

const (
	sqlite dialect = iota
	postgres
)

func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{"_time_format": {"sqlite"}}
	pragmas := []string{"journal_mode(WAL)", "busy_timeout(5000)", "foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-16000)",
		"wal_autocheckpoint(4000)"} // pages, 16 MB: what many commits change is written back once
	if readOnly {
		pragmas = append(pragmas, "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	q["_pragma"] = pragmas
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func (d dialect) snapshotLevel() sql.IsolationLevel {
	if d == postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// translate makes a migration fit: SQLite compares text byte by byte of itself, which is what COLLATE "C" asks of
// PostgreSQL. A table of little but its key is kept in the order of the key there, and has no second copy of it.
func (d dialect) translate(migration string) string {
	if d == sqlite {
		migration = strings.ReplaceAll(migration, ` COLLATE "C"`, "")
		migration = strings.ReplaceAll(migration, "/* WITHOUT ROWID */", "WITHOUT ROWID")
		migration = strings.ReplaceAll(migration, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")
	}
	return migration
}

// TransactionID orders the transactions of a log in which numbers are not given in the order of commits: on PostgreSQL
// the transaction's id; on SQLite, where one writes at a time, always 0.
func (d *DB) TransactionID(ctx context.Context) (int64, error) {
	if d.dialect == sqlite {
		return 0, nil
	}
	return One(ctx, d, Value[int64], `SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)`)
}

// Horizon is the TransactionID below which every transaction has ended, so that a reader of the log misses nothing.
func (d *DB) Horizon(ctx context.Context) (int64, error) {
	if d.dialect == sqlite {
		return 1, nil
	}
	return One(ctx, d, Value[int64], `SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)`)
}

// Alone runs fn while no other node runs anything by Alone: changes of the schema, which cannot be tried again like a
// transaction. On SQLite there is one process only.
func (d *DB) Alone(ctx context.Context, fn func() error) (err error) {
	if d.dialect == sqlite {
		return fn()
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	const key = 0x636f6d6d6f6e // any number that nobody else locks
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return err
	}
	defer func() {
		_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, key)
		err = errors.Join(err, unlock)
	}()
	return fn()
}

// givenNumbers lets an INSERT give the numbers that the database would give.
func (d dialect) givenNumbers() string {
	if d == postgres {
		return " OVERRIDING SYSTEM VALUE"
	}
	return ""
}

// manyRows is Rows for thousands of values: SQLite looks each numbered placeholder up among all the others, but not those
// that go by their place.
func (d dialect) manyRows(rows, width int) string {
	if d == postgres {
		return Rows(rows, width)
	}
	row := "(" + strings.Repeat("?, ", width-1) + "?)"
	return strings.Repeat(row+", ", rows-1) + row
}

// goOnCounting makes the next number one more than the highest. SQLite does by itself.
func (t table) goOnCounting(ctx context.Context, d *DB) error {
	if d.dialect == sqlite || t.counter == "" {
		return nil
	}
	_, err := One(ctx, d, Value[int64], `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max(`+t.counter+`), 1), count(*) > 0) FROM `+t.name, t.name, t.counter)
	return err
}

// SaveAs writes the whole of a SQLite database, as it is at one moment, to a new file, while others read and write.
func (d *DB) SaveAs(ctx context.Context, path string) error {
	if d.dialect != sqlite {
		return errors.New("only SQLite is saved as a file")
	}
	// A connection of its own: those of readers may not write, not even another file, and the writer has other work.
	own, err := sql.Open("sqlite", sqliteDSN(d.options.Path, false))
	if err != nil {
		return err
	}
	_, err = own.ExecContext(ctx, `VACUUM INTO $1`, path)
	return errors.Join(err, own.Close())
}

// Integrity names what the database finds wrong with itself: broken pages and rows whose parents are missing.
func (d *DB) Integrity(ctx context.Context) ([]string, error) {
	if d.dialect == postgres {
		return All(ctx, d, Value[string], `SELECT 'index ' || CAST(indexrelid AS regclass) || ' is not valid' FROM pg_index WHERE NOT indisvalid
			UNION ALL SELECT 'constraint ' || conname || ' was never checked' FROM pg_constraint WHERE NOT convalidated`)
	}
	found, err := All(ctx, d, Value[string], `SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`)
	if err != nil {
		return nil, err
	}
	orphans, err := All(ctx, d, Value[string], `SELECT 'a row of ' || "table" || ' (' || coalesce(rowid, 0) || ') refers to no row of ' || parent FROM pragma_foreign_key_check`)
	return append(found, orphans...), err
}

// isCollision says whether PostgreSQL asks to try the transaction again.
func isCollision(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}

// IsDamaged says whether a statement failed because what is stored can no longer be read.
func IsDamaged(err error) bool {
	var p *pgconn.PgError
	if errors.As(err, &p) {
		return p.Code == "XX001" || p.Code == "XX002"
	}
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}

func isDiskFailure(err error) bool {
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_NOTADB:
		return true
	}
	return false
}

// IsTrouble says whether an operation failed for what surrounds it, and not for what it wanted: it collided, was broken off,
// or the database or the disk below could not serve. The same operation may go well another time.
func IsTrouble(err error) bool {
	if isDiskFailure(err) || isInterrupt(err) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, sql.ErrTxDone) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	var offline net.Error
	if errors.As(err, &offline) {
		return true
	}
	var e *pgconn.PgError
	return errors.As(err, &e) && !strings.Contains(" 22 23 42 54 P0 ", " "+e.Code[:min(2, len(e.Code))]+" ")
}

func isInterrupt(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_INTERRUPT }

func sqliteCode(err error) int {
	var e *sqlitedriver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// In makes placeholders for a list: In(3, ids) gives "$3, $4" and the values. For an empty list it gives NULL, which
// no value is in.
func In[T any](first int, values []T) (string, []any) {
	if len(values) == 0 {
		return "NULL", nil
	}
	var b strings.Builder
	args := make([]any, len(values))
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
		args[i] = v
	}
	return b.String(), args
}

// Rows makes the placeholders of several rows: Rows(2, 3) gives "($1, $2, $3), ($4, $5, $6)".
func Rows(rows, width int) string { return RowsFrom(1, rows, width) }

// RowsFrom is Rows with placeholders that count from first.
func RowsFrom(first, rows, width int) string {
	out := make([]byte, 0, 6*rows*width)
	for i := range rows * width {
		switch {
		case i == 0:
			out = append(out, "($"...)
		case i%width == 0:
			out = append(out, "), ($"...)
		default:
			out = append(out, ", $"...)
		}
		out = strconv.AppendInt(out, int64(first+i), 10)
	}
	return string(append(out, ')'))
}
