package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

func TestAFailureHoldsWhatWasWritten(t *testing.T) {
	form := url.Values{"text": {"Ask <who> gains.\r\nThen turn the slip over."}, "why": {"It took too long."}, "again": {"It took too long."}, "do": {"combine"}, "seen": {"0a1b"}}
	for _, c := range []struct {
		name   string
		err    error
		status int
	}{
		{"gone", fault.NotFound{What: "resource"}, 404},
		{"not theirs any more", fault.Denied{Reason: fault.Say("web.denied.coordinator")}, 403},
		{"changed meanwhile", fault.Conflict{Reason: fault.Say("web.busy.reason")}, 409},
		{"broken", errDatabase, 500},
	} {
		for _, read := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, read %v", c.name, read), func(t *testing.T) {
				s := newShelf(t)
				s.Add(web.Route{Pattern: "POST /x", Who: web.SignedIn, Handler: func(_ http.ResponseWriter, r *web.Request) error {
					if _, err := r.ReadForm(); read && err != nil {
						return err
					}
					return c.err
				}})
				answer := s.post("/x", "rosa", form)
				wantStatus(t, answer, c.status)
				body := text(t, answer)
				wantText(t, body, "What you typed, 1", "It took too long.</textarea>", "What you typed, 2", "Ask &lt;who&gt; gains.\nThen turn the slip over.</textarea>")
				body, _, _ = strings.Cut(body, "<footer") // below, the change of language carries the form on
				wantNone(t, body, "combine", "0a1b", "What you typed, 3")
				if strings.Contains(s.log.String(), "slip") {
					t.Errorf("the log says what was typed: %s", s.log.String())
				}
			})
		}
	}
}

func TestAFailureOfOneTextDoesNotCountIt(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: fails(fault.NotFound{What: "resource"})})
	body := text(t, s.post("/x", "", url.Values{"text": {"Only this."}}))
	wantText(t, body, "What you typed</label>", "Only this.")
	wantNone(t, body, "What you typed,")
}

func TestWhatAnotherSiteMadeABrowserSendIsNotShown(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: page})
	answer := s.send(ask{method: "POST", path: "/x", token: "rosa", form: url.Values{"text": {"Call this number now."}}, header: map[string]string{"Sec-Fetch-Site": "cross-site"}})
	wantStatus(t, answer, 403)
	wantNone(t, text(t, answer), "Call this number")
}
