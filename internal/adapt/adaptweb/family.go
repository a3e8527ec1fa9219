package adaptweb

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// familyPage is the page at /resources/{id}/family: where a resource is used, and by which versions.
type familyPage struct {
	ui.Chrome
	Name    string // of the resource
	Back    string
	Use     string // "Elm and Pine use it."; empty: nobody else yet
	Besides string // "Kept together with Fir's, which was written apart."; empty: nothing is
	Tree    treeView
	Rows    []relativeView
	Used    []usedView
}

// relativeView is one line of the table.
type relativeView struct {
	Name    string // "Oak's original"
	URL     string
	Title   string
	Lang    string // of the title, if not the page's
	Of      string // what it is a version of
	Since   string
	Differs string
	Here    bool // the reader came from it
}

// usedView is a suggestion that was accepted.
type usedView struct {
	Text  string // "Rosa Delgado, Elm, to Oak's original"
	Why   string
	When  string
	Thank templ.Component
}

// treeView is the tree as a picture: lines from each to its core.
type treeView struct {
	Width, Height string
	Box           string // the viewBox
	Lines         []string
	Nodes         []nodeView
}

type nodeView struct {
	X, Y, TextX, TextY string
	Name               string
	Here               bool
}

// family handles GET /resources/{id}/family.
func (p *pages) family(w http.ResponseWriter, r *web.Request) error {
	resource := catalog.ResourceID(r.PathValue("id"))
	family, err := p.Adapt.Family(r.Context(), r.Actor, resource)
	if err != nil {
		return err
	}
	c := r.Chrome(r.P.T("family.head"), ui.Catalog)
	page := familyPage{Chrome: c, Use: inUse(c, family.List, resource), Besides: besides(c, family.List, resource), Tree: treeOf(c, family.List, resource)}
	for _, o := range family.List {
		if o.ID == resource {
			page.Name, page.Back = o.About.Title, o.ID.Path(o.About.Title)
		}
		page.Rows = append(page.Rows, relativeOf(c, family.List, o, resource))
	}
	if page.Back == "" {
		page.Back = path(resource)
	}
	if page.Used, err = p.usedIn(r, c, family); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, showFamily(page))
}

// relativeName is one of a family as people call it: "Oak's original".
func relativeName(c ui.Chrome, o adapt.Relative) string {
	if o.Apart {
		return c.T("family.name.own", o.SchoolName)
	}
	return named(c, "family.name.", o.SchoolName, o.Resource)
}

func relativeOf(c ui.Chrome, list []adapt.Relative, o adapt.Relative, here catalog.ResourceID) relativeView {
	v := relativeView{Name: relativeName(c, o), URL: o.ID.Path(o.About.Title), Title: o.About.Title, Since: c.Date(o.SharedAt.In(c.Zone)), Here: o.ID == here}
	if o.About.Language != string(c.Locale) {
		v.Lang = o.About.Language
	}
	if o.Of >= 0 {
		v.Of = relativeName(c, list[o.Of])
		if o.Apart {
			v.Of = c.T("family.beside", v.Of)
		}
	}
	var words []string
	for _, d := range []struct {
		key string
		n   int
	}{{"family.changed", o.Changed}, {"family.added", o.Added}, {"family.left_out", o.LeftOut}} {
		if d.n > 0 {
			words = append(words, c.T(d.key, d.n))
		}
	}
	switch {
	case o.State == catalog.StateRetired:
		words = append(words, c.T("family.retired"))
	case o.Apart:
		words = append(words, c.T("family.apart"))
	case o.Core != "" && len(words) == 0:
		words = append(words, c.T("family.same"))
	}
	v.Differs = c.List(words)
	return v
}

// few is up to how many schools are named.
const few = 5

// together names each of a family by the first of those with which it goes back to the same beginning: what was written apart is one of
// its own.
func together(list []adapt.Relative) []int {
	out := make([]int, len(list))
	for i, o := range list {
		if out[i] = i; o.Of >= 0 && !o.Apart {
			out[i] = out[o.Of]
		}
	}
	return out
}

// elsewhere are the other schools that have one of a family in the catalog, of those that were written as versions of what stands here
// or before it; and of those written apart.
func elsewhere(list []adapt.Relative, here catalog.ResourceID) (used, beside []string) {
	at := max(0, slices.IndexFunc(list, func(o adapt.Relative) bool { return o.ID == here }))
	group := together(list)
	for i, o := range list {
		names := &used
		if group[i] != group[at] {
			names = &beside
		}
		if o.State == catalog.StatePublished && o.SchoolName != list[at].SchoolName && !slices.Contains(*names, o.SchoolName) {
			*names = append(*names, o.SchoolName)
		}
	}
	return used, beside
}

// inUse says at which other schools a resource, or a version of its family, is in the catalog.
func inUse(c ui.Chrome, list []adapt.Relative, here catalog.ResourceID) string {
	names, _ := elsewhere(list, here)
	switch {
	case len(names) == 0:
		return ""
	case len(names) < few:
		return c.T("family.use", c.List(names))
	}
	return c.T("family.use_many", len(names))
}

// besides says with whose own it is kept together, which was written apart.
func besides(c ui.Chrome, list []adapt.Relative, here catalog.ResourceID) string {
	_, names := elsewhere(list, here)
	if len(names) == 0 {
		return ""
	}
	return c.T("family.besides", c.List(names))
}

// Measures of the picture, in pixels.
const (
	nodeStep   = 40 // from one line to the next
	nodeIndent = 28
	nodeRadius = 7
	nodeGap    = 16  // before the name
	nameWidth  = 220 // room for a name
)

// treeOf draws a family: each on a line of its own, further in than its core, with a line from there.
func treeOf(c ui.Chrome, list []adapt.Relative, here catalog.ResourceID) treeView {
	n, deepest := strconv.Itoa, 0
	x := func(o adapt.Relative) int { return nodeRadius + 2 + o.Depth*nodeIndent }
	y := func(place int) int { return nodeStep/2 + place*nodeStep }
	var v treeView
	for i, o := range list {
		deepest = max(deepest, o.Depth)
		if o.Of >= 0 {
			core := list[o.Of]
			v.Lines = append(v.Lines, "M"+n(x(core))+" "+n(y(o.Of)+nodeRadius)+"V"+n(y(i))+"H"+n(x(o)-nodeRadius))
		}
		v.Nodes = append(v.Nodes, nodeView{X: n(x(o)), Y: n(y(i)), TextX: n(x(o) + nodeGap), TextY: n(y(i) + 5), Name: relativeName(c, o), Here: o.ID == here})
	}
	width, height := nodeRadius+deepest*nodeIndent+nodeGap+nameWidth, len(list)*nodeStep
	v.Width, v.Height, v.Box = n(width), n(height), "0 0 "+n(width)+" "+n(height)
	return v
}

// usedIn are the suggestions that were accepted in a family, with a way to thank for each.
func (p *pages) usedIn(r *web.Request, c ui.Chrome, family adapt.Family) ([]usedView, error) {
	names := map[catalog.ResourceID]string{}
	for _, o := range family.List {
		names[o.ID] = named(c, "adapt.name.", o.SchoolName, o.Resource)
	}
	ids := make([]string, len(family.Used))
	for i, o := range family.Used {
		ids[i] = string(o.ID)
	}
	thank := map[string]templ.Component{}
	if p.Thank != nil && len(ids) > 0 {
		var err error
		if thank, err = p.Thank(r, c, ids); err != nil {
			return nil, err
		}
	}
	var out []usedView
	for _, o := range family.Used {
		out = append(out, usedView{Text: c.T("family.used", who(c, o.PersonName, o.SchoolName), names[o.Core]), Why: o.Why, When: c.Date(o.DecidedAt.In(c.Zone)), Thank: thank[string(o.ID)]})
	}
	return out, nil
}

// WhereUsed stands below a resource: which schools use it, with a way to its family; and for those who may edit it, to the parts that
// versions are asked to keep.
func (o Options) WhereUsed(r *web.Request, c ui.Chrome, about string) (templ.Component, error) {
	resource := catalog.ResourceID(about)
	if !r.Actor.SignedIn() {
		return nil, nil
	}
	related, err := o.Adapt.Related(r.Context(), resource)
	if err != nil || !related {
		return nil, err
	}
	family, err := o.Adapt.Family(r.Context(), r.Actor, resource)
	if err != nil || len(family.List) < 2 {
		return nil, err
	}
	v := whereView{Chrome: c, Use: inUse(c, family.List, resource), Besides: besides(c, family.List, resource), URL: path(resource) + "/family"}
	for _, one := range family.List {
		if one.ID == resource && o.Adapt.MayAskToKeep(r.Actor, one.Resource) == nil {
			v.Keep = path(resource) + "/keep"
		}
	}
	return whereUsed(v), nil
}

// whereView is where a resource is used, in a line.
type whereView struct {
	ui.Chrome
	Use     string // empty: at no other school
	Besides string // with what of its family it is kept together, which was written apart; empty: with nothing
	URL     string
	Keep    string // where versions are asked to keep parts; empty: not the reader's
}
