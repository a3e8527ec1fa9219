package cell

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// List takes several values in one cell apart: at semicolons, bars and line ends where there are any, else at commas. Each
// value comes once.
func List(text string) []string {
	marks := ","
	if strings.ContainsAny(text, ";|\n") {
		marks = ";|\n\r"
	}
	var out []string
	seen := map[string]bool{}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(marks, r) }) {
		part = strings.TrimSpace(strings.TrimLeft(strings.Join(strings.Fields(part), " "), "-•*#"))
		if key := fold.Key(part); part != "" && !seen[key] {
			seen[key] = true
			out = append(out, part)
		}
	}
	return out
}

var (
	joined  = regexp.MustCompile(`\s+(?:and|y|&|with|con)\s+|\s*[;|\n]\s*`)
	initial = regexp.MustCompile(`^(?:\S+ )?(?:\p{Lu}\.\s*)+$`)
)

// Creators takes the authors of a work apart. A comma may stand between two people or inside one name: "Collins, Suzanne"
// and "Le Guin, Ursula K." are one person each.
func Creators(text string) []string {
	var out []string
	for _, name := range joined.Split(strings.TrimSpace(text), -1) {
		parts := strings.Split(name, ",")
		for i, p := range parts {
			parts[i] = strings.Join(strings.Fields(p), " ")
		}
		if len(parts) == 2 && oneName(parts[0], parts[1]) {
			parts = []string{parts[0] + ", " + parts[1]}
		}
		for _, p := range parts {
			if p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

// oneName says whether a comma parts the family name from the given names of one person.
func oneName(before, after string) bool {
	single := func(s string) bool { return !strings.Contains(s, " ") }
	return before != "" && after != "" && (single(before) || single(after) || initial.MatchString(after))
}

// LongestLink is how long an address may be; a longer one stays text.
const LongestLink = 2000

var address = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"“”]+|\bwww\.[^\s<>"“”]+`)

// Links finds the addresses in a text, in order and each once. Those that mail programs and search engines wrap in their
// own are unwrapped.
func Links(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, found := range address.FindAllString(text, -1) {
		link := Unwrap(trimSentence(found))
		if whole(link) && !seen[link] {
			seen[link] = true
			out = append(out, link)
		}
	}
	return out
}

// whole says whether an address names a site: one that a space cuts in the middle of its host leads elsewhere or nowhere.
func whole(link string) bool {
	u, err := url.Parse(link)
	return err == nil && strings.Contains(strings.Trim(u.Host, "."), ".")
}

// IsLink says whether a text is one address and nothing else.
func IsLink(text string) bool {
	text = strings.TrimSpace(text)
	return address.FindString(text) == text && text != ""
}

// trimSentence takes off the marks that end a sentence and not an address.
func trimSentence(link string) string {
	if len(link) > LongestLink {
		return link
	}
	for {
		trimmed := strings.TrimRight(link, `.,;:!?'’*|`)
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, ")") > strings.Count(trimmed, "(") {
			trimmed = trimmed[:len(trimmed)-1]
		}
		if trimmed == link {
			return link
		}
		link = trimmed
	}
}
