package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Adoption is what a resource is a version of from now on, without a word of it being another, or taken from there.
type Adoption struct {
	Resource ResourceID
	Core     ResourceID              // empty: of nothing
	Keys     map[block.Key]block.Key // what parts are called from now on, by what they were
}

// AdoptIn makes a resource a version of another, or of nothing, inside the transaction of a longer work. Its parts get other keys in
// every version of it, so that its history is read as before; a key that it knows already is given to no other part. It gives the resource as it is then, and
// the keys that were changed. The caller says Changed after its commit.
//
// It returns fault.NotFound and fault.Denied by permission, and fault.Conflict for what is not in the catalog.
func (s *Service) AdoptIn(ctx context.Context, tx *db.DB, by actor.Actor, in Adoption) (r Resource, _ map[block.Key]block.Key, err error) {
	defer fault.Wrap(&err, "adopt %s", in.Resource)
	if r, err = find(ctx, tx, by, in.Resource, edit); err != nil {
		return r, nil, err
	}
	if r.State != StatePublished {
		return r, nil, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	r.Core, r.CoreVersion, r.Revision = in.Core, "", r.Revision+1
	if _, err := tx.Exec(ctx, `UPDATE resource SET core = $3, core_version = NULL, revision = $4 WHERE district = $1 AND id = $2`,
		r.District, r.ID, orNull(r.Core), r.Revision); err != nil {
		return r, nil, err
	}
	used, err := rekey(ctx, tx, r, in.Keys)
	return r, used, err
}

// rekey calls the parts of a resource otherwise, now and in its history.
func rekey(ctx context.Context, tx *db.DB, r Resource, keys map[block.Key]block.Key) (map[block.Key]block.Key, error) {
	type saved struct {
		id       VersionID
		manifest block.Manifest
	}
	list, err := db.All(ctx, tx, func(row db.Row) (v saved, err error) {
		var manifest string
		if err := row.Scan(&v.id, &manifest); err != nil {
			return v, err
		}
		v.manifest, err = block.ParseManifest(manifest)
		return v, err
	}, `SELECT id, manifest FROM version WHERE district = $1 AND resource = $2`, r.District, r.ID)
	if err != nil {
		return nil, err
	}
	known := map[block.Key]bool{}
	for _, v := range list {
		for _, e := range v.manifest {
			known[e.Key] = true
		}
	}
	used := map[block.Key]block.Key{}
	for from, to := range keys {
		if known[from] && !known[to] {
			used[from] = to
		}
	}
	for _, v := range list {
		changed := false
		for i, e := range v.manifest {
			if to, other := used[e.Key]; other {
				v.manifest[i].Key, changed = to, true
			}
		}
		if !changed {
			continue
		}
		if _, err := tx.Exec(ctx, `UPDATE version SET manifest = $3 WHERE district = $1 AND id = $2`, r.District, v.id, v.manifest.String()); err != nil {
			return nil, err
		}
	}
	for from, to := range used {
		if err := rename(ctx, tx, r, from, to); err != nil {
			return nil, err
		}
	}
	return used, nil
}

// rename calls a part otherwise in what is found of the head, and has every name it ever had lead to the one it has now.
func rename(ctx context.Context, tx *db.DB, r Resource, from, to block.Key) error {
	if _, err := tx.Exec(ctx, `DELETE FROM former_key WHERE district = $1 AND resource = $2 AND former = $3`, r.District, r.ID, to); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE head_block SET key = $4 WHERE district = $1 AND resource = $2 AND key = $3`,
		`UPDATE head_link SET key = $4 WHERE district = $1 AND resource = $2 AND key = $3`,
		`UPDATE former_key SET key = $4 WHERE district = $1 AND resource = $2 AND key = $3`,
		`INSERT INTO former_key (district, resource, former, key) VALUES ($1, $2, $3, $4)`,
	} {
		if _, err := tx.Exec(ctx, statement, r.District, r.ID, from, to); err != nil {
			return err
		}
	}
	return nil
}

// asCalledNow is a document that somebody wrote of a resource, with the keys that its parts have now.
func asCalledNow(ctx context.Context, d *db.DB, district id.DistrictID, resource ResourceID, doc block.Document) (block.Document, error) {
	now := map[block.Key]block.Key{}
	_, err := db.All(ctx, d, func(row db.Row) (none struct{}, err error) {
		var former, key block.Key
		err = row.Scan(&former, &key)
		now[former] = key
		return none, err
	}, `SELECT former, key FROM former_key WHERE district = $1 AND resource = $2`, district, resource)
	if err != nil || len(now) == 0 {
		return doc, err
	}
	return Rekeyed(doc, now), nil
}

// Rekeyed is a document whose parts are called otherwise. A part whose new name another has already keeps its own.
func Rekeyed(d block.Document, keys map[block.Key]block.Key) block.Document {
	taken := make(map[block.Key]bool, len(d.Blocks))
	for _, b := range d.Blocks {
		taken[b.Key] = true
	}
	blocks := make([]block.Block, len(d.Blocks))
	for i, b := range d.Blocks {
		if to, other := keys[b.Key]; other && !taken[to] {
			b.Key, taken[to] = to, true
		}
		blocks[i] = b
	}
	d.Blocks = blocks
	return d
}

// Carried says why something may not be a version of another by what both say of source and rights; nil: it may.
func Carried(version, core block.About) error { return carried(version, []block.About{core}) }
