package ui_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
	"github.com/commonshelf/commonshelf/web"
)

// policy is at least as strict as what the server sends.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// serve serves the pages of the gallery at /<locale>/<name>, and more routes if there are any.
func serve(t *testing.T, more ...func(*http.ServeMux)) string {
	t.Helper()
	assets, err := web.Assets()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+web.Prefix, assets)
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(http.StatusOK)
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	for _, locale := range lang.Locales {
		for name, text := range pages(t, locale) {
			mux.HandleFunc("GET /"+string(locale)+"/"+name, func(w http.ResponseWriter, r *http.Request) { send(w, text) })
			if name == "gallery" && locale == lang.English {
				mux.HandleFunc("GET /gallery", func(w http.ResponseWriter, r *http.Request) { send(w, text) })
			}
		}
	}
	for _, add := range more {
		add(mux)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.CloseClientConnections() // a stream may still stand
		server.Close()
	})
	return server.URL
}

func send(w http.ResponseWriter, page string) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(page))
}

// On a phone the name, the button that shares and the menu stand side by side, in either language.
func TestTheMastheadIsOneRowOnAPhone(t *testing.T) {
	t.Parallel()
	b, url := browsertest.Start(t), serve(t)
	for _, locale := range lang.Locales {
		p := b.Open(t, url+"/"+string(locale)+"/gallery", browsertest.Width(430))
		for _, width := range []int{430, 390, 375, 360, 320} {
			p.Resize(width)
			rows := browsertest.Eval[float64](p, `(() => {
				const middles = [".brand", ".share", ".open"].map((s) => document.querySelector(".mast " + s).getBoundingClientRect()).map((r) => (r.top + r.bottom) / 2);
				return Math.max(...middles) - Math.min(...middles);
			})()`)
			if rows > 4 {
				t.Errorf("%s at %d pixels: what stands in the masthead is %v pixels apart", locale, width, rows)
			}
		}
	}
}

// With SHOTS=folder in the environment this test leaves pictures of every page there, for a person to look at.
func TestEveryPageReadsWell(t *testing.T) {
	t.Parallel()
	b, url, shots := browsertest.Start(t), serve(t), os.Getenv("SHOTS")
	for _, c := range []struct {
		path  string
		width int
		dark  bool
	}{
		{"en/gallery", 1280, false},
		{"en/gallery", 390, true},
		{"es/gallery", 320, false},
		{"es/gallery", 1280, true},
		{"en/visitor", 320, false},
		{"es/plain", 390, false},
		{"en/door", 1280, false},
		{"es/door", 320, true},
	} {
		options := []browsertest.Option{browsertest.Width(c.width)}
		name := c.path + "-" + strconv.Itoa(c.width)
		if c.dark {
			options, name = append(options, browsertest.Dark()), name+"-dark"
		}
		t.Run(name, func(t *testing.T) {
			p := b.Open(t, url+"/"+c.path, options...)
			p.Inspect()
			if shots != "" {
				p.Screenshot(filepath.Join(shots, name+".png"))
				p.PDF(filepath.Join(shots, name+".pdf"))
			}
		})
	}
}
