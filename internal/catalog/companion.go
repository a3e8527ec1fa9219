package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fetch"
)

// Companion is a resource that stands beside another in a third, such as a unit.
type Companion struct {
	Card
	In Card // the third
}

// mostLinesTogether is how many links are looked through: a resource that everything uses has no end of companions.
const mostLinesTogether = 200

// Companions gives what other resources of its district use together with a resource: they link to both by the addresses of this
// installation, which begin with base. What was shared last comes first. Both the companion and where they stand together are what the
// actor may see. It takes two statements, one where there is nothing.
func (s *Service) Companions(ctx context.Context, by actor.Actor, r Resource, base string, limit int) (_ []Companion, err error) {
	defer fault.Wrap(&err, "companions of %s", r.ID)
	all, err := fetch.Canonical(base + "/resources/x")
	if err != nil {
		return nil, err
	}
	all = strings.TrimSuffix(all, "x")
	type line struct{ in, beside ResourceID }
	list, err := db.All(ctx, s.db, func(row db.Row) (l line, err error) {
		var target string
		err = row.Scan(&l.in, &target)
		l.beside = resourceAt(strings.TrimPrefix(target, all))
		return l, err
	}, `SELECT m.resource, o.target FROM head_link m
		JOIN resource x ON x.district = m.district AND x.id = m.resource AND x.state = 'published'
		JOIN head_link o ON o.district = m.district AND o.resource = m.resource AND o.kind = 'link' AND o.target > $4 AND o.target < $5
		WHERE m.district = $1 AND m.kind = 'link' AND m.target >= $2 AND m.target < $3 AND m.resource <> $6
		ORDER BY x.shared_at DESC, m.resource, o.target LIMIT $7`,
		r.District, all+string(r.ID), after(all+string(r.ID)+"/"), all, after(all), r.ID, mostLinesTogether)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var ids []ResourceID
	for _, l := range list {
		ids = append(ids, l.in, l.beside)
	}
	slices.Sort(ids)
	cards, err := s.Cards(ctx, by, slices.Compact(ids))
	known := make(map[ResourceID]Card, len(cards))
	for _, c := range cards {
		known[c.ID] = c
	}
	named := map[ResourceID]bool{r.ID: true}
	var out []Companion
	for _, l := range list {
		in, seen := known[l.in]
		beside, too := known[l.beside]
		if seen && too && !named[l.beside] && l.beside != l.in && len(out) < limit {
			named[l.beside] = true
			out = append(out, Companion{beside, in})
		}
	}
	return out, err
}

// resourceAt is the resource of an address, from its id on.
func resourceAt(path string) ResourceID {
	end := strings.IndexFunc(path, func(r rune) bool { return !wordRune(r) })
	if end >= 0 {
		path = path[:end]
	}
	return ResourceID(path)
}

// after is the first text, as bytes go, that comes after all that begin with another.
func after(prefix string) string {
	last := len(prefix) - 1
	return prefix[:last] + string(prefix[last]+1)
}
