package intakeweb

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// rowsAtOnce is how many rows a page shows.
const rowsAtOnce = 50

// rowsChosen is which rows an address asks for.
type rowsChosen struct {
	Outcome intake.Outcome // empty: all
	Page    int            // from 1
}

func chosenRows(r *web.Request) rowsChosen {
	q := r.URL.Query()
	c := rowsChosen{Outcome: intake.Outcome(q.Get("outcome"))}
	if !slices.Contains(intake.Outcomes, c.Outcome) {
		c.Outcome = ""
	}
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil {
		page = 1
	}
	c.Page = min(max(page, 1), intake.MaxUpload/rowsAtOnce)
	return c
}

// last is the number of the last page.
func (c rowsChosen) last(counts intake.Counts) int {
	return max(1, (counts.Of(c.Outcome)+rowsAtOnce-1)/rowsAtOnce)
}

func (c rowsChosen) window() intake.Window {
	return intake.Window{Outcome: c.Outcome, From: (c.Page - 1) * rowsAtOnce, Limit: rowsAtOnce, Most: previewed}
}

// previewed is how many rows a preview looks at: the file is read anew for each of its pages.
const previewed = 10_000

// rowsView is a page of rows, row by row.
type rowsView struct {
	Rows  []rowView
	Ways  []ui.Way // all, and those with each outcome; none where they do not differ
	Pager ui.Pager
}

// rowView is one row: where it stands, what becomes of it and why.
type rowView struct {
	Place   string
	Outcome string // code
	Word    string // the same in words
	Title   string
	URL     string   // of what was made or is there already
	About   []string // what it would be: its kind, its grades
	Why     []string // why it was skipped or failed, and what to look at

	Number string // of the row; empty: it cannot be ticked
	Shown  string // the same, with what is to be known of it when the ticks come back
	Ticked bool
}

// rowsOf makes the ways through the rows of a page at an address.
func rowsOf(c ui.Chrome, at string, i intake.Import, counts intake.Counts, chosen rowsChosen) rowsView {
	address := func(o intake.Outcome, page int) string {
		q := url.Values{}
		if o != "" {
			q.Set("outcome", string(o))
		}
		if page > 1 {
			q.Set("page", strconv.Itoa(page))
		}
		if len(q) == 0 {
			return at + "#rows"
		}
		return at + "?" + q.Encode() + "#rows"
	}
	view := rowsView{Pager: ui.Pager{Page: chosen.Page, Last: chosen.last(counts), URL: func(page int) string { return address(chosen.Outcome, page) }}}
	ways := []ui.Way{{Text: c.T("bring.rows.all", counts.Of("")), URL: address("", 1), Here: chosen.Outcome == ""}}
	for _, o := range intake.Outcomes {
		if n := counts.Of(o); n > 0 {
			key := "bring.rows." + string(o)
			if o == intake.RowImported && i.State == intake.Taken {
				key = "bring.rows.had_come"
			}
			ways = append(ways, ui.Way{Text: c.T(key, n), URL: address(o, 1), Here: chosen.Outcome == o})
		}
	}
	if len(ways) > 2 || chosen.Outcome != "" {
		view.Ways = ways
	}
	return view
}

func rowOf(c ui.Chrome, row intake.Row) rowView {
	view := rowView{Place: words(c, row.Place), Outcome: fate(row), Word: c.T("bring.outcome." + fate(row)), Title: row.Title}
	if row.Message.Key != "" {
		view.Why = []string{words(c, row.Message)}
	}
	if row.Resource != "" {
		view.URL = row.Resource.Path(row.Title)
	}
	return view
}

func words(c ui.Chrome, m fault.Message) string {
	if m.Key == "" {
		return ""
	}
	return c.T(m.Key, m.Args...)
}
