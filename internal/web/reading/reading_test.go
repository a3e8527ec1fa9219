package reading_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/web/reading"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func view(t *testing.T, locale lang.Locale) reading.View {
	t.Helper()
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := ui.Chrome{Printer: words.Printer(locale, lang.CallLibrarian), Zone: time.UTC, Assets: ui.Locate(func(name string) string { return "/" + name })}
	return reading.View{Chrome: c, Prose: prose.New(), File: reading.FileAt("/new"), OlderFile: reading.FileAt("/old")}
}

// compared is how a reader sees two documents compared.
func compared(t *testing.T, v reading.View, older, newer block.Document) string {
	t.Helper()
	var out bytes.Buffer
	for _, part := range v.Parts(merge.Compare(older, newer)) {
		if err := reading.ShowPart(v.Chrome, part).Render(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func document(parts ...block.Block) block.Document {
	return block.Document{About: block.About{Title: "Six moves", Type: block.Guide, Language: "en"}, Blocks: parts}
}

func text(key block.Key, words string) block.Block {
	return block.Block{Key: key, Body: block.Text{Heading: "Part " + string(key), Markdown: words}}
}

func picture(hash, alt string) block.Block {
	return block.Block{Key: "picture", Body: block.File{Hash: hash, Name: hash + ".png", MediaType: "image/png", Size: 9, Width: 40, Height: 30, Alt: alt}}
}

func TestAComparisonSaysWhatChanged(t *testing.T) {
	older := document(text("a", "Look for a name somewhere else."), text("b", "Two."), text("c", "Three."), picture("first", "A lantern"), text("gone", "Left."))
	newer := document(text("c", "Three."), text("a", "Look for a name on another site."), text("b", "Two."), picture("second", "Two lanterns"), text("new", "Come."))
	for locale, wants := range map[lang.Locale][]string{
		lang.English: {
			`<del><span class="hide">removed: </span>somewhere else</del>`, `<ins><span class="hide">added: </span>on another site</ins>`, // by more than colour, and spoken
			"<h2>Text: Part c</h2>", "Moved to another place", "<h2>Text: Part gone</h2>", "Taken out", "<h2>Text: Part new</h2>", "Added", "One part is the same.",
			"<figcaption class=\"small soft\">Before</figcaption><a href=\"/old/files/first/first.png\"><img src=\"/old/files/first/first.png?small\" alt=\"A lantern\"",
			"<figcaption class=\"small soft\">After</figcaption><a href=\"/new/files/second/second.png\"><img src=\"/new/files/second/second.png?small\" alt=\"Two lanterns\"",
		},
		lang.Spanish: {`<span class="hide">quitado: </span>somewhere else</del>`, `<span class="hide">añadido: </span>on another site</ins>`, "<h2>Texto: Part c</h2>"},
	} {
		page := compared(t, view(t, locale), older, newer)
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is not in\n%s", locale, want, page)
			}
		}
		if moved := page[strings.Index(page, "Part c"):]; strings.Contains(moved[:strings.Index(moved, "</section>")], "<ins>") {
			t.Errorf("%s: words of what only moved are marked", locale)
		}
	}
}

// A part that both sides changed stands three times: mine, theirs and as it was, each with its own marks.
func TestAConflictShowsAllThree(t *testing.T) {
	v := view(t, lang.English)
	base, ours, theirs := document(text("a", "One apple.")), document(text("a", "One pear.")), document(text("a", "One plum."))
	result := merge.Merge(base, ours, theirs)
	if len(result.Conflicts) != 1 {
		t.Fatalf("%d conflicts", len(result.Conflicts))
	}
	c := reading.Conflict{ID: "part", Head: "Text: Part a", Mine: reading.Side{ID: "mine", Head: "Mine"}, Theirs: reading.Side{ID: "theirs", Head: "Theirs"}, Before: reading.Side{ID: "before", Head: "Before"}}
	reading.Three(&c, result.Conflicts[0], v, v, "Taken out.", "New.")
	var out bytes.Buffer
	if err := reading.ShowConflict(v.Chrome, c).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`aria-labelledby="mine"`, `aria-labelledby="theirs"`, `aria-labelledby="before"`, "pear</ins>", "plum</ins>", "One apple."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}
