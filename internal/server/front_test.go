package server

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// While the program starts a balancer is told at once that this node is not ready, and people wait for their page.
func TestWhileTheProgramStarts(t *testing.T) {
	at, front := fronted(t, time.Minute)
	for path, want := range map[string]int{"/readyz": 503, "/healthz": 200} {
		if got := ask(t, at+path, ""); got.StatusCode != want {
			t.Errorf("GET %s gives %s, want %d", path, got.Status, want)
		}
	}
	type arrival struct {
		answer *http.Response
		err    error
	}
	arrived := make(chan arrival, 1)
	go func() {
		answer, err := http.Get(at + "/catalog")
		arrived <- arrival{answer, err}
	}()
	front.open(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "here is "+r.URL.Path) }))
	early := <-arrived
	if early.err != nil {
		t.Fatal(early.err)
	}
	defer early.answer.Body.Close()
	if text := body(t, early.answer); text != "here is /catalog" {
		t.Errorf("a page that was asked for early says %q", text)
	}
	if text := body(t, ask(t, at+"/readyz", "")); text != "here is /readyz" {
		t.Errorf("once it has started GET /readyz says %q", text)
	}
}

// Whoever has waited long is told to come again, in their language, and the browser does it by itself.
func TestTheProgramStartsForLong(t *testing.T) {
	at, _ := fronted(t, 0)
	for language, want := range map[string]string{"en": "Commonshelf is starting.", "es-MX,es;q=0.9": "Commonshelf está arrancando."} {
		answer := ask(t, at+"/", language)
		if text := body(t, answer); answer.StatusCode != 503 || !strings.Contains(text, want) || answer.Header.Get("Retry-After") == "" || answer.Header.Get("Refresh") == "" {
			t.Errorf("in %s: %s %q with %v", language, answer.Status, text, answer.Header)
		}
	}
}

func fronted(t *testing.T, wait time.Duration) (at string, _ *Front) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	front := listen(listener, nil, wait)
	t.Cleanup(func() {
		if err := front.Close(); err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String(), front
}

func ask(t *testing.T, url, language string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Language", language)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
