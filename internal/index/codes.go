package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// Codes of standards match by whole parts: "RL.3" finds RL.3.1 and not RL.30.1. A document is indexed under each level of a code and
// under what follows the name of a framework, a query asks for the code as it was typed.

// What a code of a standard is made of, at least and at most: "CCSS.ELA-LITERACY.RL.3.1" has six parts.
const (
	fewestInCode  = 3
	mostInCode    = 8
	lettersInPart = 8 // of a part that has letters alone
	signsInPart   = 5 // of one with digits
	signsInClause = 4 // "(b)", "(12)", "(viii)"
)

// IsCode says whether a word is written as codes of standards are: at least three parts between points and hyphens, short ones, with
// letters and digits.
func IsCode(word string) bool {
	return !strings.ContainsRune(word, '_') && isCode(strings.FieldsFunc(word, isConnector))
}

func isCode(parts []string) bool {
	if len(parts) < fewestInCode || len(parts) > mostInCode {
		return false
	}
	var has wordShape
	for _, part := range parts {
		shape := shapeOf(part)
		if n := utf8.RuneCountInString(part); n > lettersInPart || n > signsInPart && shape.has(digit) {
			return false
		}
		has |= shape
	}
	return has.has(letter) && has.has(digit)
}

func shapeOf(part string) (shape wordShape) {
	for i := 0; i < len(part); {
		kind, size := runeKind(part, i)
		shape |= 1 << kind
		i += size
	}
	return shape
}

// emitLevels gives the parts of a code that it is found by: from each of its beginnings up to each level, but for the whole.
// "CCSS.ELA.RI.4.9" begins as CCSS, ELA or RI, and is also ri.4.9 and ri.4; "CCSS.MATH.CONTENT.3.NF.A.1" begins as 3.NF, too.
func emitLevels(run string, parts []string, emit func(string)) {
	code := isCode(parts) && !strings.ContainsRune(run, '_')
	for i, at := 0, 0; i+1 < len(parts); i++ {
		at += strings.Index(run[at:], parts[i])
		begins := beginsWithLetter(parts[i])
		if i > 0 && begins {
			emit(run[at:])
		} else if i > 0 && code && len(parts)-i >= fewestInCode && beginsWithLetter(parts[i+1]) {
			emit(run[at:])
			begins = true
		}
		if code && (begins || i == 0) {
			emitHeads(run[at:], parts[i:], emit)
		}
		at += len(parts[i])
	}
}

// emitHeads gives the levels above a code: two of its parts and more, with a letter and a digit. A letter that ends a number is a level
// of its own: "L.4.1a" is also l.4.1 and l.4.1.a.
func emitHeads(code string, parts []string, emit func(string)) {
	at, has := 0, wordShape(0)
	for i, part := range parts {
		at += strings.Index(code[at:], part) + len(part)
		has |= shapeOf(part)
		if i > 0 && i+1 < len(parts) && has.has(letter) && has.has(digit) {
			emit(code[:at])
		}
	}
	last := parts[len(parts)-1]
	if n := len(last) - 1; n > 0 && isLatin(last[n]) && shapeOf(last[:n]) == 1<<digit {
		emit(code[:len(code)-1])
		emit(code[:len(code)-1] + "." + last[n:])
	}
}

func beginsWithLetter(part string) bool {
	first, _ := utf8.DecodeRuneInString(part)
	return unicode.IsLetter(first)
}

func isLatin(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// wholeCode gives the end of what a run with digits begins: a code with clauses, "110.5(b)(9)", or an ISBN written in groups,
// "978 0 14 312779 6". Of neither, it is where the run ends.
func wholeCode(text string, start, end int, shape wordShape) (int, wordShape) {
	if after := clausesAfter(text, end, shape.has(joiner)); after > end && after-start <= longestWord {
		return after, shape | 1<<clause
	}
	return groupsAfter(text, start, end), shape
}

// clausesAfter is where the clauses end that follow a number; after one of several parts a space may stand between. Without any it is at.
func clausesAfter(text string, at int, spaced bool) int {
	for {
		open := at
		if spaced && open < len(text) && text[open] == ' ' {
			open++
		}
		end := open + 1
		for end < len(text) && (isLatin(text[end]) || isDigit(text[end])) {
			end++
		}
		if open >= len(text) || text[open] != '(' || end >= len(text) || text[end] != ')' || !isClause(text[open+1:end]) {
			return at
		}
		at = end + 1
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isClause says whether text counts a clause: by a letter, a number or a Roman number.
func isClause(text string) bool {
	switch {
	case text == "" || len(text) > signsInClause:
		return false
	case len(text) == 1:
		return true
	}
	return strings.Trim(text, "0123456789") == "" || strings.Trim(strings.ToLower(text), "ivx") == ""
}

// emitClauses gives a code with its clauses, written with points: a document up to each of them.
func emitClauses(run string, shape wordShape, r reading, emit func(string)) {
	at := strings.IndexByte(run, '(')
	code, rest := strings.TrimSuffix(run[:at], " "), run[at:]
	if r == ofDocument {
		emitRun(code, shape&^(1<<clause), r, emit)
	}
	for part := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == '(' || r == ')' || r == ' ' }) {
		if code += "." + part; r == ofDocument {
			emit(code)
			emit(part)
		}
	}
	if r == ofQuery {
		emit(code)
	}
}

// mostGroups is how many groups of digits an ISBN is written in.
const mostGroups = 5

// groupsAfter is where an ISBN ends that is written in groups with spaces between and begins with a run of digits; where the run ends, if
// it begins none. Ten digits in groups are an ISBN only where the last stands alone: a telephone number is none.
func groupsAfter(text string, start, end int) int {
	last := end
	for at, groups := end, 1; groups < mostGroups; groups++ {
		_, size := spaceAt(text, at)
		if size == 0 || at+size >= len(text) || !isDigit(text[at+size]) && text[at+size]|0x20 != 'x' {
			break
		}
		from := at + size
		for at = from; at < len(text) && (isDigit(text[at]) || text[at] == '-' || text[at]|0x20 == 'x'); at++ {
		}
		if at < len(text) && wordAt(text, at) || at-start > longestWord {
			break
		}
		if number, err := isbn.Parse(text[start:at]); err == nil && (at-from == 1 || text[start:start+3] == string(number[:3])) {
			last = at
		}
	}
	return last
}

// spaceAt is the space at a place of a text, and its size; 0: there is none.
func spaceAt(text string, at int) (rune, int) {
	if r, size := utf8.DecodeRuneInString(text[at:]); r == ' ' || r == '\u00a0' {
		return r, size
	}
	return 0, 0
}
