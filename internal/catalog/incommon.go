package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Holder is a resource that points to something, and to how many of its kind.
type Holder struct {
	ID   ResourceID
	Size int
}

// InCommon is one thing that several resources of a district point to: those that were shared first, and how many there are.
type InCommon struct {
	Holders []Holder
	All     int
	Work    bool // the same book under different ISBNs
}

// mostHolders is how many of those that share one thing are named: what everybody has is little of a sign.
const mostHolders = 10

// Common lists what more than one published resource of a district points to: addresses, books, files, and works of which each has
// one or two. It is for the program itself, which tells of them whom it may; and it takes two statements, whatever the district has.
func (s *Service) Common(ctx context.Context, by actor.Actor) (_ []InCommon, err error) {
	defer fault.Wrap(&err, "what is shared more than once in %s", by.District)
	if !by.System {
		return nil, fault.NotFound{What: ObjectKind}
	}
	targets, err := s.commonTargets(ctx, by)
	if err != nil {
		return nil, err
	}
	works, err := s.commonWorks(ctx, by)
	return append(targets, works...), err
}

func (s *Service) commonTargets(ctx context.Context, by actor.Actor) (out []InCommon, err error) {
	var kind, target string // of the last row
	_, err = db.All(ctx, s.db, func(row db.Row) (h Holder, err error) {
		var k, t string
		var all int
		if err := row.Scan(&k, &t, &all, &h.ID, &h.Size); err != nil {
			return h, err
		}
		if len(out) == 0 || k != kind || t != target {
			out = append(out, InCommon{All: all})
			kind, target = k, t
		}
		last := &out[len(out)-1]
		last.Holders = append(last.Holders, h)
		return h, nil
	}, `WITH often AS (SELECT kind, target, count(DISTINCT resource) AS held FROM head_link WHERE district = $1
				GROUP BY kind, target HAVING count(DISTINCT resource) > 1),
			held AS (SELECT DISTINCT o.kind, o.target, o.held, r.id, r.shared_at FROM often o
				JOIN head_link l ON l.district = $1 AND l.kind = o.kind AND l.target = o.target
				JOIN resource r ON r.district = l.district AND r.id = l.resource WHERE r.state = 'published'),
			placed AS (SELECT kind, target, held, id, row_number() OVER (PARTITION BY kind, target ORDER BY shared_at, id) AS place FROM held)
		SELECT p.kind, p.target, p.held, p.id, (SELECT count(DISTINCT l.target) FROM head_link l WHERE l.district = $1 AND l.resource = p.id AND l.kind = p.kind)
		FROM placed p WHERE p.place <= $2 ORDER BY p.kind, p.target, p.place`, by.District, mostHolders)
	return out, err
}

// mostSole is how many resources about one or two books are read.
const mostSole = 20_000

// commonWorks are the books that resources about one or two have in different editions.
func (s *Service) commonWorks(ctx context.Context, by actor.Actor) ([]InCommon, error) {
	type sole struct {
		Holder
		body string
	}
	list, err := db.All(ctx, s.db, func(row db.Row) (o sole, err error) {
		return o, row.Scan(&o.ID, &o.Size, &o.body)
	}, `WITH few AS (SELECT resource, count(*) AS size FROM head_link WHERE district = $1 AND kind = 'isbn' GROUP BY resource HAVING count(*) <= $2)
		SELECT r.id, f.size, b.body FROM few f JOIN resource r ON r.district = $1 AND r.id = f.resource
			JOIN head_link l ON l.district = r.district AND l.resource = r.id AND l.kind = 'isbn'
			JOIN head_block h ON h.district = l.district AND h.resource = l.resource AND h.key = l.key
			JOIN block b ON b.district = h.district AND b.hash = h.hash
		WHERE r.state = 'published' ORDER BY r.shared_at, r.id LIMIT $3`, by.District, fewBooks, mostSole)
	if err != nil {
		return nil, err
	}
	at, isbns := map[string]int{}, map[string]map[string]bool{}
	var all []InCommon
	for _, o := range list {
		body, err := block.Decode(block.KindBook, []byte(o.body))
		if err != nil {
			return nil, err
		}
		book, _ := body.(block.Book)
		work := WorkOf(book)
		if work == "" {
			continue
		}
		i, known := at[work]
		if !known {
			i, at[work], isbns[work] = len(all), len(all), map[string]bool{}
			all = append(all, InCommon{Work: true})
		}
		isbns[work][book.ISBN] = true
		all[i].All++
		if len(all[i].Holders) < mostHolders {
			all[i].Holders = append(all[i].Holders, o.Holder)
		}
	}
	var out []InCommon
	for work, i := range at {
		if len(isbns[work]) > 1 {
			out = append(out, all[i])
		}
	}
	return out, nil
}
