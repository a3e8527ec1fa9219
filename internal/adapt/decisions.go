package adapt

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Made is a decision about changes of a core that stands.
type Made struct {
	ID   DecisionID
	At   time.Time
	By   string // name of whoever decided; empty: its school follows the core
	Keys []block.Key
	Gone map[block.Key]block.Body // those parts that stand nowhere any more, as they were before
	was  block.Manifest           // the core as it had been taken up
	Used bool                     // something of the core came into the version
	Open bool                     // it can be taken back: nothing was decided about the same since
}

// latest is how many decisions are listed.
const latest = 10

// Latest lists what was decided about a version last, the last first, for whoever may decide. What was taken back is left out.
//
// It returns fault.Denied by permission.
func (s *Service) Latest(ctx context.Context, by actor.Actor, of Shown) (_ []Made, err error) {
	defer fault.Wrap(&err, "what was decided about %s", of.Resource)
	if err := permitted(by, decide, of.Ours.School); err != nil {
		return nil, err
	}
	list, err := db.All(ctx, s.DB, func(row db.Row) (m Made, err error) {
		var at int64
		var parts, base, after string
		if err = row.Scan(&m.ID, &at, &m.By, &parts, &base, &after, &m.Used); err != nil {
			return m, err
		}
		m.At, m.Keys = clock.FromMicros(at), splitKeys(parts)
		was, is, err := manifests(base, after)
		m.was, m.Open = was, after == of.Base.String() || apart(was, is, of.Base, m.Keys)
		return m, err
	}, `SELECT d.id, d.at, COALESCE(p.name, ''), d.parts, d.base, d.base_after, d.head <> d.head_after FROM decision d
		LEFT JOIN person p ON p.district = d.district AND p.id = d.person
		WHERE d.district = $1 AND d.resource = $2 AND d.undone_at IS NULL ORDER BY d.at DESC, d.id LIMIT $3`, of.District, of.Resource, latest)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].Gone, err = s.gone(ctx, of, list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// gone reads of the parts of a decision those that are neither in the version nor in its core any more.
func (s *Service) gone(ctx context.Context, of Shown, m Made) (map[block.Key]block.Body, error) {
	var parts []block.Entry
	for _, key := range m.Keys {
		if at := placeOf(m.was, key); at >= 0 && placeOf(of.Ours.Newest.Manifest, key) < 0 && placeOf(of.Core.Newest.Manifest, key) < 0 {
			parts = append(parts, m.was[at])
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return s.Catalog.Bodies(ctx, program(of.In), parts)
}
