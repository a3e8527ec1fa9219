package feed

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Random  io.Reader // of secrets; nil: the operating system's
	People  *people.Service
	Catalog *catalog.Service
	Topics  *vocab.Service
}

// Service keeps the addresses and gives what they lead to.
type Service struct{ Options }

// New returns the service. Whoever leaves takes no address along.
func New(o Options) *Service {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Service{o}
	ended := func(ctx context.Context, tx *db.DB, by actor.Actor, whose id.PersonID) error {
		if err := permitted(by, stop, whose); err != nil {
			return err
		}
		_, err := end(ctx, tx, by.District, whose)
		return err
	}
	o.People.OnLeave(ended)
	o.People.OnEndAll(ended)
	return s
}

// Make gives the actor an address and ends the one they had. Its secret is given this once and stored hashed.
//
// It returns fault.Denied to a signed-out visitor and to the program.
func (s *Service) Make(ctx context.Context, by actor.Actor) (secret string, err error) {
	defer fault.Wrap(&err, "make a feed address")
	if err := permitted(by, hold, by.Person); err != nil {
		return "", err
	}
	if secret, err = Draw(s.Random); err != nil {
		return "", err
	}
	_, err = s.DB.Exec(ctx, `INSERT INTO feed_address (district, person, token_hash, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (district, person) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at, used_on = NULL`,
		by.District, by.Person, hash(secret), clock.Micros(s.Clock.Now()))
	return secret, err
}

// Draw draws the secret part of an address.
func Draw(random io.Reader) (string, error) {
	var raw [32]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", fmt.Errorf("draw a secret: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

// Held is the address that a person has.
type Held struct {
	Made   time.Time // zero: there is none
	UsedOn clock.Day // when a reader asked there last, for its holder alone to see; empty: never
}

// Held gives the actor's address; the zero one when they have none.
func (s *Service) Held(ctx context.Context, by actor.Actor) (_ Held, err error) {
	defer fault.Wrap(&err, "find the feed address of %s", by.Person)
	if err := permitted(by, hold, by.Person); err != nil {
		return Held{}, err
	}
	out, err := db.One(ctx, s.DB, func(row db.Row) (h Held, err error) {
		var made int64
		err = row.Scan(&made, &h.UsedOn)
		h.Made = clock.FromMicros(made)
		return h, err
	}, `SELECT created_at, coalesce(used_on, '') FROM feed_address WHERE district = $1 AND person = $2`, by.District, by.Person)
	if errors.Is(err, sql.ErrNoRows) {
		return Held{}, nil
	}
	return out, err
}

// Stop ends the actor's address, or fault.NotFound.
func (s *Service) Stop(ctx context.Context, by actor.Actor) (err error) {
	defer fault.Wrap(&err, "stop a feed")
	if err := permitted(by, hold, by.Person); err != nil {
		return err
	}
	n, err := end(ctx, s.DB, by.District, by.Person)
	if err == nil && n == 0 {
		return fault.NotFound{What: "feed"}
	}
	return err
}

func end(ctx context.Context, d *db.DB, district id.DistrictID, person id.PersonID) (int64, error) {
	return d.Exec(ctx, `DELETE FROM feed_address WHERE district = $1 AND person = $2`, district, person)
}

// hash is what is stored of a secret.
func hash(secret string) []byte {
	sum := sha256.Sum256([]byte("feed " + secret))
	return sum[:]
}

// longest is how many resources a feed has.
const longest = 50

// News is what an address leads to.
type News struct {
	District people.District
	Locale   lang.Locale    // of its holder
	Made     time.Time      // when the address was made
	Cards    []catalog.Card // newest first
	Credits  map[catalog.ResourceID][]catalog.Contribution
	Terms    *vocab.Terms
}

// Read gives what is new to the holder of a secret, or fault.NotFound for a secret that leads nowhere any more.
func (s *Service) Read(ctx context.Context, secret string) (_ News, err error) {
	defer fault.Wrap(&err, "read a feed")
	type address struct {
		district id.DistrictID
		person   id.PersonID
		made     int64
		usedOn   clock.Day
	}
	at, err := db.One(ctx, s.DB, func(row db.Row) (a address, err error) {
		err = row.Scan(&a.district, &a.person, &a.made, &a.usedOn)
		return a, err
	}, `SELECT district, person, created_at, coalesce(used_on, '') FROM feed_address WHERE token_hash = $1`, hash(secret))
	if errors.Is(err, sql.ErrNoRows) {
		return News{}, fault.NotFound{What: "feed"}
	}
	if err != nil {
		return News{}, err
	}
	by, err := s.People.Actor(ctx, at.district, at.person)
	if err != nil {
		return News{}, err // also of one who has left
	}
	cards, err := s.Catalog.New(ctx, by, longest)
	if err != nil {
		return News{}, err
	}
	news, err := s.Of(ctx, by, clock.FromMicros(at.made), cards)
	if err != nil {
		return News{}, err
	}
	if today := s.People.Today(news.District.Zone); at.usedOn != today {
		_, err = s.DB.Exec(ctx, `UPDATE feed_address SET used_on = $3 WHERE district = $1 AND person = $2`, at.district, at.person, today)
	}
	return news, err
}

// Of is a feed of cards that its holder may see, the newest first, with what is said beside them. made is when its address was made.
func (s *Service) Of(ctx context.Context, by actor.Actor, made time.Time, cards []catalog.Card) (News, error) {
	out := News{Made: made, Cards: cards}
	me, err := s.People.Me(ctx, by)
	if err != nil {
		return News{}, err
	}
	if out.District, err = s.People.District(ctx, by.District); err != nil {
		return News{}, err
	}
	if out.Locale = me.Locale; out.Locale == "" {
		out.Locale = out.District.Locale
	}
	if out.Terms, err = s.Topics.Terms(ctx, by.District); err != nil {
		return News{}, err
	}
	out.Credits, err = s.Catalog.CreditsOf(ctx, by, out.Cards)
	return out, err
}

// Holder is whose address a secret belongs to, as they stand now.
type Holder struct {
	Actor    actor.Actor
	District people.District
	Locale   lang.Locale
}

// Holder finds who holds a secret, for what else is read at such an address; fault.NotFound for one that leads nowhere any more.
func (s *Service) Holder(ctx context.Context, secret string) (_ Holder, err error) {
	defer fault.Wrap(&err, "find whose address it is")
	type address struct {
		district id.DistrictID
		person   id.PersonID
	}
	at, err := db.One(ctx, s.DB, func(row db.Row) (a address, err error) {
		err = row.Scan(&a.district, &a.person)
		return a, err
	}, `SELECT district, person FROM feed_address WHERE token_hash = $1`, hash(secret))
	if errors.Is(err, sql.ErrNoRows) {
		return Holder{}, fault.NotFound{What: "feed"}
	}
	if err != nil {
		return Holder{}, err
	}
	var out Holder
	if out.Actor, err = s.People.Actor(ctx, at.district, at.person); err != nil {
		return Holder{}, err // also of one who has left
	}
	me, err := s.People.Me(ctx, out.Actor)
	if err != nil {
		return Holder{}, err
	}
	if out.District, err = s.People.District(ctx, at.district); err != nil {
		return Holder{}, err
	}
	if out.Locale = me.Locale; out.Locale == "" {
		out.Locale = out.District.Locale
	}
	today := s.People.Today(out.District.Zone)
	_, err = s.DB.Exec(ctx, `UPDATE feed_address SET used_on = $3 WHERE district = $1 AND person = $2 AND coalesce(used_on, '') <> $3`, at.district, at.person, today)
	return out, err
}
