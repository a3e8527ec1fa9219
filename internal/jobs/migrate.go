package jobs

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/commonshelf/commonshelf/internal/db"
)

// Migrate brings the queue's tables to the newest schema, after the database's own. It refuses a newer one with
// db.ErrNewer.
func Migrate(ctx context.Context, d *db.DB) error {
	err := d.Alone(ctx, func() error {
		if !d.Postgres() {
			return migrate[*sql.Tx](ctx, d, riversqlite.New(d.WritePool()))
		}
		pool, err := postgresPool(ctx, d)
		if err != nil {
			return err
		}
		defer pool.Close()
		return migrate[pgx.Tx](ctx, d, riverpgxv5.New(pool))
	})
	if err != nil {
		return fmt.Errorf("migrate jobs: %w", err)
	}
	return nil
}

func migrate[Tx any](ctx context.Context, d *db.DB, driver riverdriver.Driver[Tx]) error {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	newest := len(migrator.AllVersions())
	if _, err := migrator.ExistingVersions(ctx); err != nil {
		// A step it does not know is an error like any other to River.
		current, stepErr := db.One(ctx, d, db.Value[int], `SELECT max(version) FROM river_migration`)
		if stepErr == nil && current > newest {
			return fmt.Errorf("%w (its queue is at step %d, this program knows %d)", db.ErrNewer, current, newest)
		}
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// Fingerprint names the schema that Migrate makes on PostgreSQL: it changes with every change of a migration.
func Fingerprint() (string, error) {
	migrator, err := rivermigrate.New[pgx.Tx](riverpgxv5.New(nil), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, v := range migrator.AllVersions() {
		fmt.Fprintf(sum, "%d %d\n%s", v.Version, len(v.SQLUp), v.SQLUp)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
