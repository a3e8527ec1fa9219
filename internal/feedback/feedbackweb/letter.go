package feedbackweb

import (
	"context"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// triedPage is the page at /letters/{token}/tried/{id}: how did it go? For one reader, who need not sign in.
type triedPage struct {
	formPage
	Whose string // "This is about the email to Rosa Delgado, ..."
	Reads string // local address at which the letter's reader reads the resource
	Over  string // why nothing is asked any more; empty: it is
}

// asks is the letter of the address, which asks its reader how the resource of the address went.
func (p *pages) asks(w http.ResponseWriter, r *web.Request) (letterbox.Held, catalog.ResourceID, error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	resource := catalog.ResourceID(r.PathValue("id"))
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		return h, resource, err
	}
	if lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	if h.Old {
		return h, resource, fault.Conflict{Reason: fault.Say("letter.old")}
	}
	holds, err := p.InLetter(r.Context(), h, resource)
	if err == nil && !holds {
		err = fault.NotFound{What: catalog.ObjectKind}
	}
	return h, resource, err
}

// tried handles GET /letters/{token}/tried/{id}: it asks, and changes nothing. Whoever is signed in answers where they can do more.
func (p *pages) tried(w http.ResponseWriter, r *web.Request) error {
	h, resource, err := p.asks(w, r)
	if err != nil {
		return err
	}
	if r.Actor.SignedIn() && r.Actor.Person == h.Person.ID {
		return web.SeeOther(w, r, "/my-list", "")
	}
	return p.triedPage(w, r, h, resource, formPage{Said: feedback.Said{Outcome: feedback.Worked}})
}

func (p *pages) triedPage(w http.ResponseWriter, r *web.Request, h letterbox.Held, resource catalog.ResourceID, form formPage) error {
	shown, err := p.Catalog.Show(r.Context(), h.Actor, resource)
	if err != nil {
		return err
	}
	entry, there, err := p.List.Of(r.Context(), h.Actor, resource)
	if err != nil {
		return err
	}
	if err := p.where(r.Context(), h.Actor, &form); err != nil {
		return err
	}
	letter := "/letters/" + r.PathValue("token")
	form.Chrome, form.Name, form.Action = r.Chrome(r.P.T("use.how"), ui.Nowhere), shown.Document.About.Title, feedback.TriedPath(letter, resource)
	page := triedPage{formPage: form, Reads: letter + resource.Path(""), Whose: form.T("letter.whose", h.Person.Name, h.Person.Mail)}
	switch {
	case !there:
		page.Over = page.T("use.letter.off")
	case !entry.TriedAt.IsZero():
		page.Over = page.T("use.letter.said")
	}
	status := http.StatusOK
	if len(form.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, showTried(page))
}

// reportByLetter handles POST /letters/{token}/tried/{id}.
func (p *pages) reportByLetter(w http.ResponseWriter, r *web.Request) error {
	h, resource, err := p.asks(w, r)
	if err != nil {
		return err
	}
	form, err := typed(r)
	if err != nil {
		return err
	}
	if form.Said.School == "" && len(h.Actor.Schools) > 0 {
		form.Said.School = h.Actor.Schools[0].School
	}
	made, err := p.Feedback.Report(r.Context(), h.Actor, resource, form.Said)
	if wrong, ok := fault.AsFields(err); ok {
		form.Errors = wrong
		return p.triedPage(w, r, h, resource, form)
	}
	if err != nil {
		return err
	}
	at := feedback.TriedPath("/letters/"+r.PathValue("token"), resource)
	return web.SeeOtherUndo(w, r, at, at+"/uses/"+string(made)+"/remove", "use.flash.reported")
}

// removeByLetter handles POST /letters/{token}/tried/{id}/uses/{use}/remove: what was sent from the letter's page is taken back.
func (p *pages) removeByLetter(w http.ResponseWriter, r *web.Request) error {
	h, resource, err := p.asks(w, r)
	if err != nil {
		return err
	}
	u, err := p.Feedback.Find(r.Context(), h.Actor, feedback.ReportID(r.PathValue("use")))
	if err == nil && (u.Resource != resource || u.Person != h.Person.ID) {
		err = fault.NotFound{What: "use report"}
	}
	if err != nil {
		return err
	}
	if err := p.Feedback.Remove(r.Context(), h.Actor, u.ID, false); err != nil {
		return err
	}
	return web.SeeOther(w, r, feedback.TriedPath("/letters/"+r.PathValue("token"), resource), "use.flash.removed")
}

// putOffByLetter handles POST /letters/{token}/tried/{id}/not-yet.
func (p *pages) putOffByLetter(w http.ResponseWriter, r *web.Request) error {
	return p.alterByLetter(w, r, p.List.PutOff, "/ask-again", "mylist.flash.put_off")
}

// askAgainByLetter handles POST /letters/{token}/tried/{id}/ask-again.
func (p *pages) askAgainByLetter(w http.ResponseWriter, r *web.Request) error {
	return p.alterByLetter(w, r, p.List.AskAgain, "", "")
}

// takeOffByLetter handles POST /letters/{token}/tried/{id}/off.
func (p *pages) takeOffByLetter(w http.ResponseWriter, r *web.Request) error {
	return p.alterByLetter(w, r, p.List.TakeOff, "/back", "mylist.flash.off")
}

// putBackByLetter handles POST /letters/{token}/tried/{id}/back.
func (p *pages) putBackByLetter(w http.ResponseWriter, r *web.Request) error {
	return p.alterByLetter(w, r, p.List.PutBack, "", "mylist.flash.back")
}

// alterByLetter changes the entry of the letter's reader; undo is the end of the address of the way back.
func (p *pages) alterByLetter(w http.ResponseWriter, r *web.Request, alter func(context.Context, actor.Actor, catalog.ResourceID) error, undo, said string) error {
	h, resource, err := p.asks(w, r)
	if err != nil {
		return err
	}
	if err := alter(r.Context(), h.Actor, resource); err != nil {
		return err
	}
	at := feedback.TriedPath("/letters/"+r.PathValue("token"), resource)
	if undo != "" {
		undo = at + undo
	}
	return web.SeeOtherUndo(w, r, at, undo, said)
}
