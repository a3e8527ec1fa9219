package linklist

import (
	"regexp"
	"strings"
)

var bullet = regexp.MustCompile(`^\s*(?:[-*+•·▪◦‣○●✓]|\d{1,3}[.)])\s+`)

// readPlain reads pasted text: blocks of lines with empty lines between them.
func readPlain(b *builder, text string) {
	var block []line
	for text := range strings.Lines(text) {
		text = bullet.ReplaceAllString(strings.TrimSpace(text), "")
		if text == "" {
			b.block(block)
			block = nil
			continue
		}
		block = append(block, addresses(text))
	}
	b.block(block)
}

// Addresses are the addresses that stand in a text, in order; a bare "www." gets its scheme.
func Addresses(text string) []string {
	var out []string
	for _, p := range addresses(text) {
		if p.url != "" {
			out = append(out, p.url)
		}
	}
	return out
}

// addresses takes a line of plain text apart at the addresses in it.
func addresses(text string) line {
	var out line
	for {
		at := address.FindStringIndex(text)
		if at == nil {
			break
		}
		url := trimAddress(text[at[0]:at[1]])
		if at[0] > 0 {
			out = append(out, part{text: text[:at[0]]})
		}
		text = text[at[0]+len(url):]
		full := url
		if len(url) >= 4 && strings.EqualFold(url[:4], "www.") {
			full = "https://" + url
		}
		out = append(out, part{text: url, url: full})
	}
	if text != "" {
		out = append(out, part{text: text})
	}
	return out
}

// trimAddress takes off what belongs to the sentence and not to the address at its end.
func trimAddress(url string) string {
	for len(url) < 8<<10 { // beyond that nobody wrote it into a sentence
		trimmed := strings.TrimRight(url, ".,;:!?'’*_|")
		for _, pair := range []string{"()", "[]", "{}"} {
			if strings.HasSuffix(trimmed, pair[1:]) && strings.Count(trimmed, pair[1:]) > strings.Count(trimmed, pair[:1]) {
				trimmed = trimmed[:len(trimmed)-1]
			}
		}
		if trimmed == url {
			return url
		}
		url = trimmed
	}
	return url
}
