package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/web"
)

func TestEachKindOfFaultHasItsPage(t *testing.T) {
	var form fault.Fields
	form.Add("title", "web.kept.discarded")
	for _, c := range []struct {
		name   string
		err    error
		status int
		says   string
	}{
		{"not found", fault.NotFound{What: "resource"}, 404, "There is nothing at this address"},
		{"denied", fault.Denied{Reason: fault.Say("web.denied.coordinator")}, 403, "Only a coordinator of your district"},
		{"conflict", fault.Conflict{Reason: fault.Say("web.busy.reason")}, 409, "Try again in a minute. Nothing is lost."},
		{"fields", form, 422, "It is thrown away."},
		{"wrapped", fmt.Errorf("retire x: %w", fault.Denied{Reason: fault.Say("web.denied.coordinator")}), 403, "Only a coordinator"},
		{"body too large", fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 5}), 413, "too large"},
		{"anything else", errDatabase, 500, "Something went wrong on our side"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newShelf(t)
			s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: fails(c.err)},
				web.Route{Pattern: "GET /api/x", Who: web.Open, Handler: fails(c.err)})

			answer := s.get("/x", "rosa")
			wantStatus(t, answer, c.status)
			body := text(t, answer)
			wantText(t, body, c.says, "<h1", "</html>")
			wantNone(t, body, "disk full", "‹")

			answer = s.send(ask{method: "GET", path: "/x", token: "rosa", header: map[string]string{"HX-Request-Type": "partial"}})
			wantStatus(t, answer, c.status)
			body = text(t, answer)
			wantText(t, body, c.says, `role="alert"`)
			wantNone(t, body, "<html", "disk full")

			answer = s.get("/api/x", "rosa")
			wantStatus(t, answer, c.status)
			if got := answer.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("the problem is sent as %q", got)
			}
			var problem struct {
				Type, Title, Detail, Incident string
				Status                        int
				Errors                        map[string]string
			}
			if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil {
				t.Fatal(err)
			}
			if problem.Type != "about:blank" || problem.Status != c.status || problem.Title == "" || problem.Detail == "" {
				t.Errorf("problem %+v", problem)
			}
			if c.status == 422 && problem.Errors["title"] != "It is thrown away." {
				t.Errorf("errors by field are %v", problem.Errors)
			}
			if (problem.Incident != "") != (c.status == 500) {
				t.Errorf("incident %q at %d", problem.Incident, c.status)
			}
		})
	}
}

func TestAnIncidentIsFoundInTheLogByItsWord(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /resources/{id}", Who: web.Open, Handler: fails(errDatabase)})

	answer := s.post("/resources/7?q=private+words", "rosa", url.Values{"text": {"typed words"}})

	wantStatus(t, answer, 500)
	word := regexp.MustCompile(`the words ([a-z]+-[a-z]+-[0-9]{2})\.`).FindStringSubmatch(text(t, answer))
	if word == nil {
		t.Fatal("the page names no incident")
	}
	log := s.log.String()
	wantText(t, log, "incident="+word[1], `route="POST /resources/{id}"`, "method=POST", "disk full at row 7")
	wantNone(t, log, "private", "typed", "rosa", "Rosa", "/resources/7")
}

func TestWhoeverWentAwayIsNoIncident(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(_ http.ResponseWriter, r *web.Request) error {
		return fmt.Errorf("search: %w", r.Context().Err())
	}})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/x", nil))
	if log := s.log.String(); log != "" || w.Body.Len() != 0 {
		t.Errorf("the log says %s, the page %s", log, w.Body)
	}
	wantText(t, text(t, s.measured("127.0.0.1:1", nil)), `route="GET /x",status="499"`)
}

func TestExpectedFaultsAreNotLogged(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: fails(fault.NotFound{What: "resource"})})
	s.get("/x", "rosa")
	s.get("/no-such-page", "")
	if log := s.log.String(); log != "" {
		t.Errorf("the log says %s", log)
	}
}

func TestAPanicIsAnIncident(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.SignedIn, Handler: func(http.ResponseWriter, *web.Request) error { panic("drawer stuck") }})

	answer := s.get("/x", "rosa")

	wantStatus(t, answer, 500)
	body := text(t, answer)
	wantText(t, body, "Something went wrong on our side", "Rosa Delgado")
	wantNone(t, body, "drawer stuck")
	wantText(t, s.log.String(), "drawer stuck", "failure_test.go")
}

func TestAFailureAfterHalfAnAnswerBreaksItOff(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(w http.ResponseWriter, _ *web.Request) error {
		if _, err := w.Write([]byte("half")); err != nil {
			return err
		}
		return errDatabase
	}})
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler {
			t.Errorf("ended with %v, want the connection broken off", cause)
		}
		wantText(t, s.log.String(), "disk full")
	}()
	s.get("/x", "")
}

func TestAFailedDownloadIsNotSavedAsAFile(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(w http.ResponseWriter, _ *web.Request) error {
		w.Header().Set("Content-Disposition", "attachment; filename=report.csv")
		w.Header().Set("Content-Length", "10")
		w.Header().Set("Cache-Control", "public, max-age=9999")
		return errDatabase
	}})
	answer := s.get("/x", "")
	wantStatus(t, answer, 500)
	if answer.Header.Get("Content-Disposition") != "" || answer.Header.Get("Cache-Control") != "private, no-cache" {
		t.Errorf("the error page carries %v", answer.Header)
	}
	wantText(t, text(t, answer), "</html>")
}

func TestADatabaseThatIsAwayIsNotTakenForSignedOut(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.SignedIn, Handler: page})
	s.broken = errDatabase
	wantStatus(t, s.get("/x", "rosa"), 500)
	wantStatus(t, s.get("/readyz", ""), 503)
	wantStatus(t, s.get("/healthz", ""), 200)
}

func TestTooOftenSaysHowLongToWait(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "POST /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
		if err := r.Limit(web.Rate{Act: "ask", Most: 2, Within: 90 * time.Second}, r.Client()); err != nil {
			return err
		}
		return page(w, r)
	}})
	wantStatus(t, s.post("/x", "", nil), 200)
	wantStatus(t, s.post("/x", "", nil), 200)

	answer := s.post("/x", "", nil)

	wantStatus(t, answer, 429)
	if got := answer.Header.Get("Retry-After"); got != "90" {
		t.Errorf("Retry-After is %q, want 90", got)
	}
	wantText(t, text(t, answer), "Wait 2 minutes")
	if s.spent["ask 192.0.2.1"] != 3 {
		t.Errorf("counted %v", s.spent)
	}
}

func TestFaultsAreSaidInTheReadersLanguage(t *testing.T) {
	s := newShelf(t)
	answer := s.send(ask{method: "GET", path: "/nada", header: map[string]string{"Accept-Language": "es-MX"}})
	wantStatus(t, answer, 404)
	wantText(t, text(t, answer), "No hay nada en esta dirección", `lang="es"`)
}

func TestIncidentWordsDiffer(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: fails(errDatabase)})
	whole, first := map[string]bool{}, map[string]bool{}
	for range 500 {
		s.get("/x", "")
	}
	for _, found := range regexp.MustCompile(`incident=(([a-z]+)-[a-z]+-[0-9]{2}) `).FindAllStringSubmatch(s.log.String(), -1) {
		whole[found[1]], first[found[2]] = true, true
	}
	if len(whole) < 495 || len(first) < 60 {
		t.Errorf("500 incidents have %d names that begin with %d words", len(whole), len(first))
	}
}

func TestAHandlerMayBreakOffAConnection(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(http.ResponseWriter, *web.Request) error { panic(http.ErrAbortHandler) }})
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler || s.log.Len() != 0 {
			t.Errorf("ended with %v, the log says %s", cause, s.log)
		}
	}()
	s.get("/x", "")
}
