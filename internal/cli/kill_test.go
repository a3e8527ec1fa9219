package cli_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

const (
	saves     = 1000 // asked for at once
	survivors = 250  // acknowledged before the process is killed
	writers   = 16
)

// What was acknowledged is there after a kill in the middle of a thousand saves, nothing is there by half, and search finds
// what the database holds.
func TestKilledWhileSaving(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		p := place{dir: t.TempDir()}
		p.flags = []string{"--data", p.dir}
		killWhileSaving(t, p)
	})
	t.Run("postgres", func(t *testing.T) {
		p := place{dir: t.TempDir()}
		p.flags = []string{"--data", p.dir, "--database", dbtest.Cluster(t)}
		killWhileSaving(t, p)
	})
}

func killWhileSaving(t *testing.T, p place) {
	program, at := startProgram(t, p)
	visitor := signIn(t, at)
	var acknowledged sync.Map // path of a resource to its title
	var count atomic.Int64
	var next atomic.Int64
	killed := make(chan struct{})
	var once sync.Once
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for {
				n := next.Add(1)
				if n > saves {
					return
				}
				title := fmt.Sprintf("Durable save number%d", n)
				path, err := share(visitor, at, title)
				if err != nil {
					return // the process is gone
				}
				acknowledged.Store(path, title)
				if count.Add(1) == survivors {
					once.Do(func() { close(killed) })
				}
			}
		})
	}
	ended := make(chan struct{})
	go func() { group.Wait(); close(ended) }()
	select {
	case <-killed:
	case <-ended: // every writer failed before the kill; the count below says so
	}
	must(t, program.Process.Kill())
	_ = program.Wait()
	<-ended
	if n := count.Load(); n < survivors || n >= saves {
		t.Fatalf("%d of %d saves were acknowledged: the test is worth nothing", n, saves)
	}

	if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
		t.Errorf("after the kill check says %q", out)
	}
	program, at = startProgram(t, p)
	visitor = signIn(t, at)
	lost := 0
	acknowledged.Range(func(path, title any) bool {
		page := get(t, visitor, at+path.(string))
		if !strings.Contains(page, title.(string)) {
			lost++
		}
		return true
	})
	if lost > 0 {
		t.Errorf("%d of %d acknowledged saves are lost", lost, count.Load())
	}
	if page := get(t, visitor, at+"/catalog?q=durable"); strings.Contains(page, "Durable save") == (count.Load() == 0) {
		t.Error("search does not find what was saved")
	}
	if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
		t.Errorf("while serving check says %q", out)
	}
	must(t, program.Process.Kill())
	_ = program.Wait()
}

func startProgram(t *testing.T, p place) (*exec.Cmd, string) {
	t.Helper()
	program := exec.Command(os.Args[0], p.with("serve", "--demo", "--listen", "127.0.0.1:0")...)
	program.Env = append(os.Environ(), asProgram+"=1")
	out := &output{}
	program.Stdout, program.Stderr = out, out
	must(t, program.Start())
	t.Cleanup(func() { _ = program.Process.Kill() })
	return program, served(t, out, nil)
}

// signIn comes in as somebody of the demonstration. Redirects are not followed: where they lead is the answer.
func signIn(t *testing.T, at string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	visitor := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := visitor.PostForm(at+"/demo/sign-in", url.Values{"person": {"elm"}})
	must(t, err)
	must(t, response.Body.Close())
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("signing in gives %s", response.Status)
	}
	return visitor
}

// share shares a tip through the forms, and gives the path of its page once that is acknowledged.
func share(visitor *http.Client, at, title string) (string, error) {
	draft, err := post(visitor, at+"/share", url.Values{"what": {title}})
	if err != nil {
		return "", err
	}
	page, err := visitor.Get(at + draft)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(page.Body)
	if err != nil {
		return "", err
	}
	if err := page.Body.Close(); err != nil {
		return "", err
	}
	path, err := post(visitor, at+draft, url.Values{"title": {title}, "why": {"It survives."}, "kind": {"tip"}, "grades": {"3-5"},
		"visibility": {"district"}, "saves": {"1"}, "school": {hidden(string(body), "school")}, "do": {"share"}})
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(path, "/resources/") {
		return "", fmt.Errorf("sharing %q leads to %s", title, path)
	}
	return path, nil
}

// hidden is the value of a field of a page's form.
func hidden(page, name string) string {
	_, rest, _ := strings.Cut(page, `name="`+name+`" value="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func post(visitor *http.Client, at string, form url.Values) (string, error) {
	response, err := visitor.PostForm(at, form)
	if err != nil {
		return "", err
	}
	if err := response.Body.Close(); err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("POST %s gives %s", at, response.Status)
	}
	return response.Header.Get("Location"), nil
}

// get is a page without the marks on the words that were looked for.
func get(t *testing.T, visitor *http.Client, at string) string {
	t.Helper()
	response, err := visitor.Get(at)
	must(t, err)
	body, err := io.ReadAll(response.Body)
	must(t, err)
	must(t, response.Body.Close())
	return strings.NewReplacer("<mark>", "", "</mark>", "").Replace(string(body))
}
