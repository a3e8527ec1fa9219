package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// MaySee is nil for whoever may see a resource, and fault.NotFound for others.
func (s *Service) MaySee(ctx context.Context, by actor.Actor, resource ResourceID) (err error) {
	defer fault.Wrap(&err, "look for %s", resource)
	_, err = find(ctx, s.db, by, resource, see)
	return err
}

// Newer is the newest version of a resource, and whether it is another than the one that somebody has before them. Those of other
// districts are not told who made it.
func (s *Service) Newer(ctx context.Context, by actor.Actor, resource ResourceID, than VersionID) (_ Version, newer bool, err error) {
	defer fault.Wrap(&err, "what is newer of %s", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil || r.Head == "" || r.Head == than {
		return Version{}, false, err
	}
	v, err := db.One(ctx, s.db, scanVersion, `SELECT `+versionColumns+versionFrom+` WHERE v.district = $1 AND v.id = $2`, r.District, r.Head)
	if by.District != r.District {
		v.Author, v.AuthorName = "", ""
	}
	return v, err == nil, err
}
