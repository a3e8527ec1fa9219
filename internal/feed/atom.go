package feed

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/atom"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Head is what a feed says of itself.
type Head struct {
	ID    string // local; it never changes and is in no other feed
	Title string
	Page  string // local address at which one reads the same
}

// Atom says the news as a feed of the shelf at baseURL. It does not name its own address, which is secret: a reader may hand on what it
// read.
func (n News) Atom(words lang.Printer, baseURL string, h Head) atom.Feed {
	out := atom.Feed{
		Language: string(n.Locale), ID: baseURL + h.ID, Title: h.Title, Updated: atom.Time{Time: n.Made},
		Links: []atom.Link{{Rel: "alternate", Type: "text/html", Href: baseURL + h.Page}}, Generator: "Commonshelf",
	}
	for _, c := range n.Cards {
		if c.SharedAt.After(out.Updated.Time) {
			out.Updated.Time = c.SharedAt
		}
		out.Entries = append(out.Entries, n.entry(c, words, baseURL))
	}
	return out
}

// entry says a resource, with its credit as its page has it. It is new when it is shared: a later edit makes it no newer.
func (n News) entry(c catalog.Card, words lang.Printer, baseURL string) atom.Entry {
	a := c.About
	at, page := baseURL+c.ID.Path(""), baseURL+c.ID.Path(a.Title)
	out := atom.Entry{
		ID: at, Title: a.Title, Authors: []atom.Person{{Name: c.SchoolName}}, Published: atom.Time{Time: c.SharedAt}, Updated: atom.Time{Time: c.SharedAt},
		Links: []atom.Link{{Rel: "alternate", Type: "text/html", Href: page}}, Summary: a.Why, Language: a.Language,
		Categories: []atom.Category{{Term: string(a.Type), Label: words.T("vocab.kind." + string(a.Type))}},
		Rights:     catalog.Foot(words, a),
	}
	if a.Source.URL != "" {
		out.Links = append(out.Links, atom.Link{Rel: "via", Href: a.Source.URL})
	}
	var lines []string
	for _, k := range n.Credits[c.ID] {
		out.Others = append(out.Others, atom.Person{Name: k.Who(words)})
		lines = append(lines, k.Line(words, n.District.Location()))
	}
	texts := slices.DeleteFunc([]string{a.Why, strings.Join(lines, " "), out.Rights}, func(text string) bool { return text == "" })
	out.Content = strings.Join(texts, "\n\n")
	for _, code := range n.Terms.Resolve(a.Tags) {
		if term, ok := n.Terms.Get(vocab.TermID(code)); ok {
			out.Categories = append(out.Categories, atom.Category{Term: code, Label: term.Label(words.Locale)})
		}
	}
	return out
}
