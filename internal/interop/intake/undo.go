package intake

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Kept is a resource of an import that an undo or redo passes over.
type Kept struct {
	Resource catalog.ResourceID
	Title    string
	Why      fault.Message // why the last undo or redo left it as it was
}

// touched is the condition under which a resource is more than what the import made of it: a later version, a note, an
// adaptation, a link that was handed out, or a draft of a change.
const touched = `(
	(SELECT count(*) FROM version v WHERE v.district = r.district AND v.resource = r.id) > 1
	OR EXISTS (SELECT 1 FROM note n WHERE n.district = r.district AND n.resource = r.id AND n.removed_at IS NULL)
	OR EXISTS (SELECT 1 FROM resource a WHERE a.core = r.id)
	OR EXISTS (SELECT 1 FROM share_link l WHERE l.district = r.district AND l.resource = r.id AND l.closed_at IS NULL)
	OR EXISTS (SELECT 1 FROM draft d WHERE d.district = r.district AND d.resource = r.id))`

// Worked lists what of an import was edited, noted, adapted or handed out since: an undo keeps these unless they are chosen.
func (s *Service) Worked(ctx context.Context, by actor.Actor, what ImportID) ([]Kept, error) {
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (Kept, error) {
		var k Kept
		err := row.Scan(&k.Resource, &k.Title)
		return k, err
	}, `SELECT r.id, w.title FROM import_row w JOIN resource r ON r.district = w.district AND r.id = w.resource
		WHERE w.district = $1 AND w.import = $2 AND w.outcome = 'imported' AND r.state = 'published' AND `+touched+` ORDER BY w.row_number`, i.District, i.ID)
}

// Undo begins to take what an import created out of the catalog again, but for what was worked with since, unless it is
// among also. The work goes on in a job, in the name of the actor. What they may not take out stays, and Left names it.
func (s *Service) Undo(ctx context.Context, by actor.Actor, what ImportID, also []catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "undo %s", what)
	return s.turn(ctx, by, what, Undoing, back{Person: by.Person, Also: also})
}

// Redo begins to put back what Undo took out, but for what was brought in anew since. The work goes on in a job.
func (s *Service) Redo(ctx context.Context, by actor.Actor, what ImportID) (err error) {
	defer fault.Wrap(&err, "redo %s", what)
	return s.turn(ctx, by, what, Redoing, back{Person: by.Person, Redo: true})
}

func (s *Service) turn(ctx context.Context, by actor.Actor, what ImportID, to State, job back) error {
	return s.db.Do(ctx, func(tx *db.DB) error {
		i, err := find(ctx, tx, by, what, change)
		if err != nil {
			return err
		}
		if i.State == to && s.Stalled(i) {
			job.District, job.Import = i.District, i.ID
			return s.Jobs.Enqueue(ctx, tx, job)
		}
		if err := s.move(ctx, tx, i, to); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE import_row SET kept = '' WHERE district = $1 AND import = $2 AND kept <> ''`, i.District, i.ID); err != nil {
			return err
		}
		job.District, job.Import = i.District, i.ID
		return s.Jobs.Enqueue(ctx, tx, job)
	})
}

// Turned is how many resources of an import are out of the catalog by its undoing.
func (s *Service) Turned(ctx context.Context, by actor.Actor, what ImportID) (int, error) {
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return 0, err
	}
	return db.One(ctx, s.db, db.Value[int], `SELECT count(*) FROM import_row w JOIN resource r ON r.district = w.district AND r.id = w.resource
		WHERE w.district = $1 AND w.import = $2 AND w.outcome = 'imported' AND r.state = 'retired' AND r.retire_reason = $3`, i.District, i.ID, catalog.ImportUndone)
}

// Left names what the last undo or redo of an import left as it was, and why, at most limit.
func (s *Service) Left(ctx context.Context, by actor.Actor, what ImportID, limit int) ([]Kept, error) {
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (Kept, error) {
		var k Kept
		var why string
		err := row.Scan(&k.Resource, &k.Title, &why)
		if err == nil {
			k.Why, err = read(why)
		}
		if k.Why.Key == "" {
			k.Why = fault.Say("bring.kept.worked")
		}
		return k, err
	}, `SELECT w.resource, w.title, w.kept FROM import_row w JOIN resource r ON r.district = w.district AND r.id = w.resource
		WHERE w.district = $1 AND w.import = $2 AND w.outcome = 'imported' AND (w.kept <> '' OR $3 = 'undone' AND r.state = 'published')
		ORDER BY w.row_number LIMIT $4`, i.District, i.ID, i.State, limit)
}
