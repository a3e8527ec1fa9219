package server_test

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/id"
)

// What a visitor, a teacher at Elm, the media specialists of Elm and Pine and a coordinator without a school see on the pages of the first
// month: a status and, after a space, words that stand there; "not" before words that must not.
func TestPagesOfTheFirstMonthByRole(t *testing.T) {
	w := newWalk(t)
	rosa := must(db.One(t.Context(), w.server.DB, db.Value[id.PersonID], `SELECT id FROM person WHERE demo = 'elm'`))(t)
	by := must(w.server.People.Actor(t.Context(), w.home, rosa))(t)
	day := time.Now().AddDate(0, 0, 10).Format(time.DateOnly)
	invited := must(w.server.Exchange.Invite(t.Context(), by, exchange.Input{Topic: "Zanzibar in twenty minutes", Day: day, Hour: "15:30"}))(t)
	resource, question, use, elm := "/resources/"+w.ids["/resources/{id}"], "/questions/"+w.ids["/questions/{id}"], "/uses/"+w.ids["/uses/{id}"], "/schools/"+w.ids["/schools/{id}"]
	for path, want := range map[string]struct{ visitor, teacher, elm, pine, coordinator []string }{
		"/my-list": {[]string{"303"}, []string{"200", "Nothing is on your list yet", "not Zanzibar"}, []string{"200", "Zanzibar"}, []string{"200", "not Zanzibar"}, []string{"200", "not Zanzibar"}},
		resource: {[]string{"404"}, []string{"200", "I’ll try this next week", "Zanzibar went well", "not On your list", "not Talk about it", "not Change: Used at Elm"},
			[]string{"200", "On your list: next week", "Change: Used at Elm", "Talk about it for 20 minutes"}, []string{"200", "I’ll try this next week", "not On your list", "not Change: Used at Elm"},
			[]string{"200", "not On your list", "Take it away: Used at Elm", "not Change: Used at Elm"}},
		resource + "/uses": {[]string{"303"}, []string{"200", "Zanzibar went well"}, []string{"200", "Rosa Delgado"}, []string{"200", "Zanzibar went well"}, []string{"200", "Zanzibar went well"}},
		use:                {[]string{"303"}, []string{"403"}, []string{"200", "Zanzibar went well"}, []string{"403"}, []string{"403"}},
		"/questions":       {[]string{"303"}, []string{"403"}, []string{"200", "Zanzibar, where?"}, []string{"200", "Zanzibar, where?"}, []string{"200", "Zanzibar, where?"}},
		question: {[]string{"303"}, []string{"403"}, []string{"200", "What helped?", "Take the question back"}, []string{"200", "Send the answer", "not What helped?", "not Take the question back"},
			[]string{"200", "Take the question back", "not What helped?"}},
		"/exchanges":              {[]string{"303"}, []string{"403"}, []string{"200", "Zanzibar in twenty minutes"}, []string{"200", "Zanzibar in twenty minutes"}, []string{"200", "Zanzibar in twenty minutes"}},
		exchange.Path(invited.ID): {[]string{"303"}, []string{"403"}, []string{"200", "Call it off"}, []string{"200", "Can you come?", "not Call it off"}, []string{"200", "Call it off"}},
		"/me/email":               {[]string{"303"}, []string{"200", "Your weekly email"}, []string{"200", "Your weekly email"}, []string{"200", "Your weekly email"}, []string{"200", "Your weekly email"}},
		"/admin/breaks":           {[]string{"303"}, []string{"403"}, []string{"403"}, []string{"403"}, []string{"200", "Breaks"}},
		elm + "/sheet":            {[]string{"303"}, []string{"403"}, []string{"200", "a minimum, not a measure", "not Pine"}, []string{"403"}, []string{"200", "a minimum, not a measure"}},
		elm + "/uses":             {[]string{"303"}, []string{"403"}, []string{"200", "Zanzibar", "not Pine Elementary"}, []string{"403"}, []string{"200", "Zanzibar"}},
		elm:                       {[]string{"404"}, []string{"200", "PebbleGo", "not This term on one page"}, []string{"200", "This term on one page"}, []string{"200", "PebbleGo", "not Write what to ask for"}, []string{"200", "This term on one page"}},
	} {
		for who, expected := range map[string][]string{"": want.visitor, "teacher": want.teacher, "elm": want.elm, "pine": want.pine, "coordinator": want.coordinator} {
			r := httptest.NewRequest(http.MethodGet, "http://localhost:8080"+path, nil)
			answer := w.serve(who, r)
			if answer.Code == http.StatusMovedPermanently || answer.Code == http.StatusPermanentRedirect {
				answer = w.serve(who, httptest.NewRequest(http.MethodGet, "http://localhost:8080"+answer.Header().Get("Location"), nil))
			}
			if fmt.Sprint(answer.Code) != expected[0] {
				t.Errorf("%s as %q: %d, want %s", path, who, answer.Code, expected[0])
				continue
			}
			body := html.UnescapeString(answer.Body.String())
			for _, words := range expected[1:] {
				if want, forbidden := strings.CutPrefix(words, "not "); forbidden == strings.Contains(body, want) {
					t.Errorf("%s as %q: %q is wrong", path, who, words)
				}
			}
		}
	}
}
