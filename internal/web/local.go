package web

import (
	"net/url"
	"strings"
	"unicode"
)

// longestLocal is how long an address to come back to may be.
const longestLocal = 2048

// Local is the address if it is local, otherwise another.
func Local(address, otherwise string) string {
	if IsLocal(address) {
		return address
	}
	return otherwise
}

// IsLocal says whether an address is a path of this site, with or without query, that every browser reads as one.
//
// Browsers take a backslash for a slash, drop tabs and line ends, and read two slashes as the name of another site, so
// none of these is local wherever it stands in the path, written out or escaped.
func IsLocal(address string) bool { return len(address) <= longestLocal && isLocal(address) }

// isLocal is IsLocal of any length.
func isLocal(address string) bool {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") ||
		!clean(address) || strings.ContainsFunc(address, unicode.IsSpace) || strings.Contains(address, `\`) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || !clean(u.Path) {
		return false
	}
	for _, part := range []string{"//", `\`, "/./", "/../"} {
		if strings.Contains(u.Path, part) {
			return false
		}
	}
	return true
}
