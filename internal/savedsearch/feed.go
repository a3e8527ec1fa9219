package savedsearch

import (
	"context"
	"crypto/sha256"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
)

// longestFeed is how many resources a feed has.
const longestFeed = 30

// MakeFeed gives one of the actor's saved searches the address of a feed and ends the one it had. Its secret is given this once and
// stored hashed.
func (s *Service) MakeFeed(ctx context.Context, by actor.Actor, which ID) (secret string, err error) {
	defer fault.Wrap(&err, "make a feed of saved search %s", which)
	if err := permitted(by, change, by.Person); err != nil {
		return "", err
	}
	if secret, err = feed.Draw(s.Random); err != nil {
		return "", err
	}
	return secret, s.alter(ctx, by, which, `token_hash = $4, feed_made_at = $5, feed_used_on = NULL`, `removed_at IS NULL`,
		hash(secret), clock.Micros(s.Clock.Now()))
}

// StopFeed ends the feed of one of the actor's saved searches; fault.NotFound when it has none.
func (s *Service) StopFeed(ctx context.Context, by actor.Actor, which ID) (err error) {
	defer fault.Wrap(&err, "stop the feed of saved search %s", which)
	return s.alter(ctx, by, which, `token_hash = NULL, feed_made_at = NULL, feed_used_on = NULL`, `token_hash IS NOT NULL AND removed_at IS NULL`)
}

// hash is what is stored of a secret.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte("saved search feed " + secret))
	return sum[:]
}

// News is what the address of a saved search's feed leads to.
type News struct {
	Saved Saved
	feed.News
}

// ReadFeed gives the newest that fits a saved search, by the secret of its feed's address, as its owner may see it now. It is
// fault.NotFound for a secret that leads nowhere any more.
func (s *Service) ReadFeed(ctx context.Context, secret string) (_ News, err error) {
	defer fault.Wrap(&err, "read the feed of a saved search")
	var district id.DistrictID
	var person id.PersonID
	var which ID
	_, err = db.One(ctx, s.DB, func(row db.Row) (struct{}, error) { return struct{}{}, row.Scan(&district, &person, &which) },
		`SELECT district, person, id FROM saved_search WHERE token_hash = $1 AND removed_at IS NULL`, hash(secret))
	if none(err) {
		return News{}, fault.NotFound{What: "feed"}
	}
	if err != nil {
		return News{}, err
	}
	by, err := s.People.Actor(ctx, district, person)
	if err != nil {
		return News{}, err // also of one who has left
	}
	out := News{}
	if out.Saved, err = s.Get(ctx, by, which); err != nil {
		return News{}, err
	}
	found, _, err := s.Search.Latest(ctx, by, Query(out.Saved.Query), longestFeed)
	if err != nil {
		return News{}, err
	}
	cards, err := s.Catalog.Cards(ctx, by, found)
	if err != nil {
		return News{}, err
	}
	if out.News, err = s.Feed.Of(ctx, by, out.Saved.FeedMade, cards); err != nil {
		return News{}, err
	}
	if today := s.People.Today(out.District.Zone); out.Saved.FeedUsed != today {
		_, err = s.DB.Exec(ctx, `UPDATE saved_search SET feed_used_on = $4 WHERE district = $1 AND person = $2 AND id = $3`, district, person, which, today)
	}
	return out, err
}
