package people

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/mail"
)

// longestMail is how long an address may be, by RFC 5321.
const longestMail = 254

// ValidMail says whether letters can be addressed to text. Only ASCII is taken: two addresses that merely look the same must
// never become one person.
func ValidMail(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] > '~' {
			return false
		}
	}
	_, domain, _ := strings.Cut(text, "@")
	return mail.ValidAddress(text) && strings.Contains(strings.Trim(domain, "."), ".")
}

// MailKey is an address as addresses are compared: without regard to case. For what is no address it is still defined, so
// that asking for one takes the same way.
func MailKey(text string) string {
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
