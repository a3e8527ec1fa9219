package source

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/proto/bookmarkfile"
	"github.com/commonshelf/commonshelf/internal/proto/linklist"
)

// entry is a bookmark, or a link of a list.
type entry struct {
	place   Place
	id      string
	url     string
	title   string
	note    string
	tags    []string
	private bool
	more    []block.Link
}

// openBookmarks reads the bookmark file of a browser or service.
func openBookmarks(in *input) (*Reader, error) {
	text, ok, err := in.whole()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nothing("intake.note.empty"), nil
	}
	list, err := bookmarkfile.Read(text)
	if errors.Is(err, bookmarkfile.ErrNone) {
		return nil, refuse("intake.refused.not_bookmarks")
	}
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nothing("intake.note.no_bookmarks"), nil
	}
	if err := in.meet(len(list)); err != nil {
		return nil, err
	}
	entries := make([]entry, len(list))
	for i, b := range list {
		entries[i] = entry{
			place: Place{Unit: UnitBookmark, Number: i + 1}, url: b.URL, title: b.Title, note: b.Description,
			tags: append(slices.Clone(b.Folders), b.Tags...), private: b.Private,
		}
	}
	return fromEntries(entries), nil
}

// maxList is the most bytes of a list of links: Markdown written to do harm takes long to read.
const maxList = 8 << 20

// openLinks reads a list of links kept as a document.
func openLinks(in *input) (*Reader, error) {
	in.options.Limits.Whole = min(in.options.Limits.Whole, maxList)
	text, ok, err := in.whole()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nothing("intake.note.empty"), nil
	}
	list := linklist.Read(text)
	if len(list) == 0 {
		return nothing("intake.note.no_links"), nil
	}
	if err := in.meet(len(list)); err != nil {
		return nil, err
	}
	entries := make([]entry, len(list))
	for i, l := range list {
		entries[i] = entry{place: Place{Unit: UnitLink, Number: i + 1}, url: l.URL, title: l.Title, note: l.Note, tags: topics(l.Headings)}
		for _, m := range l.More {
			if link := cell.Unwrap(m.URL); link != "" {
				entries[i].more = append(entries[i].more, block.Link{URL: link, Title: m.Title})
			}
		}
	}
	return fromEntries(entries), nil
}

var numbering = regexp.MustCompile(`^(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z])(?:[.):]| [-–—])\s+`)

// topics are headings without the numbers before them.
func topics(headings []string) []string {
	out := make([]string, len(headings))
	for i, h := range headings {
		out[i] = numbering.ReplaceAllString(h, "")
	}
	return out
}

// fromEntries makes items of entries. A page that is listed in several places is one item with the topics of all.
func fromEntries(entries []entry) *Reader {
	first := make(map[string]int, len(entries)) // where a page is listed first
	tags := map[int][]string{}                  // the topics of all places, by the first
	for i := range entries {
		entries[i] = entries[i].clean()
		entries[i].id = entries[i].identity()
		at, again := first[entries[i].id]
		if !again {
			at = i
			first[entries[i].id] = i
		}
		if len(tags[at]) < maxWords {
			tags[at] = distinct(append(tags[at], entries[i].tags...))
		}
	}
	return &Reader{rows: func(yield func(Row) bool) error {
		for i, e := range entries {
			row := Row{Place: e.place, State: Skipped}
			switch at := first[e.id]; {
			case e.id == "":
				row.Reason = fault.Say("intake.skipped.no_page", cut(firstOf(e.title, e.url), 100))
			case at != i:
				row.Reason = twice("twice", entries[at].place)
			default:
				row = e.row(tags[i])
			}
			if !yield(row) {
				return nil
			}
		}
		return nil
	}}
}

// identity is empty for an entry that leads to no web page, unless words of its own stand with it: some services keep
// notes as bookmarks of themselves.
func (e entry) identity() string {
	if link := cell.Unwrap(e.url); link != "" {
		return linkIdentity(link)
	}
	if e.note != "" && strings.HasPrefix(e.url, "?") {
		return "note:" + e.url
	}
	return ""
}

// row makes the item of an entry.
func (e entry) row(tags []string) Row {
	d := &draft{item: Item{ExternalID: e.id}, listed: true}
	d.item.Words.Tags = tags
	if link := cell.Unwrap(e.url); link != "" {
		d.links = append([]block.Link{{URL: link, Title: cut(e.title, maxTitle)}}, e.more...)
	}
	d.add(columns.Title, "title", value{text: e.title})
	if strings.TrimSpace(e.title) == "" && len(d.links) > 0 {
		d.about.Title = addressTitle(d.links[0].URL) // what is said of a link is no name for it
		d.warn("title_made", d.about.Title)
	}
	d.add(columns.Why, "why", value{text: e.note})
	if e.private {
		d.item.Words.Visibility = "private"
		d.warn("private")
	}
	return d.finish(e.place, "")
}

// distinct gives each word once, as it was first written.
func distinct(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, word := range list {
		if key := fold.Key(word); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, word)
		}
	}
	return out
}
