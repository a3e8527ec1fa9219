package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/notice"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Options are what a site is made of.
type Options struct {
	Catalog  *lang.Catalog
	Clock    clock.Clock
	IDs      id.Source
	Sessions Sessions
	Parking  Parking
	Limits   Limits
	Logger   *slog.Logger
	Assets   Assets
	BaseURL  string                          // address people type, without a slash at the end
	Ready    func(ctx context.Context) error // nil when everything needed to serve is there

	Hub       *notice.Hub                                                         // nil: no live pages
	MayFollow func(ctx context.Context, by actor.Actor, topic notice.Topic) error // whether by may hear of the topic; needed with Hub
	Remember  func(ctx context.Context, by actor.Actor, choice lang.Locale) error // keeps the language a person chose; nil: only this browser does
	Heartbeat time.Duration                                                       // between signs of life on a live page; 0: 25 s
	Registry  *prometheus.Registry                                                // for /metrics; nil: one of its own

	// CatchUp has this node know what a person did on another, up to a transaction; nil: there is one node.
	CatchUp func(ctx context.Context, by actor.Actor, transaction int64) error

	Demo           bool           // serve Demo routes, and the loud banner
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	MetricsToken   string         // opens /metrics from other machines; empty: only this machine reads it
}

// Assets are the styles, scripts, icons and fonts of pages. They serve themselves under /assets/.
type Assets interface {
	http.Handler
	URL(logical string) string // address of an asset by its name, such as app.css
}

// Site is the table of routes and everything around it.
type Site struct {
	Options

	assets    *ui.AssetURLs
	https     bool
	node      string // names this process among those that people may come to
	mux       *http.ServeMux
	table     []Route
	keys      map[string]bool // of the catalog of messages
	origin    *http.CrossOriginProtection
	compress  func(http.Handler) http.HandlerFunc
	measure   *measure
	pace      pace
	prose     *prose.Renderer
	listeners listeners
	pages     sync.Pool // of *bytes.Buffer
	drain     sync.Once
	drained   chan struct{} // closed when live pages must end
}

// unroutedPattern catches what no route matches.
const unroutedPattern = "/"

// New makes a site that serves what every site has: language, kept forms, live pages, files for pages, health and metrics.
func New(o Options) (*Site, error) {
	if o.Catalog == nil || o.Clock == nil || o.Sessions == nil || o.Parking == nil || o.Limits == nil || o.Logger == nil || o.Ready == nil || o.Assets == nil {
		return nil, errors.New("a site needs catalog, clock, sessions, parking, limits, logger, readiness and assets")
	}
	if o.Hub != nil && o.MayFollow == nil {
		return nil, errors.New("live pages need to know who may follow what")
	}
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Host == "" {
		return nil, fmt.Errorf("base address %q: want one like https://shelf.example.org", o.BaseURL)
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 25 * time.Second
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	s := &Site{
		Options: o,
		assets:  ui.Locate(o.Assets.URL),
		https:   base.Scheme == "https",
		node:    id.New[string](o.IDs),
		mux:     http.NewServeMux(),
		keys:    map[string]bool{},
		pace:    pace{over: map[string]time.Time{}},
		drained: make(chan struct{}),
		prose:   prose.New(),
		origin:  http.NewCrossOriginProtection(),
	}
	s.pages.New = func() any { return new(bytes.Buffer) }
	for key := range o.Catalog.Keys(lang.English) {
		s.keys[key] = true
	}
	if err := s.origin.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, fmt.Errorf("base address: %w", err)
	}
	if s.compress, err = compression(); err != nil {
		return nil, err
	}
	if s.measure, err = newMeasure(o.Registry); err != nil {
		return nil, err
	}
	s.mux.Handle(unroutedPattern, s.entrance(Route{Pattern: unroutedPattern, Who: Open, Handler: s.unrouted}))
	s.Add(s.own()...)
	return s, nil
}

// own are the routes that every site has.
func (s *Site) own() []Route {
	routes := []Route{
		{Pattern: "POST /language", Who: Open, Handler: s.chooseLanguage},
		{Pattern: "GET /kept/{id}", Who: SignedIn, Handler: s.showKept},
		{Pattern: "POST /kept/{id}/discard", Who: SignedIn, Handler: s.discardKept},
		{Pattern: "POST /leave-out", Who: SignedIn, Handler: s.leaveOut, Body: longestLeaveOut},
		{Pattern: "POST /reads-alike", Who: SignedIn, Handler: s.readsAlike, Body: longestAlike},
		{Pattern: "GET /assets/", Who: Machine, Handler: plain(s.Assets)},
		{Pattern: "GET /healthz", Who: Machine, Handler: s.healthy},
		{Pattern: "GET /readyz", Who: Machine, Handler: s.ready},
		{Pattern: "GET /metrics", Who: Machine, Handler: s.metrics},
	}
	if s.Hub != nil {
		routes = append(routes, Route{Pattern: livePattern, Who: SignedIn, Handler: s.live})
	}
	return routes
}

func plain(h http.Handler) Handler {
	return func(w http.ResponseWriter, r *Request) error {
		h.ServeHTTP(w, r.Request)
		return nil
	}
}

// Handler serves the table.
func (s *Site) Handler() http.Handler { return s.compress(http.HandlerFunc(s.serve)) }

// Drain ends live pages and says to balancers that this node serves no more. It may be called twice.
func (s *Site) Drain() { s.drain.Do(func() { close(s.drained) }) }
