package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web"
)

func TestLanguageIsThePersonsThenTheBrowsers(t *testing.T) {
	spanish := &http.Cookie{Name: "cs_locale", Value: "es"}
	for _, c := range []struct {
		name   string
		header string
		cookie *http.Cookie
		person lang.Locale
		want   string
	}{
		{"nothing said", "", nil, "", "in en"},
		{"header", "es-MX,es;q=0.9", nil, "", "in es"},
		{"a language we do not speak", "vi", nil, "", "in en"},
		{"cookie over header", "en", spanish, "", "in es"},
		{"a cookie nobody set", "es", &http.Cookie{Name: "cs_locale", Value: "xx"}, "", "in es"},
		{"person over cookie and header", "es", spanish, lang.English, "in en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelf(t)
			s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: page})
			session := s.sessions["rosa"]
			session.Locale = c.person
			s.sessions["rosa"] = session
			a := ask{method: "GET", path: "/x", token: "rosa", header: map[string]string{"Accept-Language": c.header}}
			if c.cookie != nil {
				a.cookies = []*http.Cookie{c.cookie}
			}
			wantText(t, text(t, s.send(a)), c.want)
		})
	}
}

func TestChoosingALanguage(t *testing.T) {
	s := newShelf(t)

	answer := s.post("/language", "", url.Values{"locale": {"es"}, "back": {"/catalog?q=x"}})
	wantTo(t, answer, "/catalog?q=x")
	if got := cookie(answer, "cs_locale"); got == nil || got.Value != "es" || got.MaxAge < 86400 {
		t.Errorf("the cookie is %v", got)
	}
	if s.remembered != "" {
		t.Error("a visitor's choice was remembered for a person")
	}

	s.post("/language", "rosa", url.Values{"locale": {"es"}})
	if s.remembered != lang.Spanish {
		t.Errorf("remembered %q for Rosa, want es", s.remembered)
	}
	for _, back := range []string{"//evil.example", `/\evil.example`, "https://evil.example", "/\t/evil.example", ""} {
		wantTo(t, s.post("/language", "", url.Values{"locale": {"en"}, "back": {back}}), "/")
	}
	wantStatus(t, s.post("/language", "", url.Values{"locale": {"xx"}}), 400)
}

func TestComingBackAfterAForm(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: page}, web.Route{Pattern: "GET /x", Who: web.Open, Handler: page},
		web.Route{Pattern: "GET /form", Who: web.Open, Handler: page}, web.Route{Pattern: "POST /form/{id}/name", Who: web.Open, Handler: page})
	wantText(t, text(t, s.get("/x?q=1", "")), "at /x?q=1 ")
	for referer, want := range map[string]string{
		"http://example.com/form?a=b": "at /form?a=b ", "http://example.com/form/7/name": "at /form ", "http://example.com/form/7/name?x=y": "at /form ",
		"http://example.com/nowhere/at/all": "at / ", "https://evil.example/form": "at / ", "": "at / ", "http://example.com//evil.example": "at / ",
	} {
		answer := s.send(ask{method: "POST", path: "/x", form: url.Values{}, header: map[string]string{"Referer": referer}})
		wantText(t, text(t, answer), want)
	}
}

// hidden are the fields of the form on a page that changes the language.
func hidden(t *testing.T, body string) url.Values {
	t.Helper()
	_, after, found := strings.Cut(body, `action="/language"`)
	form, _, _ := strings.Cut(after, "</form>")
	if !found {
		t.Fatalf("no change of language in:\n%s", body)
	}
	out := url.Values{}
	for _, m := range regexp.MustCompile(`name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		out.Add(m[1], html.UnescapeString(m[2]))
	}
	return out
}

// A form is sent and refused twice; then its reader changes the language. They come to a page that exists, find what they typed in their
// language, and go on with it; changing the language again keeps it too.
func TestTheLanguageAfterAFormWasRefusedTwice(t *testing.T) {
	s := newShelf(t)
	refuse := func(w http.ResponseWriter, r *web.Request) error {
		if _, err := r.ReadForm(); err != nil {
			return err
		}
		return fault.Fields{"name": fault.Say("web.bad.title")}
	}
	s.Add(web.Route{Pattern: "GET /things", Who: web.Open, Handler: page}, web.Route{Pattern: "POST /things/{id}/name", Who: web.Open, Handler: refuse})
	typed := url.Values{"name": {"Two words & <more>"}, "grades": {"3", "4"}, "empty": {""}}
	var body string
	for _, from := range []string{"http://example.com/things", "http://example.com/things/7/name"} {
		answer := s.send(ask{method: "POST", path: "/things/7/name", form: typed, header: map[string]string{"Referer": from}})
		wantStatus(t, answer, 422)
		body = text(t, answer)
	}
	form := hidden(t, body)
	if form.Get("back") != "/things" || form.Get("to") != "/things/7/name" {
		t.Errorf("the language leads back to %v", form)
	}
	answer := s.post("/language", "", form)
	wantStatus(t, answer, 200)
	if got := cookie(answer, "cs_locale"); got == nil || got.Value != "es" {
		t.Errorf("the cookie is %v", got)
	}
	body = text(t, answer)
	wantText(t, body, `<html lang="es"`, "Guardamos lo que escribió", "Two words &amp; &lt;more&gt;", `action="/things/7/name"`, `name="grades" value="3"`, `name="grades" value="4"`,
		`name="empty" value=""`, `href="/things"`)
	back := hidden(t, body)
	if back.Get("locale") != "en" || back.Get("back") != "/things" || back.Get("posted") != form.Get("posted") {
		t.Errorf("changing back sends %v", back)
	}
	wantText(t, text(t, s.post("/language", "", back)), `<html lang="en"`, "Two words &amp; &lt;more&gt;")

	for name, form := range map[string]url.Values{
		"elsewhere":      {"to": {"https://evil.example/"}},
		"where none is":  {"to": {"/things"}},
		"with no form":   {"to": {"/things/7/name"}, "posted": {""}},
		"not an address": {"to": {"/%zz"}},
	} {
		form.Set("locale", "es")
		form.Set("back", "/things")
		if !form.Has("posted") {
			form.Set("posted", "name=x")
		}
		if answer := s.post("/language", "", form); answer.Header.Get("Location") != "/things" {
			t.Errorf("%s: %d to %q", name, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
	wantStatus(t, s.post("/language", "", url.Values{"locale": {"es"}, "to": {"/things/7/name"}, "posted": {"a=%zz"}}), 400)
}

// What another site had a browser send is refused, and the change of language on that page does not carry it on.
func TestTheLanguageCarriesNothingFromElsewhere(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: page})
	answer := s.send(ask{method: "POST", path: "/x", form: tip, header: map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}})
	wantStatus(t, answer, 403)
	if form := hidden(t, text(t, answer)); form.Has("posted") {
		t.Errorf("it carries %v", form)
	}
}
