package fetch_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// site is a web server on this machine, and a fetcher that may reach it and nothing else here.
type site struct {
	*httptest.Server
	mux     *http.ServeMux
	fetcher *fetch.Fetcher
}

func newSite(t *testing.T, o fetch.Options) site {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	o.Allow = append(o.Allow, addressOf(server))
	return site{server, mux, fetch.New(o)}
}

func addressOf(s *httptest.Server) netip.AddrPort {
	return netip.MustParseAddrPort(s.Listener.Addr().String())
}

func (s site) page(path, contentType, body string) {
	s.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	})
}

func wantReason(t *testing.T, err error, want fetch.Reason) {
	t.Helper()
	if e, ok := fetch.AsError(err); !ok || e.Reason != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFetchReadsAPage(t *testing.T) {
	s := newSite(t, fetch.Options{})
	var asked *http.Request
	s.mux.HandleFunc("/old", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/new", http.StatusFound) })
	s.mux.HandleFunc("/new", func(w http.ResponseWriter, r *http.Request) {
		asked = r
		http.SetCookie(w, &http.Cookie{Name: "follow", Value: "me"})
		w.Header().Set("Content-Type", "Text/HTML; charset=utf-8")
		_, _ = io.WriteString(w, "<p>Hello</p>")
	})
	for range 2 {
		r, err := s.fetcher.Fetch(t.Context(), s.URL+"/old")
		if err != nil {
			t.Fatal(err)
		}
		if r.Status != 200 || r.MediaType != "text/html" || string(r.Body) != "<p>Hello</p>" || r.Truncated || r.FinalURL.Path != "/new" {
			t.Errorf("got %+v", r)
		}
	}
	if !strings.Contains(asked.UserAgent(), "Commonshelf") || asked.Header.Get("Cookie") != "" || asked.Header.Get("Referer") != "" {
		t.Errorf("asked with %v", asked.Header)
	}
}

func TestFetchRefuses(t *testing.T) {
	s := newSite(t, fetch.Options{})
	other := newSite(t, fetch.Options{}) // stands for everything else on this machine
	other.mux.HandleFunc("/", func(http.ResponseWriter, *http.Request) { t.Error("the other server was reached") })
	redirect := func(path, to string) string {
		s.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		return s.URL + path
	}
	status := func(path string, code int) string {
		s.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
		return s.URL + path
	}
	closed := httptest.NewServer(nil)
	closed.Close()
	secure := httptest.NewTLSServer(nil)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer secure.Close()
	both := fetch.New(fetch.Options{Allow: []netip.AddrPort{addressOf(s.Server), addressOf(closed), addressOf(secure)}})
	for _, c := range []struct {
		name, address string
		want          fetch.Reason
	}{
		{"a few words", "fake news", fetch.NotAddress},
		{"a password", "http://ana:secret@example.org/", fetch.NotAddress},
		{"a file", "file:///etc/passwd", fetch.NotAddress},
		{"this machine", other.URL, fetch.NotPublic},
		{"this machine in other words", strings.Replace(other.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1), fetch.NotPublic},
		{"this machine by name", "http://localhost/", fetch.NotPublic},
		{"the cloud's own address", "http://169.254.169.254/latest/meta-data/", fetch.NotPublic},
		{"a port that is not the web's", "http://example.org:25/", fetch.NotPublic},
		{"a redirection to this machine", redirect("/to-machine", other.URL), fetch.NotPublic},
		{"a redirection to the network", redirect("/to-network", "http://192.168.1.1/admin"), fetch.NotPublic},
		{"a redirection to a file", redirect("/to-file", "file:///etc/passwd"), fetch.NotAddress},
		{"a redirection with a password", redirect("/to-password", "http://ana:secret@example.org/"), fetch.NotAddress},
		{"a redirection in circles", redirect("/circle", "/circle"), fetch.Refused},
		{"nothing there", status("/nothing", 404), fetch.NotFound},
		{"gone", status("/gone", 410), fetch.NotFound},
		{"not for us", status("/forbidden", 403), fetch.Refused},
		{"broken", status("/broken", 500), fetch.Refused},
		{"nobody listens", closed.URL, fetch.Unreachable},
		{"a certificate nobody signed", secure.URL, fetch.Unreachable},
	} {
		_, err := both.Fetch(t.Context(), c.address)
		if e, ok := fetch.AsError(err); !ok || e.Reason != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestAStatusComesWithItsResponse(t *testing.T) {
	s := newSite(t, fetch.Options{})
	r, err := s.fetcher.Fetch(t.Context(), s.URL+"/nothing")
	wantReason(t, err, fetch.NotFound)
	if r.Status != 404 || r.FinalURL == nil {
		t.Errorf("got %+v", r)
	}
}

func TestFiveRedirectionsAreFollowed(t *testing.T) {
	s := newSite(t, fetch.Options{})
	for i := range 7 {
		s.mux.HandleFunc(fmt.Sprintf("/%d", i), func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, fmt.Sprintf("/%d", i-1), http.StatusMovedPermanently)
		})
	}
	s.page("/-1", "text/html", "here")
	if _, err := s.fetcher.Fetch(t.Context(), s.URL+"/4"); err != nil {
		t.Errorf("five: %v", err)
	}
	_, err := s.fetcher.Fetch(t.Context(), s.URL+"/5")
	wantReason(t, err, fetch.Refused)
}

func TestSlowSitesAreLeft(t *testing.T) {
	s := newSite(t, fetch.Options{Timeout: 200 * time.Millisecond})
	over := make(chan struct{})
	defer close(over)
	wait := func(r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}
	s.mux.HandleFunc("/silent", func(_ http.ResponseWriter, r *http.Request) { wait(r) })
	s.mux.HandleFunc("/drops", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "<title>Oak")
		_ = http.NewResponseController(w).Flush()
		wait(r)
	})
	for _, path := range []string{"/silent", "/drops"} {
		began := time.Now()
		_, err := s.fetcher.Fetch(t.Context(), s.URL+path)
		wantReason(t, err, fetch.TooSlow)
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("%s took %v", path, took)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.fetcher.Fetch(ctx, s.URL+"/silent"); !errors.Is(err, context.Canceled) {
		t.Errorf("a fetch that nobody waits for gives %v", err)
	}
}

func TestLargeBodiesAreCut(t *testing.T) {
	s := newSite(t, fetch.Options{})
	const far = 200 << 20
	endless := func(w io.Writer) (sent int) {
		line := []byte(strings.Repeat("commonshelf ", 5461))
		for sent < far {
			n, err := w.Write(line)
			if sent += n; err != nil {
				break
			}
		}
		return sent
	}
	taken := make(chan int, 2)
	s.mux.HandleFunc("/endless", func(w http.ResponseWriter, _ *http.Request) { taken <- endless(w) })
	s.mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		endless(packed)
		_ = packed.Close()
	})
	s.mux.HandleFunc("/headers", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
	})
	for _, path := range []string{"/endless", "/bomb"} {
		r, err := s.fetcher.Fetch(t.Context(), s.URL+path)
		if err != nil || len(r.Body) != fetch.MaxBody || !r.Truncated {
			t.Errorf("%s gives %d bytes, %v, %v", path, len(r.Body), r.Truncated, err)
		}
	}
	_, err := s.fetcher.Picture(t.Context(), s.URL+"/endless")
	wantReason(t, err, fetch.NotPicture)
	for range 2 {
		if n := <-taken; n > far/4 {
			t.Errorf("%d bytes were taken before we had enough", n)
		}
	}
	_, err = s.fetcher.Fetch(t.Context(), s.URL+"/headers")
	wantReason(t, err, fetch.Unreachable)
}

func TestPictures(t *testing.T) {
	s := newSite(t, fetch.Options{})
	png := "\x89PNG\r\n\x1a\n"
	s.page("/small", "text/plain", png+"tiny")
	s.page("/large", "image/png", png+strings.Repeat("x", fetch.MaxPicture))
	s.page("/page", "image/png", "<html><script>alert(1)</script>")
	s.page("/svg", "image/svg+xml", "<svg/>")
	if r, err := s.fetcher.Picture(t.Context(), s.URL+"/small"); err != nil || r.MediaType != "image/png" || string(r.Body) != png+"tiny" {
		t.Errorf("got %+v, %v", r, err)
	}
	for path, want := range map[string]fetch.Reason{"/large": fetch.TooBig, "/page": fetch.NotPicture, "/svg": fetch.NotPicture} {
		_, err := s.fetcher.Picture(t.Context(), s.URL+path)
		wantReason(t, err, want)
	}
}

// answering is a resolver that asks a name server on this machine, which gives the addresses one after the other, one for
// each question, and goes on with the last.
func answering(t *testing.T, addresses ...string) *net.Resolver {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	var asked atomic.Int32
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := socket.ReadFrom(buf)
			if err != nil {
				return
			}
			var q dnsmessage.Message
			if q.Unpack(buf[:n]) != nil || len(q.Questions) != 1 {
				continue
			}
			answer := dnsmessage.Message{Header: dnsmessage.Header{ID: q.ID, Response: true, RecursionAvailable: true}, Questions: q.Questions}
			if q.Questions[0].Type == dnsmessage.TypeA {
				next := addresses[min(int(asked.Add(1))-1, len(addresses)-1)]
				answer.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Questions[0].Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET},
					Body:   &dnsmessage.AResource{A: netip.MustParseAddr(next).As4()},
				}}
			}
			if packed, err := answer.Pack(); err == nil {
				_, _ = socket.WriteTo(packed, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", socket.LocalAddr().String())
	}}
}

func TestANameThatMovesIntoTheNetworkIsNotFollowed(t *testing.T) {
	s := newSite(t, fetch.Options{Resolver: answering(t, "127.0.0.1", "127.0.0.2")})
	name := strings.Replace(s.URL, "127.0.0.1", "shelf.test", 1)
	inside, err := net.Listen("tcp", strings.Replace(s.Listener.Addr().String(), "127.0.0.1", "127.0.0.2", 1))
	if err != nil {
		t.Fatal(err)
	}
	secret := &httptest.Server{Listener: inside, Config: &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inside was reached") })}}
	secret.Start()
	defer secret.Close()
	s.mux.HandleFunc("/again", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, name+"/secret", http.StatusFound) })
	_, err = s.fetcher.Fetch(t.Context(), name+"/again")
	wantReason(t, err, fetch.NotPublic)
}

func TestAPublicNameWithAPrivateAddressIsNotReached(t *testing.T) {
	for _, address := range []string{"127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0", "100.64.1.1"} {
		f := fetch.New(fetch.Options{Resolver: answering(t, address)})
		_, err := f.Fetch(t.Context(), "http://shelf.test/")
		wantReason(t, err, fetch.NotPublic)
	}
}

func TestEveryReasonCanBeSaid(t *testing.T) {
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, reason := range []fetch.Reason{fetch.NotAddress, fetch.NotPublic, fetch.Unreachable, fetch.TooSlow, fetch.TooBig, fetch.NotPage, fetch.NotPicture, fetch.NotFound, fetch.Refused} {
		m := fetch.Error{Reason: reason}.Message()
		for _, l := range lang.Locales {
			if said := catalog.Printer(l, "").T(m.Key, m.Args...); strings.Contains(said, "‹") {
				t.Errorf("%s is not said in %s", reason, l)
			}
		}
	}
}
