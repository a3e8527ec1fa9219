// Package atom writes feeds that any feed reader follows (RFC 4287). It knows nothing of what the entries are.
package atom

import (
	"encoding/xml"
	"io"
	"time"
)

// MediaType is what a feed is served as.
const MediaType = "application/atom+xml; charset=utf-8"

// Feed is a feed. All texts are plain.
type Feed struct {
	XMLName   xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"` // BCP 47
	ID        string   `xml:"id"`                                                       // an IRI that never changes
	Title     string   `xml:"title"`
	Updated   Time     `xml:"updated"`
	Links     []Link   `xml:"link"`
	Generator string   `xml:"generator,omitempty"`
	Entries   []Entry  `xml:"entry"`
}

// Entry is one thing in a feed.
type Entry struct {
	Language   string     `xml:"http://www.w3.org/XML/1998/namespace lang,attr,omitempty"` // if not the feed's
	ID         string     `xml:"id"`                                                       // an IRI that never changes
	Title      string     `xml:"title"`
	Authors    []Person   `xml:"author"` // at least one
	Others     []Person   `xml:"contributor"`
	Published  Time       `xml:"published"`
	Updated    Time       `xml:"updated"`
	Links      []Link     `xml:"link"`
	Categories []Category `xml:"category"`
	Rights     string     `xml:"rights,omitempty"`
	Summary    string     `xml:"summary,omitempty"`
	Content    string     `xml:"content,omitempty"` // all there is to read
}

// Link leads somewhere: rel "alternate" to what the entry is about, "via" to where that came from.
type Link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

// Person is who made something.
type Person struct {
	Name string `xml:"name"`
}

// Category is what something is filed under.
type Category struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr,omitempty"` // for people
}

// Time is a moment as feeds write it (RFC 3339).
type Time struct{ time.Time }

// MarshalText implements encoding.TextMarshaler.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.UTC().Format(time.RFC3339)), nil }

// Write writes a feed.
func Write(w io.Writer, f Feed) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(f)
}
