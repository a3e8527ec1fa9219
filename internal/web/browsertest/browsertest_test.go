package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// site is a form that greets, with a fault in its markup on /bad.
func site(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Door</title><main><h1>Door</h1><form method="post">
			<label for="n">Name</label><input id="n" name="name">
			<label for="s">School</label><select id="s" name="school"><option>Oak<option>Elm</select>
			<label><input type="checkbox" name="rough" value="yes">Rough</label>
			<button>Come in</button></form></main>`)
	})
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>In</title><main><h1>Hello %s from %s, rough: %s</h1></main>`,
			r.FormValue("name"), r.FormValue("school"), r.FormValue("rough"))
	})
	mux.HandleFunc("GET /wide", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Wide</title><main><h1>Wide</h1><p>‹wide.hint› and ‹words›</p><svg aria-hidden="true" width="5000" height="9"><use href="#none"></use></svg></main>`)
	})
	mux.HandleFunc("GET /names", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Names</title><main><h1>Names</h1><form>
			<p hidden><button name="pressed" value="hidden">Keep</button></p><button name="pressed" value="seen"> Keep
			</button><button name="pressed" value="labelled" aria-label="Keep: Maps">Keep</button>
			<p id="day">When</p><input type="date" name="day" aria-labelledby="day">
			<a href="/wide">More</a> <a href="/bad">More</a> <a>Keep</a></form></main>`)
	})
	mux.HandleFunc("GET /bad", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="data:,"></main>`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAJourney(t *testing.T) {
	b, url := browsertest.Start(t), site(t)
	for name, options := range map[string][]browsertest.Option{
		"with scripts":    nil,
		"without scripts": {browsertest.NoScripts(), browsertest.Width(320), browsertest.Dark()},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, url, options...)
			p.Axe()
			p.Fill("Name", "Ana")
			p.Select("School", "Elm")
			p.Choose("Rough")
			p.Press("button", "Come in")
			p.Sees("Hello Ana from Elm, rough: yes")
			if got := p.Title(); got != "In" {
				t.Errorf("the title is %q", got)
			}
		})
	}
}

func TestThingsAreFoundAsAScreenReaderSaysThem(t *testing.T) {
	b, url := browsertest.Start(t), site(t)
	p := b.Open(t, url+"/names")
	if !p.Has("link", "More") || p.Has("link", "Keep") || p.Has("button", "More") {
		t.Error("a role or a name is taken for another")
	}
	p.Fill("When", "12012026")
	for name, want := range map[string]string{"Keep": "?pressed=seen&", "Keep: Maps": "?pressed=labelled&"} {
		p.Press("button", name)
		p.Until(fmt.Sprintf("location.search.startsWith(%q)", want))
		p.Back()
		p.Until(`location.search === ""`)
	}
	if got := browsertest.Eval[string](p, `document.querySelector("[name=day]").value`); got != "2026-12-01" {
		t.Errorf("the day is %q", got)
	}
}

func TestFaultsAreFound(t *testing.T) {
	b, url := browsertest.Start(t), site(t)
	if rules := browsertest.Broken(b.Open(t, url+"/bad")); len(rules) != 1 || rules[0] != "image-alt" {
		t.Errorf("got %v, want image-alt", rules)
	}
	wide := b.Open(t, url+"/wide")
	if got := browsertest.Eval[string](wide, browsertest.Overflow); got == "" {
		t.Error("a page wider than the screen passes")
	}
	if got := browsertest.Eval[string](wide, browsertest.Undrawn+`.join(" ")`); got != "#none" {
		t.Errorf("the icons that are not there are %q, want #none", got)
	}
	if got := browsertest.Eval[string](wide, browsertest.Unsaid); got != "‹wide.hint›" {
		t.Errorf("the messages without words are %q, want ‹wide.hint›", got)
	}
}
