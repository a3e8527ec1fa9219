package catalog

import (
	"context"
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
	About      block.About
}

const cardColumns = `r.id, r.district, r.school, s.short_name, r.state, r.visibility, r.shared_at, r.changed_at, r.revision, b.kind, b.body`

const cardFrom = ` FROM resource r
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
	columns := []any{&c.ID, &c.District, &c.School, &c.SchoolName, &c.State, &c.Visibility, &shared, &changed, &c.Revision, &kind, &body}
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
	now, err := db.All(ctx, s.db, scanStanding, `SELECT r.id, r.revision, r.district, r.school, s.short_name, r.visibility, d.consortium, d.public_on FROM resource r
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
		if cards[n.id] = s.cards.get(n.id, n.revision); cards[n.id] == nil {
			missing = append(missing, n.id)
		}
	}
	if err := s.readCards(ctx, missing, cards); err != nil {
		return nil, err
	}
	for _, n := range now {
		if c := cards[n.id]; c != nil {
			c.School, c.SchoolName, c.Visibility = n.school, n.schoolName, n.visibility
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
		s.cards.put(list[i])
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
}

func scanStanding(row db.Row) (standing, error) {
	var n standing
	err := row.Scan(&n.id, &n.revision, &n.district, &n.school, &n.schoolName, &n.visibility, &n.consortium, &n.publicOn)
	return n, err
}

// scope is what decides who may see the resource.
func (n standing) scope() Resource {
	return Resource{ID: n.id, District: n.district, Consortium: n.consortium, PublicOn: n.publicOn, School: n.school, State: StatePublished, Visibility: n.visibility}
}

// New lists what the district shared last and the actor may see.
func (s *Service) New(ctx context.Context, by actor.Actor, limit int) ([]Card, error) {
	in, args := db.In(4, by.SchoolIDs())
	return db.All(ctx, s.db, scanCard, `SELECT `+cardColumns+cardFrom+`
		WHERE r.district = $1 AND r.state = 'published' AND (r.visibility <> 'school' OR $3 OR r.school IN (`+in+`))
		ORDER BY r.shared_at DESC, r.id LIMIT $2`, append([]any{by.District, limit, by.Coordinator || by.System}, args...)...)
}
