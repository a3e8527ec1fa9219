package doubleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/block"
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
	Decided string // what was decided; empty: nothing
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
	return web.Render(w, r, status, showPair(page))
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
	first, then := pair.Documents[0], renamed(pair.Documents[1], merge.Align(pair.Documents[0], pair.Documents[1]))
	view := reading.View{Chrome: c, Prose: p.prose, Terms: terms, File: reading.FileAt(pair.Then.ID.Path("")), OlderFile: reading.FileAt(pair.First.ID.Path(""))}
	parts := view.Parts(merge.Compare(first, then))
	if len(parts) == 1 && parts[0].Same > 0 {
		parts = nil
	}
	return parts, nil
}

// renamed is a document with other keys.
func renamed(d block.Document, keys map[block.Key]block.Key) block.Document {
	blocks := make([]block.Block, len(d.Blocks))
	for i, b := range d.Blocks {
		if key, other := keys[b.Key]; other {
			b.Key = key
		}
		blocks[i] = b
	}
	d.Blocks = blocks
	return d
}

// decide handles POST /admin/doubles/{first}/{then}.
func (p *pages) decide(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	a, b := asked(r, "first"), asked(r, "then")
	to := double.State(in.Text("do"))
	flash, known := map[double.State]string{double.Apart: "double.flash.apart", double.Link: "double.flash.linked"}[to]
	if !known {
		return fault.NotFound{What: "pair"}
	}
	if err := p.Double.Decide(r.Context(), r.Actor, a, b, to); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, listPath, pairPath(a, b)+"/back", flash)
}

// back handles POST /admin/doubles/{first}/{then}/back.
func (p *pages) back(w http.ResponseWriter, r *web.Request) error {
	if err := p.Double.Reopen(r.Context(), r.Actor, asked(r, "first"), asked(r, "then")); err != nil {
		return err
	}
	return web.SeeOther(w, r, listPath, "double.flash.reopened")
}
