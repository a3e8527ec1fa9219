package catalogweb_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// panel says its name and what it was asked about.
func panel(name string) []web.Panel {
	return []web.Panel{
		func(*web.Request, ui.Chrome, string) (templ.Component, error) { return nil, nil },
		func(_ *web.Request, _ ui.Chrome, about string) (templ.Component, error) {
			return templ.Raw("<p>" + name + " of " + about + "</p>"), nil
		},
	}
}

func TestOtherDomainsFillPlacesOnPages(t *testing.T) {
	s := shelfWith(t, catalogweb.Slots{
		Acts: panel("acts"), Under: panel("under"), ByLink: panel("by link"), Links: panel("links"), Search: panel("search"), Start: panel("start"),
		Waiting: []web.Todos{func(*web.Request, ui.Chrome) ([]ui.Todo, error) {
			return []ui.Todo{{Title: "It waits", URL: "/x"}}, nil
		}},
		Moves: []web.Moves{func(*web.Request, ui.Chrome) ([]ui.Move, error) {
			return []ui.Move{{Title: "A small move", Action: "Make it", URL: "/y"}}, nil
		}},
	})
	r := s.share(rosa, catalog.SeenByDistrict, tip("A tip"))
	v := s.as(rosa)
	v.get(s.at(r)).is(http.StatusOK).says("acts of "+string(r.ID), "under of "+string(r.ID)).saysNot("by link of")
	v.post(s.at(r)+"/notes", nil).is(http.StatusUnprocessableEntity).says("acts of "+string(r.ID), "under of "+string(r.ID))
	v.get("/catalog?q=kites").is(http.StatusOK).says("search of kites")
	v.get("/").is(http.StatusOK).says("It waits", "start of", "A small move").wants("link", "Make it")
	p := v.post(s.at(r)+"/links", nil).is(http.StatusOK).says("links of " + string(r.ID))
	_, token, _ := strings.Cut(p.body, "/s/")
	token = token[:strings.IndexFunc(token, func(r rune) bool { return r == '"' || r == '<' })]
	s.as(noOne).get("/s/"+token).is(http.StatusOK).says("by link of "+token).saysNot("acts of", "under of")
}

func TestAPanelThatFailsFailsThePage(t *testing.T) {
	broken := errors.New("no panel today")
	_, err := web.Fill(nil, ui.Chrome{}, "", slices.Concat(panel("a"), []web.Panel{func(*web.Request, ui.Chrome, string) (templ.Component, error) { return nil, broken }}))
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
