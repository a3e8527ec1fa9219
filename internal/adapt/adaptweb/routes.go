// Package adaptweb is the pages of versions: making one, what stands beside its parts, and choosing what to do about changes of the
// core.
package adaptweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// School is a school as forms name it.
type School struct {
	ID   id.SchoolID
	Name string // short
}

// Options are what the pages are made of.
type Options struct {
	Adapt   *adapt.Service
	Catalog *catalog.Service
	Topics  *vocab.Service
	People  *people.Service
	// Thanks is who thanked somebody with one tap, the last first.
	Thanks func(ctx context.Context, by actor.Actor, person id.PersonID) ([]Thanked, error)
	// Thank stands beside each suggestion that was used, by its id; nil: nothing does.
	Thank web.Each
	// Schools lists the schools of a district in whose name something may be shared, in order.
	Schools func(ctx context.Context, district id.DistrictID) ([]School, error)
}

type pages struct {
	Options
	prose *prose.Renderer
}

// Routes lists the routes of versions.
func Routes(o Options) []web.Route {
	p := &pages{o, prose.New()}
	return []web.Route{
		{Pattern: "GET /resources/{id}/adapt", Who: web.Contributor, Handler: p.begin},
		{Pattern: "POST /resources/{id}/adapt", Who: web.Contributor, Handler: p.make},
		{Pattern: "POST /resources/{id}/adapt/link", Who: web.Contributor, Handler: p.link},
		{Pattern: "GET /resources/{id}/core", Who: web.Contributor, Handler: p.core},
		{Pattern: "POST /resources/{id}/core", Who: web.Contributor, Handler: p.takeAll},
		{Pattern: "POST /resources/{id}/core/follow", Who: web.Contributor, Handler: p.follow},
		{Pattern: "POST /resources/{id}/core/undo/{decision}", Who: web.Contributor, Handler: p.undo},
		{Pattern: "GET /resources/{id}/core/{key}", Who: web.Contributor, Handler: p.change},
		{Pattern: "POST /resources/{id}/core/{key}", Who: web.Contributor, Handler: p.decide},
		{Pattern: "GET /resources/{id}/suggest", Who: web.Contributor, Handler: p.suggest},
		{Pattern: "POST /resources/{id}/suggest", Who: web.Contributor, Handler: p.offer},
		{Pattern: "GET /resources/{id}/keep", Who: web.Contributor, Handler: p.keep},
		{Pattern: "POST /resources/{id}/keep", Who: web.Contributor, Handler: p.askToKeep},
		{Pattern: "GET /resources/{id}/family", Who: web.SignedIn, Handler: p.family},
		{Pattern: "GET /people/{id}", Who: web.SignedIn, Handler: p.person},
		{Pattern: "GET /suggestions/{id}", Who: web.Contributor, Handler: p.suggestion},
		{Pattern: "POST /suggestions/{id}", Who: web.Contributor, Handler: p.accept},
		{Pattern: "POST /suggestions/{id}/not-now", Who: web.Contributor, Handler: p.decline},
		{Pattern: "POST /suggestions/{id}/back", Who: web.Contributor, Handler: p.withdraw},
		{Pattern: "POST /suggestions/{id}/reopen", Who: web.Contributor, Handler: p.reopen},
	}
}

func path(r catalog.ResourceID) string { return r.Path("") }

// sort says what a core is to people: an original, or somebody's version where it is one itself.
func sort(core catalog.Resource) string {
	if core.Core != "" {
		return "version"
	}
	return "original"
}

// named is a message of a kind that names the core: "Oak's original", "Elm's version".
func named(c ui.Chrome, kind, school string, core catalog.Resource, args ...any) string {
	return c.T(kind+sort(core), append([]any{school}, args...)...)
}

// Act leads to making a version of a resource, or to the one that the reader's school has.
func (o Options) Act(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
	if !r.Actor.Contributes() {
		return nil, nil
	}
	chance, err := o.Adapt.Look(r.Context(), r.Actor, catalog.ResourceID(about), r.Actor.SchoolIDs())
	if fault.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(chance.Have) > 0 {
		return act(c, actView{Text: c.T("adapt.act.have"), URL: whereIs(chance.Have[0])}), nil
	}
	if len(r.Actor.Schools) == 1 && r.Actor.Schools[0].School == chance.Core.School {
		return nil, nil
	}
	return act(c, actView{Text: c.T("adapt.make"), URL: path(chance.Core.ID) + "/adapt"}), nil
}

// actView is one way from a resource.
type actView struct{ Text, URL string }

// whereIs is where a version is to be found: a draft among the drafts.
func whereIs(r catalog.Resource) string {
	if r.State == catalog.StateDraft {
		return "/drafts"
	}
	return path(r.ID)
}

// whereIs is the same, and the draft itself where the reader writes it.
func (p *pages) whereIs(r *web.Request, have catalog.Resource) string {
	if have.State == catalog.StateDraft {
		if draft, err := p.Catalog.DraftOf(r.Context(), r.Actor, have.ID); err == nil {
			return "/share/" + string(draft.ID)
		}
	}
	return whereIs(have)
}

// makePage is the page at /resources/{id}/adapt.
type makePage struct {
	ui.Chrome
	Name    string // of the resource
	Back    string
	School  string // whose it is
	Refused string // why there can be no version of it; empty: there can
	Have    string // address of the version that there is; empty: none
	Choice  ui.Choices
	Only    string // the one school for which it can be made; empty: there are several
	Action  string
}

// begin handles GET /resources/{id}/adapt.
func (p *pages) begin(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	schools, err := p.sharing(r)
	if err != nil {
		return err
	}
	chance, err := p.Adapt.Look(r.Context(), r.Actor, resource, r.Actor.SchoolIDs())
	if err != nil {
		return err
	}
	a := chance.Core.About
	page := makePage{Chrome: r.Chrome(r.P.T("adapt.make"), ui.Catalog), Name: a.Title, Back: resource.Path(a.Title), School: chance.Core.SchoolName, Action: path(resource) + "/adapt"}
	if chance.Refused != "" {
		page.Refused = page.T("adapt.refused." + string(chance.Refused))
	}
	for _, have := range chance.Have {
		page.Have = p.whereIs(r, have)
	}
	page.Choice = ui.Choices{Label: ui.Label{Name: "school", Text: page.T("adapt.make.school")}}
	for _, s := range schools {
		if s.ID != chance.Core.School {
			page.Choice.Options = append(page.Choice.Options, ui.Option{Value: string(s.ID), Label: s.Name, Chosen: len(page.Choice.Options) == 0})
		}
	}
	switch len(page.Choice.Options) {
	case 0:
		page.Refused = page.T("adapt.conflict.own")
	case 1:
		page.Only = page.Choice.Options[0].Value
	}
	return web.Render(w, r, http.StatusOK, showMake(page))
}

// make handles POST /resources/{id}/adapt.
func (p *pages) make(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	core, school := catalog.ResourceID(r.PathValue("id")), id.SchoolID(in.Text("school"))
	draft, err := p.Adapt.Make(r.Context(), r.Actor, core, school)
	if fault.IsConflict(err) {
		if chance, lost := p.Adapt.Look(r.Context(), r.Actor, core, []id.SchoolID{school}); lost == nil && len(chance.Have) > 0 {
			return web.SeeOther(w, r, p.whereIs(r, chance.Have[0]), "")
		}
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/share/"+string(draft.ID), "adapt.flash.begun")
}

// link handles POST /resources/{id}/adapt/link: a link to what may not be changed.
func (p *pages) link(w http.ResponseWriter, r *web.Request) error {
	in, err := r.ReadForm()
	if err != nil {
		return err
	}
	draft, err := p.Adapt.Link(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")), id.SchoolID(in.Text("school")))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/share/"+string(draft.ID), "")
}

// sharing are the schools in whose name the reader may share.
func (p *pages) sharing(r *web.Request) ([]School, error) {
	all, err := p.Schools(r.Context(), r.Actor.District)
	if err != nil {
		return nil, err
	}
	return actor.Sharing(r.Actor, all, func(s School) id.SchoolID { return s.ID }), nil
}

// bodiesOf are the parts of a document by their keys.
func bodiesOf(d block.Document) map[block.Key]block.Body {
	out := map[block.Key]block.Body{block.AboutKey: d.About}
	for _, b := range d.Blocks {
		out[b.Key] = b.Body
	}
	return out
}
