package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Shown is a resource with what its page needs: a fixed number of statements however long its history is. Outside its district it
// names schools and
// nobody, and what colleagues noted stays inside.
type Shown struct {
	Resource
	SchoolName string // short
	Document   block.Document
	Newest     Version // the head
	Credit     []Contribution
	Notes      []Note
	MayEdit    bool
	MayRetire  bool
	MayPutBack bool // what was taken out of the catalog
	MayGive    bool // let it belong to another school
	MayNote    bool
	MayShare   bool // make a link that opens it
	MayLook    bool // at earlier versions, which are its district's alone
}

// Show gives a resource as the actor may see it.
//
// It returns fault.NotFound for what they may not see and for a draft that was never shared.
func (s *Service) Show(ctx context.Context, by actor.Actor, resource ResourceID) (_ Shown, err error) {
	defer fault.Wrap(&err, "show %s", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return Shown{}, err
	}
	return s.fill(ctx, by, r)
}

func (s *Service) fill(ctx context.Context, by actor.Actor, r Resource) (Shown, error) {
	if r.Head == "" {
		return Shown{}, fault.NotFound{What: ObjectKind}
	}
	out := Shown{Resource: r}
	var err error
	if out.Newest, err = s.versionOf(ctx, r, r.Head); err != nil {
		return Shown{}, err
	}
	if out.Document, err = s.document(ctx, s.db, r.District, out.Newest.Manifest); err != nil {
		return Shown{}, err
	}
	credits, err := Credits(ctx, s.db, by, []ResourceID{r.ID})
	if err != nil {
		return Shown{}, err
	}
	out.Credit = credits[r.ID]
	if by.District == r.District {
		if out.Notes, err = s.notes(ctx, by, r); err != nil {
			return Shown{}, err
		}
	} else {
		out.Newest.Author, out.Newest.AuthorName = "", ""
		out.Credit = bySchool(out.Credit)
	}
	if out.SchoolName, err = db.One(ctx, s.db, db.Value[string], `SELECT short_name FROM school WHERE district = $1 AND id = $2`, r.District, r.School); err != nil {
		return Shown{}, err
	}
	out.MayEdit = r.State == StatePublished && permit(by, r, edit) == nil
	out.MayRetire = permit(by, r, retire) == nil
	if out.MayPutBack = r.State == StateRetired && out.MayRetire; out.MayPutBack && !by.Coordinator && !by.System {
		declined, err := declined(ctx, s.db, by, r)
		if err != nil {
			return Shown{}, err
		}
		out.MayPutBack = !declined
	}
	out.MayGive = MayGive(by, r)
	out.MayNote = r.State == StatePublished && permit(by, r, annotate) == nil
	out.MayShare = r.State == StatePublished && permit(by, r, shareLink) == nil
	out.MayLook = by.District == r.District
	return out, nil
}

// Assemble puts a document together from a manifest that another domain keeps of a resource of the actor's district: each part as
// some version of it had it. A hash opens nothing to anyone: only the program itself may ask.
func (s *Service) Assemble(ctx context.Context, by actor.Actor, m block.Manifest) (_ block.Document, err error) {
	defer fault.Wrap(&err, "assemble a document")
	if !by.System {
		return block.Document{}, fault.NotFound{What: "version"}
	}
	return s.document(ctx, s.db, by.District, m)
}

// document reads the bodies that a manifest names.
func (s *Service) document(ctx context.Context, handle *db.DB, district id.DistrictID, m block.Manifest) (block.Document, error) {
	bodies := make(map[block.Hash]block.Stored, len(m))
	err := inRows(m, func(part []block.Entry) error {
		hashes := make([]block.Hash, len(part))
		for i, e := range part {
			hashes[i] = e.Hash
		}
		in, args := db.In(2, hashes)
		list, err := db.All(ctx, handle, scanStored, `SELECT hash, kind, body FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{district}, args...)...)
		for _, b := range list {
			bodies[b.Hash] = b
		}
		return err
	})
	if err != nil {
		return block.Document{}, err
	}
	return block.Join(m, bodies)
}

// heads are the documents of the newest versions of resources, read in one statement.
func (s *Service) heads(ctx context.Context, district id.DistrictID, resources []ResourceID) (map[ResourceID]block.Document, error) {
	out := make(map[ResourceID]block.Document, len(resources))
	if len(resources) == 0 {
		return out, nil
	}
	manifests := make(map[ResourceID]block.Manifest, len(resources))
	bodies := map[block.Hash]block.Stored{}
	in, args := db.In(2, resources)
	_, err := db.All(ctx, s.db, func(row db.Row) (resource ResourceID, err error) {
		var e block.Entry
		var b block.Stored
		var body string
		err = row.Scan(&resource, &e.Key, &e.Hash, &b.Kind, &body)
		b.Hash, b.Body = e.Hash, []byte(body)
		manifests[resource], bodies[e.Hash] = append(manifests[resource], e), b
		return resource, err
	}, `SELECT h.resource, h.key, b.hash, b.kind, b.body FROM head_block h JOIN block b ON b.district = h.district AND b.hash = h.hash
		WHERE h.district = $1 AND h.resource IN (`+in+`) ORDER BY h.resource, h.place`, append([]any{district}, args...)...)
	if err != nil {
		return nil, err
	}
	for resource, m := range manifests {
		if out[resource], err = block.Join(m, bodies); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func scanStored(row db.Row) (block.Stored, error) {
	var b block.Stored
	var body string
	err := row.Scan(&b.Hash, &b.Kind, &body)
	b.Body = []byte(body)
	return b, err
}
