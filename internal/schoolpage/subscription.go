package schoolpage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// SubscriptionID names a subscription.
type SubscriptionID string

// Subscription is a database that the district or one school has.
type Subscription struct {
	ID     SubscriptionID `json:"-"`
	School id.SchoolID    `json:"-"` // whose it is; empty: the whole district's
	Name   string         `json:"name"`
	URL    string         `json:"url"`
	Good   string         `json:"good"`   // what it is good for
	WayIn  string         `json:"way_in"` // from home, for everyone who sees the page
	Inside string         `json:"inside"` // what only people of the district read of the way in
}

const subscriptionColumns = `id, coalesce(school, ''), name, url, good_for, way_in, inside`

func scanSubscription(row db.Row) (Subscription, error) {
	var s Subscription
	err := row.Scan(&s.ID, &s.School, &s.Name, &s.URL, &s.Good, &s.WayIn, &s.Inside)
	return s, err
}

func subscriptions(ctx context.Context, d *db.DB, district id.DistrictID) ([]Subscription, error) {
	return db.All(ctx, d, scanSubscription, `SELECT `+subscriptionColumns+` FROM subscription
		WHERE district = $1 AND removed_at IS NULL ORDER BY name_key, id`, district)
}

// Subscriptions lists the databases of the actor's district and its schools, by name.
func (s *Service) Subscriptions(ctx context.Context, by actor.Actor) ([]Subscription, error) {
	if err := permitted(by, look, ""); err != nil {
		return nil, err
	}
	return subscriptions(ctx, s.db, by.District)
}

// Subscription finds one that is there and that by keeps.
func (s *Service) Subscription(ctx context.Context, by actor.Actor, which SubscriptionID) (Subscription, error) {
	found, err := find(ctx, s.db, by, which)
	if err == nil && found.gone {
		err = fault.NotFound{What: "database"}
	}
	return found.Subscription, err
}

// standing is a subscription with its way back.
type standing struct {
	Subscription
	before string // JSON; empty: nothing to go back to
	gone   bool
}

func find(ctx context.Context, d *db.DB, by actor.Actor, which SubscriptionID) (standing, error) {
	out, err := db.One(ctx, d, func(row db.Row) (out standing, err error) {
		err = row.Scan(&out.ID, &out.School, &out.Name, &out.URL, &out.Good, &out.WayIn, &out.Inside, &out.before, &out.gone)
		return out, err
	}, `SELECT `+subscriptionColumns+`, coalesce(before, ''), removed_at IS NOT NULL FROM subscription WHERE district = $1 AND id = $2`, by.District, which)
	if errors.Is(err, sql.ErrNoRows) {
		return standing{}, fault.NotFound{What: "database"}
	}
	if err != nil {
		return standing{}, err
	}
	return out, keep(by, out.School)
}

// Bounds of what is typed, in characters.
const (
	longestName = 120
	longestURL  = 2000
	longestText = 600
)

// checked is the subscription as it will stand, or what is wrong with it.
func checked(in Subscription) (Subscription, error) {
	var wrong fault.Fields
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	if in.Name == "" {
		wrong.Add("name", "schoolpage.wrong.name")
	}
	if in.URL != "" && !strings.Contains(in.URL, "://") {
		in.URL = "https://" + in.URL
	}
	if at, err := url.Parse(in.URL); in.URL != "" && (err != nil || at.Scheme != "https" && at.Scheme != "http" || !strings.Contains(at.Host, ".") || at.User != nil) {
		wrong.Add("url", "schoolpage.wrong.url")
	}
	for field, is := range map[string]struct {
		text string
		most int
	}{"name": {in.Name, longestName}, "url": {in.URL, longestURL}, "good": {in.Good, longestText}, "way_in": {in.WayIn, longestText}, "inside": {in.Inside, longestText}} {
		if utf8.RuneCountInString(is.text) > is.most {
			wrong.Add(field, "schoolpage.wrong.long", is.most)
		}
	}
	return in, wrong.Err()
}

// Add lists a database of a school, or of the whole district.
func (s *Service) Add(ctx context.Context, by actor.Actor, in Subscription) (_ Subscription, err error) {
	defer fault.Wrap(&err, "add a database")
	if in.School != "" {
		if err := s.own(ctx, by, in.School); err != nil {
			return Subscription{}, err
		}
	} else if err := keep(by, ""); err != nil {
		return Subscription{}, err
	}
	if in, err = checked(in); err != nil {
		return Subscription{}, err
	}
	in.ID = id.New[SubscriptionID](s.ids)
	return in, s.db.Do(ctx, func(tx *db.DB) error {
		if err := tx.Insert(ctx, `INSERT INTO subscription (district, id, school, name, name_key, url, good_for, way_in, inside)`, 9,
			[]any{by.District, in.ID, sql.NullString{String: string(in.School), Valid: in.School != ""}, in.Name, fold.Key(in.Name), in.URL, in.Good, in.WayIn, in.Inside}, ""); err != nil {
			return err
		}
		return s.logOf(ctx, tx, by, SubscriptionAdded, in)
	})
}

// Change has a database say something else. Back is the way back.
func (s *Service) Change(ctx context.Context, by actor.Actor, in Subscription) (_ Subscription, err error) {
	defer fault.Wrap(&err, "change database %s", in.ID)
	return s.set(ctx, by, in.ID, func(now standing) (Subscription, error) {
		in.School = now.School
		return checked(in)
	})
}

// Back has a database say what it said before the last change.
func (s *Service) Back(ctx context.Context, by actor.Actor, which SubscriptionID) (_ Subscription, err error) {
	defer fault.Wrap(&err, "undo a change of database %s", which)
	return s.set(ctx, by, which, func(now standing) (Subscription, error) {
		if now.before == "" {
			return Subscription{}, fault.Conflict{Reason: fault.Say("schoolpage.nothing_before")}
		}
		was := Subscription{School: now.School}
		err := json.Unmarshal([]byte(now.before), &was)
		return was, err
	})
}

// set gives a database that is there another content, and keeps the one before.
func (s *Service) set(ctx context.Context, by actor.Actor, which SubscriptionID, content func(now standing) (Subscription, error)) (Subscription, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (Subscription, error) {
		now, err := find(ctx, tx, by, which)
		if err != nil {
			return Subscription{}, err
		}
		if now.gone {
			return Subscription{}, fault.NotFound{What: "database"}
		}
		next, err := content(now)
		if err != nil {
			return Subscription{}, err
		}
		next.ID = which
		if next == now.Subscription {
			return next, nil
		}
		before, err := json.Marshal(now.Subscription)
		if err != nil {
			return Subscription{}, err
		}
		if _, err := tx.Exec(ctx, `UPDATE subscription SET name = $3, name_key = $4, url = $5, good_for = $6, way_in = $7, inside = $8, before = $9
			WHERE district = $1 AND id = $2`, by.District, which, next.Name, fold.Key(next.Name), next.URL, next.Good, next.WayIn, next.Inside, string(before)); err != nil {
			return Subscription{}, err
		}
		return next, s.logOf(ctx, tx, by, SubscriptionChanged, next)
	})
}

// Remove takes a database off its list. Return is the way back.
func (s *Service) Remove(ctx context.Context, by actor.Actor, which SubscriptionID) (_ Subscription, err error) {
	defer fault.Wrap(&err, "remove database %s", which)
	return s.end(ctx, by, which, true)
}

// Return puts a database back on its list.
func (s *Service) Return(ctx context.Context, by actor.Actor, which SubscriptionID) (_ Subscription, err error) {
	defer fault.Wrap(&err, "put database %s back", which)
	return s.end(ctx, by, which, false)
}

func (s *Service) end(ctx context.Context, by actor.Actor, which SubscriptionID, gone bool) (Subscription, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (Subscription, error) {
		now, err := find(ctx, tx, by, which)
		if err != nil || now.gone == gone {
			return now.Subscription, err
		}
		verb, at := SubscriptionAdded, sql.NullInt64{}
		if gone {
			verb, at = SubscriptionRemoved, sql.NullInt64{Int64: clock.Micros(s.now()), Valid: true}
		}
		if _, err := tx.Exec(ctx, `UPDATE subscription SET removed_at = $3 WHERE district = $1 AND id = $2`, by.District, which, at); err != nil {
			return Subscription{}, err
		}
		return now.Subscription, s.logOf(ctx, tx, by, verb, now.Subscription)
	})
}

func (s *Service) logOf(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, what Subscription) error {
	return s.log(ctx, tx, by, verb, activity.Activity{School: what.School, ObjectKind: "subscription", Object: string(what.ID)})
}
