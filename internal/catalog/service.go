package catalog

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// mostCards is how many cards are remembered: about 4 MB.
const mostCards = 4096

// Service is the catalog of every district.
type Service struct {
	db      *db.DB
	clock   clock.Clock
	ids     id.Source
	topics  *vocab.Service
	changed func(context.Context, ...Change)
	telling telling
	cards   *expirable.LRU[ResourceID, Card] // as they were last shown
	onSave  func(ctx context.Context, tx *db.DB, saved Resource) error
	// onReturn is onSave for what comes back into the catalog.
	onReturn func(ctx context.Context, tx *db.DB, back Resource) error
	// likeTexts names what the actor may find whose text has nearly the same fingerprint, the likest first.
	likeTexts func(by actor.Actor, print index.Print, limit int) []ResourceID
}

// New returns the service. changed is called after the commit of everything that alters what a reader could see of a
// resource, before the writer is answered; it may be nil.
func New(d *db.DB, c clock.Clock, ids id.Source, topics *vocab.Service, changed func(context.Context, ...Change)) *Service {
	if changed == nil {
		changed = func(context.Context, ...Change) {}
	}
	return &Service{db: d, clock: c, ids: ids, topics: topics, changed: changed, cards: expirable.NewLRU[ResourceID, Card](mostCards, nil, 0),
		onSave:    func(context.Context, *db.DB, Resource) error { return nil },
		onReturn:  func(context.Context, *db.DB, Resource) error { return nil },
		likeTexts: func(actor.Actor, index.Print, int) []ResourceID { return nil }}
}

// Use hands the service what finds texts by their fingerprints. Without it no text is like another.
func (s *Service) Use(likeTexts func(by actor.Actor, print index.Print, limit int) []ResourceID) {
	s.likeTexts = likeTexts
}

// OnSave has a domain told, in the transaction, of every new version of what is in the catalog.
func (s *Service) OnSave(told func(ctx context.Context, tx *db.DB, saved Resource) error) {
	s.onSave = told
}

// OnReturn has a domain told, in the transaction, of what is put back into the catalog.
func (s *Service) OnReturn(told func(ctx context.Context, tx *db.DB, back Resource) error) {
	s.onReturn = told
}

// Topics is the vocabulary that resources are filed under.
func (s *Service) Topics() *vocab.Service { return s.topics }

// find reads a resource wherever it is and decides whether the actor may do something to it.
func find(ctx context.Context, d *db.DB, by actor.Actor, resource ResourceID, a act) (Resource, error) {
	r, err := db.One(ctx, d, scanResource, `SELECT `+resourceColumns+resourceFrom+`WHERE r.id = $1`, resource)
	if errors.Is(err, sql.ErrNoRows) {
		return Resource{}, fault.NotFound{What: ObjectKind}
	}
	if err != nil {
		return Resource{}, err
	}
	if r.State == StateDraft && r.District == by.District {
		handed, err := db.One(ctx, d, db.Value[int], `SELECT count(*) FROM draft WHERE district = $1 AND resource = $2 AND handed_over`, r.District, r.ID)
		if err != nil {
			return Resource{}, err
		}
		if handed > 0 && by.MediaSpecialistAt(r.School) {
			return r, nil
		}
	}
	return r, permit(by, r, a)
}

// log writes an activity about a resource as it is now.
func (s *Service) log(ctx context.Context, tx *db.DB, by actor.Actor, r Resource, verb activity.Verb, at time.Time) error {
	return logAll(ctx, tx, by, verb, at, []Resource{r})
}

func logAll(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, at time.Time, list []Resource) error {
	out := make([]activity.Activity, len(list))
	for i, r := range list {
		out[i] = activity.Activity{District: r.District, School: r.School, Person: by.Person, Verb: verb, ObjectKind: ObjectKind, Object: string(r.ID),
			At: at, Data: aboutVersion(r)}
	}
	return activity.Write(ctx, tx, out...)
}

// tell says that a resource has changed, once that is on the disk.
func (s *Service) tell(ctx context.Context, c Change) { s.telling.tell(ctx, s.changed, c) }

// aboutVersion is what the log says of a resource as it is now: its newest version, and the import that brought it.
func aboutVersion(r Resource) []byte {
	if r.Import == "" {
		return []byte(`{"version":"` + string(r.Head) + `"}`)
	}
	return []byte(`{"version":"` + string(r.Head) + `","import":"` + r.Import + `"}`)
}

// change runs a transaction that alters what a reader could see of a resource, and says so once it is on the disk.
func change[T any](ctx context.Context, s *Service, resource ResourceID, fn func(tx *db.DB) (T, error)) (T, error) {
	out, err := db.Tx(ctx, s.db, fn)
	if err == nil {
		s.tell(ctx, Change{ID: resource})
	}
	return out, err
}
