package bookmarkfile_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/proto/bookmarkfile"
)

const doctype = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n"

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []bookmarkfile.Bookmark
	}{
		{"folders, as browsers write them", doctype + `<DL><p>
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Leiste</H3>
    <DL><p>
        <DT><A HREF="https://example.org/a" ICON="data:image/png;base64,AAAA">A &amp; B</A>
        <DT><H3>Citing   sources</H3>
        <DD>A folder may be described
        <DL><p>
            <DT><H3>Grade 6</H3>
            <DL><p>
                <DT><A HREF="https://example.org/b">B</A>
            </DL><p>
            <DT><A HREF="https://example.org/c">C</A>
        </DL><p>
    </DL><p>
    <HR>
    <DT><A HREF="place:type=6">Recent</A>
</DL><p>`, []bookmarkfile.Bookmark{
			{URL: "https://example.org/a", Title: "A & B"},
			{URL: "https://example.org/b", Title: "B", Folders: []string{"Citing sources", "Grade 6"}},
			{URL: "https://example.org/c", Title: "C", Folders: []string{"Citing sources"}},
			{URL: "place:type=6", Title: "Recent"},
		}},
		{"services add descriptions and tags", doctype + `<DL><p>
<DT><A HREF="https://example.org/a" PRIVATE="1" TAGS="fake news, primary sources ,x">A</A>
<DD>One line
- and a list

and more <a href="https://example.org/elsewhere">there</a>
<DT><A HREF="https://example.org/b" PRIVATE="0" TAGS="maker space">B</A>
</DL><p>`, []bookmarkfile.Bookmark{
			{URL: "https://example.org/a", Title: "A", Private: true, Tags: []string{"fake news", "primary sources", "x"},
				Description: "One line\n- and a list\n\nand more https://example.org/elsewhere there"},
			{URL: "https://example.org/b", Title: "B", Tags: []string{"maker", "space"}},
		}},
		{"lower case and a description in the link", `<!DOCTYPE NETSCAPE-Bookmark-file-1><dl><dt><a href="https://example.org/" description="Says &quot;why&quot;" tags="one">A</a></dl>`,
			[]bookmarkfile.Bookmark{{URL: "https://example.org/", Title: "A", Description: `Says "why"`, Tags: []string{"one"}}}},
		{"no list and no first line", `<H1>Bookmarks</H1><DT><A HREF="https://example.org/">A</A>` + "\n<DD>why\n<DT><A HREF=\"https://example.org/2\">B</A>",
			[]bookmarkfile.Bookmark{{URL: "https://example.org/", Title: "A", Description: "why"}, {URL: "https://example.org/2", Title: "B"}}},
		{"markup in a description", doctype + `<DL><p><DT><A HREF="https://example.org/">A</A><DD>Text<li>one</li></BOUCLE></code><DT><A HREF="https://example.org/2">B</A>`,
			[]bookmarkfile.Bookmark{{URL: "https://example.org/", Title: "A", Description: "Text\none"}, {URL: "https://example.org/2", Title: "B"}}},
		{"written twice over", doctype + `<DL><p><DT><A HREF="https://example.org/?a=1&amp;amp;b">&amp;lt;b&amp;gt;</A></DL>`,
			[]bookmarkfile.Bookmark{{URL: "https://example.org/?a=1&amp;b", Title: "&lt;b&gt;"}}},
		{"nothing in it", doctype + "<DL><p></DL>", nil},
	} {
		got, err := bookmarkfile.Read(c.text)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %+v, %v\nwant %+v", c.name, got, err, c.want)
		}
	}
}

func TestWhatIsNoBookmarkFile(t *testing.T) {
	for _, text := range []string{"", "title,url\n", "<!doctype html><ul><li><a href='https://example.org'>A</a></ul>"} {
		if got, err := bookmarkfile.Read(text); !errors.Is(err, bookmarkfile.ErrNone) {
			t.Errorf("%q gave %+v, %v", text, got, err)
		}
	}
}

func TestDeepFoldersAreFlattened(t *testing.T) {
	const deep = 50_000
	got, err := bookmarkfile.Read(doctype + strings.Repeat("<DT><H3>f</H3><DL>", deep) + `<DT><A HREF="https://example.org/">A</A>` + strings.Repeat("</DL>", deep-1) +
		`<DT><A HREF="https://example.org/2">B</A>`)
	if err != nil || len(got) != 2 || len(got[0].Folders) != bookmarkfile.MaxDepth || len(got[1].Folders) != 1 {
		t.Fatalf("got %d bookmarks, %v", len(got), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(doctype + `<DL><p><DT><H3>F</H3><DL><p><DT><A HREF="https://example.org/" TAGS="a b">A</A><DD>x<br>y</DL>`)
	f.Add("<dt><a href=x>")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := bookmarkfile.Read(text)
		if err != nil && got != nil {
			t.Fatal("an error and bookmarks")
		}
		if links := strings.Count(strings.ToLower(text), "<a"); len(got) > links {
			t.Fatalf("%d bookmarks of %d links", len(got), links)
		}
	})
}
