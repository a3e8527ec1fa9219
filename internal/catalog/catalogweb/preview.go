package catalogweb

import (
	"cmp"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// previewPage is the page at /share/{draft}/preview: a draft as it would be read.
type previewPage struct {
	ui.Chrome
	Back     string // to the form
	Kind     string
	KindWord string
	Title    string
	Why      string
	Lang     string // of title and summary, BCP 47
	Parts    []partView
}

// shareCard handles POST /share/{draft}/card, which scripts send while one writes: the form as a card in a list. Nothing is kept.
func (p *pages) shareCard(w http.ResponseWriter, r *web.Request) error {
	_, f, _, err := p.post(r)
	if err != nil {
		return err
	}
	schools, err := p.sharingSchools(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	terms, err := p.terms(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	f.knowTopics(terms)
	d, _ := f.document()
	c := r.Chrome("", ui.Nowhere)
	return render(w, r, ui.Cards(c, []ui.CardView{preview(c, d, schools, f, terms)}))
}

// preview handles GET /share/{draft}/preview.
func (p *pages) preview(w http.ResponseWriter, r *web.Request) error {
	draft, f, err := p.draftForm(r)
	if fault.IsNotFound(err) {
		return p.became(w, r, err)
	}
	if err != nil {
		return err
	}
	d, _ := f.document()
	c := r.Chrome(r.P.T("catalog.preview"), ui.Nowhere)
	view := documentView{Chrome: c, prose: p.prose, base: p.BaseURL, file: reading.FileAt(draftURL(draft.ID))}
	page := previewPage{Chrome: c, Back: draftURL(draft.ID), Kind: string(d.About.Type), Title: cmp.Or(d.About.Title, c.T("catalog.form.untitled")),
		Why: d.About.Why, Lang: d.About.Language, Parts: view.parts(d)}
	if d.About.Type.Known() {
		page.KindWord = c.T("vocab.kind." + page.Kind)
	}
	return render(w, r, showPreview(page))
}
