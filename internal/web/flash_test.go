package web_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web"
)

func flashing(t *testing.T, undo, key string, args ...any) *shelf {
	t.Helper()
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: page},
		web.Route{Pattern: "POST /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
			return web.SeeOtherUndo(w, r, "/x", undo, key, args...)
		}})
	return s
}

func TestAFlashIsSaidOnce(t *testing.T) {
	s := flashing(t, "/undo/7", "web.internal.reason", "<b>7</b>")

	answer := s.post("/x", "", nil)

	wantTo(t, answer, "/x")
	said := cookie(answer, "cs_flash")
	if said == nil || said.MaxAge > 60 || !said.HttpOnly {
		t.Fatalf("the flash is %v", said)
	}
	answer = s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{said}})
	wantText(t, text(t, answer), "the words &lt;b&gt;7&lt;/b&gt;.", "undo=/undo/7")
	if gone := cookie(answer, "cs_flash"); gone == nil || gone.MaxAge != -1 {
		t.Errorf("after it was said the cookie is %v, want it removed", gone)
	}
	wantText(t, text(t, s.get("/x", "")), "no flash")
}

func TestAFlashIsKeptForThePageAndNotForAPart(t *testing.T) {
	s := flashing(t, "", "web.kept.discarded")
	said := cookie(s.post("/x", "", nil), "cs_flash")
	answer := s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{said}, header: map[string]string{"HX-Request-Type": "partial"}})
	wantText(t, text(t, answer), "no flash")
	if cookie(answer, "cs_flash") != nil {
		t.Error("a part of a page took the flash away")
	}
}

func TestANumberInAFlashIsANumber(t *testing.T) {
	for n, want := range map[int]string{1: "Wait a minute", 12345: "Wait 12,345 minutes"} {
		s := flashing(t, "", "web.often.reason", n)
		said := cookie(s.post("/x", "", nil), "cs_flash")
		wantText(t, text(t, s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{said}})), want)
	}
}

func TestALongTitleInAFlashIsShortened(t *testing.T) {
	s := flashing(t, "", "web.internal.reason", strings.Repeat("ñ", 5000))
	said := cookie(s.post("/x", "", nil), "cs_flash")
	body := text(t, s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{said}}))
	wantText(t, body, strings.Repeat("ñ", 119)+"…")
	wantNone(t, body, strings.Repeat("ñ", 120))
}

func TestAFlashThatAStrangerWroteSaysNothing(t *testing.T) {
	s := flashing(t, "", "web.kept.discarded")
	for name, value := range map[string]string{
		"no base64": "!!!", "no JSON": encode("hello"), "no such key": encode(`{"k":"Send money"}`), "a list as argument": encode(`{"k":"web.kept.gone","a":[[1]]}`),
		"too many arguments": encode(`{"k":"web.kept.gone","a":[1,2,3,4,5]}`), "too long": encode(`{"k":"web.kept.gone","a":["` + strings.Repeat("a", 3000) + `"]}`),
	} {
		body := text(t, s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{{Name: "cs_flash", Value: value}}}))
		if !strings.Contains(body, "no flash") {
			t.Errorf("%s: %s", name, body)
		}
	}
	body := text(t, s.send(ask{method: "GET", path: "/x", cookies: []*http.Cookie{{Name: "cs_flash", Value: encode(`{"k":"web.kept.discarded","u":"//evil.example"}`)}}}))
	wantText(t, body, "It is thrown away.")
	wantNone(t, body, "evil")
}

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestHandlersCannotSendPeopleToOtherSites(t *testing.T) {
	for _, to := range []string{"//evil.example", "https://evil.example", `/\evil.example`, "/\r\nX: y"} {
		s := newShelf(t)
		s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error { return web.SeeOther(w, r, to, "") }},
			web.Route{Pattern: "POST /undo", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
				return web.SeeOtherUndo(w, r, "/", to, "web.kept.discarded")
			}})
		for _, path := range []string{"/x", "/undo"} {
			answer := s.post(path, "", nil)
			if answer.StatusCode != 500 || answer.Header.Get("Location") != "" || cookie(answer, "cs_flash") != nil {
				t.Errorf("%s to %q: %d, %v", path, to, answer.StatusCode, answer.Header)
			}
		}
	}
}

// What somebody looks for stands in no log, whatever goes wrong, and an address of ours is sent on to however long it is.
func TestALogHoldsNoAddressWithItsQuery(t *testing.T) {
	long := "/catalog?q=" + strings.Repeat("dyslexia+", 400)
	for to, status := range map[string]int{long: 303, "//evil.example/x?q=dyslexia": 500, "/a//b?q=dyslexia": 500} {
		s := newShelf(t)
		s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error { return web.SeeOther(w, r, to, "") }})
		wantStatus(t, s.post("/x", "", nil), status)
		if log := s.log.String(); strings.Contains(log, "dyslexia") || status == 500 && !strings.Contains(log, "not local") {
			t.Errorf("the log holds %s", log)
		}
	}
}

func TestAKeyThatIsInNoCatalogIsAnIncident(t *testing.T) {
	s := flashing(t, "", "no.such.key")
	wantStatus(t, s.post("/x", "", nil), 500)
	wantText(t, s.log.String(), "no.such.key")
}

func TestAScriptIsToldToGoOn(t *testing.T) {
	s := flashing(t, "", "web.kept.discarded")
	answer := s.send(ask{method: "POST", path: "/x", header: map[string]string{"HX-Request-Type": "partial"}})
	wantStatus(t, answer, 200)
	if got := answer.Header.Get("HX-Redirect"); got != "/x" || cookie(answer, "cs_flash") == nil {
		t.Errorf("HX-Redirect is %q with %v", got, answer.Cookies())
	}
}
