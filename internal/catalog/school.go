package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// BelongingTo says what of the catalog belongs to a school: what was shared, noted, written or begun in its name.
func (s *Service) BelongingTo(ctx context.Context, tx *db.DB, district id.DistrictID, school id.SchoolID) ([]fault.Message, error) {
	type held struct{ resources, notes, versions, drafts int }
	h, err := db.One(ctx, tx, func(row db.Row) (h held, err error) {
		err = row.Scan(&h.resources, &h.notes, &h.versions, &h.drafts)
		return h, err
	}, `SELECT (SELECT count(*) FROM resource WHERE district = $1 AND school = $2 AND state <> 'draft'), (SELECT count(*) FROM note WHERE district = $1 AND school = $2),
		(SELECT count(*) FROM version v JOIN resource r ON r.district = v.district AND r.id = v.resource WHERE v.district = $1 AND v.school = $2 AND r.school <> $2),
		(SELECT count(*) FROM resource WHERE district = $1 AND school = $2 AND state = 'draft') + (SELECT count(*) FROM draft WHERE district = $1 AND school = $2) + (SELECT count(*) FROM discarded_draft WHERE district = $1 AND school = $2)`,
		district, school)
	if err != nil {
		return nil, err
	}
	var out []fault.Message
	for _, part := range []struct {
		n   int
		key string
	}{{h.resources, "catalog.belongs.resources"}, {h.notes, "catalog.belongs.notes"}, {h.versions, "catalog.belongs.versions"}} {
		if part.n > 0 {
			out = append(out, fault.Say(part.key, part.n))
		}
	}
	if h.drafts > 0 { // how many, and whose, is theirs to know
		out = append(out, fault.Say("catalog.belongs.drafts"))
	}
	return out, nil
}

// openSchools is fault.Fields when somebody shares in the name of a school that is closed or was removed. Those who work at one need
// no asking: nobody works at such a school.
func openSchools(ctx context.Context, tx *db.DB, by actor.Actor, list []Prepared) error {
	asked := map[id.SchoolID]bool{}
	for _, in := range list {
		if asked[in.School] || by.MediaSpecialistAt(in.School) {
			continue
		}
		asked[in.School] = true
		open, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM school WHERE district = $1 AND id = $2 AND closed_at IS NULL AND removed_at IS NULL`, by.District, in.School)
		if err != nil {
			return err
		}
		if open == 0 {
			return fault.Fields{"school": fault.Say("catalog.wrong.school_closed")}
		}
	}
	return nil
}
