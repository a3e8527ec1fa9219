package people

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
)

// spanParts is into how many parts a span of time is cut to be counted. A limit holds in every span, wherever it begins: of the
// oldest part, which lies within it only partly, all counts.
const spanParts = 12

// counted is how often something was done in a part of a span.
type counted struct {
	start time.Time
	used  int
}

// Spend counts one act in a bucket and says how long to wait when most were done within the time already; 0 when it may go on. What
// is refused does not count. What the bucket is called may name a person or an address: only a hash is kept.
func (s *Service) Spend(ctx context.Context, bucket string, most int, within time.Duration) (time.Duration, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (time.Duration, error) { return s.spend(ctx, tx, bucket, 1, most, within) })
}

// spend counts so many acts at once, at most as many as may be done.
func (s *Service) spend(ctx context.Context, tx *db.DB, bucket string, acts, most int, within time.Duration) (time.Duration, error) {
	now, name, part := s.clock.Now(), hex.EncodeToString(hashed("limit ", bucket)), within/spanParts
	lately, err := db.All(ctx, tx, func(row db.Row) (c counted, err error) {
		var at int64
		err = row.Scan(&at, &c.used)
		c.start = clock.FromMicros(at)
		return c, err
	}, `SELECT starts_at, used FROM rate_limit WHERE bucket = $1 AND starts_at > $2 ORDER BY starts_at`, name, clock.Micros(now.Add(-within-part)))
	if err != nil {
		return 0, err
	}
	if wait := untilFree(lately, now, most-acts+1, within); wait > 0 {
		return wait, nil
	}
	_, err = tx.Exec(ctx, `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ($1, $2, $3)
		ON CONFLICT (bucket, starts_at) DO UPDATE SET used = rate_limit.used + excluded.used`, name, clock.Micros(now.Truncate(part)), acts)
	return 0, err
}

// untilFree is how long it takes until fewer than most were done within the time; 0 when that is so now. What was done lately is in
// order.
func untilFree(lately []counted, now time.Time, most int, within time.Duration) time.Duration {
	done := 0
	for _, c := range lately {
		done += c.used
	}
	wait := time.Duration(0)
	for _, c := range lately {
		if done < most {
			break
		}
		done -= c.used
		wait = c.start.Add(within/spanParts + within).Sub(now)
	}
	return max(wait, 0)
}
