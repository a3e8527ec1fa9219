package peopleweb

import (
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// demoPage is the page at /demo: whom one may be.
type demoPage struct {
	ui.Chrome
	People []people.Demonstrator
	Mail   bool // letters can be read
}

// demo handles GET /demo.
func (p *pages) demo(w http.ResponseWriter, r *web.Request) error {
	list, err := p.People.Demonstrators(r.Context())
	if err != nil {
		return err
	}
	page := demoPage{Chrome: r.Chrome(r.P.T("signin.demo.title"), ui.Nowhere), People: list, Mail: p.Outbox != nil}
	if districts, err := p.People.Districts(r.Context()); err != nil {
		return err
	} else if len(districts) > 0 { // as the district calls them, which the door does not know
		page.Calling = districts[0].Calling
	}
	return web.Render(w, r, http.StatusOK, showDemo(page))
}

// demoSignIn handles POST /demo/sign-in: person is the name of one of the demonstration's people.
func (p *pages) demoSignIn(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in, err := p.People.SignInAsDemo(r.Context(), form.Text("person"), people.SecretOf(r.Token()))
	return p.comeIn(w, r, in, err)
}

// demoMailPage is the page at /demo/mail: letters that would have been sent.
type demoMailPage struct {
	ui.Chrome
	Letters []mail.Kept // the newest first
	Weekly  bool        // the weekly emails can be written at once
}

// demoMail handles GET /demo/mail.
func (p *pages) demoMail(w http.ResponseWriter, r *web.Request) error {
	page := demoMailPage{Chrome: r.Chrome(r.P.T("signin.demo.mail"), ui.Nowhere), Weekly: p.Weekly != nil}
	if p.Outbox != nil {
		page.Letters = p.Outbox.Letters()
	}
	return web.Render(w, r, http.StatusOK, showDemoMail(page))
}

// demoWeekly handles POST /demo/mail/weekly.
func (p *pages) demoWeekly(w http.ResponseWriter, r *web.Request) error {
	if p.Weekly == nil {
		return fault.NotFound{What: "weekly email"}
	}
	if err := p.Weekly(r.Context()); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/demo/mail", "signin.flash.weekly")
}

// roleWords says what somebody does: "Librarian at Elm", "Coordinator".
func (d demoPage) roleWords(who people.Demonstrator) string {
	return roleAt(d.Chrome, who.Role, who.Coordinator, who.Schools)
}
