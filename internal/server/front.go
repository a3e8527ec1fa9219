package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// Front answers on a listener from the first moment on. While the stores are opened and the index is filled, which takes a minute at a
// million resources, a balancer is told that this node is not ready; people wait a moment, as most starts are short, and are then told
// to come again.
type Front struct {
	http   *http.Server
	ended  chan error
	opened chan struct{} // closed once site is there
	site   http.Handler
	words  func() (*lang.Catalog, error)
	wait   time.Duration // how long people wait for the site
}

// startWait is how long people wait for the program to have started.
const startWait = 10 * time.Second

// Listen begins to answer on the listener. What is wrong with connections goes to the log; nil: nowhere.
func Listen(listener net.Listener, log *slog.Logger) *Front { return listen(listener, log, startWait) }

func listen(listener net.Listener, log *slog.Logger, wait time.Duration) *Front {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	f := &Front{ended: make(chan error, 1), opened: make(chan struct{}), words: sync.OnceValues(lang.Load), wait: wait}
	f.http = &http.Server{Handler: f, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	go func() { f.ended <- f.http.Serve(listener) }()
	return f
}

// open has all requests from now on answered by a site.
func (f *Front) open(site http.Handler) {
	f.site = site
	close(f.opened)
}

// Close ends answering at once.
func (f *Front) Close() error { return f.http.Close() }

// ServeHTTP implements http.Handler.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case <-f.opened:
		f.site.ServeHTTP(w, r)
		return
	default:
	}
	switch r.URL.Path {
	case "/healthz":
		say(w, http.StatusOK, "alive\n")
	case "/readyz":
		say(w, http.StatusServiceUnavailable, "not ready\n")
	default:
		f.hold(w, r)
	}
}

// hold has a request wait for the site.
func (f *Front) hold(w http.ResponseWriter, r *http.Request) {
	waiting, cancel := context.WithTimeout(r.Context(), f.wait)
	defer cancel()
	select {
	case <-f.opened:
		f.site.ServeHTTP(w, r)
	case <-waiting.Done():
		w.Header().Set("Retry-After", "5")
		if r.Method == http.MethodGet {
			w.Header().Set("Refresh", "5") // the browser comes again by itself
		}
		text := ""
		if words, err := f.words(); err == nil {
			text = words.Printer(lang.Match(r.Header.Get("Accept-Language")), "").T("web.starting") + "\n"
		}
		say(w, http.StatusServiceUnavailable, text)
	}
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // whoever went away needs no answer
}
