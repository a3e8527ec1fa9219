package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// longestWord is the number of bytes beyond which a run of letters is no word: a key, an encoded file.
const longestWord = 64

// reading says for whom text is taken apart. A document is indexed under the whole of a compound and under its parts; a
// query asks for the whole alone.
type reading bool

const (
	ofDocument reading = false
	ofQuery    reading = true
)

// eachWord calls emit with every word of the text, as written. What a word is:
//
//   - a run of letters, digits and marks: "quake", "3rd", "niño";
//   - without a possessive 's and without an elided article: "teacher's" is teacher, "l'école" is école, "don't" is dont;
//   - a compound with a digit, whole and by its parts: "K-2"; a code of a standard also by its levels: "CCSS.ELA.RI.4.9" is ri.4.9;
//   - a code with clauses, whole and up to each: "110.5(b)(9)" is 110.5.b and 110.5.b.9;
//   - an ISBN of either length, also in groups with spaces, as its thirteen digits;
//   - letters with points, joined: "U.S." is US; a hyphen after one or two letters, joined too: "e-book", "co-op"; "3-D" is 3D;
//   - pairs of neighbours in scripts that set no spaces: 図書館 is 図書 and 書館 (and 図, 書, 館 in a document).
func eachWord(text string, r reading, emit func(word string)) {
	for i := 0; i < len(text); {
		start, end, shape := nextRun(text, i)
		if start < end {
			emitRun(text[start:end], shape, r, emit)
		}
		i = end
	}
}

// nextRun gives the run of letters, digits and marks at i, or nothing and where the next may begin.
func nextRun(text string, i int) (start, end int, shape wordShape) {
	for start = i; i < len(text); {
		if c := text[i] | 0x20; c >= 'a' && c <= 'z' { // most of them
			shape |= 1 << letter
			i++
			continue
		}
		kind, size := runeKind(text, i)
		if kind == joiner && (i == start || !wordAt(text, i+size)) {
			break
		}
		if kind == separator || kind == mark && i == start {
			break
		}
		shape |= 1 << kind
		i += size
	}
	if i == start {
		_, size := runeKind(text, i)
		return i + size, i + size, 0
	}
	if shape.has(digit) && i < len(text) {
		i, shape = wholeCode(text, start, i, shape)
	}
	return start, i, shape
}

// kind is what a character is within a word.
type kind uint8

const (
	separator kind = iota
	letter
	digit
	mark   // combining, or invisible within a word; never begins one
	joiner // holds parts of a word together when there are letters on both sides
	packed // of a script that sets no spaces
	clause // no character is: clauses follow, in brackets
)

// wordShape is the set of kinds in a word, by bit.
type wordShape uint8

func (s wordShape) has(k kind) bool { return s&(1<<k) != 0 }

func wordAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	k, _ := runeKind(text, i)
	return k == letter || k == digit || k == packed
}

func runeKind(text string, i int) (kind, int) {
	c := text[i]
	if c < utf8.RuneSelf {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			return letter, 1
		case c >= '0' && c <= '9':
			return digit, 1
		case c == '\'' || c == '-' || c == '.' || c == '_':
			return joiner, 1
		}
		return separator, 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch {
	case r == '’' || r == 'ʼ' || r >= '‐' && r <= '–': // apostrophes, hyphens up to the en dash
		return joiner, size
	case unicode.IsLetter(r):
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
			unicode.Khmer, unicode.Myanmar) || r == 'ー' {
			return packed, size
		}
		return letter, size
	case unicode.IsDigit(r):
		return digit, size
	case unicode.Is(unicode.M, r) || r == '\u00ad' || r == '\u200c' || r == '\u200d':
		return mark, size
	}
	return separator, size
}

func emitRun(run string, shape wordShape, r reading, emit func(string)) {
	if shape.has(digit) {
		if number, err := isbn.Parse(run); err == nil {
			emit(string(number))
			return
		}
	}
	if shape.has(clause) {
		emitClauses(run, shape, r, emit)
		return
	}
	if shape.has(joiner) {
		emitJoined(run, shape, r, emit)
		return
	}
	emitPart(run, shape, r, emit)
}

// emitPart gives a run without joiners.
func emitPart(run string, shape wordShape, r reading, emit func(string)) {
	if shape.has(packed) {
		emitPacked(run, r, emit)
		return
	}
	if len(run) <= longestWord {
		emit(run)
	}
}

// emitPacked gives neighbours in pairs where the script sets no spaces, and the runs of other scripts between them. Marks
// belong to the character before them.
func emitPacked(run string, r reading, emit func(string)) {
	for previous, i, end := -1, 0, 0; i < len(run); i = end { // previous: where the packed character before i begins
		if end = packedEnd(run, i); end > i {
			if previous >= 0 {
				emit(run[previous:end])
			}
			alone := previous < 0 && packedEnd(run, end) == end
			if r == ofDocument || alone {
				emit(run[i:end])
			}
			previous = i
			continue
		}
		for end = i; end < len(run) && packedEnd(run, end) == end; {
			_, size := runeKind(run, end)
			end += size
		}
		emitPart(run[i:end], 1<<letter, r, emit)
		previous = -1
	}
}

// packedEnd is the end of the packed character at i with its marks, or i if there is none.
func packedEnd(run string, i int) int {
	if i == len(run) {
		return i
	}
	k, size := runeKind(run, i)
	if k != packed {
		return i
	}
	for i += size; i < len(run); i += size {
		if k, size = runeKind(run, i); k != mark {
			break
		}
	}
	return i
}

// emitJoined gives a run whose parts are held together by apostrophes, hyphens, points or low lines.
func emitJoined(run string, shape wordShape, r reading, emit func(string)) {
	if len(run) > 4*longestWord { // no compound, but text without spaces
		for part := range strings.FieldsFuncSeq(run, func(r rune) bool { return isConnector(r) || isApostrophe(r) }) {
			emitPart(part, shape, r, emit)
		}
		return
	}
	run = withoutApostrophes(run)
	parts := strings.FieldsFunc(run, isConnector)
	if len(parts) == 1 {
		emitPart(parts[0], shape, r, emit)
		return
	}
	if pointed(run, parts) || len(parts) == 2 && (utf8.RuneCountInString(parts[0]) <= 2 && !shape.has(digit) || dimension(parts)) {
		emitPart(strings.Join(parts, ""), shape, r, emit)
		if r == ofQuery || pointed(run, parts) {
			return
		}
	} else if shape.has(digit) && len(run) <= longestWord {
		emit(run)
		if r == ofQuery {
			return
		}
		emitLevels(run, parts, emit)
	}
	for _, part := range parts {
		emitPart(part, shape, r, emit)
	}
}

// Split gives the words for which a text is looked for, as they are written: "anti-bullying" is two, "e-book" is one.
func Split(text string) (words []string) {
	eachWord(text, ofQuery, func(word string) { words = append(words, word) })
	return words
}

func isConnector(r rune) bool { return r == '-' || r == '.' || r == '_' || r >= '‐' && r <= '–' }

// pointed says whether the run is single letters with points between: "U.S", "a.m".
func pointed(run string, parts []string) bool {
	if strings.ContainsFunc(run, func(r rune) bool { return r != '.' && isConnector(r) }) {
		return false
	}
	for _, part := range parts {
		if r, size := utf8.DecodeRuneInString(part); size != len(part) || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// dimension says whether a compound is a digit and a letter: "3-D".
func dimension(parts []string) bool {
	return len(parts[0]) == 1 && isDigit(parts[0][0]) && len(parts[1]) == 1 && isLatin(parts[1][0])
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// withoutApostrophes drops a possessive 's and an elided word before a vowel, and closes the gap elsewhere.
func withoutApostrophes(run string) string {
	for {
		i := strings.IndexFunc(run, isApostrophe)
		if i < 0 {
			return run
		}
		_, size := utf8.DecodeRuneInString(run[i:])
		before, after := run[:i], run[i+size:]
		head, tail, more := cutPart(after)
		switch {
		case (head == "s" || head == "S") && len(before) > 0:
			run = before + more + tail
		case elided(before):
			run = after
		default:
			run = before + after
		}
	}
}

// cutPart splits text at its first connector or apostrophe, which is given between.
func cutPart(text string) (head, tail, between string) {
	i := strings.IndexFunc(text, func(r rune) bool { return isConnector(r) || isApostrophe(r) })
	if i < 0 {
		return text, "", ""
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i], text[i+size:], text[i : i+size]
}

// elided says whether text is a French or Catalan word that lost its vowel before the apostrophe.
func elided(text string) bool {
	switch text {
	case "l", "d", "j", "m", "t", "s", "n", "c", "qu", "L", "D", "J", "M", "T", "S", "N", "C", "Qu", "QU":
		return true
	}
	return false
}
