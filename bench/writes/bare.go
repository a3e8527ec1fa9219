package main

import (
	"context"
	"fmt"
	"time"

	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// bare runs the statements of whole saves, sixteen to a commit, with nothing around them: no document is checked, read, split or
// hashed, nobody is permitted anything, no index hears of it and no caller waits. No program that stores a save in these tables
// with this driver is faster.
func bare(ctx context.Context, s *shelf.Shelf, list []resource, length time.Duration) (result, error) {
	began, idle, saves := time.Now(), shelf.Worked(), 0
	for time.Since(began) < length {
		if err := s.DB.Do(ctx, func(tx *db.DB) error {
			for i := range list {
				if err := bareSave(ctx, tx, s, &list[i]); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return result{}, err
		}
		saves += len(list)
	}
	return result{rate: float64(saves) / time.Since(began).Seconds(), work: float64((shelf.Worked() - idle).Microseconds()) / float64(saves)}, nil
}

func bareSave(ctx context.Context, tx *db.DB, s *shelf.Shelf, r *resource) error {
	r.count++
	version, hash, now := id.New[string](id.Source{}), block.Hash(id.New[string](id.Source{})), clock.Micros(time.Now())
	manifest, place := "", r.count%6+1
	for n := range 7 {
		manifest += fmt.Sprintf("part%d %s\n", n, hash)
	}
	at := r.at
	for _, statement := range []struct {
		text string
		args []any
	}{
		{`UPDATE resource SET head = $3, about = $4, title_key = $5, visibility = $6, revision = $7, changed_at = $8 WHERE district = $1 AND id = $2 AND revision = $9`,
			[]any{at.District, at.ID, version, hash, "measured", at.Visibility, r.count + 1, now, r.count}},
		{`INSERT INTO block (district, hash, kind, body) VALUES ($1, $2, $3, $4) ON CONFLICT (district, hash) DO NOTHING`,
			[]any{at.District, hash, block.KindText, `{"markdown":"Written anew"}`}},
		{`INSERT INTO version (id, district, resource, parent, second, number, author, school, at, reason, visibility, manifest)
			VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $8, '', $9, $10)`,
			[]any{version, at.District, at.ID, string(at.Head), r.count + 1, s.By.Person, at.School, now, at.Visibility, manifest}},
		{`INSERT INTO head_credit (district, resource, author, school, first, versions, first_at, last_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $6)
			ON CONFLICT (district, resource, author, school) DO UPDATE SET versions = head_credit.versions + excluded.versions, last_at = excluded.last_at`,
			[]any{at.District, at.ID, s.By.Person, at.School, r.count + 1, now}},
		{`INSERT INTO head_block (district, resource, place, key, hash) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (district, resource, place) DO UPDATE SET key = excluded.key, hash = excluded.hash`,
			[]any{at.District, at.ID, place, fmt.Sprint("part", place-1), hash}},
		{`INSERT INTO activity (xid, district, school, person, verb, object_kind, object, at, data) VALUES (0, $1, $2, $3, 'resource.edited', 'resource', $4, $5, $6)`,
			[]any{at.District, at.School, s.By.Person, at.ID, now, `{"version":"` + version + `"}`}},
	} {
		if _, err := tx.Exec(ctx, statement.text, statement.args...); err != nil {
			return err
		}
	}
	r.at.Head = "" // parents are not what is measured
	return nil
}
