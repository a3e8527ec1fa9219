package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"manifest.json":    {Data: []byte(`{"files": {"app.css": "app-A.css", "face.woff2": "face-B.woff2"}}`)},
	"app-A.css":        {Data: []byte("body{}")},
	"app-A.css.gz":     {Data: []byte("packed")},
	"face-B.woff2":     {Data: []byte("face")},
	"manifest.json.gz": {Data: []byte("never served")},
}

func TestServing(t *testing.T) {
	set, err := load(built)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, method, path, accept string
		status                     int
		body, encoding, cache      string
	}{
		{"compressed", "GET", set.URL("app.css"), "br, gzip;q=0.8", 200, "packed", "gzip", "public, max-age=31536000, immutable"},
		{"plain", "GET", set.URL("app.css"), "", 200, "body{}", "", "public, max-age=31536000, immutable"},
		{"gzip refused", "GET", set.URL("app.css"), "gzip;q=0, *", 200, "body{}", "", "public, max-age=31536000, immutable"},
		{"a font is compressed in itself", "GET", set.URL("face.woff2"), "gzip", 200, "face", "", "public, max-age=31536000, immutable"},
		{"only the head", "HEAD", set.URL("app.css"), "gzip", 200, "", "gzip", "public, max-age=31536000, immutable"},
		{"what was not built", "GET", set.URL("none.js"), "", 404, "404 page not found\n", "", ""},
		{"the manifest is ours alone", "GET", "/assets/manifest.json", "", 404, "404 page not found\n", "", ""},
		{"nothing to write to", "POST", set.URL("app.css"), "", 405, "Method Not Allowed\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, r := httptest.NewRecorder(), httptest.NewRequest(c.method, c.path, nil)
			r.Header.Set("Accept-Encoding", c.accept)
			set.ServeHTTP(w, r)
			got := []any{w.Code, w.Body.String(), w.Header().Get("Content-Encoding"), w.Header().Get("Cache-Control")}
			want := []any{c.status, c.body, c.encoding, c.cache}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %v, want %v", got, want)
					break
				}
			}
		})
	}
}

func TestWithoutItsLook(t *testing.T) {
	set, err := load(fstest.MapFS{".keep": {}})
	if !errors.Is(err, ErrNotBuilt) {
		t.Fatalf("got %v, want ErrNotBuilt", err)
	}
	w := httptest.NewRecorder()
	set.ServeHTTP(w, httptest.NewRequest(http.MethodGet, set.URL("app.css"), nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("got %d, want 404", w.Code)
	}
}

func TestAManifestThatLies(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a file is missing":   {"manifest.json": {Data: []byte(`{"files": {"app.css": "app-A.css"}}`)}},
		"an unknown kind":     {"manifest.json": {Data: []byte(`{"files": {"app.exe": "app-A.exe"}}`)}, "app-A.exe": {}},
		"not a manifest":      {"manifest.json": {Data: []byte(`[]`)}},
		"no text at all here": {"manifest.json": {Data: nil}},
	} {
		if _, err := load(files); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

// A first visit is a page of at most 6 KB and everything it asks for: the promise is 100 KB over the wire.
func TestAFirstVisitIsLight(t *testing.T) {
	set, err := Assets()
	if err != nil {
		t.Fatal(err)
	}
	total := 6_000
	for _, logical := range []string{"app.css", "app.js", "icons.svg", "mark.svg", "besley-latin-600-normal.woff2", "atkinson-hyperlegible-next-latin-wght-normal.woff2"} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, set.URL(logical), nil)
		r.Header.Set("Accept-Encoding", "gzip")
		set.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", logical, w.Code)
		}
		t.Logf("%s %d bytes", logical, w.Body.Len())
		total += w.Body.Len()
	}
	if total > 100_000 {
		t.Errorf("a first visit is %d bytes, want at most 100,000", total)
	}
}
