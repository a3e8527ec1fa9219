package intake

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

const (
	chunkRows = 16                    // written by the same statements
	batchRows = 3 * chunkRows         // in one transaction at the most
	batchTime = 20 * time.Millisecond // of one transaction, so that whoever saves meanwhile need not wait
)

// errTaken says that somebody else goes on with an import, because nobody had been heard of for too long.
var errTaken = errors.New("somebody else goes on with this import")

// batch creates as many rows as one transaction has time for.
func (s *Service) batch(ctx context.Context, set setting, i Import, list []ready) (Import, []catalog.Change, error) {
	var after Import
	made, err := db.Tx(ctx, s.db.Patient(), func(tx *db.DB) ([]catalog.Change, error) {
		after = i
		after.Missing = slices.Clone(i.Missing) // the function may run twice
		after.Until = s.clock.Now().Add(holdTime)
		began := time.Now() // how long the transaction has been holding others up, not what time it is
		rows := make([]source.Row, len(list))
		for n, r := range list {
			rows[n] = r.row
		}
		known, err := s.known(ctx, tx, i, rows)
		if err != nil {
			return nil, err
		}
		var made []catalog.Change
		for rest := list; len(rest) > 0 && (len(rest) == len(list) || time.Since(began) < batchTime); {
			n := min(len(rest), chunkRows)
			c := chunk{set: set, rows: rest[:n], known: known}
			if err := s.createAll(ctx, tx, &c); err != nil {
				return nil, err
			}
			for at, r := range c.results {
				if r.Outcome == RowImported {
					after.Missing = after.Missing.with(c.rows[at].share.Document.About.Missing)
				}
			}
			if err := insertRows(ctx, tx, &after, c.results); err != nil {
				return nil, err
			}
			made, rest = append(made, c.made...), rest[n:]
		}
		missing, err := json.Marshal(after.Missing)
		if err != nil {
			return nil, err
		}
		moved, err := tx.Exec(ctx, `UPDATE import SET position = $3, imported = $4, skipped = $5, failed = $6, until = $7, missing = $10
			WHERE district = $1 AND id = $2 AND state = 'running' AND position = $8 AND until = $9`,
			i.District, i.ID, after.Position, after.Counts.Imported, after.Counts.Skipped, after.Counts.Failed, clock.Micros(after.Until), i.Position, clock.Micros(i.Until), string(missing))
		if err == nil && moved == 0 {
			err = errTaken
		}
		return made, err
	})
	return after, made, err
}

// chunk is a few rows that are written together.
type chunk struct {
	set   setting
	rows  []ready
	known map[string]identity

	results []Row
	made    []catalog.Change
}

// createAll creates the rows of a chunk, many by few statements. When that fails they are created one by one, so that the one at
// fault is found, and none spoils the others.
func (s *Service) createAll(ctx context.Context, tx *db.DB, c *chunk) error {
	c.results = make([]Row, len(c.rows))
	var wanted []int
	var met []noted // with what is here already
	for n, r := range c.rows {
		result := c.set.begin(r.row, c.known).Row
		if result.Outcome == RowImported && r.wrong.Key != "" {
			result.Outcome, result.Message = RowFailed, r.wrong
		}
		switch {
		case result.Outcome == RowImported:
			result.Resource = r.prepared.ID
			wanted = append(wanted, n)
		case result.Outcome == RowSkipped && result.external != "":
			met = append(met, noted{result, r.row.Item})
		}
		c.results[n] = result
	}
	if err := s.remember(ctx, tx, c, met); err != nil {
		return err
	}
	if err := tx.Try(ctx, func(tx *db.DB) error { return s.create(ctx, tx, c, wanted) }); err != nil {
		for _, n := range wanted {
			if err := s.createAlone(ctx, tx, c, n); err != nil {
				return err
			}
		}
	}
	for _, n := range wanted {
		c.results[n].remark(c.rows[n])
	}
	return nil
}

// remark says what is worth saying of a row that came in.
func (r *Row) remark(from ready) {
	switch {
	case r.Outcome != RowImported || r.Message.Key != "":
	case len(from.row.Warnings) > 0:
		r.Message = from.row.Warnings[0]
	case catalog.WaitsForWhy(from.share.Document):
		r.Message = fault.Say(waitsForWhy)
	}
}

// create shares some rows of a chunk, all or none.
func (s *Service) create(ctx context.Context, tx *db.DB, c *chunk, wanted []int) error {
	if len(wanted) == 0 {
		return nil
	}
	list, fresh := make([]catalog.Prepared, len(wanted)), make([]noted, len(wanted))
	for at, n := range wanted {
		list[at], fresh[at] = c.rows[n].prepared, noted{c.results[n], c.rows[n].row.Item}
	}
	made, err := s.Catalog.ShareAllIn(ctx, tx, c.set.by, list)
	if err != nil {
		return err
	}
	if err := s.remember(ctx, tx, c, fresh); err != nil {
		return err
	}
	c.made = append(c.made, made...)
	return nil
}

// createAlone shares one row, or says why not.
func (s *Service) createAlone(ctx context.Context, tx *db.DB, c *chunk, n int) error {
	err := tx.Try(ctx, func(tx *db.DB) error { return s.create(ctx, tx, c, []int{n}) })
	message, failed := explain(err)
	if err != nil && !failed {
		if db.IsTrouble(err) {
			return err
		}
		s.Log.Error("import: a row could not be stored", "import", c.set.ID, "row", c.rows[n].row.Place, "error", err)
		message, failed = fault.Say("bring.failed.unexpected"), true
	}
	if r := &c.results[n]; failed {
		r.Outcome, r.Resource, r.Message = RowFailed, "", message
	}
	return nil
}

// noted is a row and the item it came from.
type noted struct {
	Row
	item source.Item
}

// remember notes what items are called in their source, where it is not what was noted before. Of two with one identity the last
// counts.
func (s *Service) remember(ctx context.Context, tx *db.DB, c *chunk, list []noted) error {
	const width = 7
	type place struct{ source, external string }
	at := map[place]int{}
	var values []any
	for _, n := range list {
		title, link, was := n.item.Document.About.Title, n.item.Link(), c.known[n.external]
		if n.Outcome == RowSkipped && was.resource == n.Resource && was.title == title && was.link == link {
			continue
		}
		row := []any{c.set.District, c.set.School, n.source, n.external, n.Resource, title, link}
		if before, twice := at[place{n.source, n.external}]; twice {
			copy(values[before:], row)
			continue
		}
		at[place{n.source, n.external}] = len(values)
		values = append(values, row...)
	}
	return tx.Insert(ctx, `INSERT INTO import_identity (district, school, source, external, resource, title, link)`, width, values,
		`ON CONFLICT (district, school, source, external) DO UPDATE SET resource = excluded.resource, title = excluded.title, link = excluded.link`)
}

// insertRows writes what became of rows, and counts them.
func insertRows(ctx context.Context, tx *db.DB, i *Import, results []Row) error {
	const width = 11
	values := make([]any, 0, width*len(results))
	for _, r := range results {
		i.Position++
		i.Counts.add(r.Outcome)
		values = append(values, i.District, i.ID, i.Position, store(r.Place), r.Outcome, r.Title, r.Resource, store(r.Message), r.source, r.external, "")
	}
	return tx.Insert(ctx, `INSERT INTO import_row (district, import, row_number, place, outcome, title, resource, message, source, external, kept)`, width, values, "")
}
