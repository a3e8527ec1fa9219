package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/commonshelf/commonshelf/internal/db"
)

// withPgx lends the transaction, which database/sql has begun, as pgx sees it.
func withPgx(tx *db.DB, fn func(tx pgx.Tx) error) error {
	_, conn := tx.Raw()
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a connection of %T, want pgx", driver)
		}
		return fn(borrowed{c.Conn()})
	})
}

// borrowed is a transaction that somebody else began and will end.
type borrowed struct{ conn *pgx.Conn }

var errBorrowed = errors.New("this transaction is borrowed: it cannot be divided or ended here")

// Begin implements pgx.Tx.
func (borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errBorrowed }

// Commit implements pgx.Tx.
func (borrowed) Commit(context.Context) error { return errBorrowed }

// Rollback implements pgx.Tx.
func (borrowed) Rollback(context.Context) error { return errBorrowed }

// LargeObjects implements pgx.Tx.
func (borrowed) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Conn implements pgx.Tx.
func (b borrowed) Conn() *pgx.Conn { return b.conn }

// Exec implements pgx.Tx.
func (b borrowed) Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error) {
	return b.conn.Exec(ctx, query, args...)
}

// Query implements pgx.Tx.
func (b borrowed) Query(ctx context.Context, query string, args ...any) (pgx.Rows, error) {
	return b.conn.Query(ctx, query, args...)
}

// QueryRow implements pgx.Tx.
func (b borrowed) QueryRow(ctx context.Context, query string, args ...any) pgx.Row {
	return b.conn.QueryRow(ctx, query, args...)
}

// Prepare implements pgx.Tx.
func (b borrowed) Prepare(ctx context.Context, name, query string) (*pgconn.StatementDescription, error) {
	return b.conn.Prepare(ctx, name, query)
}

// SendBatch implements pgx.Tx.
func (b borrowed) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	return b.conn.SendBatch(ctx, batch)
}

// CopyFrom implements pgx.Tx.
func (b borrowed) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return b.conn.CopyFrom(ctx, table, columns, rows)
}
