// Package typed is the parts of a document as people type them: steps and materials one a line, amounts in dollars, names with
// semicolons between. What it writes it reads back as the same.
package typed

import (
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Field is a field of a part, by the name that package merge has for it, as text; false where it is none that people type.
func Field(body block.Body, field string) (string, bool) {
	var text string
	if _, found := textOf(body, field, func(f *string) { text = *f }); found {
		return text, true
	}
	switch b := body.(type) {
	case block.Steps:
		return JoinSteps(b.Steps), field == "steps"
	case block.Materials:
		switch {
		case field == "items":
			return MaterialLines(b.Items), true
		case field == "students" && b.Students > 0:
			return strconv.Itoa(b.Students), true
		}
		return "", field == "students"
	case block.Book:
		if field == "year" && b.Year != 0 {
			return strconv.Itoa(b.Year), true
		}
		return "", field == "year"
	}
	return "", false
}

// Fields are the fields of a part that people type and that hold something, in the order in which they are read.
func Fields(body block.Body) []string {
	var out []string
	for _, field := range []string{"title", "heading", "why", "url", "isbn", "year", "publisher", "alt", "markdown", "steps", "students", "items", "note"} {
		if text, typed := Field(body, field); typed && text != "" {
			out = append(out, field)
		}
	}
	return out
}

// With is a part with another text in one field. What cannot be read is named in wrong, under the field.
func With(body block.Body, field, text string, wrong *fault.Fields) block.Body {
	text = strings.TrimSpace(text)
	switch b := body.(type) {
	case block.Steps:
		if field == "steps" {
			b.Steps = SplitSteps(text)
			return b
		}
	case block.Materials:
		switch field {
		case "items":
			b.Items = Materials(text, field, wrong)
		case "students":
			b.Students = Students(text, field, wrong)
		}
		return b
	case block.Book:
		switch field {
		case "year":
			b.Year = Year(text, field, wrong)
			return b
		case "isbn":
			b.ISBN = ISBN(text, field, wrong)
			return b
		}
	}
	body, _ = textOf(body, field, func(f *string) { *f = text })
	return body
}

// textOf lets change the fields of a part that are text as they stand, and gives the part as it is then.
func textOf(body block.Body, field string, change func(text *string)) (_ block.Body, found bool) {
	pick := func(fields map[string]*string) {
		if text := fields[field]; text != nil {
			found = true
			change(text)
		}
	}
	switch b := body.(type) {
	case block.About:
		pick(map[string]*string{"title": &b.Title, "why": &b.Why})
		return b, found
	case block.Text:
		pick(map[string]*string{"heading": &b.Heading, "markdown": &b.Markdown})
		return b, found
	case block.Link:
		pick(map[string]*string{"url": &b.URL, "title": &b.Title, "note": &b.Note})
		return b, found
	case block.Book:
		pick(map[string]*string{"isbn": &b.ISBN, "title": &b.Title, "publisher": &b.Publisher, "note": &b.Note})
		return b, found
	case block.File:
		pick(map[string]*string{"alt": &b.Alt, "note": &b.Note})
		return b, found
	case block.Video:
		pick(map[string]*string{"title": &b.Title, "note": &b.Note})
		return b, found
	case block.Steps:
		pick(map[string]*string{"heading": &b.Heading})
		return b, found
	}
	return body, false
}
