package catalog

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// step is a version to be stored, of a resource whose row names it as the head already.
type step struct {
	Prepared
	resource Resource // as it is then
	was      head
	parent   VersionID
	second   VersionID // the other parent where two lines were joined
	reason   string
	by       *actor.Actor // who wrote it; nil: whoever saves
	beside   []step       // versions of which no head is made: what was written, where that is not what becomes the head
	joined   bool         // with what somebody else saved
}

// author is who wrote it.
func (s step) author(saves actor.Actor) actor.Actor {
	if s.by != nil {
		return *s.by
	}
	return saves
}

// head is what the tables hold of a head, so that only what differs is written. The zero value is that of a resource without.
type head struct {
	number   int // of the version
	manifest block.Manifest
	targets  []target
}

// readHead reads what the tables hold of a resource's head.
func readHead(ctx context.Context, d *db.DB, r Resource) (head, error) {
	if r.Head == "" {
		return head{}, nil
	}
	out, err := db.One(ctx, d, func(row db.Row) (h head, err error) {
		var manifest string
		if err := row.Scan(&h.number, &manifest); err != nil {
			return h, err
		}
		h.manifest, err = block.ParseManifest(manifest)
		return h, err
	}, `SELECT number, manifest FROM version WHERE district = $1 AND id = $2`, r.District, r.Head)
	if err != nil {
		return head{}, err
	}
	out.targets, err = db.All(ctx, d, func(row db.Row) (t target, err error) {
		err = row.Scan(&t.kind, &t.name, &t.key)
		return t, err
	}, `SELECT kind, target, key FROM head_link WHERE district = $1 AND resource = $2`, r.District, r.ID)
	return out, err
}

// store writes the bodies, the versions and what the heads now hold, and before them versions of which no head is made.
func store(ctx context.Context, tx *db.DB, by actor.Actor, steps []step, beside ...step) error {
	all := slices.Concat(beside, steps)
	if err := storeBlocks(ctx, tx, all); err != nil {
		return err
	}
	if err := storeVersions(ctx, tx, by, all); err != nil {
		return err
	}
	if err := storeCredit(ctx, tx, by, all); err != nil {
		return err
	}
	if err := storeHeads(ctx, tx, steps); err != nil {
		return err
	}
	return storeTargets(ctx, tx, steps)
}

// storeBlocks stores the bodies that the former heads do not name.
func storeBlocks(ctx context.Context, tx *db.DB, steps []step) error {
	var values []any
	for _, to := range steps {
		for _, b := range to.stored {
			if !slices.ContainsFunc(to.was.manifest, func(e block.Entry) bool { return e.Hash == b.Hash }) {
				values = append(values, to.resource.District, b.Hash, b.Kind, string(b.Body))
			}
		}
	}
	return tx.Insert(ctx, `INSERT INTO block (district, hash, kind, body)`, 4, values, `ON CONFLICT (district, hash) DO NOTHING`)
}

func storeVersions(ctx context.Context, tx *db.DB, by actor.Actor, steps []step) error {
	const width = 12
	values := make([]any, 0, width*len(steps))
	for _, to := range steps {
		r, author := to.resource, to.author(by)
		values = append(values, r.Head, r.District, r.ID, orNull(to.parent), orNull(to.second), to.was.number+1, author.Person, authorSchool(author, r.School),
			clock.Micros(r.ChangedAt), to.reason, to.Visibility, to.manifest.String())
	}
	return tx.Insert(ctx, `INSERT INTO version (id, district, resource, parent, second, number, author, school, at, reason, visibility, manifest)`, width, values, "")
}

// storeCredit counts the versions among those of who wrote them. Those of one resource stand in the order of their numbers.
func storeCredit(ctx context.Context, tx *db.DB, by actor.Actor, steps []step) error {
	const width, versions = 8, 5
	type one struct {
		resource ResourceID
		person   id.PersonID
		school   id.SchoolID
	}
	at := map[one]int{}
	var values []any
	for _, to := range steps {
		r, author := to.resource, to.author(by)
		whose := one{r.ID, author.Person, authorSchool(author, r.School)}
		if before, more := at[whose]; more {
			values[before+versions] = values[before+versions].(int) + 1
			continue
		}
		at[whose] = len(values)
		now := clock.Micros(r.ChangedAt)
		values = append(values, r.District, r.ID, whose.person, whose.school, to.was.number+1, 1, now, now)
	}
	return tx.Insert(ctx, `INSERT INTO head_credit (district, resource, author, school, first, versions, first_at, last_at)`, width, values,
		`ON CONFLICT (district, resource, author, school) DO UPDATE SET versions = head_credit.versions + excluded.versions, last_at = excluded.last_at`)
}

// authorSchool is the school for which a person writes: the resource's own if they are there, else their first; none for somebody
// of the district who works at no school. The program itself writes for the resource's.
func authorSchool(by actor.Actor, school id.SchoolID) id.SchoolID {
	if by.At(school) || by.System && len(by.Schools) == 0 {
		return school
	}
	if len(by.Schools) == 0 {
		return ""
	}
	return by.Schools[0].School
}

// storeHeads writes the places of the manifests that differ from the former ones.
func storeHeads(ctx context.Context, tx *db.DB, steps []step) error {
	var values []any
	for _, to := range steps {
		r, former := to.resource, to.was.manifest
		for place, e := range to.manifest {
			if place >= len(former) || former[place] != e {
				values = append(values, r.District, r.ID, place, e.Key, e.Hash)
			}
		}
		if len(former) > len(to.manifest) {
			if _, err := tx.Exec(ctx, `DELETE FROM head_block WHERE district = $1 AND resource = $2 AND place >= $3`, r.District, r.ID, len(to.manifest)); err != nil {
				return err
			}
		}
	}
	return tx.Insert(ctx, `INSERT INTO head_block (district, resource, place, key, hash)`, 5, values,
		`ON CONFLICT (district, resource, place) DO UPDATE SET key = excluded.key, hash = excluded.hash`)
}

// storeTargets writes what the heads point to and the former ones did not, and removes what they no longer do.
func storeTargets(ctx context.Context, tx *db.DB, steps []step) error {
	var values []any
	for _, to := range steps {
		r := to.resource
		for _, t := range to.targets {
			if !slices.Contains(to.was.targets, t) {
				values = append(values, r.District, r.ID, t.kind, t.name, t.key)
			}
		}
		gone := []any{r.District, r.ID}
		for _, t := range to.was.targets {
			if !slices.Contains(to.targets, t) {
				gone = append(gone, t.kind, t.name, t.key)
			}
		}
		if len(gone) == 2 {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM head_link WHERE district = $1 AND resource = $2 AND (kind, target, key) IN (VALUES `+
			db.RowsFrom(3, len(gone)/3, 3)+`)`, gone...); err != nil {
			return err
		}
	}
	return tx.Insert(ctx, `INSERT INTO head_link (district, resource, kind, target, key)`, 5, values, "")
}

// rowsAtOnce keeps the placeholders of one statement well under the limits of both databases.
const rowsAtOnce = 200

func inRows[T any](list []T, insert func([]T) error) error {
	for len(list) > 0 {
		n := min(len(list), rowsAtOnce)
		if err := insert(list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}
