package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web"
)

func TestAProxyIsBelievedOnlyWhenTrusted(t *testing.T) {
	for _, c := range []struct {
		peer      string
		forwarded []string
		want      string
	}{
		{"198.51.100.7:1234", nil, "198.51.100.7"},
		{"198.51.100.7:1234", []string{"203.0.113.9"}, "198.51.100.7"},
		{"10.0.0.1:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"10.0.0.1:80", []string{"1.2.3.4, 203.0.113.9, 10.0.0.2"}, "203.0.113.9"},
		{"10.0.0.1:80", []string{"1.2.3.4", "203.0.113.9", "10.0.0.2"}, "203.0.113.9"},
		{"10.0.0.1:80", []string{"203.0.113.9, nonsense"}, "10.0.0.1"},
		{"10.0.0.1:80", []string{"nonsense, 203.0.113.9"}, "203.0.113.9"},
		{"10.0.0.1:80", nil, "10.0.0.1"},
		{"10.0.0.1:80", []string{"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"[::ffff:10.0.0.1]:80", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		{"[2001:db8:1:2:3:4:5:6]:80", nil, "2001:db8:1:2::/64"},
		{"pipe", nil, "unknown"},
	} {
		s := newShelf(t, func(o *web.Options) { o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
		s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
			_, err := fmt.Fprint(w, r.Client())
			return err
		}})
		r := httptest.NewRequest("GET", "/x", nil)
		r.RemoteAddr = c.peer
		for _, hops := range c.forwarded {
			r.Header.Add("X-Forwarded-For", hops)
		}
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if got := w.Body.String(); got != c.want {
			t.Errorf("from %s forwarded for %q: %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}
