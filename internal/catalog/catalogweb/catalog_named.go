package catalogweb

import (
	"net/url"
	"slices"

	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// namedView is a school or a colleague whom the words of a search name: they come before what was found.
type namedView struct {
	Icon      string
	Name, URL string
	Who       string // the school or the colleague alone
	Hint      string // where a colleague works
	Only      ui.Way // to what a school shared; without text: it leads nowhere new
}

// peopleNamed is how many colleagues are shown.
const peopleNamed = 3

// named are the schools and colleagues whom the words name and whom the reader may know.
func (p *pages) named(r *web.Request, c ui.Chrome, q search.Query, found search.Found) (out []namedView, err error) {
	for _, s := range found.Schools {
		out = append(out, namedView{Icon: "school", Who: s.Name, Name: c.T("catalog.named.library", s.Name), URL: schoolURL(s.SchoolName), Only: onlyFrom(c, q, s)})
	}
	if len(found.People) == 0 || p.Named == nil {
		return out, nil
	}
	people, err := p.Named(r.Context(), r.Actor, found.People, peopleNamed)
	for _, one := range people {
		out = append(out, namedView{Icon: one.Icon, Who: one.Text, Name: one.Text, URL: one.URL, Hint: one.Hint})
	}
	return out, err
}

func schoolURL(s search.SchoolName) string { return "/schools/" + string(s.ID) }

// onlyFrom leads to what a school shared of what else is asked for.
func onlyFrom(c ui.Chrome, q search.Query, s search.NamedSchool) ui.Way {
	if s.Total == 0 || slices.Contains(q.Filters[search.School], string(s.ID)) {
		return ui.Way{}
	}
	way := ui.Way{Text: c.T("catalog.named.shared", s.Short, s.Total), URL: catalogURL(q, func(v url.Values) {
		v.Set(search.School, string(s.ID))
		if v.Set("q", s.Rest); s.Rest == "" {
			v.Del("q")
		}
	})}
	if s.Rest != "" {
		way.Text = c.T("catalog.named.only", s.Short, s.Rest, s.Total)
	}
	return way
}

// schoolNamed says whether a card is of a school whom the words name.
func schoolNamed(found search.Found, card int) bool {
	return slices.ContainsFunc(found.Schools, func(s search.NamedSchool) bool { return s.ID == found.Cards[card].School })
}
