package people

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
)

// Spend counts one act in a bucket and says how long to wait when there were more than most within the time; 0 when it may go
// on. Time is cut into spans of that length. What the bucket is called may name a person or an address: only a hash is kept.
func (s *Service) Spend(ctx context.Context, bucket string, most int, within time.Duration) (time.Duration, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (time.Duration, error) { return s.spend(ctx, tx, bucket, most, within) })
}

func (s *Service) spend(ctx context.Context, tx *db.DB, bucket string, most int, within time.Duration) (time.Duration, error) {
	now := s.clock.Now()
	start := now.Truncate(within)
	used, err := db.One(ctx, tx, db.Value[int], `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ($1, $2, 1)
		ON CONFLICT (bucket, starts_at) DO UPDATE SET used = rate_limit.used + 1 RETURNING used`,
		hex.EncodeToString(hashed("limit ", bucket)), clock.Micros(start))
	if err != nil || used <= most {
		return 0, err
	}
	return start.Add(within).Sub(now), nil
}
