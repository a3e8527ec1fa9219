package backup

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

// page is how many versions or resources are compared by one query.
const page = 200

// ofDistricts runs a step for each district.
func (c *checker) ofDistricts(ctx context.Context, step func(context.Context, id.DistrictID) error) error {
	districts, err := db.All(ctx, c.db, db.Value[id.DistrictID], `SELECT id FROM district ORDER BY id`)
	if err != nil {
		return err
	}
	for _, district := range districts {
		if err := step(ctx, district); err != nil {
			return err
		}
	}
	return nil
}

// versions looks for the blocks that every version names.
func (c *checker) versions(ctx context.Context) error {
	total, err := db.One(ctx, c.db, db.Value[int64], `SELECT count(*) FROM version`)
	if err != nil {
		return err
	}
	done := int64(0)
	return c.ofDistricts(ctx, func(ctx context.Context, district id.DistrictID) error {
		for last := ""; ; {
			c.progress("versions", done, total)
			list, err := db.All(ctx, c.db, scanVersion, `SELECT id, resource, manifest FROM version WHERE district = $1 AND id > $2 ORDER BY id LIMIT $3`, district, last, page)
			if err != nil || len(list) == 0 {
				return err
			}
			if err := c.compareVersions(ctx, district, list); err != nil {
				return err
			}
			last = list[len(list)-1].id
			done += int64(len(list))
		}
	})
}

type version struct{ id, resource, manifest string }

func scanVersion(row db.Row) (v version, err error) {
	err = row.Scan(&v.id, &v.resource, &v.manifest)
	return v, err
}

func (c *checker) compareVersions(ctx context.Context, district id.DistrictID, list []version) error {
	named := map[block.Hash]version{}
	for _, v := range list {
		manifest, err := block.ParseManifest(v.manifest)
		if err != nil {
			c.broken("version %s of resource %s: %v", v.id, v.resource, err)
		}
		for _, e := range manifest {
			named[e.Hash] = v
		}
	}
	hashes := make([]block.Hash, 0, len(named))
	for hash := range named {
		hashes = append(hashes, hash)
	}
	slices.Sort(hashes)
	for some := range slices.Chunk(hashes, 500) {
		in, args := db.In(2, some)
		there, err := db.All(ctx, c.db, db.Value[block.Hash], `SELECT hash FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{district}, args...)...)
		if err != nil {
			return err
		}
		for _, hash := range there {
			delete(named, hash)
		}
	}
	for hash, v := range named {
		c.broken("version %s of resource %s names block %s, which is missing", v.id, v.resource, hash)
	}
	return nil
}

// heads compares what resources show with their newest versions.
func (c *checker) heads(ctx context.Context) error {
	total, err := db.One(ctx, c.db, db.Value[int64], `SELECT count(*) FROM resource`)
	if err != nil {
		return err
	}
	done := int64(0)
	return c.ofDistricts(ctx, func(ctx context.Context, district id.DistrictID) error {
		for last := ""; ; {
			c.progress("resources", done, total)
			list, err := db.All(ctx, c.db, scanHead, `SELECT r.id, coalesce(r.head, ''), coalesce(r.about, ''), coalesce(v.id, ''), coalesce(v.manifest, '')
				FROM resource r LEFT JOIN version v ON v.district = r.district AND v.resource = r.id
					AND v.number = (SELECT max(n.number) FROM version n WHERE n.district = r.district AND n.resource = r.id)
				WHERE r.district = $1 AND r.id > $2 ORDER BY r.id LIMIT $3`, district, last, page)
			if err != nil || len(list) == 0 {
				return err
			}
			if err := c.compareHeads(ctx, district, list); err != nil {
				return err
			}
			last = list[len(list)-1].resource
			done += int64(len(list))
		}
	})
}

// head is what a resource says is its newest version, and what the versions say.
type head struct{ resource, head, about, newest, manifest string }

func scanHead(row db.Row) (h head, err error) {
	err = row.Scan(&h.resource, &h.head, &h.about, &h.newest, &h.manifest)
	return h, err
}

type headBlock struct {
	resource string
	place    int
	entry    block.Entry
}

func (c *checker) compareHeads(ctx context.Context, district id.DistrictID, list []head) error {
	resources := make([]string, len(list))
	for i, h := range list {
		resources[i] = h.resource
	}
	in, args := db.In(2, resources)
	blocks, err := db.All(ctx, c.db, func(row db.Row) (b headBlock, err error) {
		err = row.Scan(&b.resource, &b.place, &b.entry.Key, &b.entry.Hash)
		return b, err
	}, `SELECT resource, place, key, hash FROM head_block WHERE district = $1 AND resource IN (`+in+`) ORDER BY resource, place`, append([]any{district}, args...)...)
	if err != nil {
		return err
	}
	shown := map[string]block.Manifest{}
	for _, b := range blocks {
		if b.place != len(shown[b.resource]) {
			c.broken("resource %s shows nothing at place %d", b.resource, len(shown[b.resource]))
		}
		shown[b.resource] = append(shown[b.resource], b.entry)
	}
	for _, h := range list {
		if wrong := h.compare(shown[h.resource]); wrong != "" {
			c.broken("resource %s %s", h.resource, wrong)
		}
	}
	return nil
}

// compare says what a resource shows wrongly; empty text when nothing.
func (h head) compare(shown block.Manifest) string {
	switch {
	case h.head != h.newest:
		return fmt.Sprintf("shows version %q, the newest is %q", h.head, h.newest)
	case shown.String() != h.manifest:
		return "shows other blocks than its newest version has"
	case len(shown) > 0 && h.about != string(shown[0].Hash):
		return "says of itself something else than its newest version"
	}
	return ""
}

// credit compares who is said to have written at a resource with the authors of its versions.
func (c *checker) credit(ctx context.Context) error {
	wrong, err := db.All(ctx, c.db, db.Value[string], `WITH told AS (SELECT district, resource, author, school, first, versions, first_at, last_at FROM head_credit),
			true_one AS (SELECT district, resource, author, school, MIN(number) AS first, COUNT(*) AS versions, MIN(at) AS first_at, MAX(at) AS last_at
				FROM version GROUP BY district, resource, author, school)
		SELECT DISTINCT resource FROM (SELECT * FROM (SELECT * FROM told EXCEPT SELECT * FROM true_one) a
			UNION ALL SELECT * FROM (SELECT * FROM true_one EXCEPT SELECT * FROM told) b) c ORDER BY resource`)
	for _, resource := range wrong {
		c.broken("resource %s credits others than wrote its versions", resource)
	}
	return err
}

// orphans lists stored files that nothing names, other than fresh uploads.
func (c *checker) orphans(ctx context.Context, now time.Time) error {
	known, err := namedSet(ctx, c.db)
	if err != nil {
		return err
	}
	return c.ofDistricts(ctx, func(ctx context.Context, district id.DistrictID) error {
		stored, err := c.files.List(ctx, district)
		for _, info := range stored {
			n := fileName{district, info.Hash}
			if !known[n] && now.Sub(info.Modified) > files.Grace {
				c.found = append(c.found, Finding{What: fmt.Sprintf("file %s belongs to nothing and may be removed (%d bytes)", n, info.Size)})
			}
		}
		return err
	})
}
