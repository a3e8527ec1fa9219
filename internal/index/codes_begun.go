package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CodesBegun gives codes of standards, folded and with points before their clauses, that begin as start does and stand in documents of the
// scope: in order, at most limit. What only others may see is in no answer and changes none.
func (ix *Index) CodesBegun(start string, scope Scope, limit int) (out []string) {
	start = foldWord(start)
	if start == "" || limit <= 0 {
		return nil
	}
	r := ix.begin()
	defer ix.end(r)
	r.names, r.snap = ix.names, ix.current.Load()
	r.admit(ix, scope)
	for i, v := range r.snap.views {
		for a := range analyser(analysers) {
			out = append(out, r.codesIn(i, v.segment, a, start, limit)...)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(limit, len(out))]
}

// codesIn gives the first codes of one segment and language. A word with digits is its own stem.
func (r *run) codesIn(i int, s *segment, a analyser, start string, limit int) (out []string) {
	for t := s.termFrom(a, start); t < s.firstTerm[a+1] && strings.HasPrefix(s.stems.at(t), start) && len(out) < limit; t++ {
		code := s.stems.at(t)
		if strings.ContainsAny(code, "0123456789") && IsCode(code) && r.listVisible(i, list{term: t, asked: allForms}) {
			out = append(out, strings.Clone(code))
		}
	}
	return out
}

// Code is a code of a standard in a text.
type Code struct {
	Span
	Levels []string // by which it is found, folded: itself, and what CodesBegun gives of it
}

// Codes finds the codes of standards in a text that are written as such: their letters in capitals, their numbers short.
func Codes(text string) (out []Code) {
	for i := 0; i < len(text); {
		start, end, shape := nextRun(text, i)
		if i = end; start == end || !shape.has(digit) || !shape.has(joiner) && !shape.has(clause) || end-start > longestWord {
			continue
		}
		c := Code{Span: Span{start, end}}
		emitRun(text[start:end], shape, ofDocument, func(word string) {
			if IsCode(word) {
				c.Levels = append(c.Levels, foldWord(word))
			}
		})
		if len(c.Levels) > 0 && inCapitals(text[start:end]) {
			out = append(out, c)
		}
	}
	return out
}

// numberInCode is how many digits stand together in a code.
const numberInCode = 3

// inCapitals says whether a code is written as a standard's is. Words of three letters may begin with one capital: "D2.His.1.3-5".
func inCapitals(code string) bool {
	for part := range strings.FieldsFuncSeq(code, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		letters := strings.TrimFunc(part, unicode.IsDigit)
		first, size := utf8.DecodeRuneInString(letters)
		switch {
		case letters == "":
			if len(part) > numberInCode {
				return false
			}
		case len(letters) == size || strings.ToUpper(letters) == letters || isClause(part):
		case len(letters) == 3 && unicode.IsUpper(first) && strings.ToLower(letters[size:]) == letters[size:]:
		default:
			return false
		}
	}
	return true
}
