package peopleweb

import (
	"errors"
	"net/http"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// How often one may knock. A whole school often shares one address, so that limit is wide; the one for a mail address keeps
// its owner from being flooded.
var (
	askByClient = web.Rate{Act: "sign_in.client", Most: 60, Within: 15 * time.Minute}
	askByMail   = web.Rate{Act: "sign_in.mail", Most: 5, Within: 15 * time.Minute}
	askDaily    = web.Rate{Act: "sign_in.mail_day", Most: 20, Within: 24 * time.Hour}
	askInAll    = web.Rate{Act: "sign_in.all", Most: 1000, Within: 15 * time.Minute}
	tryByClient = web.Rate{Act: "sign_in.try", Most: 120, Within: 15 * time.Minute}
	testLetters = web.Rate{Act: "test_letter", Most: 10, Within: time.Hour}
)

// doorPage is the form at /sign-in.
type doorPage struct {
	ui.Chrome
	Plate    people.Doorplate
	Ways     []way  // district accounts
	Passkeys bool   // there can be passkeys
	Mail     string // as typed
	Next     string // local address to go on to
	Problem  string // why a link did not let in; empty: nobody tried one
	Errors   fault.Fields
}

// door handles GET /sign-in.
func (p *pages) door(w http.ResponseWriter, r *web.Request) error {
	next := web.Local(r.Query().Text("next"), "/")
	if r.Actor.SignedIn() {
		return web.SeeOther(w, r, next, "")
	}
	return p.showDoor(w, r, http.StatusOK, doorPage{Next: next})
}

func (p *pages) showDoor(w http.ResponseWriter, r *web.Request, status int, page doorPage) error {
	var err error
	if page.Plate, err = p.People.Doorplate(r.Context()); err != nil {
		return err
	}
	page.Ways = p.accountWays(r)
	page.Passkeys = p.People.PasskeysWork() && !page.Plate.AccountOnly
	page.Chrome = r.Chrome(r.P.T("signin.title"), ui.Nowhere)
	return web.Render(w, r, status, showDoor(page))
}

// ask handles POST /sign-in. For every address it does and says the same.
func (p *pages) ask(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	page := doorPage{Mail: form.Text("mail"), Next: web.Local(form.Text("next"), "/")}
	if err := MayAsk(r, page.Mail); err != nil {
		return err
	}
	request, err := p.People.AskToSignIn(r.Context(), people.AskInput{Mail: page.Mail, Next: page.Next, Locale: r.P.Locale})
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.showDoor(w, r, http.StatusUnprocessableEntity, page)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/sign-in/"+request, "")
}

// MayAsk counts somebody who knocks. What one limit refuses counts towards no other: whoever knocks on would shut the door for
// everybody, or for the owner of an address for a day.
func MayAsk(r *web.Request, mail string) error {
	if err := r.Limit(askByClient, r.Client()); err != nil {
		return err
	}
	if people.ValidMail(mail) {
		key := people.MailKey(mail)
		if err := r.Limit(askByMail, key); err != nil {
			return err
		}
		if err := r.Limit(askDaily, key); err != nil {
			return err
		}
	}
	return r.Limit(askInAll, "")
}

// askedPage is the page at /sign-in/{request}: a mail is on its way, and its six digits may be typed.
type askedPage struct {
	ui.Chrome
	Request string
	Minutes int  // until the mail opens nothing any more
	Demo    bool // the mail can be read at /demo/mail
	Errors  fault.Fields
}

// asked handles GET /sign-in/{request}.
func (p *pages) asked(w http.ResponseWriter, r *web.Request) error {
	return p.showAsked(w, r, nil)
}

func (p *pages) showAsked(w http.ResponseWriter, r *web.Request, wrong fault.Fields) error {
	request := r.PathValue("request")
	until, err := p.People.Asked(r.Context(), request)
	if fault.IsNotFound(err) {
		return p.showDoor(w, r, http.StatusGone, doorPage{Next: "/", Problem: r.P.T("signin.digits.over")})
	}
	if err != nil {
		return err
	}
	page := askedPage{Request: request, Minutes: int((until.Sub(r.Now()) + time.Minute - 1) / time.Minute), Errors: wrong}
	page.Chrome = r.Chrome(r.P.T("signin.sent.title"), ui.Nowhere)
	page.Demo = page.Chrome.Demo && p.Outbox != nil
	return show(w, r, wrong, showAsked(page))
}

// typeDigits handles POST /sign-in/{request}.
func (p *pages) typeDigits(w http.ResponseWriter, r *web.Request) error {
	if err := r.Limit(tryByClient, r.Client()); err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in, err := p.People.UseDigits(r.Context(), r.PathValue("request"), onlyDigits(form.Text("digits")), device(r, form))
	if wrong, ok := fault.AsFields(err); ok {
		return p.showAsked(w, r, wrong)
	}
	return p.comeIn(w, r, in, err)
}

// onlyDigits drops the space and hyphens people type between digits.
func onlyDigits(text string) string {
	out := make([]byte, 0, 6)
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' {
			out = append(out, c)
		}
	}
	return string(out)
}

// device is where somebody signs in, as the form says.
func device(r *web.Request, form web.Form) people.Device {
	return people.Device{Former: people.SecretOf(r.Token()), Shared: form.Has("shared")}
}

// comeIn hands the browser its new session and goes on. What did not let in is said at the door, where one may ask anew.
func (p *pages) comeIn(w http.ResponseWriter, r *web.Request, in people.SignedIn, err error) error {
	var conflict fault.Conflict
	if errors.As(err, &conflict) {
		return p.showDoor(w, r, http.StatusConflict, doorPage{Next: "/", Problem: r.P.T(conflict.Reason.Key, conflict.Reason.Args...)})
	}
	if err != nil {
		return err
	}
	if in.Shared {
		r.StartSharedSession(w, in.Secret.Reveal())
	} else {
		r.StartSession(w, in.Secret.Reveal(), in.Expires)
	}
	return web.SeeOther(w, r, web.Local(in.Next, "/"), "")
}

// linkPage is the page at /sign-in/link/{token}: whose link it is, and a button.
type linkPage struct {
	ui.Chrome
	Token      string
	Name       string // of whose link it is
	Of         string // district
	Invitation bool
}

// openLink handles GET /sign-in/link/{token}. It uses up nothing: scanners of mail open links too.
func (p *pages) openLink(w http.ResponseWriter, r *web.Request) error {
	hideAddress(w)
	secret := people.SecretOf(r.PathValue("token"))
	opened, err := p.People.OpenLink(r.Context(), secret)
	if err != nil {
		return p.comeIn(w, r, people.SignedIn{}, err)
	}
	if opened.Person.ID == "" {
		return web.SeeOther(w, r, SetUpPath(secret), "")
	}
	return web.Render(w, r, http.StatusOK, showLink(linkPage{
		Chrome: r.Chrome(r.P.T("signin.link.title", opened.Person.Name), ui.Nowhere), Token: r.PathValue("token"),
		Name: opened.Person.Name, Of: opened.District.Name, Invitation: opened.Purpose == people.ToAccept,
	}))
}

// hideAddress keeps an address that opens something from being told to other pages or kept.
func hideAddress(w http.ResponseWriter) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "no-store")
}

// useLink handles POST /sign-in/link/{token}.
func (p *pages) useLink(w http.ResponseWriter, r *web.Request) error {
	hideAddress(w)
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in, err := p.People.UseLink(r.Context(), people.SecretOf(r.PathValue("token")), device(r, form))
	return p.comeIn(w, r, in, err)
}

// signOut handles POST /sign-out.
func (p *pages) signOut(w http.ResponseWriter, r *web.Request) error {
	if err := p.People.SignOut(r.Context(), people.SecretOf(r.Token())); err != nil {
		return err
	}
	r.EndSession(w)
	if len(p.Accounts) > 0 {
		return web.SeeOther(w, r, "/sign-in", "signin.out_account")
	}
	return web.SeeOther(w, r, "/sign-in", "signin.out")
}
