package cell

import (
	"net/url"
	"strings"
)

// Unwrap gives the web address that a link leads to, or nothing where it is none: a bare "www." gets its scheme, and the
// detours of Google and Outlook are taken out.
func Unwrap(link string) string {
	link = strings.TrimSpace(link)
	if len(link) > 4 && strings.EqualFold(link[:4], "www.") {
		link = "https://" + link
	}
	for range 3 { // a detour may lead to a detour
		u, err := url.Parse(link)
		if err != nil || u.Host == "" || len(link) > LongestLink || (!strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https")) {
			return ""
		}
		inner := detour(u)
		if inner == "" {
			return link
		}
		link = inner
	}
	return link
}

// detour is the address inside an address that only counts clicks; empty for any other.
func detour(u *url.URL) string {
	host, inner := strings.ToLower(u.Hostname()), ""
	switch {
	case strings.HasPrefix(host, "www.google.") && u.Path == "/url":
		if inner = u.Query().Get("q"); inner == "" {
			inner = u.Query().Get("url")
		}
	case strings.HasSuffix(host, ".safelinks.protection.outlook.com"):
		inner = u.Query().Get("url")
	}
	if strings.HasPrefix(inner, "http://") || strings.HasPrefix(inner, "https://") {
		return inner
	}
	return ""
}
