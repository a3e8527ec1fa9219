package catalog

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Version is one saved state of a resource.
type Version struct {
	ID         VersionID
	Resource   ResourceID
	Number     int
	Parent     VersionID // empty for the first
	Second     VersionID // the other parent where two lines were joined
	Author     id.PersonID
	AuthorName string
	School     id.SchoolID // for which they wrote; empty: for the district
	SchoolName string      // short; the district's name where there is no school
	At         time.Time
	Reason     string
	Visibility Visibility
	Manifest   block.Manifest
}

const versionColumns = `v.id, v.resource, v.number, v.parent, v.second, v.author, p.name, v.school, COALESCE(s.short_name, o.name), v.at, v.reason, v.visibility, v.manifest`

const versionFrom = ` FROM version v
	JOIN person p ON p.district = v.district AND p.id = v.author
	JOIN district o ON o.id = v.district
	LEFT JOIN school s ON s.district = v.district AND s.id = v.school `

func scanVersion(row db.Row) (Version, error) {
	var v Version
	var parent, second *string
	var at int64
	var manifest string
	if err := row.Scan(&v.ID, &v.Resource, &v.Number, &parent, &second, &v.Author, &v.AuthorName, &v.School, &v.SchoolName, &at, &v.Reason, &v.Visibility, &manifest); err != nil {
		return Version{}, err
	}
	v.Parent, v.Second, v.At = VersionID(text(parent)), VersionID(text(second)), clock.FromMicros(at)
	var err error
	v.Manifest, err = block.ParseManifest(manifest)
	return v, err
}

// versionOf is one version of a resource. It returns fault.NotFound for any other.
func (s *Service) versionOf(ctx context.Context, r Resource, version VersionID) (Version, error) {
	v, err := db.One(ctx, s.db, scanVersion, `SELECT `+versionColumns+versionFrom+`
		WHERE v.district = $1 AND v.resource = $2 AND v.id = $3`, r.District, r.ID, version)
	if errors.Is(err, sql.ErrNoRows) {
		return v, fault.NotFound{What: "version"}
	}
	return v, err
}

// VersionShown is one version with its document.
type VersionShown struct {
	Version
	Document block.Document
}

// ShowVersion gives one version of a resource of the actor's district that they may see. It returns fault.NotFound for any
// other.
func (s *Service) ShowVersion(ctx context.Context, by actor.Actor, resource ResourceID, version VersionID) (_ VersionShown, err error) {
	defer fault.Wrap(&err, "show version %s of %s", version, resource)
	r, err := s.findOwn(ctx, by, resource)
	if err != nil {
		return VersionShown{}, err
	}
	v, err := s.versionOf(ctx, r, version)
	if err != nil {
		return VersionShown{}, err
	}
	d, err := s.document(ctx, s.db, r.District, v.Manifest)
	return VersionShown{v, d}, err
}

// findOwn finds a resource of the actor's district that they may see: earlier versions are nobody else's.
func (s *Service) findOwn(ctx context.Context, by actor.Actor, resource ResourceID) (Resource, error) {
	r, err := find(ctx, s.db, by, resource, see)
	if err == nil && by.District != r.District {
		err = fault.NotFound{What: ObjectKind}
	}
	return r, err
}
