package people

import (
	"net/mail"
	"strings"
)

// longestMail is how long an address may be, by RFC 5321.
const longestMail = 254

// validMail says whether letters can be addressed to text. Only ASCII is taken: two addresses that merely look the same must
// never become one person.
func validMail(text string) bool {
	if len(text) > longestMail {
		return false
	}
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

// mailKey is an address as addresses are compared: without regard to case. For what is no address it is still defined, so
// that asking for one takes the same way.
func mailKey(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > longestMail {
		text = text[:longestMail]
	}
	lower := []byte(text)
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}
