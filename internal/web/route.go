package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Who says who may enter a route.
type Who string

// Who may enter.
const (
	Open        Who = "open"        // anyone; the handler decides what they see
	SignedIn    Who = "signed in"   // any person of a district
	Contributor Who = "contributor" // a media specialist anywhere, or a coordinator
	Coordinator Who = "coordinator" // a coordinator of the district
	Demo        Who = "demo"        // anyone, and only while the demonstration is served
	Machine     Who = "machine"     // programs: no session is looked up, the handler decides
)

// Handler answers one request. An error it returns becomes a page by its kind.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one line of the table of routes. What is not in the table is not served.
type Route struct {
	Pattern string // method and path as http.ServeMux reads them: "GET /resources/{id}"
	Who     Who
	Handler Handler
	Body    int64 // most bytes a request may carry; 0: 1 MiB, enough for a form
	Query   int   // most bytes of its address after the question mark; 0: 8 KiB, enough for what our pages ask
}

// Method is the route's method; empty for every method.
func (r Route) Method() string {
	method, _, found := strings.Cut(r.Pattern, " ")
	if !found {
		return ""
	}
	return method
}

// Path is the route's path with its gaps.
func (r Route) Path() string {
	_, path, found := strings.Cut(r.Pattern, " ")
	if !found {
		return r.Pattern
	}
	return path
}

// Add puts routes into the table. Like http.ServeMux it panics on a pattern that cannot be read or that conflicts with
// another, and on a route that does not say who may enter.
func (s *Site) Add(routes ...Route) {
	for _, route := range routes {
		if !slices.Contains([]Who{Open, SignedIn, Contributor, Coordinator, Demo, Machine}, route.Who) || route.Handler == nil {
			panic(fmt.Sprintf("route %q does not say who may enter, or has no handler", route.Pattern))
		}
		if route.Who == Demo && !s.Demo {
			continue
		}
		s.table = append(s.table, route)
		s.mux.Handle(route.Pattern, s.entrance(route))
	}
}

// Routes lists what is served, by path and method.
func (s *Site) Routes() []Route {
	table := slices.Clone(s.table)
	slices.SortFunc(table, func(a, b Route) int {
		if order := strings.Compare(a.Path(), b.Path()); order != 0 {
			return order
		}
		return strings.Compare(a.Method(), b.Method())
	})
	return table
}

// admits says whether the actor may enter; signed-out visitors have been sent to sign in before.
func (w Who) admits(by actor.Actor) error {
	switch {
	case w == Contributor && !by.Contributes():
		return fault.Denied{Reason: fault.Say("web.denied.contributor")}
	case w == Coordinator && !by.Coordinator:
		return fault.Denied{Reason: fault.Say("web.denied.coordinator")}
	}
	return nil
}

// needsPerson says whether a signed-out visitor must sign in first.
func (w Who) needsPerson() bool { return w == SignedIn || w == Contributor || w == Coordinator }

// unrouted answers what no route matches: a page that has no such method, an address with a slash too many, or nothing.
func (s *Site) unrouted(w http.ResponseWriter, r *Request) error {
	if allowed := s.methodsAt(r.Request); len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return refusal{status: http.StatusMethodNotAllowed, key: "web.method"}
	}
	if trimmed := strings.TrimRight(r.URL.EscapedPath(), "/"); trimmed != "" && trimmed != r.URL.EscapedPath() {
		shorter := r.Clone(r.Context())
		shorter.URL.Path, shorter.URL.RawPath = strings.TrimRight(r.URL.Path, "/"), trimmed
		to := shorter.URL.RequestURI()
		if len(s.methodsAt(shorter)) > 0 && IsLocal(to) {
			http.Redirect(w, r.Request, to, http.StatusPermanentRedirect)
			return nil
		}
	}
	return fault.NotFound{What: "page"}
}

// methodsAt lists the methods that some route answers at the request's path.
func (s *Site) methodsAt(r *http.Request) []string {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if s.allows(method, r.URL, r.Host) {
			allowed = append(allowed, method)
		}
	}
	return allowed
}

// allows says whether some route answers a method at an address.
func (s *Site) allows(method string, at *url.URL, host string) bool {
	_, pattern := s.mux.Handler(&http.Request{Method: method, URL: at, Host: host})
	return pattern != unroutedPattern
}
