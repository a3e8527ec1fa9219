package catalog

import (
	"context"
	"slices"

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
// one or two. It is for the program itself, which tells of them whom it may; and the work is in proportion to what the district has.
func (s *Service) Common(ctx context.Context, by actor.Actor) (_ []InCommon, err error) {
	defer fault.Wrap(&err, "what is shared more than once in %s", by.District)
	if !by.System {
		return nil, fault.NotFound{What: ObjectKind}
	}
	targets, published, err := s.commonTargets(ctx, by)
	if err != nil {
		return nil, err
	}
	works, err := s.commonWorks(ctx, by, published)
	return append(targets, works...), err
}

// holding is a resource, with how many of each kind it points to.
type holding struct {
	id    ResourceID
	sizes map[targetKind]int
}

// commonTargets reads all that the district points to in the order of the targets, which the index has: what the database would have to
// sort and to join for this takes it ten times as long.
func (s *Service) commonTargets(ctx context.Context, by actor.Actor) ([]InCommon, []holding, error) {
	var published []holding // those that were shared first, first
	place := map[ResourceID]int{}
	if _, err := db.All(ctx, s.db, func(row db.Row) (none struct{}, err error) {
		var id ResourceID
		err = row.Scan(&id)
		place[id] = len(published)
		published = append(published, holding{id: id})
		return none, err
	}, `SELECT id FROM resource WHERE district = $1 AND state = 'published' ORDER BY shared_at, id`, by.District); err != nil {
		return nil, nil, err
	}
	type group struct {
		kind    targetKind
		holders []int
	}
	var groups []group
	var target string // of the last row
	now := group{}
	end := func() {
		if slices.Sort(now.holders); len(now.holders) > 1 {
			groups = append(groups, group{now.kind, slices.Clone(now.holders)})
		}
		now.holders = now.holders[:0]
	}
	if _, err := db.All(ctx, s.db, func(row db.Row) (none struct{}, err error) {
		var kind targetKind
		var name string
		var id ResourceID
		if err := row.Scan(&kind, &name, &id); err != nil {
			return none, err
		}
		if kind != now.kind || name != target {
			end()
			now.kind, target = kind, name
		}
		if at, there := place[id]; there && !slices.Contains(now.holders[max(0, len(now.holders)-1):], at) {
			now.holders = append(now.holders, at)
			if published[at].sizes == nil {
				published[at].sizes = map[targetKind]int{}
			}
			published[at].sizes[kind]++
		}
		return none, nil
	}, `SELECT kind, target, resource FROM head_link WHERE district = $1 ORDER BY kind, target, resource`, by.District); err != nil {
		return nil, nil, err
	}
	end()
	out := make([]InCommon, 0, len(groups))
	for _, g := range groups {
		c := InCommon{All: len(g.holders)}
		for _, at := range g.holders[:min(len(g.holders), mostHolders)] {
			c.Holders = append(c.Holders, Holder{published[at].id, published[at].sizes[g.kind]})
		}
		out = append(out, c)
	}
	return out, published, nil
}

// mostSole is how many resources about one or two books are read, those that were shared last.
const mostSole = 5000

// commonWorks are the books that resources about one or two have in different editions.
func (s *Service) commonWorks(ctx context.Context, by actor.Actor, published []holding) ([]InCommon, error) {
	var few []ResourceID
	sizes := map[ResourceID]int{}
	for _, h := range slices.Backward(published) {
		if n := h.sizes[targetISBN]; n > 0 && n <= fewBooks && len(few) < mostSole {
			few, sizes[h.id] = append(few, h.id), n
		}
	}
	slices.Reverse(few)
	type sole struct {
		Holder
		body string
	}
	var list []sole
	if err := inRows(few, func(some []ResourceID) error {
		in, args := db.In(2, some)
		books, err := db.All(ctx, s.db, func(row db.Row) (o sole, err error) {
			err = row.Scan(&o.ID, &o.body)
			o.Size = sizes[o.ID]
			return o, err
		}, `SELECT h.resource, b.body FROM head_block h JOIN block b ON b.district = h.district AND b.hash = h.hash
			WHERE h.district = $1 AND h.resource IN (`+in+`) AND b.kind = 'book' ORDER BY h.resource, h.place`, append([]any{by.District}, args...)...)
		list = append(list, books...)
		return err
	}); err != nil {
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
		if work == "" || book.ISBN == "" {
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
