package catalogweb

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// linksPage is the page at /resources/{id}/links.
type linksPage struct {
	ui.Chrome
	Name   string // of the resource
	Back   string
	Action string     // address to POST to for a new link
	Fresh  string     // the link just made, in full; it is shown this once
	Tell   []tellView // words to hand the fresh link on with
	Rows   []linkRow
	For    string            // typed: what the next link is for
	School id.SchoolID       // chosen: for whose teachers; empty: nothing yet
	Among  []School          // to choose from; fewer than two: there is no choice
	Wrong  map[string]string // by field
	Panels []templ.Component // of other domains
}

// tellView is what a librarian may paste to her teachers, in one language.
type tellView struct{ ID, Lang, Head, Text string }

// tell are three sentences and the link, in both languages, the reader's first.
func tell(c ui.Chrome, title, link string) []tellView {
	locales := lang.Locales
	if c.Locale == lang.Spanish {
		locales = []lang.Locale{lang.Spanish, lang.English}
	}
	var out []tellView
	for _, l := range locales {
		say := c.Printer
		say.Locale = l
		out = append(out, tellView{"tell-" + string(l), string(l), say.T("catalog.tell.in"), say.T("catalog.tell.text", title, link)})
	}
	return out
}

type linkRow struct {
	Purpose string // what it is for; empty: its maker did not say
	Words   string // who made it and when
	Closed  string // who closed it and when; empty: open
	Act     string // address to POST to: close it or open it again; empty: not the reader's to do
}

// links handles GET /resources/{id}/links.
func (p *pages) links(w http.ResponseWriter, r *web.Request) error {
	return p.showLinks(w, r, http.StatusOK, linksPage{}, nil)
}

// showLinks shows the links there are, around what is known of a new one.
func (p *pages) showLinks(w http.ResponseWriter, r *web.Request, status int, page linksPage, wrong fault.Fields) error {
	shown, err := p.Catalog.Show(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	list, err := p.Catalog.ShareLinks(r.Context(), r.Actor, shown.ID)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("catalog.act.link"), ui.Catalog)
	page.Chrome, page.Name, page.Back = c, shown.Document.About.Title, resourceURL(shown.ID, shown.Document.About.Title)
	if page.Fresh != "" {
		page.Tell = tell(c, page.Name, page.Fresh)
	}
	page.Action, page.Wrong = bareURL(shown.ID)+"/links", faults(c, wrong)
	if page.Panels, err = web.Fill(r, c, string(shown.ID), p.Slots.Links); err != nil {
		return err
	}
	all, err := p.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	page.Among = actor.Sharing(r.Actor, slices.DeleteFunc(all, func(s School) bool { return s.Closed }), func(s School) id.SchoolID { return s.ID })
	if page.School == "" {
		page.School = shown.School
	}
	for _, l := range list {
		page.Rows = append(page.Rows, linkRowOf(c, l, page.Action))
	}
	return web.Render(w, r, status, showLinks(page))
}

// schools are those for whose teachers a link may be.
func (p linksPage) schools() []ui.Option {
	var out []ui.Option
	for _, s := range p.Among {
		out = append(out, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: s.ID == p.School})
	}
	return out
}

func linkRowOf(c ui.Chrome, l catalog.ShareLink, links string) linkRow {
	row := linkRow{Purpose: l.Purpose, Words: c.T("catalog.link_made", l.PersonName, c.Date(l.CreatedAt.In(c.Zone)))}
	act := "/close"
	if !l.ClosedAt.IsZero() {
		row.Closed, act = c.T("catalog.link_closed", l.ClosedBy, c.Date(l.ClosedAt.In(c.Zone))), "/reopen"
	}
	if l.MayTurn {
		row.Act = links + "/" + string(l.ID) + act
	}
	return row
}

// makeLink handles POST /resources/{id}/links. The answer shows the link: it is kept nowhere and cannot be shown again.
func (p *pages) makeLink(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	token, err := p.Catalog.MakeShareLink(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), in.Text("purpose"), id.SchoolID(in.Text("school")))
	if wrong, ok := fault.AsFields(err); ok {
		return p.showLinks(w, r, http.StatusUnprocessableEntity, linksPage{For: in.Text("purpose"), School: id.SchoolID(in.Text("school"))}, wrong)
	}
	if err != nil {
		return err
	}
	return p.showLinks(w, r, http.StatusOK, linksPage{Fresh: p.BaseURL + "/s/" + token}, nil)
}

// closeLink handles POST /resources/{id}/links/{link}/close.
func (p *pages) closeLink(w http.ResponseWriter, r *web.Request) error {
	at := bareURL(catalog.ResourceID(r.PathValue("id"))) + "/links"
	if err := p.Catalog.CloseShareLink(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), catalog.ShareLinkID(r.PathValue("link")), false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/"+r.PathValue("link")+"/reopen", "catalog.flash.link_closed")
}

// reopenLink handles POST /resources/{id}/links/{link}/reopen.
func (p *pages) reopenLink(w http.ResponseWriter, r *web.Request) error {
	if err := p.Catalog.CloseShareLink(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), catalog.ShareLinkID(r.PathValue("link")), true); err != nil {
		return err
	}
	return web.SeeOther(w, r, bareURL(catalog.ResourceID(r.PathValue("id")))+"/links", "catalog.flash.link_open")
}

// openLink handles GET /s/{token}: a resource for whoever holds the link.
func (p *pages) openLink(w http.ResponseWriter, r *web.Request) error {
	w.Header().Set("X-Robots-Tag", "noindex")
	opened, err := p.Catalog.OpenShareLink(r.Context(), r.PathValue("token"))
	if fault.IsDenied(err) {
		by, err := p.toAsk(r, opened)
		if err != nil {
			return err
		}
		page := closedLinkPage{Chrome: r.Chrome(r.P.T("catalog.link_gone"), ui.Nowhere), Why: r.P.T(whyClosed(opened), by)}
		return web.Render(w, r, http.StatusGone, showClosedLink(page))
	}
	if err != nil {
		return err
	}
	page, err := p.resourcePage(r, opened.Shown, reading.FileAt("/s/"+r.PathValue("token")))
	if err != nil {
		return err
	}
	page.ByLink, page.Chrome.Reader = true, nil
	if page.Under, err = web.Fill(r, page.Chrome, r.PathValue("token"), p.Slots.ByLink); err != nil {
		return err
	}
	page.Address = p.BaseURL + "/s/" + r.PathValue("token")
	if page.QR, err = qrOf(page.Address); err != nil {
		return err
	}
	return render(w, r, showResource(page))
}

// closedLinkPage says that a link was withdrawn, by whom, and so whom to ask.
type closedLinkPage struct {
	ui.Chrome
	Why string // who closed it, or made it, and so whom to ask; to strangers, their library
}

// whyClosed is the message that says why a link opens nothing.
func whyClosed(o catalog.Opened) string {
	switch {
	case !o.Link.ClosedAt.IsZero():
		return "catalog.link_gone_text"
	case o.State != catalog.StatePublished:
		return "catalog.link_retired"
	}
	return "catalog.link_narrowed"
}

// toAsk is whom somebody asks for a new link: the colleague who closed or made it, and for strangers the library of the school for
// which it was made.
func (p *pages) toAsk(r *web.Request, o catalog.Opened) (string, error) {
	if r.Actor.SignedIn() && r.Actor.District == o.District {
		if o.Link.ClosedAt.IsZero() {
			return o.Link.PersonName, nil
		}
		return o.Link.ClosedBy, nil
	}
	schools, err := p.Schools(r.Context(), o.District)
	for _, of := range []id.SchoolID{o.Link.School, o.School} {
		for _, school := range schools {
			if school.ID == of {
				return r.P.T("catalog.library", school.Name), err
			}
		}
	}
	return r.P.T("catalog.its_library"), err
}
