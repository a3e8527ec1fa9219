package search_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

// shown is a text with what is marked in brackets.
func shown(text string, marks []index.Span) string {
	var out strings.Builder
	at := 0
	for _, m := range marks {
		out.WriteString(text[at:m.From] + "[" + text[m.From:m.To] + "]")
		at = m.To
	}
	return out.String() + text[at:]
}

func TestEachResultSaysWhyItWasFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.topic("Misinformation", "Desinformación", "fake news")
		inTitle := tip("Fake news, sorted")
		inText := filed("Notes in two colors", "misinformation")
		inText.Blocks = []block.Block{
			{Body: block.Text{Heading: "Sorting", Markdown: "Yellow for the source, " + strings.Repeat("and so on ", 40) + "then the **fake** and the [news](https://news.example) of the week, \n\n" + strings.Repeat("more ", 90)}},
		}
		byTopic := filed("Three checks", "misinformation")
		w.share(w.rosa, catalog.SeenByDistrict, inTitle)
		w.share(w.rosa, catalog.SeenByDistrict, inText)
		w.share(w.rosa, catalog.SeenByDistrict, byTopic)
		found := w.look(w.mai, search.Query{Words: "fake news"})
		got := map[string]string{}
		for i, c := range found.Cards {
			m := found.Matches[i]
			got[c.About.Title] = shown(c.About.Title, m.Title) + " | " + shown(m.Excerpt, m.Words)
		}
		for title, want := range map[string]string{
			"Fake news, sorted": "[Fake] [news], sorted | ",
			"Three checks":      "Three checks | ",
		} {
			if got[title] != want {
				t.Errorf("%s: %q, want %q", title, got[title], want)
			}
		}
		excerpt := got["Notes in two colors"]
		if !strings.HasPrefix(excerpt, "Notes in two colors | … ") || !strings.HasSuffix(excerpt, "then the [fake] and the [news] of the week,") || len(excerpt) > 300 {
			t.Errorf("the excerpt is %q", excerpt)
		}
		if all := w.look(w.mai, search.Query{}); all.Matches != nil {
			t.Errorf("with nothing asked for, results say why: %+v", all.Matches)
		}
	})
}
