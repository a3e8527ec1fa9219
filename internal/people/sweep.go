package people

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// longestSpan is the longest time over which anything is limited.
const longestSpan = 24 * time.Hour

// Sweep forgets what is over: sessions and links a day after their end, counts of limits, parked forms, tokens a month after
// theirs, and the addresses of people who left some weeks ago. It is run once an hour or so.
func (s *Service) Sweep(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "sweep people")
	now := s.clock.Now()
	ago := func(d time.Duration) int64 { return clock.Micros(now.Add(-d)) }
	for _, old := range []struct {
		statement string
		before    int64
	}{
		{`DELETE FROM session WHERE expires_at < $1`, ago(afterlife)},
		{`DELETE FROM session WHERE idle_until < $1`, ago(idleAfterlife)},
		{`DELETE FROM sign_in_link WHERE expires_at < $1`, ago(afterlife)},
		{`DELETE FROM passkey_request WHERE expires_at < $1`, ago(0)},
		{`DELETE FROM passkey WHERE removed_at < $1`, ago(removedLasts)},
		{`DELETE FROM rate_limit WHERE starts_at < $1`, ago(longestSpan + longestSpan/spanParts)},
		{`DELETE FROM parked_form WHERE expires_at < $1`, ago(0)},
		{`DELETE FROM api_token WHERE expires_at < $1`, ago(30 * 24 * time.Hour)},
		{`UPDATE person SET mail = '' WHERE state = 'left' AND mail <> '' AND left_at < $1`, ago(keepsMail)},
	} {
		if err := s.db.Do(ctx, func(tx *db.DB) error {
			_, err := tx.Exec(ctx, old.statement, old.before)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
