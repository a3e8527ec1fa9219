package catalog

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Outlined is a resource without its parts.
type Outlined struct {
	Resource
	SchoolName string // short
	Manifest   block.Manifest
	About      block.About
	MayEdit    bool
}

const outlineColumns = resourceColumns + `, s.short_name, v.manifest, b.kind, b.body`

const outlineFrom = resourceFrom + `JOIN school s ON s.district = r.district AND s.id = r.school
	JOIN version v ON v.district = r.district AND v.id = r.head
	JOIN block b ON b.district = r.district AND b.hash = r.about `

func scanOutline(row db.Row) (Outlined, error) {
	var o Outlined
	var manifest, body string
	var kind block.Kind
	var err error
	o.Resource, err = scanResourceAnd(row, &o.SchoolName, &manifest, &kind, &body)
	if err != nil {
		return o, err
	}
	if o.Manifest, err = block.ParseManifest(manifest); err != nil {
		return o, err
	}
	about, err := block.Decode(kind, []byte(body))
	o.About, _ = about.(block.About)
	return o, err
}

// Outline gives a resource without its parts, in one statement. It returns fault.NotFound for what the actor may not see and for what
// was never shared.
func (s *Service) Outline(ctx context.Context, by actor.Actor, resource ResourceID) (_ Outlined, err error) {
	defer fault.Wrap(&err, "outline %s", resource)
	o, err := db.One(ctx, s.db, scanOutline, `SELECT `+outlineColumns+outlineFrom+`WHERE r.id = $1`, resource)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !maySee(by, o.Resource) {
		return Outlined{}, fault.NotFound{What: ObjectKind}
	}
	o.MayEdit = o.State == StatePublished && permit(by, o.Resource, edit) == nil
	return o, err
}

// Sees says whether an actor may see a resource that somebody else has read.
func Sees(by actor.Actor, r Resource) bool { return maySee(by, r) }

// Bodies reads parts of a district's resources as manifests name them. A hash opens nothing to anyone: only the program itself may ask.
func (s *Service) Bodies(ctx context.Context, by actor.Actor, parts []block.Entry) (_ map[block.Key]block.Body, err error) {
	defer fault.Wrap(&err, "read parts")
	if !by.System {
		return nil, fault.NotFound{What: "version"}
	}
	out := make(map[block.Key]block.Body, len(parts))
	err = inRows(parts, func(some []block.Entry) error {
		hashes := make([]block.Hash, len(some))
		for i, e := range some {
			hashes[i] = e.Hash
		}
		in, args := db.In(2, hashes)
		list, err := db.All(ctx, s.db, scanStored, `SELECT hash, kind, body FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{by.District}, args...)...)
		if err != nil {
			return err
		}
		for _, e := range some {
			for _, b := range list {
				if b.Hash != e.Hash {
					continue
				}
				if out[e.Key], err = block.Decode(b.Kind, b.Body); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

// Family is what a resource is a version of, that too, up to the first, and all versions of that, to any depth: what the actor may see
// of it, whether in the catalog or taken out. Drafts are left out. Those whose core is left out stand without one.
func (s *Service) Family(ctx context.Context, by actor.Actor, resource ResourceID) (_ []Outlined, err error) {
	defer fault.Wrap(&err, "family of %s", resource)
	if err := s.MaySee(ctx, by, resource); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, s.db, scanOutline, `WITH RECURSIVE up (id, depth) AS (
			SELECT r.id, 0 FROM resource r WHERE r.id = $1
			UNION ALL SELECT c.id, u.depth + 1 FROM up u JOIN resource r ON r.id = u.id JOIN resource c ON c.id = r.core
		), family (id) AS (
			SELECT (SELECT id FROM up ORDER BY depth DESC LIMIT 1)
			UNION ALL SELECT r.id FROM family f JOIN resource r ON r.core = f.id
		) SELECT `+outlineColumns+outlineFrom+`WHERE r.id IN (SELECT id FROM family) AND r.state <> 'draft' ORDER BY r.shared_at, r.id`, resource)
	if err != nil {
		return nil, err
	}
	core := map[ResourceID]ResourceID{}
	seen := map[ResourceID]bool{}
	for _, o := range all {
		core[o.ID], seen[o.ID] = o.Core, maySee(by, o.Resource)
	}
	var out []Outlined
	for _, o := range all {
		if !seen[o.ID] {
			continue
		}
		for o.Core != "" && !seen[o.Core] {
			o.Core = core[o.Core]
		}
		out = append(out, o)
	}
	return out, nil
}

// mostBegun is how many resources of one person are listed.
const mostBegun = 300

// BegunBy lists what is in the catalog that a person began and the actor may see, the last shared first.
func (s *Service) BegunBy(ctx context.Context, by actor.Actor, person id.PersonID) (_ []Card, err error) {
	defer fault.Wrap(&err, "what %s began", person)
	if !by.SignedIn() {
		return nil, fault.Denied{Reason: fault.Say("catalog.denied.contributors")}
	}
	ids, err := db.All(ctx, s.db, db.Value[ResourceID], `SELECT r.id FROM head_credit k JOIN resource r ON r.district = k.district AND r.id = k.resource
		WHERE k.district = $1 AND k.author = $2 AND k.first = 1 AND r.state = 'published' ORDER BY r.shared_at DESC, r.id LIMIT $3`, by.District, person, mostBegun)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.Cards(ctx, by, ids)
}
