package merge

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a sign, or what must not be taken apart, such as a link or code.
type token struct {
	space string // before it
	text  string
	word  bool // has meaning of its own: a word, a link, code
	ends  bool // a sentence ends with it
	marks bool // emphasis
}

// tokens takes prose apart. The spaces and texts in order are the prose, but for spaces at its end.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/5+1)
	for {
		rest := strings.TrimLeftFunc(text, unicode.IsSpace)
		t := token{space: text[:len(text)-len(rest)]}
		if rest == "" {
			return markEnds(out)
		}
		n := t.measure(rest)
		t.text = rest[:n]
		out = append(out, t)
		text = rest[n:]
	}
}

// measure gives the length of the token at the start of a text, which is not empty, and says what it is.
func (t *token) measure(text string) int {
	t.word = true
	switch c := text[0]; c {
	case '[', '!':
		if n := linkLength(text); n > 0 {
			return n
		}
	case '`':
		if n := codeLength(text); n > 0 {
			return n
		}
	case '<':
		if end := strings.IndexAny(text, "> \n"); end > 1 && text[end] == '>' {
			return end + 1
		}
	case '\\':
		if len(text) > 1 && text[1] > ' ' && text[1] < 0x7f {
			t.word = false
			return 2
		}
	case '*', '_', '~':
		t.word, t.marks = false, true
		return len(text) - len(strings.TrimLeft(text, string(c)))
	}
	if n := addressLength(text); n > 0 {
		return n
	}
	if n := wordLength(text); n > 0 {
		return n
	}
	t.word = false
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// linkLength is the length of [text](address), ![text](address) or [text][name] at the start; 0 if there is none.
func linkLength(text string) int {
	start := 0
	if text[0] == '!' {
		start = 1
	}
	n := bracketed(text[start:], '[', ']')
	if n == 0 {
		return 0
	}
	n += start
	if n < len(text) && text[n] == '(' {
		if more := bracketed(text[n:], '(', ')'); more > 0 {
			return n + more
		}
	}
	if n < len(text) && text[n] == '[' {
		if more := bracketed(text[n:], '[', ']'); more > 0 {
			return n + more
		}
	}
	return 0
}

// bracketed is the length of what stands between brackets at the start, with both; 0 if they are not closed in the paragraph.
func bracketed(text string, open, shut byte) int {
	if text == "" || text[0] != open {
		return 0
	}
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case open:
			depth++
		case shut:
			if depth--; depth == 0 {
				return i + 1
			}
		case '\n':
			if i+1 < len(text) && text[i+1] == '\n' {
				return 0
			}
		}
	}
	return 0
}

// codeLength is the length of code between equal runs of backticks at the start; 0 if it is not closed.
func codeLength(text string) int {
	run := len(text) - len(strings.TrimLeft(text, "`"))
	for i := run; i < len(text); {
		if text[i] != '`' {
			i++
			continue
		}
		more := len(text[i:]) - len(strings.TrimLeft(text[i:], "`"))
		i += more
		if more == run {
			return i
		}
	}
	return 0
}

// addressLength is the length of an address that stands open in the text; punctuation at its end is not part of it.
func addressLength(text string) int {
	if !strings.HasPrefix(text, "http://") && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "www.") {
		return 0
	}
	end := strings.IndexFunc(text, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("<>[]()`|*\x1f", c) })
	if end < 0 {
		end = len(text)
	}
	return len(strings.TrimRight(text[:end], ".,;:!?'\"_~"))
}

// wordLength is the length of a word: letters, digits and marks, joined by single signs as in "don't", "well-known", "9:30".
func wordLength(text string) int {
	end, letters := 0, false
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		if c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9') || c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) && i > 0) {
			letters, end = true, i+size
		} else if !letters || !strings.ContainsRune("'’-.,:/", c) || end != i {
			break
		}
		i += size
	}
	return end
}

// markEnds says where sentences end: at a full stop and the like, with the quotation marks and brackets after it, where
// space or nothing follows.
func markEnds(list []token) []token {
	for i := range list {
		if list[i].word || !strings.Contains(".!?…:;", list[i].text) {
			continue
		}
		last := i
		for last+1 < len(list) && list[last+1].space == "" && (list[last+1].marks || strings.Contains(`"'”’»)]`, list[last+1].text)) {
			last++
		}
		if last+1 == len(list) || list[last+1].space != "" {
			list[last].ends = true
		}
	}
	return list
}

// begins says whether a sentence, or a line, begins at a place of a list of tokens.
func begins(list []token, at int) bool {
	return at == 0 || list[at-1].ends || at < len(list) && strings.Contains(list[at].space, "\n")
}

// numbered gives the same number to the same text.
type numbered map[string]int32

func (n numbered) of(list []token) []int32 {
	out := make([]int32, len(list))
	for i, t := range list {
		number, known := n[t.text]
		if !known {
			number = int32(len(n))
			n[t.text] = number
		}
		out[i] = number
	}
	return out
}

// difference is how a side's tokens differ from those of the base, in hunks that a person would draw.
func difference(base, side []token, number numbered) ([]int, []hunk) {
	pair := pairs(number.of(base), number.of(side))
	dropWeak(pair, base, len(side))
	list := hunks(pair, len(side))
	for i := range list {
		slide(pair, list, i, base, side)
	}
	return pair, list
}

// dropWeak takes away what is the same by chance: a few small words between two changes that are larger than they are.
func dropWeak(pair []int, base []token, length int) {
	for again := true; again; {
		again = false
		list := hunks(pair, length)
		for i := 1; i < len(list); i++ {
			before, after := list[i-1], list[i]
			same := weight(base[before.hi:after.lo])
			if same <= 3 && same < size(before) && same < size(after) && !strongGap(base, before.hi, after.lo) {
				for at := before.hi; at < after.lo; at++ {
					pair[at] = nowhere
				}
				again = true
			}
		}
	}
}

// strongGap says whether a sentence ends between two places: what is the same there is no chance.
func strongGap(base []token, lo, hi int) bool {
	for at := lo; at < hi; at++ {
		if base[at].ends {
			return true
		}
	}
	return false
}

func size(h hunk) int { return max(h.hi-h.lo, h.to-h.from) }

// weight counts the words among tokens.
func weight(list []token) int {
	n := 0
	for _, t := range list {
		if t.word {
			n++
		}
	}
	return n
}

// slide moves a pure insertion or removal, where that changes nothing, to where whole sentences or lines come out.
func slide(pair []int, list []hunk, i int, base, side []token) {
	h := list[i]
	insertion, removal := h.lo == h.hi, h.from == h.to
	if insertion == removal {
		return
	}
	least, most := 0, len(base)
	if i > 0 {
		least = list[i-1].hi
	}
	if i+1 < len(list) {
		most = list[i+1].lo
	}
	best, score := h, slideScore(h, base, side)
	for back := h; back.lo > least && slidesBack(back, base, side, insertion); {
		back = hunk{back.lo - 1, back.hi - 1, back.from - 1, back.to - 1}
		if s := slideScore(back, base, side); s > score {
			best, score = back, s
		}
	}
	for on := h; on.hi < most && slidesOn(on, base, side, insertion); {
		on = hunk{on.lo + 1, on.hi + 1, on.from + 1, on.to + 1}
		if s := slideScore(on, base, side); s > score {
			best, score = on, s
		}
	}
	if best == h {
		return
	}
	list[i] = best
	for at := min(h.lo, best.lo); at < max(h.hi, best.hi); at++ {
		switch {
		case at < best.lo:
			pair[at] = at - best.lo + best.from
		case at >= best.hi:
			pair[at] = at - best.hi + best.to
		default:
			pair[at] = nowhere
		}
	}
}

func slidesBack(h hunk, base, side []token, insertion bool) bool {
	if insertion {
		return base[h.lo-1].text == side[h.to-1].text
	}
	return base[h.lo-1].text == base[h.hi-1].text
}

func slidesOn(h hunk, base, side []token, insertion bool) bool {
	if insertion {
		return base[h.hi].text == side[h.from].text
	}
	return base[h.hi].text == base[h.lo].text
}

func slideScore(h hunk, base, side []token) int {
	score := 0
	if begins(base, h.lo) && begins(side, h.from) {
		score += 2
	}
	if begins(base, h.hi) && begins(side, h.to) {
		score += 2
	}
	return score
}
