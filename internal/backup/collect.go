package backup

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Collect removes stored files that the database does not name, other than fresh uploads, and what interrupted uploads left behind:
// what a backup would not hold either.
func (s Stores) Collect(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "collect files")
	now := s.Clock.Now()
	if _, err := s.Files.Sweep(ctx, now); err != nil {
		return err
	}
	known, err := namedSet(ctx, s.DB)
	if err != nil {
		return err
	}
	districts, err := db.All(ctx, s.DB, db.Value[id.DistrictID], `SELECT id FROM district ORDER BY id`)
	if err != nil {
		return err
	}
	for _, district := range districts {
		if _, err := s.Files.Collect(ctx, district, func(hash files.Hash) bool { return known[fileName{district, hash}] }, now); err != nil {
			return err
		}
	}
	return nil
}
