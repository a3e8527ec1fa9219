package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	"golang.org/x/sync/semaphore"
	_ "modernc.org/sqlite" // the SQLite driver
)

// Options says where the database is: exactly one of Path and URL.
type Options struct {
	Path    string // of the SQLite file, made if it is not there
	URL     string // of PostgreSQL: postgres://user@host/name
	Readers int    // at most so many reading connections; 0: a good number
}

// DB is a pool or a transaction.
type DB struct {
	*pools
	tx      *transaction // nil for a pool
	patient bool         // its transactions let others go first
}

type pools struct {
	dialect dialect
	options Options
	read    *sql.DB
	write   *sql.DB     // on PostgreSQL the same as read
	writer  *writer     // SQLite only
	reading *statements // SQLite only, as writing is
	writing *statements
	broken  atomic.Pointer[error]
	turns   *semaphore.Weighted // PostgreSQL only: held whole by a transaction that has collided often
	hints   chan struct{}       // PostgreSQL only: holds one while a hint waits to be sent
}

// transaction is one transaction under way.
type transaction struct {
	tx       *sql.Tx
	conn     *sql.Conn
	hooks    []func()
	readOnly bool
	depth    int // of savepoints
}

// Open opens the database. It runs no migrations.
func Open(ctx context.Context, o Options) (*DB, error) {
	if (o.Path == "") == (o.URL == "") {
		return nil, errors.New("open database: want either a path or a URL")
	}
	p := &pools{options: o, dialect: postgres, turns: semaphore.NewWeighted(everyTurn), hints: make(chan struct{}, 1)}
	var err error
	if o.Path != "" {
		p.dialect = sqlite
		err = p.openSQLite(ctx)
	} else {
		err = p.openPostgres(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return &DB{pools: p}, nil
}

func (p *pools) openSQLite(ctx context.Context) error {
	readers := p.options.Readers
	if readers == 0 {
		readers = 8
	}
	// Made by us, it is for nobody else on this machine; its write-ahead log follows it.
	file, err := os.OpenFile(p.options.Path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if p.write, err = sql.Open("sqlite", sqliteDSN(p.options.Path, false)); err != nil {
		return err
	}
	p.write.SetMaxOpenConns(1)
	// The writing connection comes first: it makes the file and its write-ahead log, which readers then find.
	if err := p.write.PingContext(ctx); err != nil {
		return errors.Join(err, p.write.Close())
	}
	if p.read, err = sql.Open("sqlite", sqliteDSN(p.options.Path, true)); err != nil {
		return errors.Join(err, p.write.Close())
	}
	p.read.SetMaxOpenConns(readers)
	p.read.SetMaxIdleConns(readers)
	p.reading, p.writing = newStatements(p.read), newStatements(p.write)
	p.writer = startWriter(p)
	return nil
}

func (p *pools) openPostgres(ctx context.Context) error {
	readers := p.options.Readers
	if readers == 0 {
		readers = 24
	}
	var err error
	if p.read, err = sql.Open("pgx", p.options.URL); err != nil {
		return err
	}
	p.read.SetMaxOpenConns(readers)
	p.read.SetMaxIdleConns(readers)
	p.write = p.read
	if err := p.read.PingContext(ctx); err != nil {
		return errors.Join(err, p.read.Close())
	}
	return nil
}

// Close waits for the operations under way and closes every connection.
func (d *DB) Close() error {
	if d.writer != nil {
		d.writer.stop()
		return errors.Join(d.read.Close(), d.write.Close())
	}
	return d.read.Close()
}

// GiveBack gives memory back to the system that connections needed for what was much at once, such as filling an empty database or an
// index.
func (d *DB) GiveBack(ctx context.Context) error {
	if d.dialect == postgres {
		return nil
	}
	return errors.Join(shrink(ctx, d.write), shrink(ctx, d.read))
}

// shrinkTime is how long connections are waited for: whoever holds one may be waiting for those that are held here.
const shrinkTime = time.Second

// shrink has the connections of a pool that nobody uses forget the pages they read.
func shrink(ctx context.Context, pool *sql.DB) (err error) {
	ctx, cancel := context.WithTimeout(ctx, shrinkTime)
	defer cancel()
	for first := true; first || pool.Stats().Idle > 0; first = false {
		conn, taken := pool.Conn(ctx)
		if taken != nil {
			return errors.Join(err, taken)
		}
		defer func() { err = errors.Join(err, conn.Close()) }() // at the end, so that the next one is another
		if _, failed := conn.ExecContext(ctx, `PRAGMA shrink_memory`); failed != nil {
			return errors.Join(err, failed)
		}
	}
	return err
}

// Ready is nil while the database takes writes. After the disk has failed or is full it says so until the process ends:
// what a group of commits left behind is known only after a restart.
func (d *DB) Ready(ctx context.Context) error {
	if broken := d.broken.Load(); broken != nil {
		return *broken
	}
	return d.read.PingContext(ctx)
}

// Postgres says whether PostgreSQL is below.
func (d *DB) Postgres() bool { return d.dialect == postgres }

// Patient gives a handle for a long work of many transactions: on SQLite, where one writes at a time, each lets those go first
// that wait already, and shares its commit with nobody.
func (d *DB) Patient() *DB { return &DB{pools: d.pools, tx: d.tx, patient: true} }

// Options gives back where the database is.
func (d *DB) Options() Options { return d.options }

// Query reads rows.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, compiled := d.compiled(ctx, query)
	switch {
	case compiled != nil:
		return compiled.QueryContext(ctx, args...)
	case d.tx != nil:
		return d.tx.tx.QueryContext(ctx, query, args...)
	}
	return d.read.QueryContext(ctx, query, args...)
}

// QueryRow reads at most one row.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	ctx, compiled := d.compiled(ctx, query)
	switch {
	case compiled != nil:
		return compiled.QueryRowContext(ctx, args...)
	case d.tx != nil:
		return d.tx.tx.QueryRowContext(ctx, query, args...)
	}
	return d.read.QueryRowContext(ctx, query, args...)
}

// Exec runs a statement and gives the number of rows it touched. On a pool it is a transaction of its own.
func (d *DB) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if d.tx == nil {
		return Tx(ctx, d, func(tx *DB) (int64, error) { return tx.Exec(ctx, query, args...) })
	}
	ctx, compiled := d.compiled(ctx, query)
	var result sql.Result
	var err error
	if compiled != nil {
		result, err = compiled.ExecContext(ctx, args...)
	} else {
		result, err = d.tx.tx.ExecContext(ctx, query, args...)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// rowsAtOnce is how many rows one statement inserts at the most: few lengths make few texts to compile.
const rowsAtOnce = 16

// Insert adds rows of some width, whose values stand one after the other. The statement begins with into, such as
// "INSERT INTO school (id, name)", and ends with after: what to do where a row is there already. No rows are nothing to do.
func (d *DB) Insert(ctx context.Context, into string, width int, values []any, after string) error {
	for len(values) > 0 {
		part := values[:min(len(values), rowsAtOnce*width)]
		if _, err := d.Exec(ctx, into+" VALUES "+Rows(len(part)/width, width)+" "+after, part...); err != nil {
			return err
		}
		values = values[len(part):]
	}
	return nil
}

// compiled gives the compiled form of a statement, nil where there is none, and the context to run it in: inside a
// transaction a caller that goes away must not tear a statement out of a group of commits.
func (d *DB) compiled(ctx context.Context, query string) (context.Context, *sql.Stmt) {
	if d.tx != nil {
		ctx = context.WithoutCancel(ctx)
	}
	switch {
	case d.writing == nil:
		return ctx, nil
	case d.tx == nil:
		return ctx, d.reading.compile(ctx, query)
	case d.tx.readOnly:
		if known := d.reading.get(query); known != nil {
			return ctx, d.tx.tx.StmtContext(ctx, known)
		}
		return ctx, nil
	}
	if known := d.writing.get(query); known != nil {
		return ctx, d.tx.tx.StmtContext(ctx, known)
	}
	d.writing.want(query)
	return ctx, nil
}

// Row is what a scan function reads from: *sql.Row and *sql.Rows are.
type Row interface {
	Scan(dest ...any) error
}

// All reads every row of a query.
func All[T any](ctx context.Context, d *DB, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := d.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, rows.Err()
}

// One reads the first row of a query; sql.ErrNoRows when there is none.
func One[T any](ctx context.Context, d *DB, scan func(Row) (T, error), query string, args ...any) (T, error) {
	return scan(d.QueryRow(ctx, query, args...))
}

// Value scans a single column.
func Value[T any](row Row) (T, error) {
	var v T
	err := row.Scan(&v)
	return v, err
}
