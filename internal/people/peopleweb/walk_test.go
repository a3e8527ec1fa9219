package peopleweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/web"
)

// fill puts a real person, school and so on into the gaps of a route.
var fill = strings.NewReplacer("{id}", "rosa", "{request}", "0123456789abcdef", "{token}", "no-such-token", "{step}", "people")

// Every route as a signed-out visitor, a teacher, a librarian and a coordinator of another district: nobody but a coordinator
// comes to her desk, and a stranger finds nobody of ours.
func TestWalk(t *testing.T) {
	s := newShelf(t).mapleValley()
	err := s.people.Enrol(t.Context(), actor.Actor{District: "pine", System: true}, people.Roll{
		District: people.District{ID: "pine", Name: "Pine Ridge", Zone: "America/Denver", Calling: "librarian", Locale: "en", SetUp: people.Done},
		People:   []people.Person{{ID: "sam", Name: "Sam Stranger", Mail: "sam@pine.example", Coordinator: true, State: people.Active}},
	})
	if err != nil {
		t.Fatal(err)
	}
	visitors := map[string]*visitor{"nobody": s.visitor(), "teacher": s.as("tom@maple.example"), "librarian": s.as("rosa@maple.example"), "stranger": s.as("sam@pine.example")}
	for _, v := range visitors {
		v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	for _, route := range peopleweb.Routes(peopleweb.Options{People: s.people}) {
		if strings.Contains(route.Pattern, "sign-out") || route.Who == web.Demo || route.Pattern == "POST /sign-in" {
			continue
		}
		path := fill.Replace(route.Path())
		for who, v := range visitors {
			got := v.do(route.Method(), path, nil)
			if got.status >= 500 {
				t.Errorf("%s as %s: %d", route.Pattern, who, got.status)
			}
			if route.Who != web.Open && who == "nobody" && got.status != 303 && got.status != 401 {
				t.Errorf("%s as nobody: %d", route.Pattern, got.status)
			}
			if route.Who == web.Coordinator && (who == "teacher" || who == "librarian") && got.status != 403 {
				t.Errorf("%s as %s: %d, want 403", route.Pattern, who, got.status)
			}
			if who == "stranger" && strings.Contains(route.Path(), "/admin/") && strings.Contains(route.Path(), "{id}") && got.status != 404 {
				t.Errorf("%s as a stranger: %d, want 404", route.Pattern, got.status)
			}
			if who == "stranger" && (strings.Contains(got.text, "maple.example") || strings.Contains(got.text, "Okafor") || strings.Contains(got.text, "Elm Elementary")) {
				t.Errorf("%s tells a stranger of us", route.Pattern)
			}
		}
	}
}
