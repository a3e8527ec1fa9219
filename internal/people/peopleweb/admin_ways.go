package peopleweb

import (
	"errors"
	"net/http"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// waysPage is the page at /admin/sign-in: how the district's people come in.
type waysPage struct {
	ui.Chrome
	Accounts []string // what the providers are called; none: the administrator has named none
	Only     bool     // the district account is the only way
	Refused  string   // why it could not be made so; empty mostly
}

// ways handles GET /admin/sign-in.
func (p *pages) ways(w http.ResponseWriter, r *web.Request) error {
	return p.showWays(w, r, http.StatusOK, "")
}

func (p *pages) showWays(w http.ResponseWriter, r *web.Request, status int, refused string) error {
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	page := waysPage{Chrome: r.Chrome(r.P.T("people.ways.title"), ui.Admin), Only: d.AccountOnly, Refused: refused}
	for _, provider := range p.Accounts {
		page.Accounts = append(page.Accounts, provider.Title())
	}
	return web.Render(w, r, status, showWays(page))
}

// onlyAccounts handles POST /admin/sign-in/only.
func (p *pages) onlyAccounts(w http.ResponseWriter, r *web.Request) error {
	if len(p.Accounts) == 0 {
		return p.showWays(w, r, http.StatusConflict, r.P.T("people.ways.none"))
	}
	return p.chooseWays(w, r, true, "people.ways.only_now", "/admin/sign-in/any")
}

// anyWay handles POST /admin/sign-in/any.
func (p *pages) anyWay(w http.ResponseWriter, r *web.Request) error {
	return p.chooseWays(w, r, false, "people.ways.any_now", "/admin/sign-in/only")
}

func (p *pages) chooseWays(w http.ResponseWriter, r *web.Request, only bool, key, undo string) error {
	err := p.People.AllowOnlyAccounts(r.Context(), r.Actor, only)
	var refused fault.Conflict
	if errors.As(err, &refused) {
		return p.showWays(w, r, http.StatusConflict, r.P.T(refused.Reason.Key, refused.Reason.Args...))
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, "/admin/sign-in", undo, key)
}

// uninvite handles POST /admin/people/{id}/uninvite.
func (p *pages) uninvite(w http.ResponseWriter, r *web.Request) error {
	return p.toPerson(w, r, p.People.TakeBackInvitation, "people.uninvited", "/invite")
}

// forgetAccount handles POST /admin/people/{id}/forget-account. There is nothing to undo: the next account that comes with the
// person's address is theirs.
func (p *pages) forgetAccount(w http.ResponseWriter, r *web.Request) error {
	who, err := p.People.ForgetAccount(r.Context(), r.Actor, personIn(r))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, personURL(who.ID), "people.account_forgotten", who.Name)
}
