// Package peopleweb is the pages of people: coming in, setting up a shelf, who works where, one's own page and the coordinator's.
package peopleweb

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/proto/oidc"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Options are what the pages are made of.
type Options struct {
	People    *people.Service
	MailWorks bool          // letters leave this server
	Starter   Starter       // nil: none is offered
	Feed      *feed.Service // nil: there are no feeds

	// Accounts are the providers of district accounts; none: nobody comes in by one.
	Accounts []*oidc.Provider
	BaseURL  string       // address people type, without a slash at the end
	Log      *slog.Logger // of what a provider answers amiss; nil: nothing is logged

	// Outbox holds the letters that the demonstration wrote instead of sending; nil: it keeps none.
	Outbox *mail.Outbox
	// Weekly has the demonstration write everybody's weekly email at once; nil: it waits for Friday.
	Weekly func(ctx context.Context) error
	// Choices are what else one may choose for oneself at /me, from other domains; about nothing.
	Choices []web.Panel
	// FirstLook is what a colleague sees who comes in for the first time; about their id. It stands in the preview before anyone is invited.
	FirstLook []web.Panel
	// Desk lists what else a coordinator finds at /admin, from other domains.
	Desk []DeskLink
	// Waits are things of other domains that wait for a coordinator.
	Waits []web.Todos
	// Person are panels of other domains on a coordinator's page of somebody, by their id.
	Person []web.Panel
	// Mine lists what else one finds at /me, from other domains.
	Mine []DeskLink
}

// Starter puts a few things on an empty shelf to begin with, and takes them off again.
type Starter interface {
	// OnShelf says how many of them are on by's shelf.
	OnShelf(ctx context.Context, by actor.Actor) (int, error)
	// Put puts them on the shelf in the name of a school; those that are there already are left.
	Put(ctx context.Context, by actor.Actor, school id.SchoolID, l lang.Locale) error
	// Remove takes them all off.
	Remove(ctx context.Context, by actor.Actor) error
}

// DeskLink leads from the coordinator's page, or one's own, to one of another domain.
type DeskLink struct {
	URL  string
	Icon string
	Key  string // of the catalog of messages; Key+".text" says what is done there
	// Contributes: only for those who share.
	Contributes bool
}

type pages struct {
	Options
}

// Routes lists the routes of people.
func Routes(o Options) []web.Route {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &pages{o}
	return []web.Route{
		{Pattern: "GET /sign-in", Who: web.Open, Handler: p.door},
		{Pattern: "POST /sign-in", Who: web.Open, Handler: p.ask},
		{Pattern: "POST /sign-in/account", Who: web.Open, Handler: p.goToAccount},
		{Pattern: "GET /sign-in/account/return", Who: web.Open, Handler: p.backFromAccount},
		{Pattern: "POST /sign-in/passkey/ask", Who: web.Open, Handler: p.askForPasskey},
		{Pattern: "POST /sign-in/passkey", Who: web.Open, Handler: p.usePasskey},
		{Pattern: "GET /sign-in/{request}", Who: web.Open, Handler: p.asked},
		{Pattern: "POST /sign-in/{request}", Who: web.Open, Handler: p.typeDigits},
		{Pattern: "GET /sign-in/link/{token}", Who: web.Open, Handler: p.openLink},
		{Pattern: "POST /sign-in/link/{token}", Who: web.Open, Handler: p.useLink},
		{Pattern: "POST /sign-out", Who: web.Open, Handler: p.signOut},

		{Pattern: "GET /demo", Who: web.Demo, Handler: p.demo},
		{Pattern: "POST /demo/sign-in", Who: web.Demo, Handler: p.demoSignIn},
		{Pattern: "GET /demo/mail", Who: web.Demo, Handler: p.demoMail},
		{Pattern: "POST /demo/mail/weekly", Who: web.Demo, Handler: p.demoWeekly},

		{Pattern: "GET /set-up/link/{token}", Who: web.Open, Handler: p.setUpDistrict},
		{Pattern: "POST /set-up/link/{token}", Who: web.Open, Handler: p.setUpNameDistrict},
		{Pattern: "GET /set-up/link/{token}/you", Who: web.Open, Handler: p.setUpYou},
		{Pattern: "POST /set-up/link/{token}/you", Who: web.Open, Handler: p.setUpNameYou},
		{Pattern: "GET /set-up", Who: web.Coordinator, Handler: p.setUp},
		{Pattern: "GET /set-up/{step}", Who: web.Coordinator, Handler: p.setUpStep},
		{Pattern: "POST /set-up/{step}", Who: web.Coordinator, Handler: p.setUpDo},

		{Pattern: "GET /people", Who: web.SignedIn, Handler: p.directory},

		{Pattern: "GET /me", Who: web.SignedIn, Handler: p.me},
		{Pattern: "POST /me", Who: web.SignedIn, Handler: p.changeMe},
		{Pattern: "POST /me/sign-out-everywhere", Who: web.SignedIn, Handler: p.signOutEverywhere},
		{Pattern: "POST /me/passkeys/ask", Who: web.SignedIn, Handler: p.newPasskey},
		{Pattern: "POST /me/passkeys", Who: web.SignedIn, Handler: p.addPasskey},
		{Pattern: "POST /me/passkeys/{id}", Who: web.SignedIn, Handler: p.renamePasskey},
		{Pattern: "POST /me/passkeys/{id}/remove", Who: web.SignedIn, Handler: p.removePasskey},
		{Pattern: "POST /me/passkeys/{id}/return", Who: web.SignedIn, Handler: p.returnPasskey},
		{Pattern: "POST /me/tokens", Who: web.SignedIn, Handler: p.createToken},
		{Pattern: "POST /me/tokens/{id}/remove", Who: web.SignedIn, Handler: p.removeToken},

		{Pattern: "GET /admin", Who: web.Coordinator, Handler: p.desk},
		{Pattern: "GET /admin/people", Who: web.Coordinator, Handler: p.everyone},
		{Pattern: "POST /admin/people", Who: web.Coordinator, Handler: p.addPeople},
		{Pattern: "POST /admin/people/invite", Who: web.Coordinator, Handler: p.invite},
		{Pattern: "POST /admin/people/uninvite", Who: web.Coordinator, Handler: p.uninviteAll},
		{Pattern: "GET /admin/people/{id}", Who: web.Coordinator, Handler: p.person},
		{Pattern: "POST /admin/people/{id}", Who: web.Coordinator, Handler: p.changePerson},
		{Pattern: "POST /admin/people/{id}/former", Who: web.Coordinator, Handler: p.formerPerson},
		{Pattern: "POST /admin/people/{id}/invite", Who: web.Coordinator, Handler: p.inviteOne},
		{Pattern: "POST /admin/people/{id}/uninvite", Who: web.Coordinator, Handler: p.uninvite},
		{Pattern: "POST /admin/people/{id}/forget-account", Who: web.Coordinator, Handler: p.forgetAccount},
		{Pattern: "POST /admin/people/{id}/coordinator", Who: web.Coordinator, Handler: p.makeCoordinator},
		{Pattern: "POST /admin/people/{id}/step-down", Who: web.Coordinator, Handler: p.stepDown},
		{Pattern: "POST /admin/people/{id}/end-sessions", Who: web.Coordinator, Handler: p.endSessions},
		{Pattern: "POST /admin/people/{id}/left", Who: web.Coordinator, Handler: p.left},
		{Pattern: "POST /admin/people/{id}/return", Who: web.Coordinator, Handler: p.takeBack},
		{Pattern: "GET /admin/schools", Who: web.Coordinator, Handler: p.schools},
		{Pattern: "POST /admin/schools", Who: web.Coordinator, Handler: p.addSchools},
		{Pattern: "GET /admin/schools/{id}", Who: web.Coordinator, Handler: p.school},
		{Pattern: "POST /admin/schools/{id}", Who: web.Coordinator, Handler: p.changeSchool},
		{Pattern: "POST /admin/schools/{id}/former", Who: web.Coordinator, Handler: p.formerSchool},
		{Pattern: "POST /admin/schools/{id}/remove", Who: web.Coordinator, Handler: p.removeSchool},
		{Pattern: "POST /admin/schools/{id}/return", Who: web.Coordinator, Handler: p.returnSchool},
		{Pattern: "POST /admin/schools/{id}/close", Who: web.Coordinator, Handler: p.closeSchool},
		{Pattern: "POST /admin/schools/{id}/open", Who: web.Coordinator, Handler: p.openSchool},
		{Pattern: "GET /admin/sign-in", Who: web.Coordinator, Handler: p.ways},
		{Pattern: "POST /admin/sign-in/only", Who: web.Coordinator, Handler: p.onlyAccounts},
		{Pattern: "POST /admin/sign-in/any", Who: web.Coordinator, Handler: p.anyWay},
		{Pattern: "GET /admin/settings", Who: web.Coordinator, Handler: p.settings},
		{Pattern: "POST /admin/settings", Who: web.Coordinator, Handler: p.changeSettings},
	}
}

// show renders a page, as 422 when a form comes back to be corrected.
func show(w http.ResponseWriter, r *web.Request, wrong fault.Fields, page templ.Component) error {
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, page)
}

// SetUpPath is the local address that a set-up link opens.
func SetUpPath(secret people.Secret) string { return "/set-up/link/" + secret.Reveal() }
