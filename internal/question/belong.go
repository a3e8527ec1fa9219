package question

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// BelongingTo says what of a school would be lost with it: see people.Service.OnRemoveSchool.
func BelongingTo(ctx context.Context, tx *db.DB, district id.DistrictID, school id.SchoolID) ([]fault.Message, error) {
	n, err := db.One(ctx, tx, db.Value[int], `SELECT (SELECT count(*) FROM question WHERE district = $1 AND school = $2) + (SELECT count(*) FROM answer WHERE district = $1 AND school = $2)`, district, school)
	if err != nil || n == 0 {
		return nil, err
	}
	return []fault.Message{fault.Say("question.belongs", n)}, nil
}
