package search

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Match is why a resource was found: where the words stand that were looked for, or that stand for them.
type Match struct {
	Title, Why []index.Span
	Excerpt    string // a piece of the text, where neither title nor summary has one
	Words      []index.Span
	Topics     []vocab.TermID // of its topics those by which it was found, or that have one of the words
	Through    []Other        // values by which it was found that the words name: it is in French, it is a book list
	Has        []string       // words by which it was found, where nothing else shows why
}

// Said says whether the words can be seen where they stand.
func (m Match) Said() bool { return len(m.Title)+len(m.Why)+len(m.Words) > 0 }

// bare says whether nothing shows why it was found.
func (m Match) bare() bool { return !m.Said() && len(m.Topics)+len(m.Through) == 0 }

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

// matches are the reasons for each of the cards, which the index gives by word.
func (s *Service) matches(ctx context.Context, cards []catalog.Card, k asking, result index.Result) ([]Match, error) {
	out, by := make([]Match, len(cards)), make([]foundBy, len(cards))
	silent := map[catalog.ResourceID]*unsaid{}
	marking := newMarking(k.asked, result.Taken)
	for i, c := range cards {
		reasons := reasonsFor(result, c.ID)
		marker, words := marking.of(reasons)
		by[i] = foundBy{reasons, marker}
		why, known := reason{c.ID, c.Revision, words}, false
		if out[i], known = s.why.Get(why); !known {
			language := languageOf(c.About)
			out[i].Title, out[i].Why = marker.Marks(c.About.Title, language), marker.Marks(c.About.Why, language)
			if out[i].Said() {
				s.why.Add(why, out[i])
			} else {
				silent[c.ID] = &unsaid{&out[i], marker, words}
			}
		}
	}
	if err := s.excerpts(ctx, silent); err != nil {
		return nil, err
	}
	for i, c := range cards {
		out[i].Topics, out[i].Through = topicsOf(c, k.topics, by[i].reasons, by[i].marker), through(by[i].reasons)
		if out[i].bare() {
			out[i].Has = wordsBehind(by[i].reasons)
		}
	}
	return out, nil
}

// foundBy is by what a card was found, and what finds that in its texts.
type foundBy struct {
	reasons []index.Reason
	marker  *index.Marker
}

// wordsBehind are the words by which something was found: those that say most alone, where there are such.
func wordsBehind(reasons []index.Reason) (out []string) {
	for _, passing := range []bool{false, true} {
		for _, r := range reasons {
			word := r.Is
			if r.Itself {
				word = r.Word
			}
			if word != "" && index.Grammatical(word) == passing && !slices.Contains(out, word) {
				out = append(out, word)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// reasonsFor are by what a resource was found. What was hit may be missing among the cards.
func reasonsFor(result index.Result, of catalog.ResourceID) []index.Reason {
	for i, hit := range result.Hits {
		if hit.ID == string(of) && i < len(result.Reasons) {
			return result.Reasons[i]
		}
	}
	return nil
}

// topicsOf are the topics of a card by which it was found: what stands for a word, or has it in its label.
func topicsOf(c catalog.Card, topics *vocab.Terms, reasons []index.Reason, marker *index.Marker) (out []vocab.TermID) {
	if topics == nil {
		return nil
	}
	for _, code := range topics.Resolve(c.About.Tags) {
		term, ok := topics.Get(vocab.TermID(code))
		if !ok {
			continue
		}
		found := slices.ContainsFunc(reasons, func(r index.Reason) bool { return r.Facet == Tag && r.Value == code })
		for _, label := range term.Labels() {
			found = found || len(marker.Marks(label.Text, languageOf(c.About))) > 0
		}
		if found {
			out = append(out, term.ID)
		}
	}
	return out
}

// through are the values but topics by which something was found.
func through(reasons []index.Reason) (out []Other) {
	for _, r := range reasons {
		if o := (Other{Facet: r.Facet, Value: r.Value}); r.Facet != "" && r.Facet != Tag && !slices.Contains(out, o) {
			out = append(out, o)
		}
	}
	return out
}

// unsaid is what has the words in neither title nor summary.
type unsaid struct {
	*Match
	marker *index.Marker
	words  string
}

// excerpts reads the texts of what has the words in neither title nor summary, and remembers what it shows of them.
func (s *Service) excerpts(ctx context.Context, silent map[catalog.ResourceID]*unsaid) error {
	if len(silent) == 0 {
		return nil
	}
	ids := make([]catalog.ResourceID, 0, len(silent))
	for id := range silent {
		ids = append(ids, id)
	}
	in, args := db.In(1, ids)
	return s.each(ctx, func(r resource) error {
		u := silent[r.id]
		found := s.excerpt(u.marker, r)
		u.Excerpt, u.Words = found.text, found.marks
		s.why.Add(reason{r.id, r.revision, u.words}, *u.Match)
		return nil
	}, `r.id IN (`+in+`) AND r.state = 'published'`, args...)
}

// markings find in texts what the words of a query are, the words that they were taken for, and those other words by which a resource was
// found.
type markings struct {
	single string
	known  map[string]*index.Marker // by the other words
}

func newMarking(asked Asked, taken []index.Taken) markings {
	m := markings{asked.Words, map[string]*index.Marker{}}
	for _, t := range taken {
		m.single += " " + t.For
	}
	return m
}

// of gives the marker for what was found by some reasons, and all words that it marks.
func (m markings) of(reasons []index.Reason) (marker *index.Marker, words string) {
	var phrases []string
	for _, r := range reasons {
		if r.Is != "" && !slices.Contains(phrases, r.Is) {
			phrases = append(phrases, r.Is)
		}
	}
	others := strings.Join(phrases, "\n")
	if m.known[others] == nil {
		m.known[others] = index.NewMarker(m.single, apart(phrases)...)
	}
	return m.known[others], m.single + "\n" + others
}

// apart adds to phrases, whose words stand for others in whatever order, each of these words.
func apart(phrases []string) []string {
	out := slices.Clone(phrases)
	for _, p := range phrases {
		if words := strings.Fields(p); len(words) > 1 {
			out = append(out, words...)
		}
	}
	return out
}

// excerpt is the piece of a resource with the most of what was looked for. Markdown is read of one text alone: to mark words is cheaper.
func (s *Service) excerpt(marker *index.Marker, r resource) piece {
	language, texts := languageOf(r.document.About), catalog.TextsOf(r.document)
	var best string
	most := 0
	for _, list := range [][]string{texts.Headings, texts.Books, texts.Rest} {
		for _, text := range list {
			text = unnumbered(text)
			if n := len(marker.Marks(text, language)); n > most {
				best, most = text, n
			}
		}
	}
	if number, err := isbn.Parse(best); err == nil {
		if book, ok := bookNumbered(r.document, number); ok {
			best = book.Title + ", ISBN " + string(number)
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
