package search

import (
	"context"
	"fmt"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
)

// looks is how often a difference must be seen: somebody may have saved between looking here and looking there.
const looks = 10

// Compare says in what the index differs from the database: resources that are not found, found in an older state, or found
// though nobody shares them any more. What the log still brings is no difference.
func (s *Service) Compare(ctx context.Context) ([]string, error) {
	again := time.NewTicker(pause)
	defer again.Stop()
	for look := 1; ; look++ {
		wrong, err := s.compareOnce(ctx)
		if err != nil || len(wrong) == 0 || look == looks {
			return wrong, err
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (s *Service) compareOnce(ctx context.Context) ([]string, error) {
	type shared struct {
		resource catalog.ResourceID
		revision int64
	}
	scan := func(row db.Row) (r shared, err error) {
		err = row.Scan(&r.resource, &r.revision)
		return r, err
	}
	var wrong []string
	ix, count := s.index.Load(), 0
	for after := catalog.ResourceID(""); ; {
		list, err := db.All(ctx, s.db, scan, `SELECT id, revision FROM resource WHERE id > $1 AND state = 'published' ORDER BY id LIMIT $2`, after, 5*batch)
		if err != nil {
			return nil, err
		}
		if len(list) == 0 {
			break
		}
		for _, r := range list {
			version, there := ix.Version(string(r.resource))
			switch revision := version >> aroundBits; {
			case !there:
				wrong = append(wrong, fmt.Sprintf("resource %s is not found", r.resource))
			case revision < r.revision:
				wrong = append(wrong, fmt.Sprintf("resource %s is found in an older state (%d, now %d)", r.resource, revision, r.revision))
			}
		}
		count += len(list)
		after = list[len(list)-1].resource
	}
	if extra := ix.Len() - count; len(wrong) == 0 && extra != 0 {
		wrong = append(wrong, fmt.Sprintf("%d resources are found, %d are shared", ix.Len(), count))
	}
	return wrong, nil
}
