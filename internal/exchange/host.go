package exchange

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
)

// next is who hosts in a host's place: of those who can come the one who has hosted least, and if nobody said so of all colleagues;
// the order given decides among equals. Who said that they cannot, or handed it on before, is asked last.
func next(host id.PersonID, comes, all, last []id.PersonID, hosted map[id.PersonID]int) (id.PersonID, bool) {
	for _, from := range [][]id.PersonID{comes, all, last} {
		best, found := id.PersonID(""), false
		for _, p := range from {
			if p != host && (!found || hosted[p] < hosted[best]) {
				best, found = p, true
			}
		}
		if found {
			return best, true
		}
	}
	return "", false
}

// turns sorts colleagues by how soon one asks them to host an exchange.
func turns(e Exchange, all []people.Person) (comes, others, last []id.PersonID) {
	for _, p := range all {
		switch says := e.Said(p.ID); {
		case says == No || p.ID == e.HostBefore:
			last = append(last, p.ID)
		case says != "":
			comes = append(comes, p.ID)
		default:
			others = append(others, p.ID)
		}
	}
	return comes, others, last
}

// HandOn has whoever's turn it is host in the host's place, and both be told of what they do not know. It gives who hosts now.
func (s *Service) HandOn(ctx context.Context, by actor.Actor, which ExchangeID) (name string, err error) {
	defer fault.Wrap(&err, "hand on exchange %s", which)
	all, err := s.colleagues(ctx, by.District)
	if err != nil {
		return "", err
	}
	err = s.change(ctx, by, which, handOn, func(tx *db.DB, e Exchange) (activity.Verb, error) {
		if e.State != Invited || e.Over(s.Clock.Now()) {
			return "", fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		hosted, err := s.hosted(ctx, tx, by.District)
		if err != nil {
			return "", err
		}
		comes, others, last := turns(e, all)
		host, found := next(e.Host, comes, others, last, hosted)
		if !found {
			return "", fault.Conflict{Reason: fault.Say("exchange.nobody")}
		}
		name = all[slices.IndexFunc(all, func(p people.Person) bool { return p.ID == host })].Name
		return Handed, s.seat(ctx, tx, by, e, host, &e.Host)
	})
	return name, err
}

// TakeBack is the way back from handing on: whoever hosted before hosts again, and is named. It is fault.Conflict where nobody did, or they
// have left.
func (s *Service) TakeBack(ctx context.Context, by actor.Actor, which ExchangeID) (name string, err error) {
	defer fault.Wrap(&err, "take back exchange %s", which)
	err = s.change(ctx, by, which, takeBack, func(tx *db.DB, e Exchange) (activity.Verb, error) {
		if e.State != Invited || e.Over(s.Clock.Now()) {
			return "", fault.Conflict{Reason: fault.Say("exchange.over")}
		}
		found, err := db.All(ctx, tx, db.Value[string], `SELECT name FROM person WHERE district = $1 AND id = $2 AND state <> 'left'`, by.District, e.HostBefore)
		if err != nil {
			return "", err
		}
		if len(found) == 0 {
			return "", fault.Conflict{Reason: fault.Say("exchange.nobody")}
		}
		name = found[0]
		return Handed, s.seat(ctx, tx, by, e, e.HostBefore, nil)
	})
	return name, err
}

// seat has somebody host, remembers who did before, and has both be told once it may no longer be undone.
func (s *Service) seat(ctx context.Context, tx *db.DB, by actor.Actor, e Exchange, host id.PersonID, before *id.PersonID) error {
	if _, err := tx.Exec(ctx, `UPDATE exchange SET host = $3, host_before = $4 WHERE district = $1 AND id = $2`, by.District, e.ID, host, before); err != nil {
		return err
	}
	settled := s.Clock.Now().Add(settling)
	for person, kind := range map[id.PersonID]letterbox.Kind{host: HandedOn, e.Host: Relieved} {
		if person == by.Person {
			continue
		}
		if err := s.postAt(ctx, tx, kind, by.District, person, string(e.ID), settled); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) hosted(ctx context.Context, tx *db.DB, district id.DistrictID) (map[id.PersonID]int, error) {
	out := map[id.PersonID]int{}
	_, err := db.All(ctx, tx, func(row db.Row) (p id.PersonID, err error) {
		var n int
		err = row.Scan(&p, &n)
		out[p] = n
		return p, err
	}, `SELECT host, count(*) FROM exchange WHERE district = $1 AND state <> 'off' GROUP BY host`, district)
	return out, err
}

// HandOver gives what somebody who leaves hosts to whoever lets them go, who may hand it on, and forgets what they said to invitations that
// still stand: see people.Service.OnLeave.
func (s *Service) HandOver(ctx context.Context, tx *db.DB, by actor.Actor, leaver id.PersonID) error {
	now := clock.Micros(s.Clock.Now())
	if by.SignedIn() {
		if _, err := tx.Exec(ctx, `UPDATE exchange SET host = $3, host_before = $4, sequence = sequence + 1, changed_at = $5
			WHERE district = $1 AND host = $2 AND state = 'invited' AND coalesce(second_at, first_at) > $5`, by.District, leaver, by.Person, leaver, now); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM exchange_answer WHERE district = $1 AND person = $2 AND exchange IN
		(SELECT id FROM exchange WHERE district = $1 AND state = 'invited' AND coalesce(second_at, first_at) > $3)`, by.District, leaver, now)
	return err
}
