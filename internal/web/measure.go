package web

import (
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// measure counts answers by route and status: never by address, person, school or district.
type measure struct {
	seconds *prometheus.HistogramVec
}

func newMeasure(registry *prometheus.Registry) (*measure, error) {
	m := &measure{seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "commonshelf_http_seconds",
		Help:    "Time to answer, by route and status. Live pages are left out.",
		Buckets: []float64{0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10},
	}, []string{"route", "status"})}
	return m, registry.Register(m.seconds)
}

// observe begins to measure a request and returns what ends it.
func (m *measure) observe(r *http.Request, a *answer) func() {
	began := time.Now() // monotonic: a clock that is moved for a demonstration measures nothing
	return func() {
		route := r.Pattern
		switch route {
		case livePattern:
			return
		case "", unroutedPattern:
			route = "none"
		}
		status := a.status
		if status == 0 {
			status = http.StatusOK
		}
		m.seconds.WithLabelValues(route, strconv.Itoa(status)).Observe(time.Since(began).Seconds())
	}
}

// metrics handles GET /metrics, for programs on this machine and for whoever holds the token.
func (s *Site) metrics(w http.ResponseWriter, r *Request) error {
	if !s.mayMeasure(r) {
		return fault.NotFound{What: "page"}
	}
	promhttp.HandlerFor(s.Registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(w, r.Request)
	return nil
}

// mayMeasure admits the token's holder, and without token who asks from this machine itself and for nobody else.
func (s *Site) mayMeasure(r *Request) bool {
	if s.MetricsToken != "" {
		token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		return found && subtle.ConstantTimeCompare([]byte(token), []byte(s.MetricsToken)) == 1
	}
	forwarded := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
	return r.peer().IsLoopback() && !forwarded
}

// healthy handles GET /healthz: the process is alive.
func (s *Site) healthy(w http.ResponseWriter, _ *Request) error {
	sendText(w, http.StatusOK, "alive\n")
	return nil
}

// ready handles GET /readyz: this node can serve.
func (s *Site) ready(w http.ResponseWriter, r *Request) error {
	select {
	case <-s.drained:
		sendText(w, http.StatusServiceUnavailable, "stopping\n")
		return nil
	default:
	}
	if err := s.Ready(r.Context()); err != nil {
		s.Logger.WarnContext(r.Context(), "not ready", "error", err)
		sendText(w, http.StatusServiceUnavailable, "not ready\n")
		return nil
	}
	sendText(w, http.StatusOK, "ready\n")
	return nil
}

func sendText(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	send(w, status, []byte(text))
}
