package peopleweb

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// mePage is the page at /me.
type mePage struct {
	ui.Chrome
	Me      people.Person
	Schools map[id.SchoolID]string // short names
	Devices int                    // on which one is signed in
	Tokens  []people.Token
	Feed    feed.Held // the address of the reader's feed
	Links   []DeskLink
	Form    people.ChangeMeInput
	Errors  fault.Fields
	Token   string       // name typed for a new token
	Scope   people.Scope // chosen for it
	Secret  string       // of the token just made, shown this once; empty mostly

	Choices []templ.Component // of other domains

	PasskeysWork bool // there can be passkeys
	AccountOnly  bool // the district account is the only way in
	Passkeys     []people.Passkey
	NewPasskey   string            // name typed for a new one
	Renamed      map[string]string // names typed for those there are, by id
}

// me handles GET /me.
func (p *pages) me(w http.ResponseWriter, r *web.Request) error {
	return p.showMe(w, r, mePage{Scope: people.MayRead})
}

// showMe fills in what the page needs beside what was typed.
func (p *pages) showMe(w http.ResponseWriter, r *web.Request, page mePage) error {
	var err error
	if page.Me, err = p.People.Me(r.Context(), r.Actor); err != nil {
		return err
	}
	schools, err := p.People.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	page.Schools = shortNames(schools)
	if page.Devices, err = p.People.Devices(r.Context(), r.Actor); err != nil {
		return err
	}
	if page.Tokens, err = p.People.Tokens(r.Context(), r.Actor); err != nil {
		return err
	}
	if p.Feed != nil {
		if page.Feed, err = p.Feed.Held(r.Context(), r.Actor); err != nil {
			return err
		}
	}
	if page.Passkeys, err = p.People.Passkeys(r.Context(), r.Actor); err != nil {
		return err
	}
	d, err := p.People.District(r.Context(), r.Actor.District)
	if err != nil {
		return err
	}
	for _, link := range p.Mine {
		if !link.Contributes || r.Actor.Contributes() {
			page.Links = append(page.Links, link)
		}
	}
	page.PasskeysWork, page.AccountOnly = p.People.PasskeysWork(), d.AccountOnly
	if _, typed := page.Errors["name"]; !typed && page.Form.Name == "" {
		page.Form = people.ChangeMeInput{Name: page.Me.Name, Locale: page.Me.Locale}
	}
	page.Chrome = r.Chrome(r.P.T("people.me.title"), ui.Nowhere)
	if page.Choices, err = web.Fill(r, page.Chrome, "", p.Options.Choices); err != nil {
		return err
	}
	return show(w, r, page.Errors, showMe(page))
}

// changeMe handles POST /me.
func (p *pages) changeMe(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := people.ChangeMeInput{Name: form.Text("name"), Locale: lang.Locale(form.Text("locale")), First: id.SchoolID(form.Text("first"))}
	err = p.People.ChangeMe(r.Context(), r.Actor, in)
	if wrong, ok := fault.AsFields(err); ok {
		return p.showMe(w, r, mePage{Form: in, Errors: wrong, Scope: people.MayRead})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/me", "people.me.saved")
}

// signOutEverywhere handles POST /me/sign-out-everywhere. With all, it ends what reads in one's name as well.
func (p *pages) signOutEverywhere(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	said := "signin.out_everywhere"
	if form.Has("all") {
		said, err = "signin.out_all", p.People.EndAll(r.Context(), r.Actor, r.Actor.Person)
	} else {
		err = p.People.EndSessions(r.Context(), r.Actor)
	}
	if err != nil {
		return err
	}
	r.EndSession(w)
	return web.SeeOther(w, r, "/sign-in", said)
}

// createToken handles POST /me/tokens. The page that answers is the only one that ever shows the token.
func (p *pages) createToken(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	page := mePage{Token: form.Text("token"), Scope: people.Scope(form.Text("scope"))}
	_, secret, err := p.People.CreateToken(r.Context(), r.Actor, page.Token, page.Scope)
	if wrong, ok := fault.AsFields(err); ok {
		page.Errors = wrong
		return p.showMe(w, r, page)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.showMe(w, r, mePage{Scope: people.MayRead, Secret: secret.Reveal()})
}

// removeToken handles POST /me/tokens/{id}/remove.
func (p *pages) removeToken(w http.ResponseWriter, r *web.Request) error {
	if err := p.People.RevokeToken(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/me", "people.token.removed")
}

// firstOptions are one's schools, to choose which comes first.
func (m mePage) firstOptions() []ui.Option {
	var out []ui.Option
	for i, held := range m.Me.Memberships {
		chosen := i == 0
		if m.Form.First != "" {
			chosen = held.School == m.Form.First
		}
		out = append(out, ui.Option{Value: string(held.School), Label: m.Schools[held.School], Chosen: chosen})
	}
	return out
}

func (m mePage) scopeOptions() []ui.Option {
	return []ui.Option{
		{Value: string(people.MayRead), Label: m.T("people.token.read"), Chosen: m.Scope == people.MayRead},
		{Value: string(people.MayWrite), Label: m.T("people.token.write"), Chosen: m.Scope == people.MayWrite},
	}
}

// reading lists what lets in or reads in one's name when one is signed out: passkeys, programs with a token, and the address of a
// feed, each of these with the day of its last use.
func (m mePage) reading() []string {
	used := func(day clock.Day) string {
		if day == "" {
			return m.T("people.reads.never")
		}
		return m.T("people.reads.last", m.Day(day))
	}
	var out []string
	for _, key := range m.Passkeys {
		out = append(out, m.T("people.reads.passkey", key.Name, m.Date(key.Added.In(m.Zone))))
	}
	for _, t := range m.Tokens {
		out = append(out, m.T("people.reads.token", t.Name, used(t.UsedOn)))
	}
	if !m.Feed.Made.IsZero() {
		out = append(out, m.T("people.reads.feed", used(m.Feed.UsedOn)))
	}
	return out
}
