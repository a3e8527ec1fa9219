package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web"
)

func (s *shelf) measured(peer string, header map[string]string) *http.Response {
	s.t.Helper()
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.RemoteAddr = peer
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestMetricsCountRoutesAndNotPeople(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /resources/{id}", Who: web.SignedIn, Handler: page})
	s.get("/resources/7?q=private", "rosa")
	s.get("/resources/8", "")
	s.get("/secret-page", "")

	body := text(t, s.measured("127.0.0.1:5000", nil))

	wantText(t, body, `commonshelf_http_seconds_count{route="GET /resources/{id}",status="200"} 1`,
		`commonshelf_http_seconds_count{route="GET /resources/{id}",status="303"} 1`, `commonshelf_http_seconds_count{route="none",status="404"} 1`)
	wantNone(t, body, "private", "rosa", "secret-page", "maple", "/resources/7")
}

func TestWhoMayReadMetrics(t *testing.T) {
	open := newShelf(t)
	closed := newShelf(t, func(o *web.Options) { o.MetricsToken = "hush" })
	for _, c := range []struct {
		name   string
		shelf  *shelf
		peer   string
		header map[string]string
		status int
	}{
		{"this machine", open, "127.0.0.1:5000", nil, 200},
		{"this machine by IPv6", open, "[::1]:5000", nil, 200},
		{"another machine", open, "192.0.2.1:5000", nil, 404},
		{"another machine through a proxy here", open, "127.0.0.1:5000", map[string]string{"X-Forwarded-For": "192.0.2.1"}, 404},
		{"a token where none is set", open, "192.0.2.1:5000", map[string]string{"Authorization": "Bearer "}, 404},
		{"the token", closed, "192.0.2.1:5000", map[string]string{"Authorization": "Bearer hush"}, 200},
		{"a wrong token", closed, "127.0.0.1:5000", map[string]string{"Authorization": "Bearer hus"}, 404},
		{"no token", closed, "127.0.0.1:5000", nil, 404},
	} {
		if got := c.shelf.measured(c.peer, c.header); got.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", c.name, got.StatusCode, c.status)
		}
	}
}

func TestReadiness(t *testing.T) {
	s := newShelf(t)
	wantStatus(t, s.get("/readyz", ""), 200)
	s.broken = errDatabase
	answer := s.get("/readyz", "")
	wantStatus(t, answer, 503)
	wantNone(t, text(t, answer), "disk full")
	s.broken = nil
	s.Drain()
	s.Drain()
	wantStatus(t, s.get("/readyz", ""), 503)
	wantStatus(t, s.get("/healthz", ""), 200)
}
