package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a title or a name on one line: without characters that nobody sees, and with single spaces between its words.
func Line(text string) string { return strings.Join(strings.Fields(Visible(text)), " ") }

// Visible is the text without characters that nobody sees and that make two texts look alike or one read backwards: spaces of no
// width, soft hyphens, and the characters that turn the direction of what follows. Those without which a script or an emoji is
// written wrongly stay where they belong: joiners between letters that are not Latin or between pictures, and marks of direction
// in a text that has letters written from the right.
func Visible(text string) string {
	if !mayHide(text) {
		return text
	}
	fromTheRight := strings.ContainsFunc(text, writtenFromTheRight)
	text = strings.Map(func(r rune) rune {
		if hidden(r) || directionMark(r) && !fromTheRight {
			return -1
		}
		return r
	}, text)
	var b strings.Builder
	b.Grow(len(text))
	last := rune(0)
	for i, r := range text {
		if joiner(r) {
			next, size := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			if !joins(last) || size == 0 || !joins(next) {
				continue
			}
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// mayHide says whether there is anything but ASCII and the letters of western Europe in a text.
func mayHide(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r == softHyphen || r > unicode.MaxLatin1 && unicode.Is(unicode.Cf, r) })
}

const softHyphen = '\u00AD'

func joiner(r rune) bool { return r == '\u200C' || r == '\u200D' }

func directionMark(r rune) bool { return r == '\u200E' || r == '\u200F' || r == '\u061C' }

// hidden are format characters that no text of a line needs. Tags spell the flags of regions, numbers and verses have signs in
// Arabic and Syriac that are seen.
func hidden(r rune) bool {
	if joiner(r) || directionMark(r) || '\U000E0020' <= r && r <= '\U000E007F' || unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return unicode.Is(unicode.Cf, r)
}

func writtenFromTheRight(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam) && unicode.IsLetter(r)
}

// joins says whether a joiner beside a character does something: between letters that are not Latin, and between pictures.
func joins(r rune) bool {
	return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r) && r > unicode.MaxLatin1
}
