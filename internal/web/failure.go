package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// refusal is what the edge itself refuses: a body it cannot read, a method a page does not have, too many tries.
type refusal struct {
	status int
	key    string // of the catalog of messages: key.title and key.reason
	args   []any  // of the reason
	wait   time.Duration
	cause  error
}

func (e refusal) Error() string { return fmt.Sprintf("refused with %d (%s)", e.status, e.key) }
func (e refusal) Unwrap() error { return e.cause }

// failure is an error as people read it.
type failure struct {
	status   int
	title    string
	reason   string
	fields   map[string]string // faults of a form by field name
	incident string            // the word that finds the error in the log; empty: nothing was logged
	wait     time.Duration     // before trying again; 0: not said
	typed    []string          // what the reader wrote into the form that failed
}

// faults are the faults of the form, by field name in order.
func (f failure) faults() []string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(f.fields)) {
		out = append(out, f.fields[field])
	}
	return out
}

// fail answers with what went wrong: a page, a part of a page, or JSON.
func (s *Site) fail(w http.ResponseWriter, r *Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		r.answer.gone() // whoever asked has left
		return
	}
	f := s.explainAndLog(r, err)
	if r.answer.status != 0 {
		panic(http.ErrAbortHandler) // half an answer is out: break it off, so that nobody takes it for a whole one
	}
	header := w.Header()
	for _, about := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "Etag", "Last-Modified", "Accept-Ranges"} {
		header.Del(about)
	}
	header.Set("Cache-Control", "private, no-cache")
	if f.wait > 0 {
		header.Set("Retry-After", strconv.Itoa(int((f.wait+time.Second-1)/time.Second)))
	}
	switch {
	case r.api():
		sendProblem(w, f)
	case r.Partial():
		s.renderFailure(w, r, f, failurePart)
	default:
		f.typed = r.wrote(err)
		s.renderFailure(w, r, f, failurePage)
	}
}

// explainAndLog finds the words for an error, and writes down what is nobody's mistake but the program's.
func (s *Site) explainAndLog(r *Request, err error) failure {
	f := s.explain(r, err)
	if f.incident != "" {
		s.Logger.ErrorContext(r.Context(), "request failed", "method", r.Method, "route", r.Pattern, "incident", f.incident, "error", err)
	}
	return f
}

// explain finds the words for an error.
func (s *Site) explain(r *Request, err error) failure {
	var (
		denied   fault.Denied
		conflict fault.Conflict
		refused  refusal
		tooLarge *http.MaxBytesError
	)
	fields, invalid := fault.AsFields(err)
	switch {
	case fault.IsNotFound(err):
		return s.say(r, http.StatusNotFound, "web.not_found")
	case errors.As(err, &denied):
		return failure{status: http.StatusForbidden, title: r.P.T("web.denied.title"), reason: r.P.T(denied.Reason.Key, denied.Reason.Args...)}
	case errors.As(err, &conflict):
		return failure{status: http.StatusConflict, title: r.P.T("web.conflict.title"), reason: r.P.T(conflict.Reason.Key, conflict.Reason.Args...)}
	case invalid:
		f := s.say(r, http.StatusUnprocessableEntity, "web.invalid")
		f.fields = make(map[string]string, len(fields))
		for field, message := range fields {
			f.fields[field] = r.P.T(message.Key, message.Args...)
		}
		return f
	case errors.As(err, &refused):
		f := s.say(r, refused.status, refused.key, refused.args...)
		f.wait = refused.wait
		return f
	case errors.As(err, &tooLarge):
		return s.say(r, http.StatusRequestEntityTooLarge, "web.large")
	}
	incident := incidentWord(s.IDs)
	f := s.say(r, http.StatusInternalServerError, "web.internal", incident)
	f.incident = incident
	return f
}

func (s *Site) say(r *Request, status int, key string, args ...any) failure {
	return failure{status: status, title: r.P.T(key + ".title"), reason: r.P.T(key+".reason", args...)}
}

// renderFailure makes the page of a failure, or a line of text when even that fails.
func (s *Site) renderFailure(w http.ResponseWriter, r *Request, f failure, page failureView) {
	if err := render(w, r, f, page); err != nil {
		s.Logger.ErrorContext(r.Context(), "error page failed", "route", r.Pattern, "incident", f.incident, "error", err)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		send(w, f.status, []byte(f.title+"\n"+f.reason+"\n"))
	}
}

func render(w http.ResponseWriter, r *Request, f failure, page failureView) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return Render(w, r, f.status, page(r.Chrome(f.title, ui.Nowhere), f))
}

// Problem is a failure as RFC 9457 writes it.
type Problem struct {
	Type     string            `json:"type" doc:"Always about:blank: the status says of which kind it is"`
	Title    string            `json:"title" doc:"What happened, in the language of the caller"`
	Status   int               `json:"status" doc:"The HTTP status, again"`
	Detail   string            `json:"detail,omitempty" doc:"What to do next, in the language of the caller"`
	Incident string            `json:"incident,omitempty" doc:"The words that lead whoever runs the server to what happened"`
	Errors   map[string]string `json:"errors,omitempty" doc:"What is wrong with each field, by its name"`
}

// Problem says an error in the words of the caller's language, for who answers a program in a form of its own.
func (r *Request) Problem(err error) Problem { return r.site.explainAndLog(r, err).problem() }

func (f failure) problem() Problem {
	return Problem{Type: "about:blank", Title: f.title, Status: f.status, Detail: f.reason, Incident: f.incident, Errors: f.fields}
}

func sendProblem(w http.ResponseWriter, f failure) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(f.problem()) // texts and numbers always encode
	w.Header().Set("Content-Type", "application/problem+json")
	send(w, f.status, body.Bytes())
}

// SignInFirst answers a visitor on an open route who needs to be someone after all, as routes do that are not open.
func (r *Request) SignInFirst(w http.ResponseWriter) error { return r.site.askToSignIn(w, r) }

// askToSignIn answers a signed-out visitor who needs to be someone: they sign in and go on where they wanted, and what
// they typed is kept.
func (s *Site) askToSignIn(w http.ResponseWriter, r *Request) error {
	switch {
	case r.api():
		w.Header().Set("WWW-Authenticate", "Bearer")
		return refusal{status: http.StatusUnauthorized, key: "web.token"}
	case r.Partial():
		return refusal{status: http.StatusUnauthorized, key: "web.signed_out"}
	case r.Header.Get("Accept") == "text/event-stream":
		w.WriteHeader(http.StatusNoContent) // by this a browser knows not to come again
		return nil
	case !r.writes():
		return SeeOther(w, r, signInTo(r.URL.RequestURI()), "")
	}
	kept, err := s.park(r)
	if err != nil {
		return err
	}
	if kept == "" {
		return refusal{status: http.StatusUnauthorized, key: "web.unsent"}
	}
	return SeeOther(w, r, signInTo("/kept/"+kept), "web.kept.sign_in")
}

// signInPath is where one signs in. It takes the local address to go on to as next.
const signInPath = "/sign-in"

// signInTo is where one signs in and goes on to an address from there; to its page alone where the whole is too long, escaped, for anybody to
// be sent there.
func signInTo(next string) string {
	path, _, _ := strings.Cut(next, "?")
	for _, to := range []string{next, path} {
		if address := signInPath + "?next=" + queryEscape(to); to != "/" && IsLocal(to) && IsLocal(address) {
			return address
		}
	}
	return signInPath
}

// queryEscape escapes for a query and leaves slashes readable.
func queryEscape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "%2F", "/") }
