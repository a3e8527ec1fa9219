package peopleweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// way is one way in by a district account.
type way struct {
	ID    string // posted
	Label string
}

// accountWays are the providers as buttons. A single one needs no name.
func (p *pages) accountWays(r *web.Request) []way {
	var out []way
	for i, provider := range p.Accounts {
		w := way{ID: strconv.Itoa(i), Label: r.P.T("signin.account.with")}
		if len(p.Accounts) > 1 {
			w.Label = r.P.T("signin.account.with_named", provider.Title())
		}
		out = append(out, w)
	}
	return out
}

// trip is what the browser remembers while its reader is at a provider.
type trip struct {
	oidc.Flow
	With   int    `json:"with"`
	Next   string `json:"next"`
	Shared bool   `json:"shared"`
}

const (
	tripName  = "account"
	tripLasts = 15 * time.Minute
)

// redirectURL is where a provider sends people back to; it is registered there.
func (p *pages) redirectURL() string { return p.BaseURL + RedirectPath }

// RedirectPath is the local address that is registered at a provider of district accounts.
const RedirectPath = "/sign-in/account/return"

// goPage leads on to a provider. It is a page of its own: the policy lets no form be sent on to another site.
type goPage struct {
	ui.Chrome
	To    string // address at the provider
	Title string // what the provider is called
}

// goToAccount handles POST /sign-in/account.
func (p *pages) goToAccount(w http.ResponseWriter, r *web.Request) error {
	if err := r.Limit(tryByClient, r.Client()); err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	next := web.Local(form.Text("next"), "/")
	with, err := strconv.Atoi(form.Text("with"))
	if err != nil || with < 0 || with >= len(p.Accounts) {
		return p.showDoor(w, r, http.StatusUnprocessableEntity, doorPage{Next: next, Problem: r.P.T("signin.account.again")})
	}
	provider := p.Accounts[with]
	to, flow, err := provider.Begin(r.Context(), p.redirectURL(), form.Has("shared") || form.Has("other"))
	if err != nil {
		return p.accountFault(w, r, trip{Next: next}, err)
	}
	remembered, err := json.Marshal(trip{Flow: flow, With: with, Next: next, Shared: form.Has("shared")})
	if err != nil {
		return err
	}
	r.Remember(w, tripName, string(remembered), tripLasts)
	hideAddress(w)
	w.Header().Set("Refresh", "0; url="+to)
	return web.Render(w, r, http.StatusOK, showGo(goPage{Chrome: r.Chrome(r.P.T("signin.account.go"), ui.Nowhere), To: to, Title: provider.Title()}))
}

// backFromAccount handles GET /sign-in/account/return: somebody comes back from a provider.
func (p *pages) backFromAccount(w http.ResponseWriter, r *web.Request) error {
	hideAddress(w)
	var t trip
	if err := json.Unmarshal([]byte(r.Remembered(tripName)), &t); err != nil || t.With < 0 || t.With >= len(p.Accounts) {
		return p.showDoor(w, r, http.StatusConflict, doorPage{Next: "/", Problem: r.P.T("signin.account.again")})
	}
	if err := r.Limit(tryByClient, r.Client()); err != nil {
		return err
	}
	r.Remember(w, tripName, "", 0)
	who, err := p.Accounts[t.With].Finish(r.Context(), p.redirectURL(), t.Flow, r.URL.Query())
	if err != nil {
		return p.accountFault(w, r, t, err)
	}
	in, err := p.People.SignInByAccount(r.Context(), people.Account(who), people.Device{Former: people.SecretOf(r.Token()), Shared: t.Shared})
	var refused people.NotInvited
	if errors.As(err, &refused) {
		return p.refuseAccount(w, r, refusedPage{With: t.With, Next: t.Next, Shared: t.Shared, Mail: refused.Mail, Ask: refused.Ask})
	}
	in.Next = t.Next
	return p.comeIn(w, r, in, err)
}

// accountFault says at the door why nobody came back from a provider. What is amiss with the provider goes into the log too.
func (p *pages) accountFault(w http.ResponseWriter, r *web.Request, t trip, err error) error {
	var down oidc.Down
	var refused oidc.Refused
	var elsewhere oidc.Elsewhere
	page, status := doorPage{Next: web.Local(t.Next, "/")}, http.StatusConflict
	switch {
	case errors.As(err, &elsewhere):
		return p.refuseAccount(w, r, refusedPage{With: t.With, Next: page.Next, Shared: t.Shared, Mail: elsewhere.Mail, Elsewhere: true})
	case errors.As(err, &refused) && refused.Code == "access_denied":
		page.Problem = r.P.T("signin.account.turned_back")
	case errors.As(err, &down), errors.As(err, &refused):
		p.Log.WarnContext(r.Context(), "district accounts", "error", err)
		page.Problem, status = r.P.T("signin.account.down"), http.StatusServiceUnavailable
	case oidc.Unfit(err):
		p.Log.WarnContext(r.Context(), "district accounts", "error", err)
		page.Problem = r.P.T("signin.account.again")
	default:
		return err
	}
	return p.showDoor(w, r, status, page)
}

// refusedPage says to whom an account brings nobody in, why, and whom to ask.
type refusedPage struct {
	ui.Chrome
	With      int
	Next      string
	Shared    bool
	Mail      string   // of the account; may be empty
	Ask       []string // names of coordinators
	Elsewhere bool     // it is an account of another organization
}

func (p *pages) refuseAccount(w http.ResponseWriter, r *web.Request, page refusedPage) error {
	page.Chrome = r.Chrome(r.P.T("signin.refused.title"), ui.Nowhere)
	return web.Render(w, r, http.StatusForbidden, showRefused(page))
}

// why is the reason in words.
func (p refusedPage) why() string {
	switch {
	case p.Elsewhere && p.Mail != "":
		return p.T("signin.refused.elsewhere", p.Mail)
	case p.Elsewhere:
		return p.T("signin.refused.elsewhere_unnamed")
	case p.Mail != "":
		return p.T("signin.refused.mail", p.Mail)
	}
	return p.T("signin.refused.unnamed")
}

// ask is whom to ask.
func (p refusedPage) ask() string {
	if len(p.Ask) == 0 {
		return p.T("signin.refused.ask_coordinator")
	}
	return p.T("signin.refused.ask", p.List(p.Ask))
}
