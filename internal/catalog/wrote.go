package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Wrote says of parts of a resource who gave them the words they have now, or took them away: the version that did so; and where it
// joined what a colleague had written, that version before it.
func (s *Service) Wrote(ctx context.Context, by actor.Actor, resource ResourceID, keys []block.Key) (_ map[block.Key][]Version, err error) {
	defer fault.Wrap(&err, "who wrote %s", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return nil, err
	}
	line := s.lineOf(ctx, r)
	out := make(map[block.Key][]Version, len(keys))
	for _, key := range keys {
		at, err := line.brought(key)
		if err == nil {
			out[key], err = line.hands(at, key)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Brought says of parts of a resource in which version each came to say what it says now, or went.
func (s *Service) Brought(ctx context.Context, by actor.Actor, resource ResourceID, keys []block.Key) (_ map[block.Key]Version, err error) {
	defer fault.Wrap(&err, "what brought parts of %s", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return nil, err
	}
	line := s.lineOf(ctx, r)
	out := make(map[block.Key]Version, len(keys))
	for _, key := range keys {
		if out[key], err = line.brought(key); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Stood is the newest version of a resource in which a part says what it said by this hash; fault.NotFound if it never did.
func (s *Service) Stood(ctx context.Context, by actor.Actor, resource ResourceID, part block.Entry) (_ VersionID, err error) {
	defer fault.Wrap(&err, "where a part of %s stood", resource)
	r, err := find(ctx, s.db, by, resource, see)
	if err != nil {
		return "", err
	}
	line := s.lineOf(ctx, r)
	at, err := line.at(r.Head)
	for err == nil && hashIn(at, part.Key) != part.Hash {
		at, err = line.at(at.Parent)
	}
	return at.ID, err
}

func hashIn(v Version, key block.Key) block.Hash {
	for _, e := range v.Manifest {
		if e.Key == key {
			return e.Hash
		}
	}
	return ""
}

// readAtOnce is how many versions are read at once on the way back.
const readAtOnce = 50

// lineOf reads the versions of a resource from the newest back, as many as are asked for.
type lineOf struct {
	ctx      context.Context
	service  *Service
	resource Resource
	known    map[VersionID]Version
	oldest   int // number of those known
}

func (s *Service) lineOf(ctx context.Context, r Resource) *lineOf {
	return &lineOf{ctx: ctx, service: s, resource: r, known: map[VersionID]Version{}}
}

// brought is the version in which a part came to say what it says now.
func (l *lineOf) brought(key block.Key) (Version, error) {
	at, err := l.at(l.resource.Head)
	for err == nil && at.Parent != "" {
		parent, missing := l.at(at.Parent)
		if err = missing; err != nil || hashIn(parent, key) != hashIn(at, key) {
			break
		}
		at = parent
	}
	return at, err
}

func (l *lineOf) at(id VersionID) (Version, error) {
	for {
		if v, there := l.known[id]; there {
			return v, nil
		}
		if l.oldest == 1 {
			return Version{}, fault.NotFound{What: "version"}
		}
		before := l.oldest
		if before == 0 {
			before = 1 << 31
		}
		list, err := db.All(l.ctx, l.service.db, scanVersion, `SELECT `+versionColumns+versionFrom+`
			WHERE v.district = $1 AND v.resource = $2 AND v.number < $3 ORDER BY v.number DESC LIMIT $4`, l.resource.District, l.resource.ID, before, readAtOnce)
		if err != nil {
			return Version{}, err
		}
		l.oldest = 1
		for _, v := range list {
			l.known[v.ID] = v
			l.oldest = v.Number
		}
	}
}

// hands are who wrote a part at the version that brought it.
func (l *lineOf) hands(v Version, key block.Key) ([]Version, error) {
	if v.Second == "" || v.Parent == "" {
		return []Version{v}, nil
	}
	second, err := l.at(v.Second)
	if err != nil {
		return nil, err
	}
	parent, err := l.at(v.Parent)
	if err != nil {
		return nil, err
	}
	switch theirs := hashIn(second, key); theirs {
	case hashIn(v, key):
		return []Version{second}, nil
	case hashIn(parent, key):
		return []Version{v}, nil
	}
	return []Version{second, v}, nil
}
