package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// What a flash may carry. It travels in a cookie, so it is small, and is read as if a stranger had written it.
const (
	flashLasts     = time.Minute
	longestFlash   = 2048
	mostFlashArgs  = 4
	longestFlashed = 120 // letters of one argument
)

// flash is what a cookie says happened: a key of the catalog of messages, never text of its own.
type flash struct {
	Key  string `json:"k"`
	Args []any  `json:"a,omitempty"` // texts and whole numbers
	Undo string `json:"u,omitempty"`
}

func (s *Site) setFlash(w http.ResponseWriter, undo, key string, args []any) error {
	if !s.keys[key] {
		return fmt.Errorf("flash %q is in no catalog of messages", key)
	}
	if undo != "" && !IsLocal(undo) {
		return fmt.Errorf("undo by %q, which is not local", undo)
	}
	if len(args) > mostFlashArgs {
		return fmt.Errorf("flash %q has %d arguments, want at most %d", key, len(args), mostFlashArgs)
	}
	f := flash{Key: key, Undo: undo}
	for _, arg := range args {
		switch v := arg.(type) {
		case int, int64:
			f.Args = append(f.Args, v)
		default:
			f.Args = append(f.Args, shorten(fmt.Sprint(v), longestFlashed))
		}
	}
	data, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("flash %q: %w", key, err)
	}
	s.setCookie(w, "flash", base64.RawURLEncoding.EncodeToString(data), flashLasts)
	return nil
}

// takeFlash reads what the last request left to say. Render removes it once the page that says it is made.
func (r *Request) takeFlash() *ui.Flash {
	cookie, err := r.Cookie(r.site.cookieName("flash"))
	if err != nil || r.Partial() {
		return nil
	}
	r.flashed = true
	f, ok := readFlash(cookie.Value)
	if !ok || !r.site.keys[f.Key] {
		return nil
	}
	return &ui.Flash{Text: r.P.T(f.Key, f.Args...), Undo: Local(f.Undo, "")}
}

func readFlash(value string) (flash, bool) {
	if len(value) > longestFlash {
		return flash{}, false
	}
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return flash{}, false
	}
	var f flash
	if err := json.Unmarshal(data, &f); err != nil || len(f.Args) > mostFlashArgs {
		return flash{}, false
	}
	for i, arg := range f.Args {
		switch v := arg.(type) {
		case string:
			f.Args[i] = shorten(v, longestFlashed)
		case float64:
			f.Args[i] = int64(v)
		default:
			return flash{}, false
		}
	}
	return f, true
}

// shorten cuts text after so many letters and says so by an ellipsis.
func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
