package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	sqlite3 "modernc.org/sqlite/lib"
)

// MigrationNames lists the files of the migrations in the order of the folder.
func MigrationNames() ([]string, error) {
	entries, err := migrations.ReadDir("migrations")
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, err
}

// Steps gives the migrations one by one.
func (d *DB) Steps() (*goose.Provider, error) { return d.provider(migrations) }

// Waiting is how many operations wait for SQLite's writer, and how many patient ones.
func (d *DB) Waiting() (operations, patient int) { return len(d.writer.work), len(d.writer.patient) }

// InTx says whether d is a transaction.
func (d *DB) InTx() bool { return d.tx != nil }

// IsUnique says whether a statement failed because a row is there already.
func IsUnique(err error) bool {
	var p *pgconn.PgError
	if errors.As(err, &p) {
		return p.Code == "23505"
	}
	code := sqliteCode(err)
	return code == sqlite3.SQLITE_CONSTRAINT_UNIQUE || code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
}
