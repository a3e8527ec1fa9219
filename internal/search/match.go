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

// mostMatches is how many are remembered: about 2 MB.
const mostMatches = 4096

// reason is what a match shows: some words, in a resource as it was at a revision.
type reason struct {
	resource catalog.ResourceID
	revision int64
	words    string
}

// piece is a piece of a text with its marks.
type piece struct {
	text  string
	marks []index.Span
}

// matches are the reasons for each of the cards.
func (s *Service) matches(ctx context.Context, cards []catalog.Card, asked Asked, taken []index.Taken) ([]Match, error) {
	marker, words := marking(asked, taken)
	out := make([]Match, len(cards))
	silent := map[catalog.ResourceID]*Match{}
	for i, c := range cards {
		why, known := reason{c.ID, c.Revision, words}, false
		if out[i], known = s.why.Get(why); known {
			continue
		}
		language := languageOf(c.About)
		out[i].Title, out[i].Why = marker.Marks(c.About.Title, language), marker.Marks(c.About.Why, language)
		if len(out[i].Title)+len(out[i].Why) > 0 {
			s.why.Add(why, out[i])
		} else {
			silent[c.ID] = &out[i]
		}
	}
	return out, s.excerpts(ctx, silent, marker, words)
}

// excerpts reads the texts of what has the words in neither title nor summary, and remembers what it shows of them.
func (s *Service) excerpts(ctx context.Context, silent map[catalog.ResourceID]*Match, marker *index.Marker, words string) error {
	if len(silent) == 0 {
		return nil
	}
	ids := make([]catalog.ResourceID, 0, len(silent))
	for id := range silent {
		ids = append(ids, id)
	}
	in, args := db.In(1, ids)
	return s.each(ctx, func(r resource) error {
		found := s.excerpt(marker, r)
		silent[r.id].Excerpt, silent[r.id].Words = found.text, found.marks
		s.why.Add(reason{r.id, r.revision, words}, *silent[r.id])
		return nil
	}, `r.id IN (`+in+`) AND r.state = 'published'`, args...)
}

// marking finds in texts what the words of a query are, their other names, and the words that they were taken for; words are all
// of these.
func marking(asked Asked, taken []index.Taken) (m *index.Marker, words string) {
	single := asked.Words
	var phrases []string
	for _, t := range taken {
		single += " " + t.For
	}
	for _, a := range asked.Also {
		if a.Is != "" {
			phrases = append(phrases, a.Is)
		}
	}
	return index.NewMarker(single, phrases...), single + "\n" + strings.Join(phrases, "\n")
}

// excerpt is the piece of a resource with the most of what was looked for. Markdown is read of one text alone: to mark words is cheaper.
func (s *Service) excerpt(marker *index.Marker, r resource) piece {
	language, texts := languageOf(r.document.About), catalog.TextsOf(r.document)
	var best string
	most := 0
	for _, list := range [][]string{texts.Headings, texts.Books, texts.Rest} {
		for _, text := range list {
			if n := len(marker.Marks(text, language)); n > most {
				best, most = text, n
			}
		}
	}
	var line string
	var marks []index.Span
	for l := range strings.Lines(s.prose.Words(best)) {
		l = strings.TrimSpace(l)
		if found := marker.Marks(l, language); len(found) > len(marks) {
			line, marks = l, found
		}
	}
	return pieceOf(line, marks)
}

// pieceOf is the piece of a line with the most marks, with signs where something is left out.
func pieceOf(line string, marks []index.Span) (out piece) {
	at, ok := index.Excerpt(line, marks, excerptSize)
	if !ok {
		return piece{}
	}
	if at.From > 0 {
		out.text = "… "
	}
	before := len(out.text) - at.From
	out.text += line[at.From:at.To]
	if at.To < len(line) {
		out.text += " …"
	}
	for _, m := range marks {
		if m.From >= at.From && m.To <= at.To {
			out.marks = append(out.marks, index.Span{From: m.From + before, To: m.To + before})
		}
	}
	return out
}
