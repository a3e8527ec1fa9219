package adapt

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Relative is one of a family: what was shared first, or a version of one of the others.
type Relative struct {
	catalog.Outlined
	Depth                   int  // of versions, from the first that the reader sees
	Of                      int  // place of its core in the list; -1: it has none, or the reader does not see it
	Changed, Added, LeftOut int  // parts, beside the core as it was taken up
	Apart                   bool // it was written apart from its core
}

// Family is a resource with all it is a version of and all versions of that, as the reader sees them.
type Family struct {
	List []Relative // each behind its core
	Used []Offer    // suggestions that were accepted among them, the last first; none outside the district
}

// Family gives the family of a resource. It returns fault.NotFound for what the actor may not see.
func (s *Service) Family(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Family, err error) {
	defer fault.Wrap(&err, "family of %s", resource)
	list, err := s.Catalog.Family(ctx, by, resource)
	if err != nil {
		return Family{}, err
	}
	ids := make([]catalog.ResourceID, len(list))
	for i, o := range list {
		ids[i] = o.ID
	}
	in, args := db.In(1, ids)
	begun := map[catalog.ResourceID]beginning{}
	if _, err := db.All(ctx, s.DB, func(row db.Row) (of catalog.ResourceID, err error) {
		var b beginning
		var base string
		if err := row.Scan(&of, &base, &b.apart); err != nil {
			return of, err
		}
		b.base, err = block.ParseManifest(base)
		begun[of] = b
		return of, err
	}, `SELECT a.resource, a.base, EXISTS (SELECT 1 FROM joining j WHERE j.district = a.district AND j.resource = a.resource)
		FROM adaptation a WHERE a.resource IN (`+in+`)`, args...); err != nil {
		return Family{}, err
	}
	out := Family{List: tree(list, begun)}
	if !by.SignedIn() && !by.System {
		return out, nil
	}
	in, args = db.In(2, ids)
	out.Used, err = db.All(ctx, s.DB, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.state = 'accepted' AND f.core IN (`+in+`)
		ORDER BY f.decided_at DESC, f.id`, append([]any{by.District}, args...)...)
	for i := range out.Used {
		out.Used[i].Reason = ""
	}
	return out, err
}

// beginning is how a version came to be one.
type beginning struct {
	base  block.Manifest // its core as it was taken up
	apart bool           // it was written apart
}

// tree puts each behind its core, those of one core in the order in which they came, and says how each differs.
func tree(list []catalog.Outlined, begun map[catalog.ResourceID]beginning) []Relative {
	there := map[catalog.ResourceID]bool{}
	for _, o := range list {
		there[o.ID] = true
	}
	var out []Relative
	var put func(o catalog.Outlined, of, depth int)
	put = func(o catalog.Outlined, of, depth int) {
		r := Relative{Outlined: o, Of: of, Depth: depth}
		if b := begun[o.ID]; b.apart {
			r.Apart = true
		} else if b.base != nil {
			r.Changed, r.Added, r.LeftOut = differs(b.base, o.Manifest)
		}
		at := len(out)
		out = append(out, r)
		for _, child := range list {
			if child.Core == o.ID {
				put(child, at, depth+1)
			}
		}
	}
	for _, o := range list {
		if o.Core == "" || !there[o.Core] {
			put(o, -1, 0)
		}
	}
	return out
}

// differs counts the parts of a version that are otherwise than in its core as it was taken up; what it is about is not counted.
func differs(base, ours block.Manifest) (changed, added, leftOut int) {
	for _, p := range Stand(base, base, ours) {
		switch {
		case p.Key == block.AboutKey:
		case p.State == Changed:
			changed++
		case p.State == Added:
			added++
		case p.State == Removed:
			leftOut++
		}
	}
	return changed, added, leftOut
}

// UsedOf lists what a person suggested and others used, as far as the actor may see where, the last first.
func (s *Service) UsedOf(ctx context.Context, by actor.Actor, person id.PersonID) (_ []OfferLine, err error) {
	defer fault.Wrap(&err, "what others use of %s", person)
	if !by.SignedIn() {
		return nil, fault.Denied{Reason: fault.Say("adapt.denied")}
	}
	list, err := db.All(ctx, s.DB, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.person = $2 AND f.state = 'accepted'
		ORDER BY f.decided_at DESC, f.id`, by.District, person)
	if err != nil {
		return nil, err
	}
	return s.lines(ctx, by, list)
}

// Related says whether a resource is a version of something or something is a version of it.
func (s *Service) Related(ctx context.Context, resource catalog.ResourceID) (bool, error) {
	return db.One(ctx, s.DB, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM resource WHERE id = $1 AND core IS NOT NULL)
		OR EXISTS (SELECT 1 FROM resource WHERE core = $1 AND state <> 'draft')`, resource)
}

// VersionOf is a version of something, with both cards.
type VersionOf struct{ Card, Of catalog.Card }

// VersionsOf lists the versions that other schools made of resources, and what uses something of them, as the actor may see them, the last shared first.
func (s *Service) VersionsOf(ctx context.Context, by actor.Actor, cores []catalog.Card) (_ []VersionOf, err error) {
	defer fault.Wrap(&err, "versions of %d resources", len(cores))
	if len(cores) == 0 {
		return nil, nil
	}
	of, ids := map[catalog.ResourceID]catalog.Card{}, make([]catalog.ResourceID, len(cores))
	for i, c := range cores {
		of[c.ID], ids[i] = c, c.ID
	}
	in, args := db.In(1, ids)
	type pair struct{ version, core catalog.ResourceID }
	pairs, err := db.All(ctx, s.DB, func(row db.Row) (p pair, err error) { return p, row.Scan(&p.version, &p.core) },
		`SELECT r.id, r.core FROM resource r JOIN resource c ON c.id = r.core WHERE r.core IN (`+in+`) AND r.core_version IS NOT NULL AND r.state = 'published' AND r.school <> c.school
		ORDER BY r.shared_at DESC, r.id`, args...)
	if err != nil || len(pairs) == 0 {
		return nil, err
	}
	core := map[catalog.ResourceID]catalog.ResourceID{}
	versions := make([]catalog.ResourceID, len(pairs))
	for i, p := range pairs {
		core[p.version], versions[i] = p.core, p.version
	}
	cards, err := s.Catalog.Cards(ctx, by, versions)
	var out []VersionOf
	for _, c := range cards {
		out = append(out, VersionOf{c, of[core[c.ID]]})
	}
	return out, err
}
