package catalog

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// carryOn says what a new state of a version of something else may not say of its source and rights. What it said before it may go
// on saying, and what its core says now; otherwise it is held to what the licence lets a changed version be.
func carryOn(ctx context.Context, tx *db.DB, to step) error {
	r := to.resource
	if r.Core == "" {
		return nil
	}
	var former block.Hash
	if len(to.was.manifest) > 0 {
		former = to.was.manifest[0].Hash
	}
	if former == to.manifest[0].Hash {
		return nil
	}
	states, err := db.All(ctx, tx, scanStored, `SELECT b.hash, b.kind, b.body FROM block b WHERE b.district = $1 AND b.hash = $2
		UNION SELECT b.hash, b.kind, b.body FROM resource r JOIN block b ON b.district = r.district AND b.hash = r.about WHERE r.id = $3`,
		r.District, former, r.Core)
	if err != nil {
		return err
	}
	abouts := make([]block.About, len(states))
	for i, s := range states {
		body, err := block.Decode(s.Kind, s.Body)
		if err != nil {
			return err
		}
		abouts[i], _ = body.(block.About)
	}
	return carried(to.Document.About, abouts)
}

// carried decides whether something may say of its source and rights what it says, as a version of something that said one of
// several things of them.
func carried(now block.About, of []block.About) error {
	var wrong fault.Fields
	sourced := false
	for _, a := range of {
		if a.Source != (block.Source{}) && a.Source != now.Source {
			continue
		}
		sourced = true
		if a.Rights == now.Rights || rights.MayCarry(rights.Code(a.Rights), rights.Code(now.Rights)) {
			return nil
		}
	}
	if sourced {
		wrong.Add("rights", "catalog.wrong.rights_carried")
	} else {
		wrong.Add("source_name", "catalog.wrong.source_carried")
	}
	return wrong.Err()
}
