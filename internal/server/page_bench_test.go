package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"syscall"
	"testing"

	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web"
)

// nowhere takes an answer and keeps only its size, so that a benchmark measures who makes it.
type nowhere struct {
	header http.Header
	status int
	bytes  int
	body   []byte // nil: not kept
}

func (w *nowhere) Header() http.Header { return w.header }

func (w *nowhere) WriteHeader(status int) { w.status = status }

func (w *nowhere) Write(p []byte) (int, error) {
	if w.body != nil {
		w.body = append(w.body, p...)
	}
	w.bytes += len(p)
	return len(p), nil
}

// BenchmarkSearchPage makes the catalog's page of 20 cards for a visitor, whole and compressed, and beside it sends the same
// bytes from memory through the same server: what the page costs beyond sending it.
func BenchmarkSearchPage(b *testing.B) {
	s, err := server.New(b.Context(), config.Settings{Stores: config.Stores{Data: b.TempDir()}, Demo: true, BaseURL: "http://localhost:8080"}, server.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	showEverything(b, s)
	handler := s.Site.Handler()
	ask := func(path string, w *nowhere) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		handler.ServeHTTP(w, r)
	}
	paths := []string{"/catalog"}
	for _, words := range []string{"books", "library", "news", "read", "maps", "fake news", "paper", "students", "picture books", "search"} {
		paths = append(paths, "/catalog?q="+url.QueryEscape(words))
	}
	plain := &nowhere{header: http.Header{}, body: []byte{}}
	handler.ServeHTTP(plain, httptest.NewRequest(http.MethodGet, paths[0], nil))
	s.Site.Add(web.Route{Pattern: "GET /from-memory", Who: web.Machine, Handler: func(w http.ResponseWriter, _ *web.Request) error {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, err := w.Write(plain.body)
		return err
	}})
	b.Run("page", func(b *testing.B) {
		b.ReportAllocs()
		defer reportWork(b)()
		for i := 0; b.Loop(); i++ {
			w := &nowhere{header: http.Header{}}
			ask(paths[i%len(paths)], w)
			if w.status != http.StatusOK {
				b.Fatalf("%s: %d", paths[i%len(paths)], w.status)
			}
		}
		b.ReportMetric(float64(len(plain.body)), "bytes/page")
	})
	b.Run("memory", func(b *testing.B) {
		defer reportWork(b)()
		for b.Loop() {
			ask("/from-memory", &nowhere{header: http.Header{}})
		}
	})
}

// reportWork reports the time that processors worked for an operation, which other programs on the machine do not stretch.
func reportWork(b *testing.B) func() {
	began := worked(b)
	return func() { b.ReportMetric(float64(worked(b)-began)/float64(b.N)/1e3, "cpu-µs/op") }
}

// worked is the time in ns that processors have worked for this process.
func worked(b *testing.B) int64 {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return use.Utime.Nano() + use.Stime.Nano()
}

// showEverything lets visitors see the whole demonstration.
func showEverything(b *testing.B, s *server.Server) {
	b.Helper()
	for _, statement := range []string{`UPDATE district SET public_on = TRUE`, `UPDATE resource SET visibility = 'public', revision = revision + 1`} {
		if _, err := s.DB.Exec(b.Context(), statement); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := s.Search.Build(b.Context()); err != nil {
		b.Fatal(err)
	}
}
