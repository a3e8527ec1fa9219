package files

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// shown are the types that a browser may show by itself. Everything else is offered for download.
var shown = map[string]bool{
	JPEG: true, PNG: true, GIF: true, WebP: true, PDF: true, VTT: true,
	"audio/mpeg": true, "audio/mp4": true, "audio/ogg": true, "audio/wav": true, "audio/flac": true,
	"video/mp4": true, "video/webm": true, "video/ogg": true, "video/quicktime": true,
}

// active are the types that could run something in a browser that ignored all else: they travel without their name.
var active = map[string]bool{HTML: true, SVG: true, XML: true, Script: true, Program: true, "application/xhtml+xml": true}

// Serve answers with a file under the name and type it was stored with: whole or a range of it, shown or as a download.
// Whoever calls it has made sure that the reader may see it, and said how long browsers may keep it. It returns fault.NotFound, and has then answered nothing,
// if there is no such file.
func (s *Store) Serve(w http.ResponseWriter, r *http.Request, district id.DistrictID, hash Hash, name, mediaType string) error {
	content, _, err := s.Get(r.Context(), district, hash)
	if err != nil {
		return err
	}
	serve(w, r, content, string(hash), name, mediaType)
	return content.Close()
}

// ServeSmall answers with a picture as it is shown within a page: still, and at most SmallSide pixels on its long side.
// It makes that form when it is missing, and returns fault.NotFound if there is no such picture.
func (s *Store) ServeSmall(w http.ResponseWriter, r *http.Request, district id.DistrictID, hash Hash) error {
	if !id.Valid(district) || !hash.Valid() {
		return fault.NotFound{What: "picture"}
	}
	content, info, err := s.open(r.Context(), smallKey(district, hash), hash)
	if fault.IsNotFound(err) {
		content, info, err = s.makeSmall(r, district, hash)
	}
	if err != nil {
		return err
	}
	mediaType := Sniff(readerAt{content}, info.Size)
	serve(w, r, content, string(hash)+"-small", "", mediaType)
	return content.Close()
}

// makeSmall makes and keeps the small form of a picture and opens it; it opens the picture itself where that is small.
func (s *Store) makeSmall(r *http.Request, district id.DistrictID, hash Hash) (io.ReadSeekCloser, Info, error) {
	content, info, err := s.Get(r.Context(), district, hash)
	if err != nil {
		return nil, Info{}, err
	}
	mediaType := Sniff(readerAt{content}, info.Size)
	if !cleanable[mediaType] {
		return nil, Info{}, errors.Join(fault.NotFound{What: "picture"}, content.Close())
	}
	if mediaType != GIF && isSmall(content, mediaType) {
		return content, info, nil
	}
	if err := content.Close(); err != nil {
		return nil, Info{}, err
	}
	if err := s.addSmall(r.Context(), district, hash, mediaType); err != nil {
		return nil, Info{}, err
	}
	return s.open(r.Context(), smallKey(district, hash), hash)
}

func isSmall(content io.ReadSeeker, mediaType string) bool {
	config, err := decoders[mediaType].config(content)
	return err == nil && max(config.Width, config.Height) <= SmallSide
}

// policy lets nothing in a served file run or load, whatever it says it is. Pictures, sound and films opened by
// themselves stand in a page that the browser makes and may show them. No other site frames them. PDF readers of browsers are blocked by a sandbox
// and run nothing in our name without one.
func policy(mediaType string) string {
	const nothing, player = "default-src 'none'; frame-ancestors 'self'", "; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
	switch half, _, _ := strings.Cut(mediaType, "/"); {
	case mediaType == PDF:
		return nothing + "; object-src 'self'; style-src 'unsafe-inline'"
	case shown[mediaType] && half != "text":
		return "sandbox; " + nothing + player
	}
	return "sandbox; " + nothing
}

// serve writes content, which its tag names, with headers that let nothing in it run.
func serve(w http.ResponseWriter, r *http.Request, content io.ReadSeeker, tag, name, mediaType string) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", policy(mediaType))
	h.Set("Etag", `"`+tag+`"`)
	h.Set("Content-Type", servedType(mediaType))
	h.Set("Content-Disposition", disposition(shown[mediaType], FileName(name, mediaType)))
	http.ServeContent(w, r, "", time.Time{}, content)
}

func servedType(mediaType string) string {
	switch {
	case mediaType == "" || active[mediaType]:
		return Unknown
	case mediaType == VTT:
		return VTT + "; charset=utf-8"
	}
	return mediaType
}

// readerAt reads at places of something that can only seek.
type readerAt struct{ io.ReadSeeker }

func (r readerAt) ReadAt(p []byte, at int64) (int, error) {
	if _, err := r.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(r, p)
}
