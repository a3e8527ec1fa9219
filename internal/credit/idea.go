package credit

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Colleague is somebody who may be named as whose idea something was.
type Colleague struct {
	ID   id.PersonID
	Name string
}

// Colleagues lists whom the actor may name: everybody at work in their district who was invited, but themselves.
func (s *Service) Colleagues(ctx context.Context, by actor.Actor) (_ []Colleague, err error) {
	defer fault.Wrap(&err, "colleagues of %s", by.Person)
	if err := permitted(by, name, ""); err != nil {
		return nil, err
	}
	everyone, err := s.People.Everyone(ctx, actor.Actor{District: by.District, System: true})
	var out []Colleague
	for _, p := range everyone {
		if atWork(p) && p.ID != by.Person {
			out = append(out, Colleague{p.ID, p.Name})
		}
	}
	return out, err
}

func atWork(p people.Person) bool { return p.State == people.Active || p.State == people.Invited }

// Share shares a new resource as Catalog.Share does, and names the colleague whose idea it was: a version of theirs follows the first,
// so that the credit is theirs, and a letter tells them. reason says of that version why it is there. With nobody to name it is
// Catalog.Share. Whoever was named when it was shared before, and undone, is named no more.
//
// It returns fault.Fields for somebody who cannot be named: who is not at work in the district, or could not see it.
func (s *Service) Share(ctx context.Context, by actor.Actor, in catalog.ShareInput, whose id.PersonID, reason string) (_ catalog.Resource, err error) {
	defer fault.Wrap(&err, "share an idea of %s", whose)
	var hands []catalog.Hand
	if whose != "" && whose != by.Person {
		if err := permitted(by, name, whose); err != nil {
			return catalog.Resource{}, err
		}
		hand, err := s.hand(ctx, by, in, whose)
		if err != nil {
			return catalog.Resource{}, err
		}
		hand.Reason = reason
		hands = append(hands, hand)
	}
	ready, err := s.Catalog.Prepare(by, in)
	if err != nil {
		return catalog.Resource{}, err
	}
	made, err := db.Tx(ctx, s.DB, func(tx *db.DB) (catalog.Resource, error) {
		made, err := s.Catalog.ShareTogetherIn(ctx, tx, by, ready, hands)
		if err != nil {
			return catalog.Resource{}, err
		}
		if err := forget(ctx, tx, by, made.ID); err != nil || len(hands) == 0 {
			return made, err
		}
		return made, s.Tell(ctx, tx, by, made.ID, whose, Idea)
	})
	if err == nil {
		s.Catalog.Changed(ctx, catalog.Change{ID: made.ID})
	}
	return made, err
}

// forget takes back whom the actor named when they shared the resource before, and then undid it.
func forget(ctx context.Context, tx *db.DB, by actor.Actor, resource catalog.ResourceID) error {
	_, err := tx.Exec(ctx, `DELETE FROM credited WHERE district = $1 AND resource = $2 AND by_person = $3 AND why = $4`, by.District, resource, by.Person, Idea)
	return err
}

// hand is what somebody gave who had the idea: their name.
func (s *Service) hand(ctx context.Context, by actor.Actor, in catalog.ShareInput, whose id.PersonID) (catalog.Hand, error) {
	var wrong fault.Fields
	p, err := s.People.Person(ctx, actor.Actor{District: by.District, System: true}, whose)
	if err != nil && !fault.IsNotFound(err) {
		return catalog.Hand{}, err
	}
	if err != nil || !atWork(p) {
		wrong.Add("idea", "credit.wrong.person")
		return catalog.Hand{}, wrong
	}
	as := p.Actor("")
	if in.Visibility == catalog.SeenBySchool && !as.At(in.School) && !as.Coordinator {
		wrong.Add("idea", "credit.wrong.unseen", p.Name)
		return catalog.Hand{}, wrong
	}
	out := catalog.Hand{Person: p.ID}
	if len(as.Schools) > 0 {
		out.School = as.Schools[0].School
	}
	if as.At(in.School) {
		out.School = in.School
	}
	return out, nil
}

// Named is whom the actor named in what they shared as whose idea it was; empty: nobody.
func (s *Service) Named(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ id.PersonID, err error) {
	defer fault.Wrap(&err, "whose idea %s was", resource)
	list, err := db.All(ctx, s.DB, db.Value[id.PersonID], `SELECT c.person FROM credited c JOIN head_credit k ON k.district = c.district AND k.resource = c.resource AND k.author = c.person
		WHERE c.district = $1 AND c.resource = $2 AND c.by_person = $3 AND c.why = $4 ORDER BY c.at DESC LIMIT 1`, by.District, resource, by.Person, Idea)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}
