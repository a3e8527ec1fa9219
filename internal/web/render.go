package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
)

// largestKept is the size of a buffer worth keeping for the next page.
const largestKept = 256 << 10

// Render makes the page whole before anything is sent, so that a page that fails is an error page and not half a page.
// A form to be corrected is 422.
func Render(w http.ResponseWriter, r *Request, status int, page templ.Component) error {
	s := r.site
	buffer := s.pages.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= largestKept {
			buffer.Reset()
			s.pages.Put(buffer)
		}
	}()
	if err := page.Render(r.Context(), buffer); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	header := w.Header()
	if r.flashed {
		s.setCookie(w, "flash", "", 0)
	}
	header.Set("Content-Type", "text/html; charset=utf-8")
	send(w, status, buffer.Bytes())
	return nil
}

// send sends a whole body. Whoever went away before it arrived has nobody left to tell.
func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
