package web_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func written(parts ...string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, out io.Writer) error {
		for _, part := range parts {
			if part == "fail" {
				return errors.New("drawer stuck")
			}
			if _, err := io.WriteString(out, part); err != nil {
				return err
			}
		}
		return nil
	})
}

func shows(status int, c templ.Component) web.Handler {
	return func(w http.ResponseWriter, r *web.Request) error { return web.Render(w, r, status, c) }
}

func TestAPageIsWholeOrNotAtAll(t *testing.T) {
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /half", Who: web.Open, Handler: shows(200, written("<p>half", "fail"))},
		web.Route{Pattern: "POST /form", Who: web.Open, Handler: shows(422, written("<p>Choose a grade"))})

	answer := s.get("/half", "")
	wantStatus(t, answer, 500)
	wantNone(t, text(t, answer), "<p>half")

	answer = s.post("/form", "", nil)
	wantStatus(t, answer, 422)
	if got := answer.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("sent as %q", got)
	}
	if got := text(t, answer); got != "<p>Choose a grade" {
		t.Errorf("the page is %q", got)
	}
}

func TestPagesAreCompressedWhenItPays(t *testing.T) {
	long := strings.Repeat("<p>The shelf of Maple Valley</p>", 100)
	s := newShelf(t)
	s.Add(web.Route{Pattern: "GET /long", Who: web.Open, Handler: shows(200, written(long))}, web.Route{Pattern: "GET /short", Who: web.Open, Handler: shows(200, written("<p>short"))},
		web.Route{Pattern: "GET /picture", Who: web.Open, Handler: func(w http.ResponseWriter, _ *web.Request) error {
			w.Header().Set("Content-Type", "image/webp")
			_, err := io.WriteString(w, long)
			return err
		}})
	for _, c := range []struct{ path, accept, encoding string }{
		{"/long", "gzip, br", "gzip"}, {"/long", "", ""}, {"/long", "gzip;q=0", ""}, {"/short", "gzip", ""}, {"/picture", "gzip", ""},
	} {
		answer := s.send(ask{method: "GET", path: c.path, header: map[string]string{"Accept-Encoding": c.accept}})
		if got := answer.Header.Get("Content-Encoding"); got != c.encoding {
			t.Errorf("%s accepting %q is encoded %q, want %q", c.path, c.accept, got, c.encoding)
		}
		if c.encoding == "gzip" {
			unpacked, err := gzip.NewReader(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(unpacked)
			if err != nil || string(body) != long {
				t.Errorf("unpacked %d letters, %v", len(body), err)
			}
		}
	}
}

func TestTheChromeKnowsWhoReads(t *testing.T) {
	var c ui.Chrome
	s := newShelf(t, func(o *web.Options) { o.Demo = true })
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: func(w http.ResponseWriter, r *web.Request) error {
		c = r.Chrome("Catalog", ui.Catalog)
		return web.Render(w, r, 200, written(""))
	}})

	s.get("/x?q=a", "rosa")
	if c.Title != "Catalog" || c.Here != ui.Catalog || c.URL != "/x?q=a" || c.District != "Maple Valley" || !c.Demo || c.Assets.CSS != "/assets/app.css" || !c.Now.Equal(c.Now.In(c.Zone)) {
		t.Errorf("the chrome is %+v", c)
	}
	if want := (ui.Reader{Name: "Rosa Delgado", Initials: "RD", School: "Elm", Contributes: true}); *c.Reader != want {
		t.Errorf("the reader is %+v, want %+v", *c.Reader, want)
	}

	s.get("/x", "ines")
	if c.Reader.Initials != "IÁ" || !c.Reader.Coordinator {
		t.Errorf("the reader is %+v", *c.Reader)
	}
	s.get("/x", "")
	if c.Reader != nil || c.District != "" || c.Zone == nil {
		t.Errorf("a visitor's chrome is %+v", c)
	}
}

func TestASiteNeedsWhatItServesWith(t *testing.T) {
	if _, err := web.New(web.Options{}); err == nil {
		t.Error("a site of nothing was made")
	}
}

func BenchmarkPage(b *testing.B) {
	t := &testing.T{}
	s := newShelf(t)
	card := `<article class="card"><h2><a href="/resources/7f3k">Citation slips for grade 4</a></h2><p>They cite what they find, in one line.</p></article>`
	s.Add(web.Route{Pattern: "GET /x", Who: web.Open, Handler: shows(200, written(strings.Repeat(card, 220)))})
	for name, accept := range map[string]string{"plain": "", "gzip": "gzip"} {
		b.Run(name, func(b *testing.B) {
			handler := s.Handler()
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("GET", "/x", nil)
				r.Header.Set("Accept-Encoding", accept)
				handler.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
