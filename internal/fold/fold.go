// Package fold makes text comparable: without case, accents and superfluous space.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Key is the text as it is compared and ordered: "  Élan  Vital " becomes "elan vital".
func Key(text string) string {
	if key, ok := plainKey(text); ok {
		return key
	}
	var b strings.Builder
	b.Grow(len(text))
	space := false
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		case unicode.IsSpace(r) || unicode.IsControl(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(special(unicode.ToLower(r)))
		}
	}
	return b.String()
}

// plainKey is Key of ASCII, of which most texts are made and which needs no tables.
func plainKey(text string) (string, bool) {
	out := make([]byte, 0, len(text))
	space := false
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			return "", false
		case c <= ' ' || c == 0x7f:
			space = len(out) > 0
		default:
			if space {
				out, space = append(out, ' '), false
			}
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, c)
		}
	}
	return string(out), true
}

// special folds letters that no normal form takes apart.
func special(r rune) rune {
	switch r {
	case 'đ':
		return 'd'
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'ı':
		return 'i'
	}
	return r
}

// Slug is the text as part of an address: lower-case ASCII words joined by hyphens, at most limit bytes, cut at a word.
// It may be empty: not every script has such a form.
func Slug(text string, limit int) string {
	var b strings.Builder
	gap := false
	for _, r := range Key(text) {
		if r < 'a' && (r < '0' || r > '9') || r > 'z' {
			gap = b.Len() > 0 && r != '\'' && r != '’'
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
	}
	slug := b.String()
	if len(slug) <= limit {
		return slug
	}
	if i := strings.LastIndexByte(slug[:limit+1], '-'); i > 0 {
		return slug[:i]
	}
	return slug[:limit]
}
