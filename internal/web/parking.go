package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Parked is a form that was posted when the session's time was over.
type Parked struct {
	District id.DistrictID
	Person   id.PersonID // who held the session, and the only one who sees the form again
	Path     string      // local address the form was posted to
	Body     []byte      // as the browser encoded it
	Until    time.Time
}

// Parking keeps forms on the server, never in the browser: PCs are shared.
type Parking interface {
	// Park keeps a form and names it.
	Park(ctx context.Context, form Parked) (name string, err error)
	// Find returns a form of by; fault.NotFound when it is someone else's or its time is over.
	Find(ctx context.Context, by actor.Actor, name string) (Parked, error)
	// Discard forgets a form of by; one that is not there is none to forget.
	Discard(ctx context.Context, by actor.Actor, name string) error
}

// How long and how much is kept.
const (
	parkedFor     = time.Hour
	longestParked = 256 << 10
)

// errUnkept says that what was posted is nothing that can be kept.
var errUnkept = errors.New("cannot be kept")

// park keeps what was posted for whoever held the session, and names it. The name is empty when it cannot be kept:
// nobody knows whose it is, or it is no form, or too long.
func (s *Site) park(r *Request) (string, error) {
	to := r.URL.RequestURI()
	by := r.expired.Actor
	if !by.SignedIn() || r.Method != http.MethodPost || !IsLocal(to) {
		return "", nil
	}
	body, err := r.typed()
	if errors.Is(err, errUnkept) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	name, err := s.Parking.Park(r.Context(), Parked{
		District: by.District,
		Person:   by.Person,
		Path:     to,
		Body:     body,
		Until:    s.Clock.Now().Add(parkedFor),
	})
	if err != nil {
		return "", fmt.Errorf("park a form: %w", err)
	}
	return name, nil
}

// typed reads the texts and choices of a form, encoded as a form without files is.
func (r *Request) typed() ([]byte, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, errUnkept
	}
	var body []byte
	switch kind {
	case "application/x-www-form-urlencoded":
		body, err = io.ReadAll(io.LimitReader(r.Body, longestParked+1))
	case "multipart/form-data":
		err = r.EachPart(func(p Part) error {
			if p.Filename != "" || p.Type != "" || len(body) > longestParked {
				return nil // a file, even one that was not chosen
			}
			value, err := io.ReadAll(io.LimitReader(p, longestParked+1))
			body = append(body, "&"+url.QueryEscape(p.Name)+"="+url.QueryEscape(string(value))...)
			return err
		})
		body = bytes.TrimPrefix(body, []byte("&"))
	default:
		return nil, errUnkept
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) || len(body) > longestParked {
		return nil, errUnkept
	}
	if err != nil {
		return nil, unreadable(err)
	}
	return body, nil
}

// keptField is one field of a kept form, in the order of the form.
type keptField struct {
	Name, Value string
}

// written says whether the field is something a person wrote, and not a choice or a number.
func (f keptField) written() bool { return strings.ContainsAny(strings.TrimSpace(f.Value), " \n") }

func (f keptField) lines() []string { return strings.Split(strings.TrimSpace(f.Value), "\n") }

// keptForm is the page at /kept/{id}.
type keptForm struct {
	ui.Chrome
	Action  string // where the form goes, with a note of which kept form it is
	Discard string
	Fields  []keptField
}

// showKept handles GET /kept/{id}: what was typed, and whether to send it now.
func (s *Site) showKept(w http.ResponseWriter, r *Request) error {
	name := r.PathValue("id")
	parked, err := s.Parking.Find(r.Context(), r.Actor, name)
	if fault.IsNotFound(err) {
		return SeeOther(w, r, "/", "web.kept.gone")
	}
	if err != nil {
		return fmt.Errorf("find a kept form: %w", err)
	}
	fields, err := fieldsInOrder(string(parked.Body))
	if err != nil {
		return unreadable(err)
	}
	return Render(w, r, http.StatusOK, keptPage(keptForm{
		Chrome:  r.Chrome(r.P.T("web.kept.title"), ui.Nowhere),
		Action:  withKept(parked.Path, name),
		Discard: "/kept/" + url.PathEscape(name) + "/discard",
		Fields:  fields,
	}))
}

// discardKept handles POST /kept/{id}/discard.
func (s *Site) discardKept(w http.ResponseWriter, r *Request) error {
	if err := s.Parking.Discard(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return fmt.Errorf("discard a kept form: %w", err)
	}
	return SeeOther(w, r, "/", "web.kept.discarded")
}

// keptParam says in the address of a post which kept form it is.
const keptParam = "kept"

func withKept(path, name string) string {
	joint := "?"
	if strings.Contains(path, "?") {
		joint = "&"
	}
	return path + joint + keptParam + "=" + url.QueryEscape(name)
}

// forgetKept forgets the kept form that has just been sent well. What fails to be forgotten ends by itself within the hour.
func (s *Site) forgetKept(r *Request) {
	if r.Method != http.MethodPost || !r.Actor.SignedIn() || r.answer.status >= http.StatusBadRequest {
		return
	}
	name := r.URL.Query().Get(keptParam)
	if name == "" {
		return
	}
	if err := s.Parking.Discard(r.Context(), r.Actor, name); err != nil {
		s.Logger.WarnContext(r.Context(), "kept form not forgotten", "error", err)
	}
}

// fieldsInOrder reads an encoded form without losing the order of its fields.
func fieldsInOrder(body string) ([]keptField, error) {
	var out []keptField
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			return nil, err
		}
		value, err = url.QueryUnescape(value)
		if err != nil {
			return nil, err
		}
		out = append(out, keptField{Name: name, Value: cleanText(value)})
	}
	return out, nil
}
