package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// formLimit is how many bytes a request may carry unless its route says otherwise.
const formLimit = 1 << 20

// queryLimit is how many bytes of an address may follow its question mark: twelve times what a page of ours ever asks for.
const queryLimit = 8 << 10

// A body must have arrived within these; what is slower is broken or hostile.
const (
	formTime   = 2 * time.Minute
	uploadTime = time.Hour
)

// serve stands around the table: what every answer carries, and how long it took.
func (s *Site) serve(w http.ResponseWriter, r *http.Request) {
	s.secure(w.Header())
	a := &answer{ResponseWriter: w}
	defer s.measure.observe(r, a)()
	s.mux.ServeHTTP(a, r)
}

// entrance is the door of one route: who comes, whether they may, and what becomes of an error.
func (s *Site) entrance(route Route) http.HandlerFunc {
	return func(w http.ResponseWriter, plain *http.Request) {
		r := s.visitor(w, plain)
		if err := s.enter(w, r, route); err != nil {
			s.fail(w, r, err)
		}
	}
}

// enter runs the route's handler for whoever may. A panic is an error like another.
func (s *Site) enter(w http.ResponseWriter, r *Request, route Route) (err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			panic(cause)
		default:
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	if len(r.URL.RawQuery) > cmp.Or(route.Query, queryLimit) {
		r.shorten()
		return refusal{status: http.StatusRequestURITooLong, key: "web.address"}
	}
	if s.origin.Check(r.Request) != nil {
		return refusal{status: http.StatusForbidden, key: "web.origin"}
	}
	if !clean(r.URL.Path) {
		return fault.NotFound{What: "page"}
	}
	limitBody(w, r, route.Body)
	if route.Who != Machine {
		header := w.Header()
		header.Set("Cache-Control", "private, no-cache") // not no-store: Back must find what was typed
		header.Add("Vary", "Cookie, Accept-Language, HX-Request-Type")
		if err := s.recognise(r); err != nil {
			return err
		}
		if route.Body != 0 && r.Actor.SignedIn() {
			readWithin(w, uploadTime)
		}
		s.catchUp(r)
		s.trace(w, r)
		if route.Who.needsPerson() && !r.Actor.SignedIn() {
			return s.askToSignIn(w, r)
		}
		if err := route.Who.admits(r.Actor); err != nil {
			return err
		}
		if err := s.keepPace(r, route); err != nil {
			return err
		}
	}
	if err := route.Handler(w, r); err != nil {
		return err
	}
	s.forgetKept(r)
	return nil
}

// shorten forgets what follows the question mark, so that no answer says it again.
func (r *Request) shorten() {
	short := *r.URL
	short.RawQuery = ""
	r.Request = r.WithContext(r.Context())
	r.URL, r.RequestURI = &short, short.RequestURI()
}

// limitBody bounds what a request may send, in bytes and in time.
func limitBody(w http.ResponseWriter, r *Request, most int64) {
	if r.Body == nil || r.Body == http.NoBody {
		return
	}
	if most == 0 {
		most = formLimit
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	readWithin(w, formTime)
}

// readWithin says how long the body may take from now on. The deadline belongs to the connection, which knows only the
// machine's time. A writer without connection has none.
func readWithin(w http.ResponseWriter, within time.Duration) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(within))
}

// clean says whether a path holds only what databases and logs can hold.
func clean(path string) bool {
	return utf8.ValidString(path) && !strings.ContainsFunc(path, unicode.IsControl)
}

// answer remembers what has been sent.
type answer struct {
	http.ResponseWriter
	status int    // 0 until something is sent
	before func() // called when that is about to be; nil: nothing
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.begin(status)
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.begin(http.StatusOK)
	}
	return a.ResponseWriter.Write(p)
}

func (a *answer) begin(status int) {
	a.status = status
	if a.before != nil {
		a.before()
	}
}

// gone notes that nobody is there any more to take the answer, by the status that nginx gives this.
func (a *answer) gone() {
	if a.status == 0 {
		a.status = 499
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// compressed are the types worth compressing: what the program writes, not what it stores.
var compressed = []string{
	"text/html", "text/plain", "text/css", "text/csv", "text/markdown", "text/calendar", "text/javascript", "image/svg+xml",
	"application/json", "application/problem+json", "application/openapi+json", "application/xml", "application/atom+xml", "application/rss+xml",
}

func compression() (func(http.Handler) http.HandlerFunc, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.MinSize(1024),
		gzhttp.ContentTypes(compressed),
		gzhttp.EnableZstd(false),
		gzhttp.SetContentType(false),
	)
	if err != nil {
		return nil, errors.Join(errors.New("compression"), err)
	}
	return wrap, nil
}
