package catalog

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// newDraftID names a draft by its resource first, so that the address of a draft that is gone tells what became of it.
func (s *Service) newDraftID(r ResourceID) DraftID {
	return DraftID(string(r) + "-" + id.New[string](s.ids)[:id.Length/2])
}

// Became is what a draft that is no more has become.
type Became struct {
	Draft    Draft      // another draft of the same resource that the actor may go on with; without an id: none
	Resource ResourceID // what was shared; empty while there is a draft
	Title    string
	Base     VersionID // the newest version that the actor made; empty: none
	MayUndo  bool      // it is the actor's own, and not changed since
	MayEdit  bool
}

// Became says what became of a draft that was shared: its resource, or the draft that it is again.
//
// It returns fault.NotFound for a draft that was thrown away and for what the actor may not see.
func (s *Service) Became(ctx context.Context, by actor.Actor, draft DraftID) (_ Became, err error) {
	defer fault.Wrap(&err, "what became of draft %s", draft)
	named, _, ok := strings.Cut(string(draft), "-")
	if !ok {
		return Became{}, fault.NotFound{What: "draft"}
	}
	r, err := find(ctx, s.db, by, ResourceID(named), see)
	if fault.IsNotFound(err) {
		err = fault.NotFound{What: "draft"}
	}
	if err != nil {
		return Became{}, err
	}
	if r.State == StateDraft {
		d, err := s.DraftOf(ctx, by, r.ID)
		return Became{Draft: d}, err
	}
	shown, err := s.fill(ctx, by, r)
	if err != nil {
		return Became{}, err
	}
	base, err := db.One(ctx, s.db, db.Value[VersionID], `SELECT COALESCE((SELECT id FROM version WHERE district = $1 AND resource = $2 AND author = $3
		ORDER BY number DESC LIMIT 1), '')`, r.District, r.ID, by.Person)
	return Became{Resource: r.ID, Title: shown.Document.About.Title, Base: base, MayEdit: shown.MayEdit,
		MayUndo: r.State == StatePublished && r.CreatedBy == by.Person && shown.Newest.Number == 1}, err
}

// DraftOf is the actor's draft of a resource that is a draft; fault.NotFound where there is none.
func (s *Service) DraftOf(ctx context.Context, by actor.Actor, resource ResourceID) (Draft, error) {
	d, err := db.One(ctx, s.db, scanDraft, `SELECT `+draftColumns+draftFrom+`WHERE d.district = $1 AND d.resource = $2 AND d.person = $3 AND r.state = 'draft'`,
		by.District, resource, by.Person)
	if errors.Is(err, sql.ErrNoRows) {
		err = fault.NotFound{What: "draft"}
	}
	return d, err
}

// Holds says whether a document is, part by part, a version that the actor made of a resource.
func (s *Service) Holds(ctx context.Context, by actor.Actor, resource ResourceID, d block.Document) (_ bool, err error) {
	defer fault.Wrap(&err, "compare with what was written of %s", resource)
	manifest, _, err := block.Split(settled(d, s.ids))
	if err != nil {
		return false, err
	}
	return db.One(ctx, s.db, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM version WHERE district = $1 AND resource = $2 AND author = $3 AND manifest = $4)`,
		by.District, resource, by.Person, manifest.String())
}
