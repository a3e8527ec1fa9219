package catalog

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
)

// HistoryLength is how many versions one look at a history gives.
const HistoryLength = 25

// Step is a version with what it did to its parent.
type Step struct {
	Version
	Changes []merge.Change // without fields, but for those of what it is about
	Seen    bool           // it changed who can see it
	First   bool           // it has no parent
	Joins   []int          // numbers of the versions it joined; none: it has one parent
}

// History is some of the versions of a resource, newest first.
type History struct {
	Steps []Step
	Older int // number before which the next look begins; 0: there are no more
}

// History gives the versions of a resource of the actor's district before a number, or the newest for 0.
func (s *Service) History(ctx context.Context, by actor.Actor, resource ResourceID, before int) (_ History, err error) {
	defer fault.Wrap(&err, "history of %s", resource)
	r, err := s.findOwn(ctx, by, resource)
	if err != nil {
		return History{}, err
	}
	if before <= 0 {
		before = 1 << 31
	}
	list, err := db.All(ctx, s.db, scanVersion, `SELECT `+versionColumns+versionFrom+`
		WHERE v.district = $1 AND v.resource = $2 AND v.number < $3 ORDER BY v.number DESC LIMIT $4`, r.District, r.ID, before, HistoryLength+1)
	if err != nil {
		return History{}, err
	}
	var out History
	if len(list) > HistoryLength {
		list = list[:HistoryLength]
		out.Older = list[HistoryLength-1].Number
	}
	out.Steps, err = s.steps(ctx, r, list)
	return out, err
}

// VersionAt gives the version of a resource of the actor's district that has a number. It returns fault.NotFound for any other.
func (s *Service) VersionAt(ctx context.Context, by actor.Actor, resource ResourceID, number int) (_ VersionShown, err error) {
	defer fault.Wrap(&err, "show version %d of %s", number, resource)
	r, err := s.findOwn(ctx, by, resource)
	if err != nil {
		return VersionShown{}, err
	}
	version, err := db.One(ctx, s.db, db.Value[VersionID], `SELECT id FROM version WHERE district = $1 AND resource = $2 AND number = $3`, r.District, r.ID, number)
	if errors.Is(err, sql.ErrNoRows) {
		return VersionShown{}, fault.NotFound{What: "version"}
	}
	if err != nil {
		return VersionShown{}, err
	}
	return s.ShowVersion(ctx, by, resource, version)
}

// steps says of each version what it did to its parent: three statements more for all of them.
func (s *Service) steps(ctx context.Context, r Resource, list []Version) ([]Step, error) {
	parents, err := s.parents(ctx, r, list)
	if err != nil {
		return nil, err
	}
	kinds, err := s.kinds(ctx, r, list, parents)
	if err != nil {
		return nil, err
	}
	abouts, err := s.abouts(ctx, r, list, parents)
	if err != nil {
		return nil, err
	}
	out := make([]Step, len(list))
	for i, v := range list {
		parent, ok := parents[v.Parent]
		out[i] = Step{Version: v, First: !ok}
		if ok {
			out[i].Seen = parent.Visibility != v.Visibility
			out[i].Changes = merge.Outline(parent.Manifest, v.Manifest, func(h block.Hash) block.Kind { return kinds[h] })
			nameFields(out[i].Changes, abouts[aboutHash(parent)], abouts[aboutHash(v)])
		}
		if v.Second != "" && ok {
			out[i].Joins = []int{parent.Number, parents[v.Second].Number}
			slices.SortFunc(out[i].Joins, cmp.Compare[int])
		}
	}
	return out, nil
}

// aboutHash is the hash of what a version is about: a manifest begins with it.
func aboutHash(v Version) block.Hash {
	if len(v.Manifest) == 0 || v.Manifest[0].Key != block.AboutKey {
		return ""
	}
	return v.Manifest[0].Hash
}

// nameFields says of a change of what a resource is about which fields it changed.
func nameFields(changes []merge.Change, older, newer block.Body) {
	if older == nil || newer == nil {
		return
	}
	for i, c := range changes {
		if c.Key == block.AboutKey {
			changes[i].Fields = merge.Fields(older, newer)
		}
	}
}

// abouts are the bodies of what versions are about, and their parents, where the two differ.
func (s *Service) abouts(ctx context.Context, r Resource, list []Version, parents map[VersionID]Version) (map[block.Hash]block.Body, error) {
	var hashes []block.Hash
	for _, v := range list {
		older, newer := aboutHash(parents[v.Parent]), aboutHash(v)
		if older != "" && newer != "" && older != newer {
			hashes = append(hashes, older, newer)
		}
	}
	slices.Sort(hashes)
	out := make(map[block.Hash]block.Body, len(hashes))
	err := inRows(slices.Compact(hashes), func(part []block.Hash) error {
		in, args := db.In(2, part)
		list, err := db.All(ctx, s.db, scanStored, `SELECT hash, kind, body FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{r.District}, args...)...)
		if err != nil {
			return err
		}
		for _, b := range list {
			if out[b.Hash], err = block.Decode(b.Kind, b.Body); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// parents are both parents of all versions, by id.
func (s *Service) parents(ctx context.Context, r Resource, list []Version) (map[VersionID]Version, error) {
	out := make(map[VersionID]Version, len(list))
	for _, v := range list {
		out[v.ID] = v
	}
	var missing []VersionID
	for _, v := range list {
		for _, p := range []VersionID{v.Parent, v.Second} {
			if _, there := out[p]; p != "" && !there {
				missing = append(missing, p)
			}
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	in, args := db.In(3, missing)
	more, err := db.All(ctx, s.db, scanVersion, `SELECT `+versionColumns+versionFrom+`
		WHERE v.district = $1 AND v.resource = $2 AND v.id IN (`+in+`)`, append([]any{r.District, r.ID}, args...)...)
	for _, v := range more {
		out[v.ID] = v
	}
	return out, err
}

// kinds are the kinds of all bodies in which versions differ from their parents.
func (s *Service) kinds(ctx context.Context, r Resource, list []Version, parents map[VersionID]Version) (map[block.Hash]block.Kind, error) {
	out := map[block.Hash]block.Kind{}
	for _, v := range list {
		merge.Outline(parents[v.Parent].Manifest, v.Manifest, func(h block.Hash) block.Kind {
			out[h] = ""
			return ""
		})
	}
	hashes := make([]block.Hash, 0, len(out))
	for h := range out {
		hashes = append(hashes, h)
	}
	err := inRows(hashes, func(part []block.Hash) error {
		in, args := db.In(2, part)
		kinds, err := db.All(ctx, s.db, func(row db.Row) (b block.Stored, err error) {
			err = row.Scan(&b.Hash, &b.Kind)
			return b, err
		}, `SELECT hash, kind FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{r.District}, args...)...)
		for _, b := range kinds {
			out[b.Hash] = b.Kind
		}
		return err
	})
	return out, err
}

// Lineage lists every version of a resource as the actor may see it, newest first, without manifests. Outside its district it
// names schools and nobody.
func (s *Service) Lineage(ctx context.Context, by actor.Actor, resource ResourceID) (_ []Version, err error) {
	defer fault.Wrap(&err, "lineage of %s", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return nil, err
	}
	return db.All(ctx, s.db, func(row db.Row) (v Version, err error) {
		var at int64
		err = row.Scan(&v.ID, &v.Number, &v.Author, &v.AuthorName, &v.School, &v.SchoolName, &at, &v.Reason)
		v.Resource, v.At = resource, clock.FromMicros(at)
		if by.District != r.District {
			v.Author, v.AuthorName = "", ""
		}
		return v, err
	}, `SELECT v.id, v.number, v.author, p.name, v.school, COALESCE(s.short_name, o.name), v.at, v.reason`+versionFrom+`
		WHERE v.district = $1 AND v.resource = $2 ORDER BY v.number DESC`, r.District, r.ID)
}
