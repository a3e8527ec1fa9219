package adapt

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Standing is a version beside its core, without the texts of either.
type Standing struct {
	Adaptation
	Ours      catalog.Outlined
	Core      catalog.Outlined // as its own district has it
	Sees      bool             // whoever reads may see the core
	Parts     []Part
	MayDecide bool
	Kept      map[block.Key]bool // parts that the core asks to keep
}

// Lives says whether the core goes on: it is in the catalog, and its school lets the reader see it.
func (s Standing) Lives() bool { return s.Sees && s.Core.State == catalog.StatePublished }

// Waiting are the parts about which the reader can decide something.
func (s Standing) Waiting() []Part {
	if !s.Lives() {
		return nil
	}
	return Waiting(s.Parts)
}

// Standing says how a version stands to its core, as the actor may see it, in a few statements. It returns what Show does.
func (s *Service) Standing(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Standing, err error) {
	defer fault.Wrap(&err, "how the version %s stands", resource)
	a, err := find(ctx, s.DB, resource)
	if err != nil {
		return Standing{}, err
	}
	out := Standing{Adaptation: a}
	if out.Ours, err = s.Catalog.Outline(ctx, by, resource); err != nil {
		return out, err
	}
	if out.Core, err = s.Catalog.Outline(ctx, program(a.In), a.Core); err != nil {
		return out, err
	}
	if out.Kept, err = keptParts(ctx, s.DB, a.In, a.Core); err != nil {
		return out, err
	}
	out.Sees = catalog.Sees(by, out.Core.Resource)
	out.Parts = Stand(a.Base, out.Core.Manifest, out.Ours.Manifest)
	out.MayDecide = out.Ours.MayEdit && permitted(by, decide, out.Ours.School) == nil
	return out, nil
}

// Texts reads some parts of a version, those that it has left out as its core has them.
func (s *Service) Texts(ctx context.Context, of Standing, keys []block.Key) (map[block.Key]block.Body, error) {
	var here, there []block.Entry
	for _, key := range keys {
		if i := placeOf(of.Ours.Manifest, key); i >= 0 {
			here = append(here, of.Ours.Manifest[i])
		} else if i := placeOf(of.Core.Manifest, key); i >= 0 && of.Sees {
			there = append(there, of.Core.Manifest[i])
		}
	}
	out, err := s.Catalog.Bodies(ctx, program(of.District), here)
	if err != nil || len(there) == 0 {
		return out, err
	}
	more, err := s.Catalog.Bodies(ctx, program(of.In), there)
	for key, body := range more {
		out[key] = body
	}
	return out, err
}

// Change is a version of one of the reader's schools with what waits there.
type Change struct {
	Version catalog.ResourceID
	Card    catalog.Card // of the version
	Core    catalog.Card
	Again   bool // the core is a version itself
	Number  int  // of changes
}

// Changes lists the versions of the actor's schools whose cores have changed and wait for a decision, in the order of their titles.
func (s *Service) Changes(ctx context.Context, by actor.Actor) (_ []Change, err error) {
	defer fault.Wrap(&err, "changes that wait for %s", by.Person)
	var schools []id.SchoolID
	for _, school := range by.SchoolIDs() {
		if permitted(by, decide, school) == nil {
			schools = append(schools, school)
		}
	}
	if len(schools) == 0 {
		return nil, nil
	}
	in, args := db.In(2, schools)
	list, err := db.All(ctx, s.DB, func(row db.Row) (c Change, err error) {
		var base, core, ours string
		if err := row.Scan(&c.Version, &c.Core.ID, &c.Again, &base, &core, &ours); err != nil {
			return c, err
		}
		c.Number, err = countWaiting(base, core, ours)
		return c, err
	}, `SELECT r.id, c.id, c.core IS NOT NULL, a.base, cv.manifest, v.manifest`+from+`
		JOIN version v ON v.district = r.district AND v.id = r.head
		JOIN version cv ON cv.district = c.district AND cv.id = c.head
		WHERE r.district = $1 AND r.school IN (`+in+`) AND r.state = 'published' AND c.state = 'published' AND a.base <> cv.manifest
		ORDER BY r.title_key, r.id`, append([]any{by.District}, args...)...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(c Change) bool { return c.Number == 0 })
	return s.withCards(ctx, by, list)
}

func countWaiting(base, core, ours string) (int, error) {
	var m [3]block.Manifest
	for i, text := range []string{base, core, ours} {
		var err error
		if m[i], err = block.ParseManifest(text); err != nil {
			return 0, err
		}
	}
	return len(Waiting(Stand(m[0], m[1], m[2]))), nil
}

// withCards keeps of changes those whose core the actor may see, each with both cards.
func (s *Service) withCards(ctx context.Context, by actor.Actor, list []Change) ([]Change, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var ids []catalog.ResourceID
	for _, c := range list {
		ids = append(ids, c.Version, c.Core.ID)
	}
	slices.Sort(ids)
	cards, err := s.Catalog.Cards(ctx, by, slices.Compact(ids))
	known := map[catalog.ResourceID]catalog.Card{}
	for _, c := range cards {
		known[c.ID] = c
	}
	var out []Change
	for _, c := range list {
		var seen bool
		if c.Core, seen = known[c.Core.ID]; seen {
			c.Card = known[c.Version]
			out = append(out, c)
		}
	}
	return out, err
}
