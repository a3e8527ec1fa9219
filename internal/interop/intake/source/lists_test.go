package source_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func TestBookmarks(t *testing.T) {
	rows := read(t, source.Bookmarks, "bookmarks.html", []byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><H3>Citing</H3>
<DL><p>
<DT><A HREF="https://example.org/cite" TAGS="sources,fake news">Cite it</A>
<DD>For works cited
<DT><A HREF="javascript:alert(1)">A script</A>
<DT><A HREF="?note" TAGS="idea">My note</A>
<DD>Words of my own
<DT><A HREF="?empty">Nothing</A>
</DL><p>
<DT><H3>Grade 6</H3>
<DL><p>
<DT><A HREF="http://www.example.org/cite/" TAGS="Sources" PRIVATE="1">Cite it again</A>
<DT><A HREF="https://example.org/diary" PRIVATE="1">Diary</A>
</DL><p>
</DL><p>`))
	sameStates(t, rows, source.Ready, source.Skipped, source.Ready, source.Skipped, source.Skipped, source.Ready)
	item := rows[0].Item
	if item.ExternalID != "url:https://example.org/cite" || item.Document.About.Title != "Cite it" || item.Document.About.Why != "For works cited" ||
		!slices.Equal(item.Words.Tags, []string{"Citing", "sources", "fake news", "Grade 6"}) || bodies(item.Document) != "link Cite it|https://example.org/cite" {
		t.Errorf("got %+v", item)
	}
	if note := rows[2].Item; note.ExternalID != "note:?note" || note.Document.About.Title != "My note" || note.Document.About.Why != "Words of my own" || !slices.Equal(note.Words.Tags, []string{"Citing", "idea"}) {
		t.Errorf("got %+v", note)
	}
	if rows[4].Reason.Key != "intake.skipped.twice.bookmark" || rows[4].Reason.Args[0] != 1 {
		t.Errorf("got %v", rows[4].Reason)
	}
	if rows[5].Item.Words.Visibility != "private" || !slices.Equal(warnings(rows[5]), []string{"private"}) {
		t.Errorf("got %+v", rows[5])
	}
}

func TestLinks(t *testing.T) {
	rows := read(t, source.Links, "links.md", []byte(`# 1. Our links

## Citing

* [Cite it](https://example.org/cite) - for works cited ([help](https://example.org/help))
* [Elsewhere](other.md)

## Grade 6

* [Cite it](https://example.org/cite)
* <https://www.google.com/url?q=https://example.org/wrapped&sa=D>
`))
	sameStates(t, rows, source.Ready, source.Skipped, source.Skipped, source.Ready)
	item := rows[0].Item
	if item.Document.About.Why != "for works cited" || !slices.Equal(item.Words.Tags, []string{"Our links", "Citing", "Grade 6"}) ||
		bodies(item.Document) != "link Cite it|https://example.org/cite\nlink help|https://example.org/help" {
		t.Errorf("got %+v\n%s", item, bodies(item.Document))
	}
	if last := rows[3]; last.Item.ExternalID != "url:https://example.org/wrapped" || last.Item.Document.About.Title != "Wrapped (example.org)" || !slices.Equal(warnings(last), []string{"title_made"}) {
		t.Errorf("got %+v", last)
	}
	if rows[1].Reason.Key != "intake.skipped.no_page" || rows[1].Place.Number != 2 {
		t.Errorf("got %+v", rows[1])
	}
}

// A bookmark without a name is called by its address; what is said of it is no name.
func TestALinkWithoutANameIsCalledByItsAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.loc.gov/":                               "loc.gov",
		"https://www.loc.gov/classroom-materials/":           "Classroom materials (loc.gov)",
		"https://example.org/guides/how_to_cite.html":        "How to cite (example.org)",
		"https://example.org/warm-ups/index.html":            "Warm ups (example.org)",
		"https://example.org/d/1aB2cD3eF4":                   "example.org/d/1aB2cD3eF4",
		"https://example.org/watch/12345":                    "example.org/watch/12345",
		"https://example.org/a":                              "example.org/a",
		"https://ejemplo.mx/l%C3%ADnea-del-tiempo":           "Línea del tiempo (ejemplo.mx)",
		"https://example.org/reading-list-2024?utm_source=x": "Reading list 2024 (example.org)",
	} {
		rows := read(t, source.Links, "links.txt", []byte(address+" (same as bookmark)\n"))
		about := rows[0].Item.Document.About
		if about.Title != want || about.Why != "(same as bookmark)" {
			t.Errorf("%s is called %q, why %q; want %q", address, about.Title, about.Why, want)
		}
	}
}

// The kind of a bookmark is told by where it leads, its name, or the folder it stands in; nothing is said of it that it does not say.
func TestWhatKindABookmarkIs(t *testing.T) {
	rows := read(t, source.Bookmarks, "bookmarks.html", []byte(`<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><A HREF="https://example.org/maps">Old maps</A>
<DT><H3>Lesson plans</H3>
<DL><p>
<DT><A HREF="https://example.org/whales">Whales</A>
<DT><A HREF="https://www.youtube.com/watch?v=1">Whales that sing</A>
<DT><H3>Fall</H3>
<DL><p>
<DT><A HREF="https://example.org/leaves">Leaves</A>
<DT><A HREF="https://example.org/quiz">A quiz on leaves</A>
</DL><p>
</DL><p>
</DL><p>`))
	var got []string
	for _, row := range rows {
		about := row.Item.Document.About
		got = append(got, string(about.Type))
		if about.Why != "" {
			t.Errorf("%s: why is %q", about.Title, about.Why)
		}
	}
	if want := []string{"list", "lesson", "reel", "lesson", "assessment"}; !slices.Equal(got, want) {
		t.Errorf("the kinds are %v, want %v", got, want)
	}
}

func TestAnUnreadRowShowsItsFirstWords(t *testing.T) {
	for name, c := range map[string]struct {
		kind source.Kind
		text string
		want string
	}{
		"nothing to make a title of": {source.CSV, "Title,Grades,Minutes\nA,1,2\n,K-2,40 min\n", "K-2 · 40 min"},
		"a quotation mark":           {source.CSV, "Title,Why\nA,b\n\"Whales,they sing\nB,c\n", "\"Whales · they sing"},
		"no object":                  {source.JSONL, "{\"title\": \"A\"}\n[1, 2, 3]\n", "[1, 2, 3]"},
		"long":                       {source.JSONL, "{\"title\": \"A\"}\n" + strings.Repeat("word ", 50) + "\n", strings.TrimSpace(strings.Repeat("word ", 15)) + "…"},
	} {
		for _, row := range read(t, c.kind, "x", []byte(c.text)) {
			if row.State == source.Failed && row.Glimpse != c.want {
				t.Errorf("%s shows %q, want %q", name, row.Glimpse, c.want)
			}
		}
	}
}

func TestWhatIsPastedWithoutALink(t *testing.T) {
	for text, want := range map[string]source.Kind{
		"Title\tWhy\nWhales\tThey sing\n": source.CSV, "I like whales, and\nI like maps, too.": "", "One\tline": "", "": "",
	} {
		if got := source.Pasted(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
