package adaptweb

import (
	"net/url"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// aboveView is what stands between the title of a resource and its parts.
type aboveView struct {
	ui.Chrome
	Lead  string      // "Elm's version of"; empty: it is a version of nothing
	Core  string      // "Oak's original"
	Apart string      // that both were written each by itself; empty: they were not
	URL   string      // of the core; empty: the reader may not see it
	Head  string      // "3 changes in Oak's original"; empty: nothing waits for the reader
	See   string      // where they stand
	Moved string      // that the core is another school's now; empty: it is not
	Ends  string      // that the core does not go on, and what becomes of the version; empty: it does
	Asks  []offerLine // what waits: suggestions of versions
	Way   string      // where one chooses how its changes come; empty: not the reader's, or something waits there
	Comes string      // that they come by themselves; empty: they do not
}

func aboveOf(c ui.Chrome, s adapt.Standing) aboveView {
	v := aboveView{Chrome: c, Lead: c.T("adapt.version_of", s.Ours.SchoolName), Core: named(c, "adapt.of.", s.Core.SchoolName, s.Core.Resource)}
	if s.Apart {
		v.Lead, v.Core, v.Apart = c.T("adapt.kept_with"), named(c, "adapt.name.", s.Core.SchoolName, s.Core.Resource), c.T("adapt.apart")
	}
	if s.Former != "" {
		v.Moved = c.T("adapt.moved", s.Former, s.Core.SchoolName)
	}
	switch {
	case !s.Sees:
		v.Ends = endedCore(c, false, s.Core.SchoolName, s.Core.Resource)
	case s.Core.State != catalog.StatePublished:
		v.URL = s.Core.ID.Path(s.Core.About.Title)
		v.Ends = endedCore(c, true, s.Core.SchoolName, s.Core.Resource)
	default:
		v.URL = s.Core.ID.Path(s.Core.About.Title)
	}
	if n := len(s.Waiting()); s.MayDecide && n > 0 {
		v.Head, v.See = waits(c, s.Core.SchoolName, s.Core.Resource, n), coreURL(s.Resource)
	} else if s.MayDecide && s.Lives() {
		v.Way = coreURL(s.Resource)
	}
	if s.MayDecide && s.Lives() && s.Following {
		v.Comes = c.T("adapt.comes")
	}
	return v
}

// Margin says of a version what it is a version of, and beside each part how it stands to the core; and of a core which parts its versions
// are asked to keep, and what they suggest.
func Margin(service *adapt.Service) web.Margin {
	return func(r *web.Request, c ui.Chrome, about string) (*ui.MarginView, error) {
		resource := catalog.ResourceID(about)
		offers, err := service.OffersOf(r.Context(), r.Actor, resource)
		if err != nil {
			return nil, err
		}
		kept, err := service.Kept(r.Context(), r.Actor, resource)
		if err != nil {
			return nil, err
		}
		standing, err := service.Standing(r.Context(), r.Actor, resource)
		switch {
		case fault.IsNotFound(err) && len(offers.In) == 0 && len(kept) == 0:
			return nil, nil
		case fault.IsNotFound(err):
			return marginOfCore(c, offers, kept), nil
		case err != nil:
			return nil, err
		}
		m := margin{Standing: standing, view: reading.View{Chrome: c}, offered: map[block.Key]adapt.OfferID{}, asks: kept}
		for _, o := range offers.Out {
			for _, key := range o.Keys {
				m.offered[key] = o.ID
			}
		}
		if m.texts, err = service.Texts(r.Context(), standing, m.named()); err != nil {
			return nil, err
		}
		return m.show(asksOf(c, offers.In)), nil
	}
}

// marginOfCore is the margin of what is a version of nothing.
func marginOfCore(c ui.Chrome, offers adapt.Offers, kept map[block.Key]bool) *ui.MarginView {
	out := &ui.MarginView{Parts: map[string]ui.Mark{}}
	if len(offers.In) > 0 {
		out.Above = above(aboveView{Chrome: c, Asks: asksOf(c, offers.In)})
	}
	for key := range kept {
		out.Parts[string(key)] = ui.Mark{State: "core", Icon: "flag", Text: c.T("keep.mark")}
	}
	return out
}

// margin is what stands beside the parts of one version.
type margin struct {
	adapt.Standing
	view    reading.View
	texts   map[block.Key]block.Body // of the parts that are named
	offered map[block.Key]adapt.OfferID
	asks    map[block.Key]bool // parts that its own versions are asked to keep
}

var stateIcons = map[adapt.State]string{adapt.FromCore: "core", adapt.Changed: "pencil", adapt.Added: "added", adapt.Removed: "gone"}

// own says whether a part is as the version made it.
func own(p adapt.Part) bool {
	return p.State == adapt.Changed || p.State == adapt.Added || p.State == adapt.Removed
}

// named are the parts whose names are said.
func (m margin) named() []block.Key {
	var out []block.Key
	for _, p := range m.Parts {
		if own(p) && (m.MayDecide || p.State == adapt.Removed) {
			out = append(out, p.Key)
		}
	}
	return out
}

func (m margin) show(asks []offerLine) *ui.MarginView {
	c := m.view.Chrome
	head := aboveOf(c, m.Standing)
	head.Asks = asks
	out := &ui.MarginView{Above: above(head), Parts: map[string]ui.Mark{}}
	after := ""
	for _, p := range m.Parts {
		switch body := m.texts[p.Key]; {
		case p.State == adapt.NotYet:
		case p.State != adapt.Removed:
			out.Parts[string(p.Key)] = m.mark(p)
			after = string(p.Key)
		case body != nil && m.Sees && !m.Apart:
			out.LeftOut = append(out.LeftOut, ui.LeftOut{After: after, Head: m.view.Name(body), Mark: m.mark(p),
				Text: named(c, "adapt.left_out.", m.Core.SchoolName, m.Core.Resource)})
		}
	}
	return out
}

// mark is what stands beside one part.
func (m margin) mark(p adapt.Part) ui.Mark {
	c := m.view.Chrome
	mark := ui.Mark{State: string(p.State), Icon: stateIcons[p.State], Text: c.T("adapt.state." + string(p.State))}
	switch {
	case p.State == adapt.FromCore && m.Apart:
		mark.Text = named(c, "adapt.state.same.", m.Core.SchoolName, m.Core.Resource)
	case p.State == adapt.FromCore:
		mark.Text = named(c, "adapt.state.core.", m.Core.SchoolName, m.Core.Resource)
	case m.Apart:
		mark.Text = c.T("adapt.state.own")
	}
	switch {
	case m.Kept[p.Key] && own(p):
		mark.Line = c.T("keep.not", m.Core.SchoolName)
	case m.Kept[p.Key]:
		mark.Line = c.T("keep.asked", m.Core.SchoolName)
	case m.asks[p.Key]:
		mark.Line = c.T("keep.mark")
	}
	if !m.MayDecide || !m.Lives() {
		return mark
	}
	if p.Waits != "" {
		mark.Waits, mark.URL = c.T("adapt.part."+string(p.Waits), m.Core.SchoolName), changeURL(m.Resource, p.Key)
		return mark
	}
	if body := m.texts[p.Key]; own(p) && m.In == m.District && body != nil {
		mark.Of = m.view.Name(body)
		mark.Act, mark.To = c.T("offer.suggest"), suggestURL(m.Resource)+"?part="+url.QueryEscape(string(p.Key))
		if offer := m.offered[p.Key]; offer != "" {
			mark.Act, mark.To = c.T("offer.part.waits", m.Core.SchoolName), SuggestionPath(offer)
		}
	}
	return mark
}
