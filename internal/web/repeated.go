package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// Repeated answers a program that asks again and again at an address that is one person's alone: it gives the body once, and says that
// nothing has changed as long as it is the same (RFC 9110, conditional requests).
func Repeated(w http.ResponseWriter, r *Request, mediaType string, body []byte) error {
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header := w.Header()
	header.Set("Content-Type", mediaType)
	header.Set("Cache-Control", "private, no-cache")
	header.Set("X-Robots-Tag", "noindex")
	header.Set("Etag", tag)
	if slices.ContainsFunc(strings.Split(r.Header.Get("If-None-Match"), ","), func(held string) bool {
		return strings.TrimPrefix(strings.TrimSpace(held), "W/") == tag
	}) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, _ = w.Write(body) // whoever went away needs no answer
	return nil
}
