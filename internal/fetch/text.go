package fetch

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// clean makes a stranger's words fit to stand among ours: one line, nothing invisible, nothing that turns the direction
// of what follows, and at most limit characters, cut between words.
func clean(text string, limit int) string {
	const enough = 10
	if most := limit * enough; len(text) > most*4 { // longer than any text that is not mostly blanks
		text = text[:most*4]
	}
	text = norm.NFC.String(strings.ToValidUTF8(text, ""))
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), unicode.Is(unicode.Z, c):
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Cf, c) && !joins(c), unicode.Is(unicode.Co, c), c == unicode.ReplacementChar:
			return -1
		}
		return c
	}, text)
	return clip(strings.Join(strings.Fields(text), " "), limit)
}

// joins says whether c is one of the two invisible characters without which some scripts and emoji cannot be written.
func joins(c rune) bool { return c == '\u200c' || c == '\u200d' }

func clip(text string, limit int) string {
	runes := []rune(text)
	if len(runes) <= limit {
		return text
	}
	end := limit - 1
	for back := end; back > end-30 && back > 0; back-- {
		if runes[back] == ' ' {
			end = back
			break
		}
	}
	for end > 0 && unicode.Is(unicode.M, runes[end]) {
		end--
	}
	return strings.TrimRight(string(runes[:end]), " ,;:-–—.") + "…"
}

// languageOf is the language that a page declares, or else the one it is written in, where that is plain enough.
func languageOf(declared, text string) string {
	first, _, _ := strings.Cut(declared, ",")
	if found := plainLanguage(strings.TrimSpace(first)); found != "" {
		return found
	}
	const enough, sure = 40, 0.5
	letters := 0
	for _, c := range text {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	if letters < enough {
		return ""
	}
	if guess := whatlanggo.Detect(text); guess.Confidence > sure {
		return plainLanguage(guess.Lang.Iso6393())
	}
	return ""
}

// plainLanguage is a tag without region, and with its script only where that is not the usual one: es for es-MX, and
// zh-Hant for zh-TW. It is empty for what is no language.
func plainLanguage(tag string) string {
	parsed, err := (language.Default | language.Macro).Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil {
		return ""
	}
	base, certain := parsed.Base()
	if certain < language.High || base.String() == "mul" || base.String() == "zxx" { // several, or none
		return ""
	}
	script, _ := parsed.Script()
	plain := language.Make(base.String())
	if usual, _ := plain.Script(); script != usual {
		return base.String() + "-" + script.String()
	}
	return base.String()
}
