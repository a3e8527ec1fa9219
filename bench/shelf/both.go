package shelf

import (
	"context"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// OnBoth measures on SQLite, whose address is empty, and on an empty database of PostgreSQL's.
func OnBoth(ctx context.Context, measure func(ctx context.Context, name, database string) error) error {
	err := measure(ctx, "SQLite", "")
	if err != nil {
		return err
	}
	testing.Init()
	testing.Benchmark(func(b *testing.B) { // so that a PostgreSQL of the tests serves, and ends
		if b.N == 1 {
			err = measure(ctx, "PostgreSQL", dbtest.EmptyPostgres(b))
		}
	})
	return err
}
