package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

// sendTo asks for a path that httptest.NewRequest would not read.
func (s *shelf) sendTo(path string, a ask) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest(a.method, a.path, nil)
	raw, query, _ := strings.Cut(path, "?")
	r.URL.Path, r.URL.RawQuery, r.RequestURI = raw, query, path
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func serve(t *testing.T, s *shelf) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	return server
}

const wantPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

func TestEveryAnswerIsSafe(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.SignedIn, Handler: page}, web.Route{Pattern: "GET /denied", Who: web.Coordinator, Handler: page},
		web.Route{Pattern: "GET /broken", Who: web.Open, Handler: fails(errDatabase)}, web.Route{Pattern: "GET /api/gone", Who: web.Open, Handler: fails(fault.NotFound{})},
		web.Route{Pattern: "GET /panic", Who: web.Open, Handler: func(http.ResponseWriter, *web.Request) error { panic("x") }})
	for path, status := range map[string]int{
		"/x": 200, "/denied": 403, "/broken": 500, "/api/gone": 404, "/panic": 500, "/nowhere": 404, "/x/": 308, "/language": 405,
		"/healthz": 200, "/readyz": 200, "/assets/none.css": 404, "//x": 307, "/kept/none": 303, "/metrics": 404,
	} {
		answer := s.sendSigned(path)
		if answer.StatusCode != status {
			t.Errorf("%s answers %d, want %d", path, answer.StatusCode, status)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": wantPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if !strings.Contains(answer.Header.Get("Permissions-Policy"), "camera=()") {
			t.Errorf("%s: Permissions-Policy is %q", path, answer.Header.Get("Permissions-Policy"))
		}
	}
}

func (s *shelf) sendSigned(path string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest("GET", "/", nil)
	r.URL.Path, r.RequestURI = path, path
	r.AddCookie(&http.Cookie{Name: "cs_session", Value: "rosa"})
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestPagesAreKeptByNobodyElse(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: page})
	for _, path := range []string{"/x", "/nowhere"} {
		answer := s.get(path, "rosa")
		if got := answer.Header.Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
		vary := strings.Join(answer.Header.Values("Vary"), ", ")
		for _, name := range []string{"Cookie", "Accept-Language", "Accept-Encoding", "HX-Request-Type"} {
			if !strings.Contains(vary, name) {
				t.Errorf("%s varies by %q, want %s too", path, vary, name)
			}
		}
	}
}

func TestAssetsAreKeptByEverybody(t *testing.T) {
	answer := newShelf(t).get("/assets/app.css", "rosa")
	wantStatus(t, answer, 200)
	if cache, vary := answer.Header.Get("Cache-Control"), answer.Header.Get("Vary"); !strings.HasPrefix(cache, "public") || strings.Contains(vary, "Cookie") {
		t.Errorf("Cache-Control is %q, Vary %q", cache, vary)
	}
}

func TestOtherSitesCannotWrite(t *testing.T) {
	for _, c := range []struct {
		method string
		header map[string]string
		status int
	}{
		{"POST", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"POST", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"POST", map[string]string{"Origin": "https://evil.example"}, 403},
		{"POST", map[string]string{"Origin": "null"}, 403},
		{"DELETE", map[string]string{"Origin": "https://evil.example"}, 403},
		{"POST", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		{"POST", map[string]string{"Origin": "http://example.com"}, 200},
		{"POST", map[string]string{"Origin": "https://shelf.example.org"}, 200},
		{"POST", nil, 200},
		{"GET", map[string]string{"Sec-Fetch-Site": "cross-site"}, 200},
	} {
		s := newShelf(t, func(o *web.Options) { o.BaseURL = "https://shelf.example.org" })
		written := false
		write := func(w http.ResponseWriter, r *web.Request) error {
			written = true
			return page(w, r)
		}
		s.Add(web.Route{Pattern: c.method + " /x", Who: web.Open, Handler: write})
		answer := s.send(ask{method: c.method, path: "/x", header: c.header})
		if answer.StatusCode != c.status || written != (c.status == 200) {
			t.Errorf("%s with %v: %d, handled %v, want %d", c.method, c.header, answer.StatusCode, written, c.status)
		}
		if c.status == 403 {
			wantText(t, text(t, answer), "This was sent from another site")
		}
	}
}

func TestCookiesOfASecureSite(t *testing.T) {
	s := newShelf(t, func(o *web.Options) { o.BaseURL = "https://shelf.example.org" })
	s.Add(web.Route{Pattern: "POST /in", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
		r.StartSession(w, "rosa", s.clock.Now().Add(3600e9))
		return web.SeeOther(w, r, "/", "")
	}}, web.Route{Pattern: "POST /out", Who: web.SignedIn, Handler: func(w http.ResponseWriter, r *web.Request) error {
		if r.Token() != "rosa" {
			t.Errorf("the token is %q", r.Token())
		}
		r.EndSession(w)
		return web.SeeOther(w, r, "/", "")
	}})

	answer := s.post("/in", "", nil)

	in := cookie(answer, "__Host-cs_session")
	if in == nil || in.Value != "rosa" || !in.Secure || !in.HttpOnly || in.SameSite != http.SameSiteLaxMode || in.Path != "/" || in.Domain != "" {
		t.Fatalf("the session cookie is %v", in)
	}
	if hours := in.MaxAge / 3600; hours < 24 || hours > 25 {
		t.Errorf("it is kept %d hours, want the session's hour and a day", hours)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
		t.Errorf("Strict-Transport-Security is %q", got)
	}

	answer = s.send(ask{method: "POST", path: "/out", cookies: []*http.Cookie{{Name: "__Host-cs_session", Value: "rosa"}}})
	wantTo(t, answer, "/")
	if out := cookie(answer, "__Host-cs_session"); out == nil || out.MaxAge != -1 || out.Value != "" {
		t.Errorf("signing out leaves the cookie %v", out)
	}
	if got := answer.Header.Get("Clear-Site-Data"); got != `"cache"` {
		t.Errorf("Clear-Site-Data is %q", got)
	}
	wantStatus(t, s.post("/out", "rosa", nil), 401) // the cookie without its prefix is not ours
}

func TestASessionWhoseTimeIsOverOpensNothing(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: page}, web.Route{Pattern: "GET /y", Who: web.SignedIn, Handler: page})
	long := strings.Repeat("a", 129)
	s.sessions[long] = s.sessions["rosa"]
	wantText(t, text(t, s.get("/x", long)), "read by nobody") // no token of ours is that long
	s.clock.Advance(13 * 3600e9)
	wantText(t, text(t, s.get("/x", "rosa")), "read by nobody")
	wantTo(t, s.get("/y", "rosa"), "/sign-in?next=/y")
}

func TestAnAddressIsNotWithoutEnd(t *testing.T) {
	s := newShelf(t)
	for who, path := range map[web.Who]string{web.Open: "/open", web.SignedIn: "/signed", web.Machine: "/machine"} {
		s.Add(web.Route{Pattern: "GET " + path, Who: who, Handler: page})
	}
	long := "?q=" + strings.Repeat("x", 9000)
	for _, path := range []string{"/open", "/signed", "/machine", "/healthz", "/nowhere", "/api/v1/nothing"} {
		for _, token := range []string{"", "rosa"} {
			answer := s.get(path+long, token)
			wantStatus(t, answer, http.StatusRequestURITooLong)
			wantNone(t, text(t, answer), "xxxxxxxx")
		}
	}
	wantStatus(t, s.get("/open?q="+strings.Repeat("x", 8000), "rosa"), 200)

	// Who must sign in first comes back to an address that can be opened.
	to := s.get("/signed?q="+strings.Repeat("%20", 2000), "").Header.Get("Location")
	if to != "/sign-in?next=/signed" {
		t.Errorf("sent on to %.80q", to)
	}
}
