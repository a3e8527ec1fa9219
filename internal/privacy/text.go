package privacy

import (
	"regexp"
	"strings"
)

// longestExcerpt is how many characters of a text InText shows.
const longestExcerpt = 60

// LongestLooked is how many bytes of a text are looked at: ten full pages. A longer one was not typed, and to look at numbers upon
// numbers takes long.
const LongestLooked = 32 << 10

// InText looks for a student in free text, Markdown or plain, and returns the words that look like one, as they were typed.
// It is a hint for whoever writes, and may be wrong either way.
func InText(text string) (excerpt string, found bool) {
	text = beginning(text)
	at, found := seen.lookUp(text, lookFor)
	if !found {
		return "", false
	}
	return shown(text[at.from:at.to]), true
}

// beginning is as much of a text as is looked at, whole words where it has some.
func beginning(text string) string {
	if len(text) <= LongestLooked {
		return text
	}
	text = text[:LongestLooked]
	if end := strings.LastIndexAny(text, " \n"); end > 0 {
		return text[:end]
	}
	return strings.ToValidUTF8(text, "")
}

func lookFor(text string) (span, bool) {
	for _, look := range []func(string) (span, bool){born, near(called), near(named), listed} {
		if at, ok := look(text); ok {
			return at, true
		}
	}
	return span{}, false
}

// span is a piece of a text, in bytes.
type span struct{ from, to int }

func (s span) empty() bool { return s.from >= s.to }

func shown(piece string) string {
	words := []rune(strings.Join(strings.Fields(piece), " "))
	if len(words) > longestExcerpt {
		return string(words[:longestExcerpt-1]) + "…"
	}
	return string(words)
}

// How much of a text is looked at on either side of a number, in bytes.
const (
	lookBack  = 120
	lookAhead = 60
)

var longNumber = regexp.MustCompile(`[0-9]{4,}`)

// near looks only at what stands around long numbers: most texts have few, and years are none.
func near(look func(string) (span, bool)) func(string) (span, bool) {
	return func(text string) (span, bool) {
		for _, piece := range pieces(text) {
			if at, ok := look(blankOut(text[piece.from:piece.to], shelved...)); ok {
				return span{piece.from + at.from, piece.from + at.to}, true
			}
		}
		return span{}, false
	}
}

// pieces are the pieces of a text around its long numbers, from a space to a space.
func pieces(text string) []span {
	var out []span
	for _, at := range longNumber.FindAllStringIndex(text, -1) {
		if isYear(text[at[0]:at[1]]) && (at[0] == 0 || !isLetter(text[at[0]-1])) {
			continue
		}
		from, to := max(0, at[0]-lookBack), min(len(text), at[1]+lookAhead)
		from = strings.LastIndexAny(text[:from], " \n") + 1
		if rest := strings.IndexAny(text[to:], " \n"); rest >= 0 {
			to += rest
		} else {
			to = len(text)
		}
		if last := len(out) - 1; last >= 0 && from <= out[last].to {
			out[last].to = to
			continue
		}
		out = append(out, span{from, to})
	}
	return out
}

func isYear(number string) bool { return len(number) == 4 && number > "1399" && number < "2100" }

func isLetter(b byte) bool { return 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z' || b >= 0x80 }
