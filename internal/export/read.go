package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// page is how many resources are read by one query.
const page = 100

// eachResource gives every resource that was shared, with its versions, oldest first, and their documents by version.
func (x *districtExport) eachResource(ctx context.Context, fn func(record, map[string]block.Document) error) error {
	for last := ""; ; {
		list, err := db.All(ctx, x.db, x.scanRecord, `SELECT id, school, state, visibility, created_at, shared_at, changed_at, retired_at, retire_reason, coalesce(core, ''), coalesce(core_version, '')
			FROM resource WHERE district = $1 AND id > $2 AND state <> 'draft' AND head IS NOT NULL ORDER BY id LIMIT $3`, x.id, last, page)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := x.addVersions(ctx, list); err != nil {
			return err
		}
		for _, r := range list {
			documents, err := x.documents(ctx, r)
			if err != nil {
				return fmt.Errorf("resource %s: %w", r.ID, err)
			}
			if err := fn(r, documents); err != nil {
				return err
			}
		}
		last = list[len(list)-1].ID
	}
}

func (x *districtExport) scanRecord(row db.Row) (record, error) {
	var r record
	var created, changed int64
	var shared, retired *int64
	err := row.Scan(&r.ID, &r.SchoolID, &r.State, &r.Visibility, &created, &shared, &changed, &retired, &r.RetireReason, &r.Core, &r.CoreVersion)
	r.School = x.schools[id.SchoolID(r.SchoolID)]
	r.CreatedAt, r.ChangedAt = clock.FromMicros(created), clock.FromMicros(changed)
	r.SharedAt, r.RetiredAt = moment(shared), moment(retired)
	return r, err
}

func moment(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	t := clock.FromMicros(*micros)
	return &t
}

// addVersions reads the versions of a page of resources.
func (x *districtExport) addVersions(ctx context.Context, list []record) error {
	place := make(map[string]int, len(list))
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i], place[r.ID] = r.ID, i
	}
	in, args := db.In(2, ids)
	versions, err := db.All(ctx, x.db, x.scanVersion, `SELECT id, resource, number, coalesce(parent, ''), coalesce(second, ''), author, school, at, reason, manifest
		FROM version WHERE district = $1 AND resource IN (`+in+`) ORDER BY resource, number`, append([]any{x.id}, args...)...)
	if err != nil {
		return err
	}
	for _, v := range versions {
		r := &list[place[v.resource]]
		r.Versions = append(r.Versions, v)
		x.sum.Versions++
	}
	for _, r := range list {
		if len(r.Versions) == 0 {
			return fmt.Errorf("resource %s has no versions", r.ID)
		}
	}
	return x.addCredit(ctx, list)
}

func (x *districtExport) scanVersion(row db.Row) (version, error) {
	var v version
	var at int64
	var manifest string
	if err := row.Scan(&v.ID, &v.resource, &v.Number, &v.Parent, &v.Second, &v.AuthorID, &v.School, &at, &v.Reason, &manifest); err != nil {
		return version{}, err
	}
	v.At = clock.FromMicros(at)
	v.Author, v.School = x.people[id.PersonID(v.AuthorID)], x.schools[id.SchoolID(v.School)]
	var err error
	v.manifest, err = block.ParseManifest(manifest)
	return v, err
}

// documents puts the document of every version of a resource together, by version.
func (x *districtExport) documents(ctx context.Context, r record) (map[string]block.Document, error) {
	wanted := map[block.Hash]bool{}
	for _, v := range r.Versions {
		for _, e := range v.manifest {
			wanted[e.Hash] = true
		}
	}
	hashes := make([]block.Hash, 0, len(wanted))
	for hash := range wanted {
		hashes = append(hashes, hash)
	}
	bodies := make(map[block.Hash]block.Stored, len(hashes))
	for some := range slices.Chunk(hashes, 500) {
		in, args := db.In(2, some)
		list, err := db.All(ctx, x.db, scanStored, `SELECT hash, kind, body FROM block WHERE district = $1 AND hash IN (`+in+`)`, append([]any{x.id}, args...)...)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			bodies[s.Hash] = s
		}
	}
	out := make(map[string]block.Document, len(r.Versions))
	for _, v := range r.Versions {
		d, err := block.Join(v.manifest, bodies)
		if err != nil {
			return nil, err
		}
		out[v.ID] = d
	}
	return out, nil
}

func scanStored(row db.Row) (block.Stored, error) {
	var s block.Stored
	var body string
	err := row.Scan(&s.Hash, &s.Kind, &body)
	s.Body = []byte(body)
	return s, err
}

// addCredit says of a page of resources whose work they are, as their pages do, by the days of the district.
func (x *districtExport) addCredit(ctx context.Context, list []record) error {
	ids := make([]catalog.ResourceID, len(list))
	for i, r := range list {
		ids[i] = catalog.ResourceID(r.ID)
	}
	credits, err := catalog.Credits(ctx, x.db, actor.Actor{District: x.id, System: true}, ids)
	for i, r := range list {
		for _, c := range credits[catalog.ResourceID(r.ID)] {
			list[i].Credit = append(list[i].Credit, credit{Name: c.PersonName, Person: string(c.Person), School: cmp.Or(x.schools[c.School], c.SchoolName), Began: c.Began, Idea: c.Idea, Answered: c.Answered, VersionOf: c.VersionOf, Apart: c.Apart,
				First: clock.DayOf(c.First, x.zone), Last: clock.DayOf(c.Last, x.zone), contribution: c})
		}
	}
	return err
}
