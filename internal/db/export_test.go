package db

import "github.com/pressly/goose/v3"

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
