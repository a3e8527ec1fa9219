package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// Form is what was typed, by field name. Texts come back clean: valid UTF-8, line ends as \n, no control characters.
type Form struct {
	values url.Values
}

// ReadForm reads a posted form, with or without files; files are left out. See EachPart for those.
func (r *Request) ReadForm() (Form, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(formLimit); err != nil {
			return Form{}, unreadable(err)
		}
		return Form{values: url.Values(r.MultipartForm.Value)}, nil
	}
	if err := r.ParseForm(); err != nil {
		return Form{}, unreadable(err)
	}
	return Form{values: r.PostForm}, nil
}

// Query is what the address asks for.
func (r *Request) Query() Form { return Form{values: r.URL.Query()} }

// NewForm is a form of values known already.
func NewForm(values url.Values) Form { return Form{values: values} }

// Text is the field on one line, without space around it and characters that nobody sees; empty when there is none.
func (f Form) Text(field string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' {
			return ' '
		}
		return c
	}, fold.Visible(cleanText(f.values.Get(field)))))
}

// Long is the field with its lines, without space at the end.
func (f Form) Long(field string) string {
	return strings.TrimRightFunc(cleanText(f.values.Get(field)), unicode.IsSpace)
}

// All are the values of a field that may be chosen several times; empty ones are left out.
func (f Form) All(field string) []string {
	var out []string
	for _, value := range f.values[field] {
		if value = strings.TrimSpace(fold.Visible(cleanText(value))); value != "" {
			out = append(out, value)
		}
	}
	return out
}

// Has says whether the field was sent, even empty: a box that is ticked, a button that was pressed.
func (f Form) Has(field string) bool { return f.values.Has(field) }

// Int is the field as a whole number; false when it is none.
func (f Form) Int(field string) (int, bool) {
	n, err := strconv.Atoi(f.Text(field))
	return n, err == nil
}

// Fields lists the names of the fields sent.
func (f Form) Fields() []string {
	out := make([]string, 0, len(f.values))
	for name := range f.values {
		out = append(out, name)
	}
	return out
}

func cleanText(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\r':
			return '\n'
		case c == '\n' || c == '\t':
			return c
		case unicode.IsControl(c):
			return -1
		}
		return c
	}, text)
}

// Part is one field or file of an upload, read while it arrives.
type Part struct {
	Name     string // of the field
	Filename string // as the person's machine calls it, without folders; empty for a field that is no file
	Type     string // as the browser says, which proves nothing
	io.Reader
}

// longestField is how many bytes a field beside an uploaded file may hold.
const longestField = 64 << 10

// Text reads a field that is no file.
func (p Part) Text() (string, error) {
	data, err := io.ReadAll(io.LimitReader(p, longestField+1))
	if err != nil {
		return "", unreadable(err)
	}
	if len(data) > longestField {
		return "", refusal{status: http.StatusRequestEntityTooLarge, key: "web.large"}
	}
	return strings.TrimSpace(cleanText(string(data))), nil
}

// EachPart hands on the parts of an upload in the order they arrive, so that no file ever stands in memory. The route
// says how many bytes it takes.
func (r *Request) EachPart(do func(Part) error) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return unreadable(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unreadable(err)
		}
		if err := do(partOf(part)); err != nil {
			return err
		}
	}
}

func partOf(p *multipart.Part) Part {
	name := p.FileName()
	if cut := strings.LastIndexAny(name, `/\`); cut >= 0 {
		name = name[cut+1:]
	}
	return Part{Name: p.FormName(), Filename: strings.TrimSpace(cleanText(name)), Type: p.Header.Get("Content-Type"), Reader: p}
}

// unreadable is the refusal of a body: too large, or not what a form looks like.
func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return refusal{status: http.StatusRequestEntityTooLarge, key: "web.large", cause: err}
	}
	return refusal{status: http.StatusBadRequest, key: "web.bad", cause: err}
}
