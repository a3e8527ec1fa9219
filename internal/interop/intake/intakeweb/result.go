package intakeweb

import (
	"net/http"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// previewPage is an import of which nothing is created yet.
type previewPage struct {
	ui.Chrome
	Name     string
	At       string // address of the import
	Notes    []string
	Schools  []ui.Option // in whose name it may be shared; one: not asked
	New      int
	Beyond   int // rows that were looked at, where more follow; 0: all were
	Left     int // that the person left out
	Skipped  int // but for those
	Failed   int
	Ungraded int           // of those that would be new, that name no grades
	Unsaid   int           // that do not say why
	Missing  []missingView // topics that the district does not have; those of most rows
	More     int           // of those, that are not named
	List     string        // what the list is known by next time; empty: by nothing of its own
	Tables   []tableView
	Rows     rowsView
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

func previewOf(c ui.Chrome, looked intake.Looked, chosen rowsChosen) previewPage {
	page := previewPage{Chrome: c, Name: looked.Source, At: importURL(looked.ID), New: looked.Counts.Imported, Left: looked.Left, Skipped: looked.Counts.Skipped - looked.Left,
		Failed: looked.Counts.Failed, Ungraded: looked.Ungraded, Unsaid: looked.Unsaid, List: looked.List,
		Rows: rowsOf(c, importURL(looked.ID), looked.Import, looked.Counts, chosen)}
	if looked.More {
		page.Beyond = looked.Total
	}
	page.Missing, page.More = missingOf(c, looked.Missing)
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
		view.About = aboutOf(c, row)
		for _, warning := range row.Warnings[:min(len(row.Warnings), warningsShown)] {
			view.Why = append(view.Why, words(c, warning))
		}
		if row.Offered {
			view.Number, view.Ticked = strconv.Itoa(row.Number), row.Ticked
			if view.Shown = view.Number; row.Twin {
				view.Shown += twinMark
			}
		}
		page.Rows.Rows = append(page.Rows.Rows, view)
	}
	return page
}

// aboutOf is what a row would be, and what it does not say of itself.
func aboutOf(c ui.Chrome, row intake.LookedRow) []string {
	var out []string
	if row.Kind != "" {
		out = append(out, c.T("vocab.kind."+row.Kind))
	}
	switch {
	case row.Grades.Empty():
	case row.GradesOf != "":
		out = append(out, c.T("bring.row.grades_of", row.Grades.Said(), row.GradesOf))
	default:
		out = append(out, c.T("catalog.grades", row.Grades.Len(), row.Grades.Said()))
	}
	if row.Unsaid {
		out = append(out, c.T("bring.row.waits_why"))
	}
	return out
}

// missingView is a topic that the district does not have.
type missingView struct{ Word, Rows string }

// missingShown is how many of them a page names.
const missingShown = 12

func missingOf(c ui.Chrome, list intake.Missing) (named []missingView, more int) {
	for _, t := range list[:min(len(list), missingShown)] {
		named = append(named, missingView{t.Word, c.T("bring.missing.rows", t.Rows)})
	}
	return named, len(list) - len(named)
}

// warningsShown is how many things to look at are said of one row.
const warningsShown = 3

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
	ID      intake.ImportID
	Name    string
	At      string
	State   intake.State
	Trouble string // why it stopped
	Stalled bool   // it is said to be under way, and nobody works at it
	Done    int    // rows, or resources taken out, so far
	Counts  intake.Counts
	SetUp   bool // the reader is setting up the shelf, and goes on with that
	Rows    rowsView
	Missing []missingView // topics of what came in that the district does not have; those of most rows
	More    int           // of those, that are not named
	Suggest []ui.Option   // those of them that nobody has asked the coordinators for
	Left    []rowView     // what the last undo or redo left as it was, and why
}

// leftShown is how many of them are named.
const leftShown = 200

func (p *pages) showResult(w http.ResponseWriter, r *web.Request, c ui.Chrome, i intake.Import) error {
	chosen := chosenRows(r)
	page := resultPage{Chrome: c, ID: i.ID, Name: i.Source, At: importURL(i.ID), State: i.State, Trouble: words(c, i.Trouble), Stalled: p.Intake.Stalled(i), Done: i.Position, Counts: i.Counts}
	var err error
	switch {
	case i.State == intake.Undoing || i.State == intake.Redoing:
		page.Done, err = p.Intake.Turned(r.Context(), r.Actor, i.ID)
	case !i.State.UnderWay():
		chosen.Page = min(chosen.Page, chosen.last(i.Counts))
		page.Rows = rowsOf(c, page.At, i, i.Counts, chosen)
		err = p.fillResult(r, &page, i, chosen)
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showResult(page))
}

// fillResult adds the rows of an import that is over.
func (p *pages) fillResult(r *web.Request, page *resultPage, i intake.Import, chosen rowsChosen) error {
	rows, err := p.Intake.RowsIn(r.Context(), r.Actor, i.ID, chosen.window())
	if err != nil {
		return err
	}
	for _, row := range rows {
		page.Rows.Rows = append(page.Rows.Rows, rowOf(page.Chrome, row))
	}
	if page.SetUp, err = p.settingUp(r); err != nil {
		return err
	}
	if i.State != intake.Taken {
		if err := p.fillMissing(r, page, i); err != nil {
			return err
		}
	}
	left, err := p.Intake.Left(r.Context(), r.Actor, i.ID, leftShown)
	for _, k := range left {
		page.Left = append(page.Left, rowView{Title: k.Title, URL: k.Resource.Path(k.Title), Why: []string{words(page.Chrome, k.Why)}})
	}
	return err
}

// fillMissing adds the topics that were missed.
func (p *pages) fillMissing(r *web.Request, page *resultPage, i intake.Import) error {
	unasked, err := p.Intake.Unasked(r.Context(), r.Actor, i.ID)
	if err != nil {
		return err
	}
	page.Missing, page.More = missingOf(page.Chrome, i.Missing.ByRows())
	for _, t := range unasked[:min(len(unasked), missingShown)] {
		page.Suggest = append(page.Suggest, ui.Option{Value: t.Word, Label: t.Word})
	}
	return nil
}

// suggestTopics handles POST /bring/{id}/topics. Who decides about topics is led there.
func (p *pages) suggestTopics(w http.ResponseWriter, r *web.Request) error {
	what := intake.ImportID(r.PathValue("id"))
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	words := in.All("topic")
	if err := p.Intake.Suggest(r.Context(), r.Actor, what, words); err != nil {
		return err
	}
	switch {
	case len(words) == 0:
		return web.SeeOther(w, r, importURL(what), "bring.flash.no_topic")
	case r.Actor.Coordinator:
		return web.SeeOther(w, r, "/admin/topics", "")
	}
	return web.SeeOther(w, r, importURL(what), "bring.flash.topics")
}
