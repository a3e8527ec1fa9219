package cell

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	marks     = regexp.MustCompile("[\\\\`*<\\[\\]~|]|&#?\\w+;")
	lineStart = regexp.MustCompile(`(?m)^([-+ \t]*)(#{1,6}(?:[ \t]|$)|>)`)
	onlyRule  = regexp.MustCompile(`(?m)^([ \t]*)([-=+][-=+ \t]*)$`)
	listMark  = regexp.MustCompile(`(?m)^([ ]{0,3})\\\*([ \t]+[^\s\\#>=+-])`)
	bulletDot = regexp.MustCompile(`(?m)^[ \t]*[•▪◦‣●○][ \t]*`)
	indented  = regexp.MustCompile(`(?m)^(?: {4,}|[ ]*\t[ \t]*)`)
)

// special are the characters without which a text of one line is Markdown as it is.
const special = "\n\t\\`*<[]~|&_#>=+-•▪◦‣●○"

// Markdown writes plain text as Markdown that reads the same. Lines that were typed as a list become one; every other mark
// of Markdown is made harmless.
func Markdown(text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\r\n", "\n"))
	if !strings.ContainsAny(text, special) {
		return text
	}
	text = bulletDot.ReplaceAllString(indented.ReplaceAllString(text, "   "), "- ")
	text = marks.ReplaceAllString(text, `\$0`)
	text = underlines(text)
	text = lineStart.ReplaceAllString(text, `$1\$2`)
	text = onlyRule.ReplaceAllString(text, `$1\$2`)
	return listMark.ReplaceAllString(text, `$1*$2`)
}

// underlines escapes every underscore that does not stand inside a word.
func underlines(text string) string {
	if !strings.Contains(text, "_") {
		return text
	}
	inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	var out strings.Builder
	before := ' '
	for i, r := range text {
		after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		if r == '_' && (!inWord(before) || !inWord(after)) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}
