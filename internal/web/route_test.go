package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web"
)

func TestWhoMayEnter(t *testing.T) {
	s := newShelf(t)
	for who, path := range map[web.Who]string{web.Open: "/open", web.SignedIn: "/signed", web.Contributor: "/contributor", web.Coordinator: "/coordinator", web.Machine: "/machine"} {
		s.Add(web.Route{Pattern: "GET " + path, Who: who, Handler: page}, web.Route{Pattern: "POST " + path, Who: who, Handler: page})
	}
	for _, c := range []struct {
		path                       string
		nobody, teacher, rosa, all int // signed out, teacher, media specialist, coordinator
	}{
		{"/open", 200, 200, 200, 200},
		{"/signed", 303, 200, 200, 200},
		{"/contributor", 303, 403, 200, 200},
		{"/coordinator", 303, 403, 403, 200},
		{"/machine", 200, 200, 200, 200},
	} {
		for token, want := range map[string]int{"": c.nobody, "no-such-session": c.nobody, "tom": c.teacher, "rosa": c.rosa, "ines": c.all} {
			if got := s.get(c.path, token); got.StatusCode != want {
				t.Errorf("GET %s as %q: %d, want %d", c.path, token, got.StatusCode, want)
			}
			if want == 303 {
				want = 401 // nobody knows whose form it is
			}
			if got := s.post(c.path, token, nil); got.StatusCode != want {
				t.Errorf("POST %s as %q: %d, want %d", c.path, token, got.StatusCode, want)
			}
		}
	}
	wantText(t, text(t, s.get("/machine", "rosa")), "read by nobody")
}

func TestSignedOutVisitorsComeBackWhereTheyWanted(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /catalog", Who: web.SignedIn, Handler: page}, web.Route{Pattern: "GET /{$}", Who: web.SignedIn, Handler: page},
		web.Route{Pattern: "GET /api/v1/search", Who: web.SignedIn, Handler: page})

	wantTo(t, s.get("/catalog?q=fake+news&kind=tip", ""), "/sign-in?next=/catalog%3Fq%3Dfake%2Bnews%26kind%3Dtip")
	wantTo(t, s.get("/", ""), "/sign-in")
	// Escaped it is longer than an address may be that somebody is sent to: the page comes back, without what was looked for.
	wantTo(t, s.get("/catalog?q="+strings.Repeat("a+", 900), ""), "/sign-in?next=/catalog")
	wantTo(t, s.get("/catalog?q="+strings.Repeat("a+", 2000), ""), "/sign-in?next=/catalog")

	answer := s.get("/api/v1/search", "")
	wantStatus(t, answer, 401)
	if got := answer.Header.Get("WWW-Authenticate"); got != "Bearer" {
		t.Errorf("WWW-Authenticate is %q", got)
	}

	answer = s.send(ask{method: "GET", path: "/catalog", header: map[string]string{"HX-Request-Type": "partial"}})
	wantStatus(t, answer, 401)
	wantText(t, text(t, answer), "You are signed out", `href="/sign-in"`, `target="_blank"`)
}

func TestWhatIsNotInTheTableIsNotServed(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /resources/{id}", Who: web.Open, Handler: page}, web.Route{Pattern: "POST /resources/{id}", Who: web.Open, Handler: page},
		web.Route{Pattern: "POST /undo", Who: web.Open, Handler: page}, web.Route{Pattern: "GET /demo", Who: web.Demo, Handler: page})
	for _, c := range []struct {
		method, path string
		status       int
		allow, to    string
	}{
		{"GET", "/resources/7", 200, "", ""},
		{"HEAD", "/resources/7", 200, "", ""},
		{"DELETE", "/resources/7", 405, "GET, HEAD, POST", ""},
		{"GET", "/undo", 405, "POST", ""},
		{"OPTIONS", "/undo", 405, "POST", ""},
		{"GET", "/resources", 404, "", ""},
		{"GET", "/demo", 404, "", ""},
		{"GET", "/resources/7/", 308, "", "/resources/7"},
		{"GET", "/resources/7/?q=a/b", 308, "", "/resources/7?q=a/b"},
		{"GET", "/nowhere/", 404, "", ""},
		{"GET", "/resources/%00", 404, "", ""},
		{"GET", "/resources/%ff", 404, "", ""},
		{"GET", "/resources/a%0ab", 404, "", ""},
	} {
		answer := s.send(ask{method: c.method, path: c.path})
		if answer.StatusCode != c.status || answer.Header.Get("Allow") != c.allow || answer.Header.Get("Location") != c.to {
			t.Errorf("%s %s: %d allow %q to %q, want %d allow %q to %q", c.method, c.path,
				answer.StatusCode, answer.Header.Get("Allow"), answer.Header.Get("Location"), c.status, c.allow, c.to)
		}
	}
}

func TestASlashTooManyLeadsToNoOtherSite(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /{page}", Who: web.Open, Handler: page}, web.Route{Pattern: "GET /a/{rest...}", Who: web.Open, Handler: page})
	for _, path := range []string{"//evil.example/", "///evil.example", "/a//evil.example/", "/%2Fevil.example/", "/%5Cevil.example/", "/./evil.example/", "/\\evil.example/"} {
		r := ask{method: "GET", path: "/"}
		answer := s.sendTo(path, r)
		to := answer.Header.Get("Location")
		u, err := url.Parse(to)
		if err != nil || u.Host != "" || strings.HasPrefix(to, "//") || strings.Contains(to, `\`) {
			t.Errorf("%s leads to %q", path, to)
		}
	}
}

func TestDemoRoutesExistOnlyInTheDemo(t *testing.T) {
	s := newShelf(t, func(o *web.Options) { o.Demo = true })
	s.Add(web.Route{Pattern: "GET /demo", Who: web.Demo, Handler: page})
	wantStatus(t, s.get("/demo", ""), 200)
}

func TestTheTableCanBeListed(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /catalog", Who: web.Contributor, Handler: page}, web.Route{Pattern: "GET /catalog", Who: web.SignedIn, Handler: page})
	var lines []string
	for _, route := range s.Routes() {
		lines = append(lines, route.Method()+" "+route.Path()+" "+string(route.Who))
	}
	want := []string{
		"GET /assets/ machine", "GET /catalog signed in", "POST /catalog contributor", "GET /healthz machine", "GET /kept/{id} signed in",
		"POST /kept/{id}/discard signed in", "POST /language open", "POST /leave-out signed in", "GET /live signed in", "GET /metrics machine", "POST /reads-alike signed in", "GET /readyz machine",
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("the table is\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestARouteMustSayWhoMayEnter(t *testing.T) {
	s := newShelf(t)
	defer func() {
		if recover() == nil {
			t.Error("a route for nobody was accepted")
		}
	}()
	s.Add(web.Route{Pattern: "GET /x", Handler: page})
}

func TestHeadHasTheHeadersOfGetAndNoBody(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: page})
	server := serve(t, s)
	answer, err := http.Head(server.URL + "/x")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 || answer.ContentLength <= 0 || text(t, answer) != "" {
		t.Errorf("HEAD answers %d with length %d", answer.StatusCode, answer.ContentLength)
	}
}
