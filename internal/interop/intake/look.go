package intake

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// Looked is what would come of an import.
type Looked struct {
	Import
	Notes  []fault.Message
	Tables []source.Table
	Total  int
	Counts Counts // imported: would be created
	Rows   []LookedRow
	More   int // rows that are not shown
}

// LookedRow is one row of a preview.
type LookedRow struct {
	Row
	Why      string
	Kind     string
	Warnings []fault.Message
}

// rowsShown is how many rows of each outcome a preview shows; all are counted.
const rowsShown = 60

// lookedAtOnce is how many rows are looked up in one statement.
const lookedAtOnce = 500

// Look says, row by row, what would be created, what exists already and what is wrong.
func (s *Service) Look(ctx context.Context, by actor.Actor, what ImportID) (_ Looked, err error) {
	defer fault.Wrap(&err, "look at %s", what)
	i, err := find(ctx, s.db, by, what)
	if err != nil {
		return Looked{}, err
	}
	set, err := s.setting(ctx, by, i)
	if err != nil {
		return Looked{}, err
	}
	r, done, err := s.open(ctx, i)
	if err != nil {
		return Looked{}, err
	}
	defer done()
	out := Looked{Import: i, Notes: r.Notes(), Tables: r.Tables()}
	shown := map[Outcome]int{}
	var waiting []source.Row
	flush := func() error {
		known, err := s.known(ctx, s.db, i, waiting)
		if err != nil {
			return err
		}
		for _, row := range waiting {
			out.Total++
			judged := set.judge(row, known)
			judged.Number = out.Total
			out.Counts.add(judged.Outcome)
			if shown[judged.Outcome]++; shown[judged.Outcome] <= rowsShown {
				out.Rows = append(out.Rows, judged)
			} else {
				out.More++
			}
		}
		waiting = waiting[:0]
		return nil
	}
	for row, err := range r.Rows() {
		if err != nil {
			return Looked{}, err
		}
		if waiting = append(waiting, row); len(waiting) == lookedAtOnce {
			if err := flush(); err != nil {
				return Looked{}, err
			}
		}
	}
	return out, flush()
}

func (c *Counts) add(o Outcome) {
	switch o {
	case RowImported:
		c.Imported++
	case RowSkipped:
		c.Skipped++
	case RowFailed:
		c.Failed++
	}
}

func (s *Service) setting(ctx context.Context, by actor.Actor, i Import) (setting, error) {
	terms, err := s.Topics.Terms(ctx, i.District)
	if err != nil {
		return setting{}, err
	}
	schools, err := s.People.Schools(ctx, i.District)
	return setting{Import: i, by: by, terms: terms, schools: schools, lists: s.lists}, err
}

// known finds what was brought in before: by source and external id, at the import's school. What an undone import had
// made counts as not there.
func (s *Service) known(ctx context.Context, d *db.DB, i Import, rows []source.Row) (map[string]catalog.ResourceID, error) {
	var external []string
	for _, row := range rows {
		if row.State == source.Ready {
			external = append(external, row.Item.ExternalID)
		}
	}
	out := map[string]catalog.ResourceID{}
	type pair struct {
		external string
		resource catalog.ResourceID
	}
	in, args := db.In(4, external)
	list, err := db.All(ctx, d, func(row db.Row) (pair, error) {
		var p pair
		err := row.Scan(&p.external, &p.resource)
		return p, err
	}, `SELECT y.external, y.resource FROM import_identity y
		JOIN resource r ON r.district = y.district AND r.id = y.resource
		LEFT JOIN import m ON m.district = r.district AND m.id = r.import
		WHERE y.district = $1 AND y.school = $2 AND y.source = $3 AND y.external IN (`+in+`)
			AND NOT (r.state = 'retired' AND m.state = 'undone')`, append([]any{i.District, i.School, i.Kind}, args...)...)
	for _, p := range list {
		out[p.external] = p.resource
	}
	return out, err
}

// judge decides what a row would become.
func (s setting) judge(row source.Row, known map[string]catalog.ResourceID) LookedRow {
	out := s.begin(row, known)
	if out.Outcome != RowImported {
		return out
	}
	if message, wrong := firstFault(catalog.Check(s.share(row.Item).Document)); wrong {
		out.Outcome, out.Message = RowFailed, message
	}
	return out
}

// begin decides what can be said of a row without looking at what it would become.
func (s setting) begin(row source.Row, known map[string]catalog.ResourceID) LookedRow {
	out := LookedRow{Row: Row{Place: row.Place.Say(), Title: row.Item.Document.About.Title, Message: row.Reason, Outcome: RowImported}, Warnings: row.Warnings}
	switch row.State {
	case source.Skipped:
		out.Outcome = RowSkipped
		return out
	case source.Failed:
		out.Outcome = RowFailed
		return out
	}
	out.Why, out.Kind = row.Item.Document.About.Why, string(row.Item.Document.About.Type)
	if there, ok := known[row.Item.ExternalID]; ok {
		out.Outcome, out.Resource, out.Message = RowSkipped, there, fault.Say("bring.known")
	}
	return out
}

// firstFault is what keeps a row from being shared. Files are stored only when the row is created.
func firstFault(wrong fault.Fields) (fault.Message, bool) {
	var first string
	for field := range wrong {
		if isOfFile(field) {
			continue
		}
		if first == "" || field < first {
			first = field
		}
	}
	return wrong[first], first != ""
}
