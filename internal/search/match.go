package search

import (
	"context"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Match is why a resource was found: where the words stand that were looked for, or that stand for them.
type Match struct {
	Title, Why []index.Span
	Excerpt    string // a piece of the text, where neither title nor summary has one
	Words      []index.Span
}

// excerptSize is how many bytes of a text an excerpt has at most, but for a last word.
const excerptSize = 180

// matches are the reasons for each of the cards.
func (s *Service) matches(ctx context.Context, cards []catalog.Card, asked Asked, taken []index.Taken) ([]Match, error) {
	marker := marking(asked, taken)
	out := make([]Match, len(cards))
	var silent []catalog.ResourceID
	for i, c := range cards {
		language := languageOf(c.About)
		out[i].Title, out[i].Why = marker.Marks(c.About.Title, language), marker.Marks(c.About.Why, language)
		if len(out[i].Title)+len(out[i].Why) == 0 {
			silent = append(silent, c.ID)
		}
	}
	if len(silent) == 0 {
		return out, nil
	}
	place := make(map[catalog.ResourceID]*Match, len(cards))
	for i, c := range cards {
		place[c.ID] = &out[i]
	}
	in, args := db.In(1, silent)
	return out, s.each(ctx, func(r resource) error {
		place[r.id].excerpt(marker, r, s.prose.Words)
		return nil
	}, `r.id IN (`+in+`) AND r.state = 'published'`, args...)
}

// marking finds what the words of a query, their other names and the words that they were taken for are in a text.
func marking(asked Asked, taken []index.Taken) *index.Marker {
	words := asked.Words
	var phrases []string
	for _, t := range taken {
		words += " " + t.For
	}
	for _, a := range asked.Also {
		if a.Is != "" {
			phrases = append(phrases, a.Is)
		}
	}
	return index.NewMarker(words, phrases...)
}

// excerpt shows the piece of a resource with the most of what was looked for.
func (m *Match) excerpt(marker *index.Marker, r resource, read func(markdown string) string) {
	language, texts := languageOf(r.document.About), catalog.TextsOf(r.document)
	var best string
	var marks []index.Span
	for _, list := range [][]string{texts.Headings, texts.Books, texts.Rest} {
		for _, text := range list {
			for line := range strings.Lines(read(text)) {
				line = strings.TrimSpace(line)
				if found := marker.Marks(line, language); len(found) > len(marks) {
					best, marks = line, found
				}
			}
		}
	}
	piece, ok := index.Excerpt(best, marks, excerptSize)
	if !ok {
		return
	}
	m.Excerpt = best[piece.From:piece.To]
	for _, w := range marks {
		if w.From >= piece.From && w.To <= piece.To {
			m.Words = append(m.Words, index.Span{From: w.From - piece.From, To: w.To - piece.From})
		}
	}
	if piece.From > 0 {
		m.Excerpt = "… " + m.Excerpt
		for i := range m.Words {
			m.Words[i].From, m.Words[i].To = m.Words[i].From+len("… "), m.Words[i].To+len("… ")
		}
	}
	if piece.To < len(best) {
		m.Excerpt += " …"
	}
}
