package web_test

import (
	"net/http"
	"net/url"
	"testing"

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
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: page}, web.Route{Pattern: "GET /x", Who: web.Open, Handler: page})
	wantText(t, text(t, s.get("/x?q=1", "")), "at /x?q=1 ")
	for referer, want := range map[string]string{
		"http://example.com/form?a=b": "at /form?a=b ", "https://evil.example/form": "at / ", "": "at / ", "http://example.com//evil.example": "at / ",
	} {
		answer := s.send(ask{method: "POST", path: "/x", form: url.Values{}, header: map[string]string{"Referer": referer}})
		wantText(t, text(t, answer), want)
	}
}
