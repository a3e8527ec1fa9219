package index

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Marker finds in texts the words that somebody looked for, in any of their forms, and the words that stand for them. It serves one
// goroutine.
type Marker struct {
	asked [][]*readings // one after the other; most are of one word
}

// NewMarker marks each of the words of a query, and each phrase where its words follow each other.
func NewMarker(words string, phrases ...string) *Marker {
	m := &Marker{}
	for _, known := range readingsOf(words) {
		if !known.stopsSomewhere() {
			m.asked = append(m.asked, []*readings{known})
		}
	}
	for _, p := range phrases {
		if all := readingsOf(p); len(all) > 1 || len(all) == 1 && !all[0].stopsSomewhere() {
			m.asked = append(m.asked, all)
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

// Span is a piece of a text, in bytes.
type Span struct{ From, To int }

// token is a run of letters in a text, with the words that it is read as.
type token struct {
	Span
	words []string // folded
}

// Marks gives where the words stand in a text of a language (BCP 47), in order and without overlap.
func (m *Marker) Marks(text, language string) []Span {
	if len(m.asked) == 0 {
		return nil
	}
	a := analyserOf(language)
	var out []Span
	tokens := tokensOf(text)
	for i := range tokens {
		for _, asked := range m.asked {
			if i+len(asked) <= len(tokens) && follow(a, tokens[i:i+len(asked)], asked) {
				out = append(out, Span{tokens[i].From, tokens[i+len(asked)-1].To})
			}
		}
	}
	return joinSpans(append(out, m.packedMarks(text, tokens)...))
}

func tokensOf(text string) (out []token) {
	for i := 0; i < len(text); {
		start, end, shape := nextRun(text, i)
		if i = end; start == end {
			continue
		}
		t := token{Span: Span{start, end}}
		if !shape.has(packed) {
			emitRun(text[start:end], shape, ofDocument, func(word string) { t.words = append(t.words, foldWord(word)) })
		}
		out = append(out, t)
	}
	return out
}

// follow says whether each token is read as the word asked for in its place.
func follow(a analyser, tokens []token, asked []*readings) bool {
	for i, known := range asked {
		if !slices.ContainsFunc(tokens[i].words, func(word string) bool { return known.in(a, word) }) {
			return false
		}
	}
	return true
}

// in says whether a folded word of a text is a form of the word. Endings alone change it, but in Arabic: where the beginnings differ,
// nothing is stemmed.
func (k *readings) in(a analyser, word string) bool {
	if word == k.folded {
		return true
	}
	if a != arabicWords && (len(word) < 2 || len(k.folded) < 2 || word[:2] != k.folded[:2]) {
		return false
	}
	return k.stem(a) == a.stem(word)
}

// packedMarks are those in scripts that set no spaces, where a word is found as it is written.
func (m *Marker) packedMarks(text string, tokens []token) (out []Span) {
	for _, t := range tokens {
		if t.words != nil {
			continue
		}
		for _, asked := range m.asked {
			word := asked[0].folded
			for at := t.From; len(asked) == 1; {
				i := strings.Index(text[at:t.To], word)
				if i < 0 {
					break
				}
				out = append(out, Span{at + i, at + i + len(word)})
				_, size := utf8.DecodeRuneInString(word)
				at += i + size
			}
		}
	}
	return out
}

// joinSpans puts spans in order and joins those that overlap.
func joinSpans(list []Span) []Span {
	slices.SortFunc(list, func(x, y Span) int { return x.From - y.From })
	out := list[:0]
	for _, s := range list {
		if n := len(out); n > 0 && s.From < out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
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
