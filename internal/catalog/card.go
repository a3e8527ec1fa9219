package catalog

import (
	"context"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Card is what a list says of a resource.
type Card struct {
	ID         ResourceID
	District   id.DistrictID
	School     id.SchoolID
	SchoolName string // short
	State      State
	Visibility Visibility
	SharedAt   time.Time
	ChangedAt  time.Time
	Revision   int64
	TimeZone   string // of its district, IANA
	About      block.About
}

const cardColumns = `r.id, r.district, r.school, s.short_name, r.state, r.visibility, r.shared_at, r.changed_at, r.revision, d.time_zone, b.kind, b.body`

const cardFrom = ` FROM resource r
	JOIN district d ON d.id = r.district
	JOIN school s ON s.district = r.district AND s.id = r.school
	JOIN block b ON b.district = r.district AND b.hash = r.about `

func scanCard(row db.Row) (Card, error) { return scanCardAnd(row) }

// scanCardAnd scans a card and the columns that follow it.
func scanCardAnd(row db.Row, more ...any) (Card, error) {
	var c Card
	var kind block.Kind
	var shared *int64
	var changed int64
	var body string
	columns := []any{&c.ID, &c.District, &c.School, &c.SchoolName, &c.State, &c.Visibility, &shared, &changed, &c.Revision, &c.TimeZone, &kind, &body}
	if err := row.Scan(append(columns, more...)...); err != nil {
		return Card{}, err
	}
	c.SharedAt, c.ChangedAt = moment(shared), clock.FromMicros(changed)
	about, err := block.Decode(kind, []byte(body))
	if err != nil {
		return Card{}, err
	}
	c.About, _ = about.(block.About)
	return c, nil
}

// Cards reads cards by id, in the order of the ids, for lists that another has put together, such as the index. What the
// actor may not see, or what was taken out of the catalog since, is left out.
//
// The database is asked every time where the resources stand and so who may see them; what else a card says is remembered, as
// it changes only with the resource's revision.
func (s *Service) Cards(ctx context.Context, by actor.Actor, ids []ResourceID) ([]Card, error) {
	in, args := db.In(1, ids)
	now, err := db.All(ctx, s.db, scanStanding, `SELECT r.id, r.revision, r.district, r.school, s.short_name, r.visibility, d.consortium, d.public_on, d.time_zone FROM resource r
		JOIN school s ON s.district = r.district AND s.id = r.school
		JOIN district d ON d.id = r.district WHERE r.id IN (`+in+`) AND r.state = 'published'`, args...)
	if err != nil {
		return nil, err
	}
	cards := make(map[ResourceID]*Card, len(now))
	var missing []ResourceID
	for _, n := range now {
		if !maySee(by, n.scope()) {
			continue
		}
		if card, ok := s.cards.Get(n.id); ok && card.Revision == n.revision {
			cards[n.id] = &card
		} else {
			missing = append(missing, n.id)
		}
	}
	if err := s.readCards(ctx, missing, cards); err != nil {
		return nil, err
	}
	for _, n := range now {
		if c := cards[n.id]; c != nil {
			c.School, c.SchoolName, c.Visibility, c.TimeZone = n.school, n.schoolName, n.visibility, n.timeZone
		}
	}
	out := make([]Card, 0, len(ids))
	for _, i := range ids {
		if c := cards[i]; c != nil {
			out = append(out, *c)
		}
	}
	return out, nil
}

// readCards reads cards that are not remembered and remembers them.
func (s *Service) readCards(ctx context.Context, ids []ResourceID, into map[ResourceID]*Card) error {
	if len(ids) == 0 {
		return nil
	}
	in, args := db.In(1, ids)
	list, err := db.All(ctx, s.db, scanCard, `SELECT `+cardColumns+cardFrom+`WHERE r.id IN (`+in+`) AND r.state = 'published'`, args...)
	for i := range list {
		into[list[i].ID] = &list[i]
		s.cards.Add(list[i].ID, list[i])
	}
	return err
}

// standing is where a published resource stands: what decides who may see it, and what may change around it without a new
// revision.
type standing struct {
	id         ResourceID
	revision   int64
	district   id.DistrictID
	school     id.SchoolID
	schoolName string
	visibility Visibility
	consortium string
	publicOn   bool
	timeZone   string
}

func scanStanding(row db.Row) (standing, error) {
	var n standing
	err := row.Scan(&n.id, &n.revision, &n.district, &n.school, &n.schoolName, &n.visibility, &n.consortium, &n.publicOn, &n.timeZone)
	return n, err
}

// scope is what decides who may see the resource.
func (n standing) scope() Resource {
	return Resource{ID: n.id, District: n.district, Consortium: n.consortium, PublicOn: n.publicOn, School: n.school, State: StatePublished, Visibility: n.visibility}
}

// SchoolNames are the short names of schools, for who has learned their ids from cards, which say the name as well.
func (s *Service) SchoolNames(ctx context.Context, schools []id.SchoolID) (map[id.SchoolID]string, error) {
	out := make(map[id.SchoolID]string, len(schools))
	if len(schools) == 0 {
		return out, nil
	}
	in, args := db.In(1, schools)
	_, err := db.All(ctx, s.db, func(row db.Row) (school id.SchoolID, err error) {
		var name string
		err = row.Scan(&school, &name)
		out[school] = name
		return school, err
	}, `SELECT id, short_name FROM school WHERE id IN (`+in+`)`, args...)
	return out, err
}

// New lists what the district shared last and the actor may see.
func (s *Service) New(ctx context.Context, by actor.Actor, limit int) ([]Card, error) {
	where, args := seenHere(by, limit)
	return db.All(ctx, s.db, scanCard, `SELECT `+cardColumns+cardFrom+`WHERE `+where+` ORDER BY r.shared_at DESC, r.id LIMIT $3`, args...)
}

// OfOthers leaves out of cards what the actor shared themselves.
func (s *Service) OfOthers(ctx context.Context, by actor.Actor, cards []Card) ([]Card, error) {
	if len(cards) == 0 {
		return nil, nil
	}
	ids := make([]ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	in, args := db.In(3, ids)
	own, err := db.All(ctx, s.db, db.Value[ResourceID], `SELECT id FROM resource WHERE district = $1 AND created_by = $2 AND id IN (`+in+`)`,
		append([]any{by.District, by.Person}, args...)...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(cards), func(c Card) bool { return slices.Contains(own, c.ID) }), nil
}
