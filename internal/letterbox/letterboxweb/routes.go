// Package letterboxweb is the page on which one chooses which email comes, and the pages that a letter's own links open.
package letterboxweb

import (
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what the pages are made of.
type Options struct {
	Letters *letterbox.Service
	Words   *lang.Catalog
	// MayAsk counts somebody who asks for a link that signs them in, and refuses one too many.
	MayAsk func(r *web.Request, mail string) error
}

type pages struct{ Options }

// Routes lists the routes of letterboxes.
func Routes(o Options) []web.Route {
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /me/email", Who: web.SignedIn, Handler: p.mine},
		{Pattern: "POST /me/email", Who: web.SignedIn, Handler: p.chooseMine},
		{Pattern: "POST /me/email/stop", Who: web.SignedIn, Handler: p.stopMine},
		{Pattern: "POST /me/email/start", Who: web.SignedIn, Handler: p.startMine},

		{Pattern: "GET /letters/{token}", Who: web.Open, Handler: p.letter},
		{Pattern: "POST /letters/{token}", Who: web.Open, Handler: p.chooseByLetter},
		{Pattern: "GET /letters/{token}/stop", Who: web.Open, Handler: p.askStop},
		{Pattern: "POST /letters/{token}/stop", Who: web.Open, Handler: p.stopByLetter},
		{Pattern: "POST /letters/{token}/start", Who: web.Open, Handler: p.startByLetter},

		{Pattern: "GET /letters/{token}/inside/{path...}", Who: web.Open, Handler: p.askInside},
		{Pattern: "POST /letters/{token}/inside/{path...}", Who: web.Open, Handler: p.sendInside},

		{Pattern: "POST /admin/people/{id}/mail-again", Who: web.Coordinator, Handler: p.again},
		{Pattern: "POST /admin/people/{id}/mail-returns", Who: web.Coordinator, Handler: p.returns},
	}
}

// emailPage is the page at /me/email, and the same for whoever comes by a letter.
type emailPage struct {
	ui.Chrome
	At     string // its address
	Whose  string // "This is about the email to Rosa Delgado, ..."; empty: the reader is signed in
	Choice letterbox.Choice
	Errors fault.Fields
}

// days are the days to choose from, Monday first.
func (p emailPage) days() []ui.Option {
	var out []ui.Option
	for _, d := range []letterbox.Day{1, 2, 3, 4, 5, 6, 0, letterbox.Never} {
		label := p.T("letter.never")
		if d != letterbox.Never {
			label = p.Weekday(time.Weekday(d))
		}
		out = append(out, ui.Option{Value: strconv.Itoa(int(d)), Label: label, Chosen: p.Choice.Weekly == d})
	}
	return out
}

// mine handles GET /me/email.
func (p *pages) mine(w http.ResponseWriter, r *web.Request) error {
	return p.show(w, r, letterbox.Held{Actor: r.Actor}, nil)
}

// show renders the page for whoever is signed in, or for who holds a letter.
func (p *pages) show(w http.ResponseWriter, r *web.Request, held letterbox.Held, wrong fault.Fields) error {
	choice, err := p.Letters.Choice(r.Context(), held.Actor)
	if err != nil {
		return err
	}
	page := emailPage{Chrome: r.Chrome(r.P.T("letter.title"), ui.Nowhere), At: "/me/email", Choice: choice, Errors: wrong}
	if held.Letter != "" {
		page.At, page.Whose = "/letters/"+r.PathValue("token"), page.T("letter.whose", held.Person.Name, held.Person.Mail)
		hide(w)
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	if held.Letter != "" {
		return web.Render(w, r, status, showByLetter(page))
	}
	return web.Render(w, r, status, showMine(page))
}

// hide keeps a page whose address opens something out of caches and of search engines.
func hide(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
}

// held finds the letter of the address, and speaks its reader's language.
func (p *pages) held(r *web.Request) (letterbox.Held, error) {
	h, err := p.Letters.Open(r.Context(), r.PathValue("token"))
	if err == nil && lang.Known(h.Person.Locale) {
		r.P = p.Words.Printer(h.Person.Locale, h.District.Calling)
	}
	return h, err
}

// letter handles GET /letters/{token}.
func (p *pages) letter(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	return p.show(w, r, h, nil)
}

// chooseMine handles POST /me/email.
func (p *pages) chooseMine(w http.ResponseWriter, r *web.Request) error {
	return p.choose(w, r, letterbox.Held{Actor: r.Actor}, "/me/email")
}

// chooseByLetter handles POST /letters/{token}.
func (p *pages) chooseByLetter(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	return p.choose(w, r, h, "/letters/"+r.PathValue("token"))
}

// choose sets the day that a form, or the way back from one, names.
func (p *pages) choose(w http.ResponseWriter, r *web.Request, h letterbox.Held, at string) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	day, given := form.Int("day")
	undone := false
	if !given {
		day, undone = r.Query().Int("day")
	}
	if !given && !undone {
		day = -1
	}
	before, err := p.Letters.ChooseDay(r.Context(), h.Actor, letterbox.Day(day))
	if wrong, ok := fault.AsFields(err); ok {
		return p.show(w, r, h, wrong)
	}
	if err != nil {
		return err
	}
	undo := at + "?day=" + strconv.Itoa(int(before))
	if undone || int(before) == day {
		undo = ""
	}
	return web.SeeOtherUndo(w, r, at, undo, "letter.saved")
}

// stopMine handles POST /me/email/stop.
func (p *pages) stopMine(w http.ResponseWriter, r *web.Request) error {
	if err := p.Letters.Stop(r.Context(), r.Actor, false); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/me/email", "/me/email/start", "letter.stopped")
}

// startMine handles POST /me/email/start.
func (p *pages) startMine(w http.ResponseWriter, r *web.Request) error {
	if err := p.Letters.Stop(r.Context(), r.Actor, true); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/me/email", "letter.started")
}

// askStop handles GET /letters/{token}/stop: it asks, and stops nothing.
func (p *pages) askStop(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	choice, err := p.Letters.Choice(r.Context(), h.Actor)
	if err != nil {
		return err
	}
	hide(w)
	c := r.Chrome(r.P.T("letter.stop_act"), ui.Nowhere)
	return web.Render(w, r, http.StatusOK, showStop(emailPage{Chrome: c, At: "/letters/" + r.PathValue("token"), Choice: choice,
		Whose: c.T("letter.whose", h.Person.Name, h.Person.Mail)}))
}

// stopByLetter handles POST /letters/{token}/stop: a press on the page's button, or a mail program's one click (RFC 8058).
func (p *pages) stopByLetter(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.Letters.Stop(r.Context(), h.Actor, false); err != nil {
		return err
	}
	if form.Text("List-Unsubscribe") == "One-Click" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	at := "/letters/" + r.PathValue("token")
	return web.SeeOtherUndo(w, r, at+"/stop", at+"/start", "letter.stopped")
}

// startByLetter handles POST /letters/{token}/start.
func (p *pages) startByLetter(w http.ResponseWriter, r *web.Request) error {
	h, err := p.held(r)
	if err != nil {
		return err
	}
	if err := p.Letters.Stop(r.Context(), h.Actor, true); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/letters/"+r.PathValue("token"), "letter.started")
}

// returns handles POST /admin/people/{id}/mail-returns.
func (p *pages) returns(w http.ResponseWriter, r *web.Request) error {
	at := "/admin/people/" + r.PathValue("id")
	if err := p.Letters.NoteReturned(r.Context(), r.Actor, id.PersonID(r.PathValue("id"))); err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, at, at+"/mail-again", "letter.returned")
}

// returnsView is what a coordinator is told of letters to somebody, and may do about them.
type returnsView struct {
	Text   string
	Action string
	To     string
}

// Reaches says, on a coordinator's page of somebody, whether letters reach them, with the way to note that they do not.
func Reaches(s *letterbox.Service) web.Panel {
	return func(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
		list, err := s.Unreached(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		at := "/admin/people/" + about
		for _, u := range list {
			if string(u.Person.ID) == about {
				return reaches(c, returnsView{unreachedText(c, u), c.T("letter.unreached_go"), at + "/mail-again"}), nil
			}
		}
		return reaches(c, returnsView{c.T("letter.returns_text"), c.T("letter.returns"), at + "/mail-returns"}), nil
	}
}

func unreachedText(c ui.Chrome, u letterbox.Unreached) string {
	if u.Codes == letterbox.Returned {
		return c.T("letter.returned_text", u.Person.Mail)
	}
	return c.T("letter.unreached_text", u.Person.Mail, u.Codes)
}

// again handles POST /admin/people/{id}/mail-again.
func (p *pages) again(w http.ResponseWriter, r *web.Request) error {
	person := id.PersonID(r.PathValue("id"))
	list, err := p.Letters.Unreached(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	name := ""
	for _, u := range list {
		if u.Person.ID == person {
			name = u.Person.Name
		}
	}
	if err := p.Letters.TryAgain(r.Context(), r.Actor, person); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/admin/people/"+string(person), "letter.tried", name)
}

// Unreached tells the coordinator whom no letter reaches.
func Unreached(s *letterbox.Service) web.Todos {
	return func(r *web.Request, c ui.Chrome) ([]ui.Todo, error) {
		if !r.Actor.Coordinator {
			return nil, nil
		}
		list, err := s.Unreached(r.Context(), r.Actor)
		if err != nil {
			return nil, err
		}
		var out []ui.Todo
		for _, u := range list {
			at := "/admin/people/" + string(u.Person.ID)
			out = append(out, ui.Todo{Icon: "mail", Title: c.T("letter.unreached", u.Person.Name), URL: at, Text: unreachedText(c, u),
				Action: c.T("letter.unreached_go"), To: at + "/mail-again", Post: true})
		}
		return out, nil
	}
}
