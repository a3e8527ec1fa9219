package source_test

import (
	"slices"
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
	if last := rows[3]; last.Item.ExternalID != "url:https://example.org/wrapped" || last.Item.Document.About.Title != "example.org/wrapped" || !slices.Equal(warnings(last), []string{"title_made"}) {
		t.Errorf("got %+v", last)
	}
	if rows[1].Reason.Key != "intake.skipped.no_page" || rows[1].Place.Number != 2 {
		t.Errorf("got %+v", rows[1])
	}
}
