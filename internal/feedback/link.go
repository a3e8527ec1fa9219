package feedback

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// WayBack is a token that stands in the page a teacher opened. What she sends from that page counts once, however often it is sent,
// and the token takes it back. It is stored hashed, and in no cookie.
type WayBack string

// NewWayBack draws one for a page.
func NewWayBack() WayBack {
	raw := make([]byte, 16)
	rand.Read(raw)
	return WayBack(base64.RawURLEncoding.EncodeToString(raw))
}

// wayBackLength is how many characters one has.
const wayBackLength = 22

func (w WayBack) hash() []byte {
	sum := sha256.Sum256([]byte("way back " + w))
	return sum[:]
}

// lately and mostLately bound what may come by one link: more is somebody's game, not a school's day.
const (
	lately     = 24 * time.Hour
	mostLately = 60
)

// ReportByLink lets a teacher who holds a share link say that it worked, in how many classes, and whether her words may stand on the sheet
// for the principal. It counts for the school of the link.
//
// It returns fault.Fields for what cannot be, fault.Conflict when too many came by this link today, and what OpenShareLink does for a
// link that opens nothing any more.
func (s *Service) ReportByLink(ctx context.Context, token string, back WayBack, classes int, words string, quotable bool) (_ catalog.Opened, err error) {
	defer fault.Wrap(&err, "report by link")
	opened, err := s.Catalog.OpenShareLink(ctx, token)
	if err != nil {
		return opened, err
	}
	in := Said{School: opened.Link.School, Outcome: Worked, Classes: classes, Words: words, Quotable: quotable}
	if len(back) != wayBackLength || classes < 1 {
		return opened, fault.Fields{"classes": fault.Say("use.wrong.classes", most)}
	}
	if err := in.check(); err != nil {
		return opened, err
	}
	by := actor.Actor{District: opened.District, System: true}
	return opened, s.DB.Do(ctx, func(tx *db.DB) error {
		now := s.Clock.Now()
		done, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM use_report WHERE district = $1 AND resource = $2 AND link = $3 AND at > $4`,
			opened.District, opened.ID, opened.Link.ID, clock.Micros(now.Add(-lately)))
		if err != nil {
			return err
		}
		if done >= mostLately {
			return fault.Conflict{Reason: fault.Say("use.conflict.often")}
		}
		fresh, err := tx.Exec(ctx, `INSERT INTO use_report (id, district, resource, school, link, way_back, outcome, grades, visits, classes, words, quotable, at)
			VALUES ($1, $2, $3, $4, $5, $6, 'worked', 0, 0, $7, $8, $9, $10) ON CONFLICT (link, way_back) WHERE way_back IS NOT NULL
			DO UPDATE SET classes = excluded.classes, words = excluded.words, quotable = excluded.quotable, at = excluded.at, removed_at = NULL
			WHERE use_report.removed_at IS NOT NULL AND use_report.removed_by IS NULL`, id.New[ReportID](s.IDs),
			opened.District, opened.ID, in.School, opened.Link.ID, back.hash(), in.Classes, in.Words, in.Quotable, clock.Micros(now))
		if err != nil || fresh == 0 {
			return err
		}
		return log(ctx, tx, by, Reported, Report{Resource: opened.ID, Said: in}, now)
	})
}

// TakeBackByLink takes back what was sent from the page that holds the token. Done twice it is done once. It returns fault.NotFound
// when nothing was sent from it.
func (s *Service) TakeBackByLink(ctx context.Context, token string, back WayBack) (_ catalog.Opened, err error) {
	defer fault.Wrap(&err, "take back by link")
	opened, err := s.Catalog.OpenShareLink(ctx, token)
	if err != nil {
		return opened, err
	}
	by := actor.Actor{District: opened.District, System: true}
	return opened, s.DB.Do(ctx, func(tx *db.DB) error {
		list, err := db.All(ctx, tx, scanReport, `SELECT `+reportColumns+reportFrom+`WHERE u.district = $1 AND u.link = $2 AND u.way_back = $3`,
			opened.District, opened.Link.ID, back.hash())
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fault.NotFound{What: "use report"}
		}
		if list[0].gone {
			return nil
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `UPDATE use_report SET removed_at = $3 WHERE district = $1 AND id = $2`, opened.District, list[0].ID, clock.Micros(now)); err != nil {
			return err
		}
		return log(ctx, tx, by, Removed, list[0], now)
	})
}
