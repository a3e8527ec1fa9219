package intake

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Kept is a resource of an import that somebody has worked with since.
type Kept struct {
	Resource catalog.ResourceID
	Title    string
}

// touched is the condition under which a resource is more than what the import made of it: a later version, a note, an
// adaptation, a link that was handed out, or a draft of a change.
const touched = `(
	(SELECT count(*) FROM version v WHERE v.district = r.district AND v.resource = r.id) > 1
	OR EXISTS (SELECT 1 FROM note n WHERE n.district = r.district AND n.resource = r.id AND n.removed_at IS NULL)
	OR EXISTS (SELECT 1 FROM resource a WHERE a.district = r.district AND a.core = r.id)
	OR EXISTS (SELECT 1 FROM share_link l WHERE l.district = r.district AND l.resource = r.id AND l.closed_at IS NULL)
	OR EXISTS (SELECT 1 FROM draft d WHERE d.district = r.district AND d.resource = r.id))`

// Worked lists what of an import was edited, noted, adapted or handed out since: an undo keeps these unless they are chosen.
func (s *Service) Worked(ctx context.Context, by actor.Actor, what ImportID) ([]Kept, error) {
	i, err := find(ctx, s.db, by, what)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (Kept, error) {
		var k Kept
		err := row.Scan(&k.Resource, &k.Title)
		return k, err
	}, `SELECT r.id, w.title FROM resource r JOIN import_row w ON w.district = r.district AND w.import = r.import AND w.resource = r.id
		WHERE r.district = $1 AND r.import = $2 AND r.state = 'published' AND `+touched+` ORDER BY w.row_number`, i.District, i.ID)
}

const (
	undoneAtOnce = 200 // resources read by one statement
	atOnce       = 16  // operations under way
)

// Undo takes what an import created out of the catalog again, but for what was worked with since, unless it is among also.
// Redo brings it back.
func (s *Service) Undo(ctx context.Context, by actor.Actor, what ImportID, also []catalog.ResourceID) (_ int, err error) {
	defer fault.Wrap(&err, "undo %s", what)
	i, err := s.turn(ctx, by, what, Taken, Undone)
	if err != nil {
		return 0, err
	}
	in, args := db.In(4, also)
	return s.each(ctx, i, `SELECT r.id FROM resource r WHERE r.district = $1 AND r.import = $2 AND r.state = 'published' AND (NOT `+touched+` OR r.id IN (`+in+`))
		ORDER BY r.id LIMIT $3`, args, func(resource catalog.ResourceID) error {
		_, err := s.Catalog.Retire(ctx, by, resource, reasonUndone)
		return err
	})
}

// reasonUndone stands where somebody looks for what an undone import had made.
const reasonUndone = "The import that brought it was undone. / Se deshizo la importación que lo trajo."

// Redo puts back what Undo took out.
func (s *Service) Redo(ctx context.Context, by actor.Actor, what ImportID) (_ int, err error) {
	defer fault.Wrap(&err, "redo %s", what)
	i, err := s.turn(ctx, by, what, Done, Redone)
	if err != nil {
		return 0, err
	}
	return s.each(ctx, i, `SELECT r.id FROM resource r WHERE r.district = $1 AND r.import = $2 AND r.state = 'retired' AND r.retire_reason = $4
		ORDER BY r.id LIMIT $3`, []any{reasonUndone}, func(resource catalog.ResourceID) error {
		_, err := s.Catalog.PutBack(ctx, by, resource)
		return err
	})
}

func (s *Service) turn(ctx context.Context, by actor.Actor, what ImportID, to State, verb activity.Verb) (Import, error) {
	return db.Tx(ctx, s.db, func(tx *db.DB) (Import, error) {
		i, err := find(ctx, tx, by, what)
		if err != nil {
			return i, err
		}
		if err := s.move(ctx, tx, i, to); err != nil {
			return i, err
		}
		return i, activity.Write(ctx, tx, activity.Activity{District: i.District, School: i.School, Person: by.Person, Verb: verb,
			ObjectKind: ObjectKind, Object: string(i.ID), At: s.clock.Now()})
	})
}

// each does something to every resource that a query gives, until it gives none.
func (s *Service) each(ctx context.Context, i Import, query string, args []any, do func(catalog.ResourceID) error) (int, error) {
	n := 0
	for {
		list, err := db.All(ctx, s.db, db.Value[catalog.ResourceID], query, append([]any{i.District, i.ID, undoneAtOnce}, args...)...)
		if err != nil || len(list) == 0 {
			return n, err
		}
		var group errgroup.Group // together they share commits
		group.SetLimit(atOnce)
		for _, resource := range list {
			group.Go(func() error { return do(resource) })
		}
		if err := group.Wait(); err != nil {
			return n, err
		}
		n += len(list)
	}
}
