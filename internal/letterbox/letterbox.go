package letterbox

import (
	"context"
	"crypto/rand"
	"io"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Random  io.Reader // of secrets; nil: the operating system's
	Jobs    *jobs.Jobs
	Mail    *mail.Sender
	People  *people.Service
	Words   *lang.Catalog
	BaseURL string // address people type, without a slash at the end
}

// Service keeps the letterboxes of every district.
type Service struct {
	Options
	kinds map[Kind]registered
}

// New returns the service, counts the invitations that people are sent, and forgets a leaver's letterbox.
func New(o Options) *Service {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Service{Options: o, kinds: map[Kind]registered{}}
	jobs.Register(o.Jobs, s.deliver, jobs.Options{Queue: jobs.Mail, Unique: true})
	jobs.Register(o.Jobs, func(ctx context.Context, _ sweeping) error { return s.Sweep(ctx) }, jobs.Options{Unique: true})
	o.Jobs.Every(24*time.Hour, sweeping{})
	o.People.OnInvited(s.countInvitation)
	o.People.OnRefused(s.refuse)
	o.People.OnLeave(func(ctx context.Context, tx *db.DB, by actor.Actor, whose id.PersonID) error {
		for _, table := range []string{"sent_letter", "letterbox"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE district = $1 AND person = $2`, by.District, whose); err != nil {
				return err
			}
		}
		return nil
	})
	o.People.OnEndAll(func(ctx context.Context, tx *db.DB, by actor.Actor, whose id.PersonID) error {
		_, err := tx.Exec(ctx, `UPDATE sent_letter SET token_hash = NULL WHERE district = $1 AND person = $2`, by.District, whose)
		return err
	})
	return s
}

// sweeping is the job that forgets letters of long ago.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "letterbox.sweep" }

// remembered is how long a letter is known: as long as its links should still stop letters.
const remembered = 400 * 24 * time.Hour

// Sweep forgets letters of more than 400 days ago.
func (s *Service) Sweep(ctx context.Context) error {
	_, err := s.DB.Exec(ctx, `DELETE FROM sent_letter WHERE at < $1`, clock.Micros(s.Clock.Now().Add(-remembered)))
	return err
}
