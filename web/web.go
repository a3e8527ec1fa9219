// Package web holds what browsers load beside the pages: styles, scripts, icons and fonts, as web/build made them.
//
// It knows names and bytes, and nothing of pages. A program built before web/build has run starts all the same, without
// its look.
package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Prefix is where the handler of an AssetSet expects to be mounted.
const Prefix = "/assets/"

// ErrNotBuilt says that the program was built before its styles and scripts were.
var ErrNotBuilt = errors.New("styles and scripts are not built in: run go run ./web/build, then build again")

// AssetSet is everything built into the program, by name.
type AssetSet struct {
	built fs.FS
	urls  map[string]string // logical name to address
	files map[string]asset  // hashed name to content
}

type asset struct {
	kind   string // media type
	packed []byte // by gzip; nil where that would not help
	plain  []byte // nil where packed is there: hardly anybody asks for it then, and it is read when somebody does
}

// Assets reads what is built into the program. With ErrNotBuilt it returns an empty set that may be used.
func Assets() (*AssetSet, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return load(built)
}

func load(built fs.FS) (*AssetSet, error) {
	set := &AssetSet{built: built, urls: map[string]string{}, files: map[string]asset{}}
	text, err := fs.ReadFile(built, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return set, ErrNotBuilt
	}
	if err != nil {
		return nil, err
	}
	var manifest struct{ Files map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return nil, fmt.Errorf("manifest of assets: %w", err)
	}
	for logical, hashed := range manifest.Files {
		a := asset{kind: mediaTypes[path.Ext(hashed)]}
		if a.kind == "" {
			return nil, fmt.Errorf("asset %s is of no known kind", logical)
		}
		if a.packed, err = fs.ReadFile(built, hashed+".gz"); errors.Is(err, fs.ErrNotExist) {
			a.plain, err = fs.ReadFile(built, hashed)
		}
		if err != nil {
			return nil, err
		}
		set.urls[logical] = Prefix + hashed
		set.files[hashed] = a
	}
	return set, nil
}

var mediaTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

// URL is the address of an asset by its logical name, such as app.css. What was not built gets an address that is not found.
func (s *AssetSet) URL(logical string) string {
	if url, ok := s.urls[logical]; ok {
		return url
	}
	return Prefix + logical
}

// ServeHTTP serves the assets below Prefix. An address holds the hash of its content, so it may be kept forever.
func (s *AssetSet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	a, ok := s.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	header, body := w.Header(), a.plain
	header.Set("Content-Type", a.kind)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	if a.packed != nil {
		header.Set("Vary", "Accept-Encoding")
		if takesGzip(r.Header.Get("Accept-Encoding")) {
			header.Set("Content-Encoding", "gzip")
			body = a.packed
		} else if unpacked, err := fs.ReadFile(s.built, name); err == nil {
			body = unpacked
		} else {
			http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			return
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		w.Write(body) // a reader who has left is not our failure
	}
}

// takesGzip reads an Accept-Encoding header (RFC 9110, 12.5.3).
func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, weight, _ := strings.Cut(part, ";")
		if strings.TrimSpace(coding) != "gzip" {
			continue
		}
		q, weighed := strings.CutPrefix(strings.TrimSpace(weight), "q=")
		if !weighed {
			return true
		}
		n, err := strconv.ParseFloat(q, 64)
		return err == nil && n > 0
	}
	return false
}
