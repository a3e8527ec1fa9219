package savedsearchweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// listPage is the page at /saved.
type listPage struct {
	ui.Chrome
	List     []savedView
	Weekly   bool           // the reader gets the weekly email
	Adding   *addView       // what could not be saved; nil mostly
	Renaming savedsearch.ID // to which another name could not be given
	Name     string         // the name that was typed for it
	Wrong    fault.Fields   // what is wrong with that
	Made     savedsearch.ID // a feed of which was just made
	Address  string         // its address, shown this once
}

// addView is a search that is about to be saved.
type addView struct {
	Query string
	Name  string
	Wrong fault.Fields
}

// savedView is one saved search.
type savedView struct {
	ID       savedsearch.ID
	Name     string
	Line     string   // how many it finds
	Lost     []string // what it asks for that is no more
	InLetter bool
	At       string // its address, to which answers are posted
	Field    string // name of the field for its name
	Typed    string // what stands in there
	Wrong    string // what is wrong with that
	Open     bool   // its details stand open
	Since    string // the day on which the address of its feed was made; empty: it has none
	Used     string // the day on which a reader asked there last; empty: never
	Address  string // just made; empty mostly
}

func nameField(which savedsearch.ID) string { return "name-" + string(which) }

// query is one field of an address.
func query(name, value string) string { return url.Values{name: {value}}.Encode() }

// show handles GET /saved.
func (p *pages) show(w http.ResponseWriter, r *web.Request) error { return p.page(w, r, listPage{}) }

// page shows the list, with what is wrong with what was typed.
func (p *pages) page(w http.ResponseWriter, r *web.Request, page listPage) error {
	page.Chrome = r.Chrome(r.P.T("saved.title"), ui.Nowhere)
	list, err := p.Saved.List(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	lost, err := p.Saved.Lost(r.Context(), r.Actor, list)
	if err != nil {
		return err
	}
	if page.Weekly, err = p.Weekly(r.Context(), r.Actor); err != nil {
		return err
	}
	for _, v := range list {
		found, err := p.Saved.Found(r.Context(), r.Actor, savedsearch.Query(v.Query))
		if err != nil {
			return err
		}
		page.List = append(page.List, page.view(v, found, lost[v.ID]))
	}
	status := http.StatusOK
	if page.Adding != nil || page.Renaming != "" {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showList(page))
}

func (page listPage) view(v savedsearch.Saved, found search.Counted, lost savedsearch.Lost) savedView {
	out := savedView{ID: v.ID, Name: v.Name, Line: page.T("saved.found", found.Total), InLetter: v.InLetter, At: Path(v.ID), Field: nameField(v.ID), Typed: v.Name}
	if found.Total > 0 && found.Whole == 0 {
		out.Line = page.T("saved.found_some", found.Total)
	}
	for _, code := range lost.Topics {
		out.Lost = append(out.Lost, page.T("saved.lost.topic", reading.Spelled(code)))
	}
	if lost.Schools > 0 {
		out.Lost = append(out.Lost, page.T("saved.lost.school", lost.Schools))
	}
	if page.Renaming == v.ID {
		out.Typed, out.Wrong, out.Open = page.Name, page.Chrome.Wrong(page.Wrong, "name"), true
	}
	if page.Made == v.ID {
		out.Address, out.Open = page.Address, true
	}
	if !v.FeedMade.IsZero() {
		out.Since, out.Used = page.Date(v.FeedMade.In(page.Zone)), page.Day(v.FeedUsed)
	}
	return out
}

// faults lists what is wrong, each with the field it is about.
func (page listPage) faults() (out []ui.FieldFault) {
	if page.Adding != nil {
		return page.Faults(page.Adding.Wrong, "name", "query")
	}
	for _, f := range page.Faults(page.Wrong, "name") {
		out = append(out, ui.FieldFault{Field: nameField(page.Renaming), Text: f.Text})
	}
	return out
}

// shown is how many saved searches stand on the catalog's page.
const shown = 5

// Beside stands on the catalog's page: it saves the search of the page under the name suggested, says that it is saved, or leads to
// those that are.
func Beside(saved *savedsearch.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, suggested string) (templ.Component, error) {
		if !r.Actor.SignedIn() {
			return nil, nil
		}
		q := search.ReadQuery(r.URL.Query())
		if savedsearch.Empty(q) {
			list, err := saved.List(r.Context(), r.Actor)
			if err != nil || len(list) == 0 {
				return nil, err
			}
			return besideList(c, list[:min(shown, len(list))]), nil
		}
		v, there, err := saved.Same(r.Context(), r.Actor, q)
		if err != nil {
			return nil, err
		}
		if there {
			return besideSaved(c, v.Name), nil
		}
		return besideSave(c, addView{Query: savedsearch.Address(q), Name: savedsearch.Suggest(suggested, nil)}), nil
	}
}
