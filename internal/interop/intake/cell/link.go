package cell

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
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

// Address is the web address that a text is meant as where an address is expected: also one without "https://", if its name
// ends as names of the web do: "loc.gov/item/1". It is empty for words.
func Address(text string) string {
	text = strings.TrimSpace(text)
	if link := Unwrap(text); link != "" || strings.Contains(text, "://") || strings.ContainsAny(text, " \t\n@") {
		return link
	}
	u, err := url.Parse("https://" + text)
	if err != nil || !strings.Contains(u.Hostname(), ".") || strings.HasPrefix(u.Hostname(), ".") {
		return ""
	}
	suffix, known := publicsuffix.PublicSuffix(strings.ToLower(u.Hostname()))
	if !known && !strings.Contains(suffix, ".") || strings.EqualFold(suffix, u.Hostname()) {
		return ""
	}
	return Unwrap("https://" + text)
}
