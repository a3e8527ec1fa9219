package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// foldWord gives the word without case and accents, so that "Éléphant" and "elephant" are one word.
//
// Unlike a key for ordering, it takes marks away only where readers leave them out when they type: in Latin and Greek, the
// vowel points of Arabic and Hebrew. In Hindi, Thai or Japanese a mark is half of the letter.
func foldWord(word string) string {
	ascii, lower := true, true
	for i := range len(word) {
		c := word[i]
		ascii = ascii && c < utf8.RuneSelf
		lower = lower && (c < 'A' || c > 'Z')
	}
	if ascii {
		if lower {
			return word
		}
		return strings.ToLower(word)
	}
	var b strings.Builder
	b.Grow(len(word))
	base := rune(0)
	for _, r := range norm.NFKD.String(word) {
		if unicode.Is(unicode.M, r) {
			if dropsMark(base, r) {
				continue
			}
		} else {
			base = r
		}
		foldRune(&b, unicode.ToLower(r))
	}
	return norm.NFC.String(b.String())
}

func dropsMark(base, mark rune) bool {
	switch {
	case unicode.In(base, unicode.Latin, unicode.Greek):
		return true
	case unicode.Is(unicode.Arabic, base), unicode.Is(unicode.Hebrew, base):
		return true
	}
	return mark == '\u0308' && (base == 'е' || base == 'Е') // ё
}

// foldRune writes a lower-case letter in its plain form, where no normal form takes it apart.
func foldRune(b *strings.Builder, r rune) {
	switch r {
	case 'đ', 'ð':
		b.WriteByte('d')
	case 'ł':
		b.WriteByte('l')
	case 'ø':
		b.WriteByte('o')
	case 'ı':
		b.WriteByte('i')
	case 'ß':
		b.WriteString("ss")
	case 'æ':
		b.WriteString("ae")
	case 'œ':
		b.WriteString("oe")
	case 'þ':
		b.WriteString("th")
	case 'ς':
		b.WriteRune('σ')
	case 'ة':
		b.WriteRune('ه')
	case 'ى':
		b.WriteRune('ي')
	case 'ـ', '\u00ad', '\u200c', '\u200d': // stretched Arabic, soft hyphen, invisible joiners
	case '‐', '‑', '‒', '–':
		b.WriteByte('-')
	default:
		if r >= '٠' && r <= '٩' {
			r += '0' - '٠'
		}
		b.WriteRune(r)
	}
}
