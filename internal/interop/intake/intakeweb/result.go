package intakeweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// previewPage is an import of which nothing is created yet.
type previewPage struct {
	ui.Chrome
	Name    string
	At      string // address of the import
	Notes   []string
	New     int
	Skipped int
	Failed  int
	More    int // rows that are not shown
	Tables  []tableView
	Rows    []rowView
}

// tableView is a table of the file with what its columns mean.
type tableView struct {
	Name    string
	Columns []columnView
}

type columnView struct {
	Name    string // the heading
	Sample  string
	Field   string // of the form
	Options []ui.Option
}

// rowView is one row: where it stands, what becomes of it and why.
type rowView struct {
	Place   string
	Outcome string // code
	Word    string // the same in words
	Title   string
	URL     string // of what was made or is there already
	Kind    string
	Why     string // why it was skipped or failed, or what to look at
}

func previewOf(c ui.Chrome, looked intake.Looked) previewPage {
	page := previewPage{Chrome: c, Name: looked.Source, At: importURL(looked.ID), New: looked.Counts.Imported, Skipped: looked.Counts.Skipped,
		Failed: looked.Counts.Failed, More: looked.More}
	for _, m := range looked.Notes {
		page.Notes = append(page.Notes, c.T(m.Key, m.Args...))
	}
	for t, table := range looked.Tables {
		view := tableView{Name: table.Name}
		for n, column := range table.Columns {
			col := columnView{Name: column.Name, Field: columnField(t, n)}
			if len(column.Samples) > 0 {
				col.Sample = clip(column.Samples[0])
			}
			for _, f := range columns.Fields {
				col.Options = append(col.Options, ui.Option{Value: string(f), Label: c.T(f.Label()), Chosen: table.Mapping[column.Name] == f})
			}
			view.Columns = append(view.Columns, col)
		}
		page.Tables = append(page.Tables, view)
	}
	for _, row := range looked.Rows {
		view := rowOf(c, row.Row)
		if row.Kind != "" {
			view.Kind = c.T("vocab.kind." + row.Kind)
		}
		if view.Why == "" && len(row.Warnings) > 0 {
			view.Why = words(c, row.Warnings[0])
		}
		page.Rows = append(page.Rows, view)
	}
	return page
}

func rowOf(c ui.Chrome, row intake.Row) rowView {
	view := rowView{Place: words(c, row.Place), Outcome: string(row.Outcome), Word: c.T("bring.outcome." + string(row.Outcome)), Title: row.Title, Why: words(c, row.Message)}
	if row.Resource != "" {
		view.URL = "/resources/" + string(row.Resource)
	}
	return view
}

func words(c ui.Chrome, m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	return c.T(m.Key, m.Args...)
}

// sampleLength is how much of a value is shown beside its column.
const sampleLength = 60

func clip(text string) string {
	if runes := []rune(text); len(runes) > sampleLength {
		return string(runes[:sampleLength]) + "…"
	}
	return text
}

// resultPage is an import under way or over.
type resultPage struct {
	ui.Chrome
	Name    string
	At      string
	Running bool
	Undone  bool
	Broken  bool
	Done    int // rows
	Counts  intake.Counts
	Rows    []rowView // those that failed first
	MayUndo bool
}

// resultRows is how many rows of each outcome a result shows; the report has all.
const resultRows = 50

func (p *pages) showResult(w http.ResponseWriter, r *web.Request, c ui.Chrome, i intake.Import) error {
	page := resultPage{Chrome: c, Name: i.Source, At: importURL(i.ID), Running: i.State == intake.Running, Undone: i.State == intake.Taken,
		Broken: i.State == intake.Broken, Done: i.Position, Counts: i.Counts, MayUndo: i.State == intake.Done || i.State == intake.Broken}
	if !page.Running {
		for _, outcome := range []intake.Outcome{intake.RowFailed, intake.RowSkipped, intake.RowImported} {
			rows, err := p.Intake.Rows(r.Context(), r.Actor, i.ID, outcome, 0, resultRows)
			if err != nil {
				return err
			}
			for _, row := range rows {
				page.Rows = append(page.Rows, rowOf(c, row))
			}
		}
	}
	return web.Render(w, r, http.StatusOK, showResult(page))
}
