package search

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Resources name standards by their codes, wherever in their texts somebody wrote them. What is suggested is read in a text that the actor
// may read, as it stands there.

// Standard is a standard that a resource carries.
type Standard struct {
	Code     string // as written
	Short    string // by which it is found however it is written: without the name of its standards
	Text     string // what stands beside it; empty where nothing does
	Language string // of the text, BCP 47
}

// How many standards are suggested, and how many levels of codes are looked at for them.
const (
	standardsSuggested = 3
	levelsLooked       = 12
	standardTextSize   = 90 // characters
)

// frameworks are words that people write before a code, folded.
var frameworks = among("ccss ngss teks aasl iste c3 sol standard standards standards: estandar estandares code codes codigo codigos")

// parts are those, and the names of what they divide into, as codes begin with them: "CCSS.ELA-LITERACY.RL.3.1" is RL.3.1.
var parts = among("ccss ngss teks aasl iste c3 sol ela literacy math content")

// codeTail is a code without the names it begins with; false where it begins with none, or nothing follows.
func codeTail(code string) (string, bool) {
	tail := code
	for {
		at := strings.IndexAny(tail, ".-")
		if at < 0 || !parts[fold.Key(tail[:at])] {
			return tail, tail != code && strings.ContainsAny(tail, ".-") && codeForm.MatchString(tail)
		}
		tail = tail[at+1:]
	}
}

// shortOf is a code without the names it begins with, where it is one of the levels by which the code is found; else the code.
func shortOf(code string, levels []string) string {
	if tail, ok := codeTail(code); ok && slices.Contains(levels, fold.Key(tail)) {
		return tail
	}
	return code
}

// nameCodes has the shorter form of a code stand for the longer.
func (a *Asked) nameCodes(words []string) {
	for _, word := range words {
		if tail, ok := codeTail(word); ok && index.IsCode(word) {
			a.Also = append(a.Also, index.Also{Of: word, Is: tail, Share: tailShare})
		}
	}
}

var codeForm = regexp.MustCompile(`^[\pL\pN][\pL\pN.\-]+$`)

// codeTyped is the beginning of a code in what is typed, as the index has it; false where something else is typed.
func codeTyped(typed string) (string, bool) {
	tokens := strings.Fields(fold.Key(typed))
	for len(tokens) > 1 && frameworks[tokens[0]] {
		tokens = tokens[1:]
	}
	for _, clause := range tokens[min(1, len(tokens)):] {
		if clause[0] != '(' {
			return "", false
		}
	}
	code := strings.TrimLeft(strings.Join(tokens, ""), `§"`)
	code = strings.NewReplacer("–", "-", "‐", "-", "‑", "-", "(", ".", ")", "", `"`, "").Replace(code)
	code = pointed(code)
	return code, codeForm.MatchString(code)
}

// standardsBegun are the standards of what the actor may see of which a level begins as what is typed does.
func (s *Service) standardsBegun(ctx context.Context, by actor.Actor, typed string) (out []Standard, err error) {
	start, ok := codeTyped(typed)
	if !ok {
		return nil, nil
	}
	ix, asks := s.index.Load(), scope(by)
	var carrying []index.Hit
	levels := ix.CodesBegun(start, asks, levelsLooked)
	if tail, ok := codeTail(start); ok && len(levels) == 0 {
		start = tail
		levels = ix.CodesBegun(start, asks, levelsLooked)
	}
	for _, level := range levels {
		q := index.Query{Words: level, Exactly: true, Scope: asks, Now: clock.Micros(s.clock.Now()), Limit: 1}
		carrying = append(carrying, ix.Search(q).Hits...)
	}
	cards, err := s.catalog.Cards(ctx, by, distinct(idsOf(carrying), levelsLooked))
	if err != nil || len(cards) == 0 {
		return nil, err
	}
	in, args := db.In(1, idsOfCards(cards))
	err = s.each(ctx, func(r resource) error {
		out = append(out, s.standardsIn(r, start)...)
		return nil
	}, `r.id IN (`+in+`) AND r.state = 'published'`, args...)
	slices.SortStableFunc(out, func(a, b Standard) int {
		return cmp.Or(fold.Natural(a.Code, b.Code), cmp.Compare(len(b.Text), len(a.Text)))
	})
	out = slices.CompactFunc(out, func(a, b Standard) bool { return fold.Key(a.Code) == fold.Key(b.Code) })
	return out[:min(standardsSuggested, len(out))], err
}

func idsOfCards(cards []catalog.Card) []catalog.ResourceID {
	ids := make([]catalog.ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	return ids
}

// standardsIn are the standards in a resource of which a level begins so.
func (s *Service) standardsIn(r resource, start string) (out []Standard) {
	about, texts := r.document.About, catalog.TextsOf(r.document)
	for _, text := range slices.Concat([]string{about.Title, about.Why}, texts.Headings, texts.Books, texts.Rest) {
		if len(index.Codes(text)) == 0 {
			continue
		}
		for line := range strings.Lines(s.prose.Words(text)) {
			codes := index.Codes(line)
			for i, c := range codes {
				if !slices.ContainsFunc(c.Levels, func(level string) bool { return strings.HasPrefix(level, start) }) {
					continue
				}
				rest := line[c.To:]
				if i+1 < len(codes) {
					rest = line[c.To:codes[i+1].From]
				}
				out = append(out, Standard{Code: line[c.From:c.To], Short: shortOf(line[c.From:c.To], c.Levels), Text: besideCode(rest), Language: languageOf(about)})
			}
		}
	}
	return out
}

// said is what a colon or a dash puts beside a code.
var said = regexp.MustCompile(`^\s*(?:[:–—]|\s-)\s*(\pL.*)`)

// besideCode is what is said of a code after it, up to the end of the sentence; nothing where the text goes on without saying.
func besideCode(rest string) string {
	m := said.FindStringSubmatch(rest)
	if m == nil {
		return ""
	}
	text, _, _ := strings.Cut(m[1], ". ")
	text = strings.TrimRight(strings.TrimSpace(text), ".;,(· ")
	if short := cut(text, standardTextSize); short != text {
		return strings.TrimRight(short[:max(strings.LastIndexByte(short, ' '), 0)], " ,;") + " …"
	}
	return text
}
