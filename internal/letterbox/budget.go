package letterbox

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// The first week of a person begins with the first letter to them, which mostly is the invitation.
const (
	firstWeek     = 7 * 24 * time.Hour
	mostFirstWeek = 3
)

// fits says whether another letter that counts may go at a moment, after those at the times given.
func fits(earlier []time.Time, now time.Time) bool {
	if len(earlier) == 0 {
		return true
	}
	first := earlier[0]
	for _, at := range earlier {
		if at.Before(first) {
			first = at
		}
	}
	if !now.Before(first.Add(firstWeek)) {
		return true
	}
	return len(earlier) < mostFirstWeek
}

// claim notes that a letter is going. It is false when the letter went before, or when it is one too many in the first week.
func (s *Service) claim(ctx context.Context, p people.Person, letter, token string, counts bool, keep func(context.Context, *db.DB, string) error) (bool, error) {
	return db.Tx(ctx, s.DB, func(tx *db.DB) (bool, error) {
		if takes, err := s.takes(ctx, tx, p); err != nil || !takes {
			return false, err
		}
		now := s.Clock.Now()
		if counts {
			earlier, err := s.earlier(ctx, tx, p.District, p.ID)
			if err != nil || !fits(earlier, now) {
				return false, err
			}
		}
		n, err := tx.Exec(ctx, `INSERT INTO sent_letter (district, person, letter, state, counts, token_hash, at) VALUES ($1, $2, $3, 'sending', $4, $5, $6)
			ON CONFLICT (district, person, letter) DO NOTHING`, p.District, p.ID, letter, counts, hash(token), clock.Micros(now))
		if err != nil || n == 0 {
			return false, err
		}
		if keep != nil {
			return true, keep(ctx, tx, letter)
		}
		return true, nil
	})
}

// earlier are the times of the first letters to somebody that count: enough to know whether another fits.
func (s *Service) earlier(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID) ([]time.Time, error) {
	return db.All(ctx, d, func(row db.Row) (time.Time, error) {
		var at int64
		err := row.Scan(&at)
		return clock.FromMicros(at), err
	}, `SELECT at FROM sent_letter WHERE district = $1 AND person = $2 AND counts ORDER BY at LIMIT $3`, district, person, mostFirstWeek)
}

// countInvitation notes an invitation that went. A coordinator who invites again is never held back, but it counts.
func (s *Service) countInvitation(ctx context.Context, district id.DistrictID, person id.PersonID, letter string) error {
	_, err := s.DB.Exec(ctx, `INSERT INTO sent_letter (district, person, letter, state, counts, token_hash, at) VALUES ($1, $2, $3, 'sent', $4, NULL, $5)
		ON CONFLICT (district, person, letter) DO NOTHING`, district, person, letter, true, clock.Micros(s.Clock.Now()))
	return err
}
