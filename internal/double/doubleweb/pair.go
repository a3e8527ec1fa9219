package doubleweb

import (
	"net/http"
	"slices"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// pairPage is the page at /admin/doubles/{first}/{then}.
type pairPage struct {
	ui.Chrome
	pairView
	Lang    string // of the texts, if not the page's
	Parts   []reading.Part
	Decided string     // what was decided; empty: nothing
	Family  ui.Choices // which of them is the original; without options: there can be no family
	Only    string     // the one that can be; empty: both can
	Refused []string   // why one of them cannot be
}

// pair handles GET /admin/doubles/{first}/{then}.
func (p *pages) pair(w http.ResponseWriter, r *web.Request) error {
	return p.showPair(w, r, http.StatusOK)
}

func (p *pages) showPair(w http.ResponseWriter, r *web.Request, status int) error {
	pair, err := p.Double.Look(r.Context(), r.Actor, asked(r, "first"), asked(r, "then"))
	if err != nil {
		return err
	}
	known, err := p.Catalog.CreditsOf(r.Context(), r.Actor, []catalog.Card{pair.First, pair.Then})
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("double.pair"), ui.Admin)
	page := pairPage{Chrome: c, pairView: pairOf(c, pair.Pair, known)}
	if pair.State != "" {
		page.Decided = c.T("double.is." + string(pair.State))
	}
	if l := pair.Then.About.Language; l != string(c.Locale) {
		page.Lang = l
	}
	if page.Parts, err = p.differences(r, c, pair); err != nil {
		return err
	}
	if pair.State == "" {
		if err := p.offerFamily(r, &page, pair); err != nil {
			return err
		}
	}
	return web.Render(w, r, status, showPair(page))
}

// offerFamily fills in which of two may be the original of the other, and why one may not.
func (p *pages) offerFamily(r *web.Request, page *pairPage, pair double.Compared) error {
	choices, err := p.Double.Choices(r.Context(), r.Actor, pair.First.ID, pair.Then.ID)
	if err != nil {
		return err
	}
	page.Family.Label = ui.Label{Name: "original", Text: page.T("double.original")}
	for _, choice := range choices {
		if why := choice.Refused; why.Key != "" {
			if said := page.T(why.Key, why.Args...); !slices.Contains(page.Refused, said) {
				page.Refused = append(page.Refused, said)
			}
			continue
		}
		page.Family.Options = append(page.Family.Options, ui.Option{Value: string(choice.Original.ID), Chosen: len(page.Family.Options) == 0,
			Label: page.T("double.original.of", choice.Original.SchoolName, choice.Original.About.Title)})
	}
	if len(page.Family.Options) == 1 {
		page.Only = page.Family.Options[0].Value
	}
	return nil
}

func asked(r *web.Request, name string) catalog.ResourceID {
	return catalog.ResourceID(r.PathValue(name))
}

// differences are what stands otherwise in the later of two resources, each part beside the one that it is most like.
func (p *pages) differences(r *web.Request, c ui.Chrome, pair double.Compared) ([]reading.Part, error) {
	terms, err := p.Topics.Terms(r.Context(), r.Actor.District)
	if err != nil {
		return nil, err
	}
	first, then := pair.Documents[0], catalog.Rekeyed(pair.Documents[1], merge.Align(pair.Documents[0], pair.Documents[1]))
	view := reading.View{Chrome: c, Prose: p.prose, Terms: terms, File: reading.FileAt(pair.Then.ID.Path("")), OlderFile: reading.FileAt(pair.First.ID.Path(""))}
	parts := view.Parts(merge.Compare(first, then))
	if len(parts) == 1 && parts[0].Same > 0 {
		parts = nil
	}
	return parts, nil
}

// decide handles POST /admin/doubles/{first}/{then}.
func (p *pages) decide(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	a, b := asked(r, "first"), asked(r, "then")
	to := double.State(in.Text("do"))
	if to == double.Joint {
		return p.join(w, r, a, b, catalog.ResourceID(in.Text("original")))
	}
	flash, known := map[double.State]string{double.Apart: "double.flash.apart", double.Link: "double.flash.linked"}[to]
	if !known {
		return fault.NotFound{What: "pair"}
	}
	if err := p.Double.Decide(r.Context(), r.Actor, a, b, to); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listPath, pairPath(a, b)+"/back", flash)
}

// join makes a family of two, of which one is the original.
func (p *pages) join(w http.ResponseWriter, r *web.Request, a, b, original catalog.ResourceID) error {
	version := b
	switch original {
	case a:
	case b:
		version = a
	default:
		return fault.NotFound{What: "pair"}
	}
	if err := p.Double.Join(r.Context(), r.Actor, original, version); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listPath, pairPath(a, b)+"/back", "double.flash.family")
}

// back handles POST /admin/doubles/{first}/{then}/back.
func (p *pages) back(w http.ResponseWriter, r *web.Request) error {
	if err := p.Double.Reopen(r.Context(), r.Actor, asked(r, "first"), asked(r, "then")); err != nil {
		return err
	}
	return web.SeeOther(w, r, listPath, "double.flash.reopened")
}
