package ui

import "strings"

// Shorten is a text of at most so many characters: what is longer is cut after a word, where one ends in its second half, and ends with
// an ellipsis.
func Shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most-1])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.-") + "…"
}
