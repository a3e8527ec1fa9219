package adaptweb

import (
	"errors"
	"net/http"
	"slices"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// suggestPage is the page at /resources/{id}/suggest: which parts of a version are offered to its core, and why.
type suggestPage struct {
	ui.Chrome
	Name   string // of the version
	Back   string
	Head   string // "Suggest to Oak"
	Text   string
	Action string
	Parts  ui.Choices // to choose from
	Waits  []ui.Way   // what is offered already
	Why    ui.Area
	Kept   []keptView // what the reader wrote where nothing can be chosen any more
	Faults []ui.FieldFault
}

func suggestURL(r catalog.ResourceID) string { return path(r) + "/suggest" }

// SuggestionPath is the local address of an offer.
func SuggestionPath(o adapt.OfferID) string { return "/suggestions/" + string(o) }

// suggest handles GET /resources/{id}/suggest.
func (p *pages) suggest(w http.ResponseWriter, r *web.Request) error {
	var chosen []block.Key
	for _, key := range r.Query().All("part") {
		chosen = append(chosen, block.Key(key))
	}
	return p.showSuggest(w, r, http.StatusOK, adapt.OfferInput{Keys: chosen}, nil)
}

func (p *pages) showSuggest(w http.ResponseWriter, r *web.Request, status int, in adapt.OfferInput, wrong fault.Fields) error {
	s, sides, err := p.Adapt.Weigh(r.Context(), r.Actor, catalog.ResourceID(r.PathValue("id")))
	if err != nil {
		return err
	}
	if !s.MayDecide {
		return fault.Denied{Reason: fault.Say("adapt.denied.school")}
	}
	switch {
	case s.In != s.District:
		return fault.Conflict{Reason: fault.Say("offer.conflict.far")}
	case !s.Lives():
		return fault.Conflict{Reason: fault.Say("offer.conflict.ended")}
	}
	waiting, err := p.Adapt.OffersOf(r.Context(), r.Actor, s.Resource)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("offer.suggest.head", s.Core.SchoolName), ui.Catalog)
	page := suggestPage{Chrome: c, Name: s.Ours.Document.About.Title, Back: path(s.Resource), Head: c.Title, Text: named(c, "offer.suggest.text.", s.Core.SchoolName, s.Core.Resource),
		Action: suggestURL(s.Resource), Faults: c.Faults(wrong, "part", "why")}
	_, ours, err := p.views(r, c, s, "")
	if err != nil {
		return err
	}
	page.Parts = ui.Choices{Label: ui.Label{Name: "part", Text: c.T("offer.suggest.parts"), Wrong: c.Wrong(wrong, "part"), Focus: wrong["part"].Key != ""}, Multiple: true}
	taken := map[block.Key]bool{}
	for _, o := range waiting.Out {
		names := []string{}
		for _, key := range o.Keys {
			taken[key] = true
			names = append(names, ours.Name(bodyOf(sides, key)))
		}
		page.Waits = append(page.Waits, ui.Way{Text: c.T("offer.waits.own", c.List(names), c.Date(o.At.In(c.Zone))), URL: SuggestionPath(o.ID)})
	}
	list := slices.DeleteFunc(adapt.Offerable(s), func(part adapt.Part) bool { return taken[part.Key] })
	for _, part := range list {
		page.Parts.Options = append(page.Parts.Options, ui.Option{Value: string(part.Key), Label: ours.Name(bodyOf(sides, part.Key)), Hint: c.T("adapt.state." + string(part.State)),
			Chosen: slices.Contains(in.Keys, part.Key) || len(list) == 1})
	}
	page.Why = ui.Area{Label: ui.Label{Name: "why", Text: c.T("offer.suggest.why"), Hint: c.T("offer.suggest.why_hint"), Wrong: c.Wrong(wrong, "why"), Free: true,
		Focus: wrong["why"].Key != "" && wrong["part"].Key == ""}, Value: in.Why, Rows: "2"}
	if in.Why != "" && len(page.Parts.Options) == 0 {
		page.Kept = []keptView{{page.Why.Text, in.Why}}
	}
	return web.Render(w, r, status, showSuggest(page))
}

// offer handles POST /resources/{id}/suggest.
func (p *pages) offer(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := adapt.OfferInput{Version: catalog.ResourceID(r.PathValue("id")), Why: form.Text("why")}
	for _, key := range form.All("part") {
		in.Keys = append(in.Keys, block.Key(key))
	}
	offer, err := p.Adapt.Offer(r.Context(), r.Actor, in)
	if wrong, invalid := fault.AsFields(err); invalid {
		return p.showSuggest(w, r, http.StatusUnprocessableEntity, in, wrong)
	}
	var taken fault.Conflict
	if errors.As(err, &taken) {
		return p.showSuggest(w, r, http.StatusConflict, in, fault.Fields{"part": taken.Reason})
	}
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, SuggestionPath(offer), SuggestionPath(offer)+"/back", "offer.flash.made")
}
