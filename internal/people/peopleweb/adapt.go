package peopleweb

import (
	"context"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Sessions finds who holds a session, for the edge. *people.Service itself is web.Limits.
type Sessions struct {
	people *people.Service
	zones  sync.Map // of *time.Location by name: reading one takes longer than finding a session
}

// NewSessions returns the sessions of a service.
func NewSessions(p *people.Service) *Sessions { return &Sessions{people: p} }

// Find implements web.Sessions.
func (s *Sessions) Find(ctx context.Context, token string) (web.Session, error) {
	found, err := s.people.FindSession(ctx, people.SecretOf(token))
	if err != nil {
		return web.Session{}, err
	}
	if err := s.people.Stir(ctx, found, people.SecretOf(token)); err != nil {
		return web.Session{}, err
	}
	return web.Session{
		Actor:        found.Actor,
		Locale:       found.Locale,
		DistrictName: found.District.Name,
		SchoolName:   found.School,
		Calling:      found.District.Calling,
		Zone:         s.zone(found.District),
		Expires:      found.Expires,
	}, nil
}

// Holds implements web.Sessions.
func (s *Sessions) Holds(ctx context.Context, token string) (bool, error) {
	return s.people.SessionHolds(ctx, people.SecretOf(token))
}

func (s *Sessions) zone(d people.District) *time.Location {
	if known, ok := s.zones.Load(d.Zone); ok {
		return known.(*time.Location)
	}
	zone := d.Location()
	s.zones.Store(d.Zone, zone)
	return zone
}

// Parking keeps forms for the edge that came when a session was over.
type Parking struct{ People *people.Service }

// Park implements web.Parking.
func (p Parking) Park(ctx context.Context, form web.Parked) (string, error) {
	return p.People.Park(ctx, people.Parked(form))
}

// Find implements web.Parking.
func (p Parking) Find(ctx context.Context, by actor.Actor, name string) (web.Parked, error) {
	form, err := p.People.FindParked(ctx, by, name)
	return web.Parked(form), err
}

// Discard implements web.Parking.
func (p Parking) Discard(ctx context.Context, by actor.Actor, name string) error {
	return p.People.DiscardParked(ctx, by, name)
}

var (
	_ web.Sessions = (*Sessions)(nil)
	_ web.Parking  = Parking{}
	_ web.Limits   = (*people.Service)(nil)
)
