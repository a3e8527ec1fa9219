package letterbox

import (
	"context"
	"slices"
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

// fits says from when on another letter that counts may go, after those at the times given; zero: at once.
func fits(earlier []time.Time, now time.Time) (from time.Time) {
	if len(earlier) < mostFirstWeek {
		return time.Time{}
	}
	first := slices.MinFunc(earlier, time.Time.Compare)
	if from = first.Add(firstWeek); !now.Before(from) {
		return time.Time{}
	}
	return from
}

// claimed is what came of the wish to send a letter.
type claimed struct {
	going bool
	from  time.Time // of one too many in the first week: when it may go; zero: it went before, or is not wanted
}

// claim notes that a letter is going, unless it went before, or is one too many in the first week.
func (s *Service) claim(ctx context.Context, p people.Person, letter, token string, counts bool, keep func(context.Context, *db.DB, string) error) (claimed, error) {
	return db.Tx(ctx, s.DB, func(tx *db.DB) (claimed, error) {
		if takes, err := s.takes(ctx, tx, p); err != nil || !takes {
			return claimed{}, err
		}
		now := s.Clock.Now()
		if counts {
			earlier, err := s.earlier(ctx, tx, p.District, p.ID)
			if from := fits(earlier, now); err != nil || !from.IsZero() {
				return claimed{from: from}, err
			}
		}
		n, err := tx.Exec(ctx, `INSERT INTO sent_letter (district, person, letter, state, counts, token_hash, at) VALUES ($1, $2, $3, 'sending', $4, $5, $6)
			ON CONFLICT (district, person, letter) DO NOTHING`, p.District, p.ID, letter, counts, hash(token), clock.Micros(now))
		if err != nil || n == 0 {
			return claimed{}, err
		}
		if keep != nil {
			return claimed{going: true}, keep(ctx, tx, letter)
		}
		return claimed{going: true}, nil
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
