package feedbackweb

import (
	"net/http"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// byLink is how often something may be sent by one link.
var byLink = web.Rate{Act: "use.link", Most: 40, Within: time.Hour}

// linkView is what a teacher's page asks.
type linkView struct {
	ui.Chrome
	At      string // address of the link
	Back    feedback.WayBack
	Classes string // as typed
	Words   string
	Quote   bool   // the words may stand on the sheet for the principal
	Warned  string // words about which it was said that they seem to name a student
	Errors  fault.Fields
	Title   string // of the resource, on a page of its own
	Done    string // what was counted; empty: nothing yet
	Undone  bool
}

// WorkedHere asks on the page that a share link opened whether it worked.
func WorkedHere() web.Panel {
	return func(_ *web.Request, c ui.Chrome, token string) (templ.Component, error) {
		return workedForm(linkView{Chrome: c, At: "/s/" + token, Back: feedback.NewWayBack(), Classes: "1"}), nil
	}
}

// count counts what is sent by a link that opens something. Of tokens that somebody makes up nothing is kept.
func (p *pages) count(r *web.Request, token string) (catalog.Opened, error) {
	opened, err := p.Feedback.Catalog.OpenShareLink(r.Context(), token)
	if err != nil {
		return opened, err
	}
	return opened, r.Limit(byLink, token)
}

// worked handles POST /s/{token}/worked. Nobody is signed in; the answer holds the way back and sets no cookie.
func (p *pages) worked(w http.ResponseWriter, r *web.Request) error {
	token := r.PathValue("token")
	opened, err := p.count(r, token)
	if err != nil {
		return p.answer(w, r, linkView{At: "/s/" + token}, opened, err)
	}
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	view := linkView{At: "/s/" + token, Back: feedback.WayBack(in.Text("way_back")), Classes: in.Text("classes"), Words: in.Long("words"), Quote: in.Has("quotable")}
	if view.doubtful(r, in.Long("warned")) {
		view.Errors, view.Warned = fault.Fields{"words": fault.Say("use.link.sure", leaveOut(r, view.Words))}, view.Words
		return p.answer(w, r, view, opened, view.Errors)
	}
	opened, err = p.Feedback.ReportByLink(r.Context(), token, view.Back, whole(view.Classes), view.Words, view.Quote)
	if err == nil {
		view.Done = r.P.T("use.link.done", whole(view.Classes))
	}
	return p.answer(w, r, view, opened, err)
}

// doubtful says whether the words seem to name a student and nobody was told so yet: before anything is kept, they are asked once.
func (v linkView) doubtful(r *web.Request, warned string) bool {
	return leaveOut(r, v.Words) != "" && v.Words != warned
}

// leaveOut asks to leave out what looks like a student; empty where nothing does.
func leaveOut(r *web.Request, text string) string { return ui.Chrome{Printer: r.P}.LeaveOut(text) }

// backToLink handles GET /s/{token}/worked and /s/{token}/worked/undo, where a press leads and nothing is to be read.
func (p *pages) backToLink(w http.ResponseWriter, r *web.Request) error {
	return web.SeeOther(w, r, "/s/"+r.PathValue("token"), "")
}

// takeBack handles POST /s/{token}/worked/undo.
func (p *pages) takeBack(w http.ResponseWriter, r *web.Request) error {
	token := r.PathValue("token")
	if opened, err := p.count(r, token); err != nil {
		return p.answer(w, r, linkView{At: "/s/" + token}, opened, err)
	}
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	opened, err := p.Feedback.TakeBackByLink(r.Context(), token, feedback.WayBack(in.Text("way_back")))
	return p.answer(w, r, linkView{At: "/s/" + token, Back: feedback.NewWayBack(), Classes: in.Text("classes"), Words: in.Long("words"), Undone: err == nil}, opened, err)
}

// answer shows what came of it: done, undone, a form to be corrected, or a link that is closed.
func (p *pages) answer(w http.ResponseWriter, r *web.Request, view linkView, opened catalog.Opened, err error) error {
	view.Chrome = r.Chrome(r.P.T("use.link.title"), ui.Nowhere)
	view.Chrome.Reader = nil
	view.Title = opened.Document.About.Title
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	if wrong, ok := fault.AsFields(err); ok {
		view.Errors = wrong
		return web.Render(w, r, http.StatusUnprocessableEntity, showAnswer(view))
	}
	if fault.IsDenied(err) {
		return web.SeeOther(w, r, view.At, "") // which says who closed it
	}
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showAnswer(view))
}
