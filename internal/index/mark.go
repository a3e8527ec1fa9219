package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Marker finds in texts the words that somebody looked for, in any of their forms, and the words that stand for them. It serves one
// goroutine.
type Marker struct {
	asked   [][]*readings // one after the other; most are of one word
	grammar bool          // nothing is asked for but words that carry grammar
	tokens  []token
}

// NewMarker marks each of the words of a query, and each phrase where its words follow each other. Words that carry grammar alone are
// marked where there are no others; a phrase of one such word, in texts of languages in which it is more.
func NewMarker(words string, phrases ...string) *Marker {
	m := &Marker{}
	all := readingsOf(words)
	m.grammar = !slices.ContainsFunc(all, func(known *readings) bool { return !known.stopsSomewhere() })
	for _, known := range all {
		if m.grammar || !known.stopsSomewhere() {
			m.asked = append(m.asked, []*readings{known})
		}
	}
	for _, p := range phrases {
		if known := readingsOf(p); len(known) > 0 {
			m.asked = append(m.asked, known)
		}
	}
	return m
}

func readingsOf(words string) (out []*readings) {
	eachWord(words, ofQuery, func(word string) {
		if folded := foldWord(word); folded != "" && len(folded) <= mostFolded && len(out) < mostQueryWords {
			out = append(out, &readings{folded: strings.Clone(folded), stops: stopsOf()[folded]})
		}
	})
	return out
}

// longestMark is how many bytes a mark has at most: what is longer is no word that somebody reads.
const longestMark = 256

// Span is a piece of a text, in bytes.
type Span struct{ From, To int }

// token is a run of letters in a text.
type token struct {
	Span
	shape wordShape
}

// Marks gives where the words stand in a text of a language (BCP 47), in order and without overlap.
func (m *Marker) Marks(text, language string) []Span {
	if len(m.asked) == 0 {
		return nil
	}
	m.tokens = m.tokens[:0]
	for i := 0; i < len(text); {
		start, end, shape := nextRun(text, i)
		if i = end; start < end {
			m.tokens = append(m.tokens, token{Span{start, end}, shape})
		}
	}
	a := analyserOf(language)
	var out []Span
	for i, t := range m.tokens {
		for _, asked := range m.asked {
			if len(asked) == 1 && asked[0].stops[a] && !m.grammar {
				continue
			}
			if t.shape.has(packed) {
				out = append(out, asWritten(text, t.Span, asked)...)
			} else if i+len(asked) <= len(m.tokens) && follow(text, m.tokens[i:i+len(asked)], a, asked) {
				out = append(out, Span{t.From, m.tokens[i+len(asked)-1].To})
			}
		}
	}
	return joinSpans(out)
}

// follow says whether each token is read as the word asked for in its place.
func follow(text string, tokens []token, a analyser, asked []*readings) bool {
	for i, known := range asked {
		if !tokens[i].is(text, a, known) {
			return false
		}
	}
	return true
}

// is says whether a run of a text, or a part of it, is a form of the word.
func (t token) is(text string, a analyser, known *readings) (found bool) {
	run := text[t.From:t.To]
	if len(run) > longestMark {
		return false
	}
	if t.shape == 1<<letter && run[0] < utf8.RuneSelf && run[0]|0x20 != known.folded[0] { // most of them
		return false
	}
	emitRun(run, t.shape, ofDocument, func(word string) { found = found || known.in(a, foldWord(word)) })
	return found
}

// in says whether a folded word of a text is a form of the word. Endings alone change it, but in Arabic and where a form is irregular:
// where the beginnings differ otherwise, nothing is stemmed.
func (k *readings) in(a analyser, word string) bool {
	if word == k.folded {
		return true
	}
	if a != arabicWords && (len(word) < 2 || len(k.folded) < 2 || word[:2] != k.folded[:2]) && regular()[a][word] == "" {
		return false
	}
	return k.stem(a) == a.stem(word)
}

// asWritten gives where a word stands in a run of a script that sets no spaces.
func asWritten(text string, run Span, asked []*readings) (out []Span) {
	word := asked[0].folded
	for at := run.From; len(asked) == 1; {
		i := strings.Index(text[at:run.To], word)
		if i < 0 {
			break
		}
		out = append(out, Span{at + i, at + i + len(word)})
		_, size := utf8.DecodeRuneInString(word)
		at += i + size
	}
	return out
}

// joinSpans puts spans in order and joins those that overlap, where together they are not too long.
func joinSpans(list []Span) []Span {
	slices.SortFunc(list, func(x, y Span) int { return x.From - y.From })
	out := list[:0]
	for _, s := range list {
		if n := len(out); n > 0 && s.From < out[n-1].To {
			last := &out[n-1]
			if s.To <= last.To || s.To-last.From <= longestMark {
				last.To = max(last.To, s.To)
				continue
			}
			s.From = last.To
		}
		out = append(out, s)
	}
	return out
}

// Excerpt is the piece of a text, of at most a number of bytes and of whole words, with the most marks; false where there is none.
func Excerpt(text string, marks []Span, size int) (Span, bool) {
	if len(marks) == 0 {
		return Span{}, false
	}
	best, most := 0, 0
	for i := range marks {
		n := i
		for n < len(marks) && marks[n].To-marks[i].From <= size/2 {
			n++
		}
		if n-i > most {
			best, most = i, n-i
		}
	}
	from := marks[best].From - size/4
	if from <= 0 {
		from = 0
	} else if from = strings.LastIndexByte(text[:from+1], ' ') + 1; marks[best].From-from > size/2 { // no spaces for long
		from = marks[best].From
	}
	to := from + size
	if to >= len(text) {
		to = len(text)
	} else if cut := strings.LastIndexByte(text[from:to+1], ' '); from+cut > marks[best].To {
		to = from + cut
	} else {
		to = marks[best].To
	}
	return Span{from, to}, true
}
