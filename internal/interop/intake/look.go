package intake

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// Looked is what would come of an import.
type Looked struct {
	Import
	Notes    []fault.Message
	Tables   []source.Table
	Total    int
	More     bool   // rows follow that were not looked at
	Counts   Counts // imported: would be created
	Left     int    // of the skipped: those that the person left out
	Rows     []LookedRow
	Missing  Missing // topics of what would come in that the district does not have, those of most rows first
	Ungraded int     // of what would come in, that names no grades and gets its school's
	Unsaid   int     // of what would come in, that does not say why a colleague would want it
	List     string  // what its own ids are known by when it is brought in again; empty: it has none
}

// LookedRow is one row of a preview.
type LookedRow struct {
	Row
	Offered  bool // it can be ticked, or not: it would come in, or could
	Ticked   bool
	Twin     bool // it stands in the file before
	Kind     string
	Grades   grade.Set // of what would come in
	GradesOf string    // the school whose grades it gets, because it names none; empty: it names them
	Unsaid   bool      // it does not say why a colleague would want it
	Warnings []fault.Message

	missing []string // topics that the district does not have
}

// lookedAtOnce is how many rows are looked up in one statement.
const lookedAtOnce = 500

// Look says, row by row, what would be created, what exists already and what is wrong. All rows are counted, or as many as the window
// says; those of the window are given.
func (s *Service) Look(ctx context.Context, by actor.Actor, what ImportID, w Window) (_ Looked, err error) {
	defer fault.Wrap(&err, "look at %s", what)
	i, err := find(ctx, s.db, by, what, see)
	if err != nil {
		return Looked{}, err
	}
	r, done, err := s.open(ctx, i)
	if err != nil {
		return Looked{}, err
	}
	defer done()
	looked, err := s.look(ctx, by, i, r, w)
	if err == nil && i.State == Preview && i.Seen != looked.Total && !looked.More {
		_, err = s.db.Exec(ctx, `UPDATE import SET seen = $3 WHERE district = $1 AND id = $2 AND state = 'preview'`, i.District, i.ID, looked.Total)
	}
	return looked, err
}

func (s *Service) look(ctx context.Context, by actor.Actor, i Import, r *source.Reader, w Window) (Looked, error) {
	set, err := s.setting(ctx, by, i)
	if err != nil {
		return Looked{}, err
	}
	out := Looked{Import: i, Notes: r.Notes(), Tables: r.Tables()}
	var waiting []source.Row
	flush := func() error {
		known, err := s.known(ctx, s.db, i, waiting)
		if err != nil {
			return err
		}
		for _, row := range waiting {
			out.take(set.judge(row, known), w)
			if row.State == source.Ready && row.Item.OwnID() {
				out.List = i.list()
			}
		}
		waiting = waiting[:0]
		return nil
	}
	for row, err := range r.Rows() {
		if err != nil {
			return Looked{}, err
		}
		if out.More = w.Most > 0 && out.Total+len(waiting) == w.Most; out.More {
			break
		}
		if waiting = append(waiting, row); len(waiting) == lookedAtOnce {
			if err := flush(); err != nil {
				return Looked{}, err
			}
		}
	}
	err = flush()
	out.Missing = out.Missing.ByRows()
	return out, err
}

// take counts a row, and keeps it if it is in the window.
func (l *Looked) take(row LookedRow, w Window) {
	l.Total++
	row.Number = l.Total
	if row.Offered && !row.Ticked && !row.Twin {
		l.Left++
	}
	l.Counts.add(row.Outcome)
	if row.Outcome == RowImported {
		l.Missing = l.Missing.with(row.missing)
		if row.GradesOf != "" {
			l.Ungraded++
		}
		if row.Unsaid {
			l.Unsaid++
		}
	}
	at := l.Counts.Of(w.Outcome)
	if (w.Outcome == "" || w.Outcome == row.Outcome) && at > w.From && at <= w.From+w.Limit {
		l.Rows = append(l.Rows, row)
	}
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

// judge decides what a row would become.
func (s setting) judge(row source.Row, known map[string]identity) LookedRow {
	out := s.begin(row, known)
	if out.Outcome != RowImported {
		return out
	}
	d := s.share(row.Item).Document
	if message, wrong := firstFault(catalog.CheckBrought(d)); wrong {
		out.Outcome, out.Message, out.Offered = RowFailed, message, false
		return out
	}
	out.Grades, out.Unsaid, out.missing = d.About.Grades, catalog.WaitsForWhy(d), d.About.Missing
	if row.Item.Document.About.Grades.Empty() {
		out.GradesOf = s.school(row.Item.Words.School).Short
	}
	return out
}

// begin decides what can be said of a row without looking at what it would become.
func (s setting) begin(row source.Row, known map[string]identity) LookedRow {
	out := LookedRow{Row: Row{Place: row.Place.Say(), Title: row.Item.Document.About.Title, Message: row.Reason, Outcome: RowImported}, Warnings: row.Warnings}
	ticked := s.Chosen.Takes(row.Number, row.Twin)
	switch row.State {
	case source.Skipped:
		if out.Offered, out.Twin, out.Ticked = row.Twin, row.Twin, row.Twin && ticked; out.Ticked {
			out.Message = fault.Message{}
			break
		}
		out.Outcome = RowSkipped
		return out
	case source.Failed:
		out.Outcome, out.Title = RowFailed, row.Glimpse
		return out
	}
	out.Kind = string(row.Item.Document.About.Type)
	external, was, taken := match(row.Item, known)
	out.source, out.external = s.scope(row.Item), external
	switch {
	case was.resource != "":
		out.Outcome, out.Resource, out.Message, out.Offered = RowSkipped, was.resource, fault.Say("bring.known"), false
		return out
	case !ticked:
		out.Outcome, out.Message, out.Offered = RowSkipped, fault.Say("intake.skipped.left_out"), true
		out.source, out.external = "", ""
		return out
	case taken.resource != "":
		out.Message = fault.Say("bring.other", taken.title)
	}
	out.Offered, out.Ticked = true, true
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
