package fetch

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Canonical gives the one address that stands for all by which the same page is known: the same for http and https, with
// and without "www.", whatever was added to follow readers about. It is for comparing, not for visiting: it may lead
// nowhere. Canonical of its own result changes nothing. The error is an Error of reason NotAddress.
//
// A fragment is kept where a page uses it as its address: "#/books/7" and "#!books".
func Canonical(address string) (string, error) {
	u, err := parse(address)
	if err != nil {
		return "", err
	}
	host, err := canonicalHost(u)
	if err != nil {
		return "", Error{Reason: NotAddress, URL: address, Cause: err}
	}
	page := pageAddress{host: host, path: canonicalPath(u.EscapedPath()), query: canonicalQuery(u.RawQuery)}
	if fragment := u.EscapedFragment(); strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!") {
		page.fragment = escaped(fragment, false)
	}
	page = wellKnown(page)
	if out := page.String(); len(out) <= maxAddress {
		return out, nil
	}
	return "", Error{Reason: NotAddress, URL: address[:80] + "..."}
}

// pageAddress is an address in parts that are already escaped.
type pageAddress struct {
	host, path string // path has no slash at its end; it is empty at the root
	query      []parameter
	fragment   string
}

type parameter struct{ name, value string } // value begins with "=" unless there is none

func (p pageAddress) String() string {
	var out strings.Builder
	out.WriteString("https://" + p.host + p.path)
	for i, q := range p.query {
		out.WriteByte("?&"[min(i, 1)])
		out.WriteString(q.name + q.value)
	}
	if p.fragment != "" {
		out.WriteString("#" + p.fragment)
	}
	return out.String()
}

// get is the value of a parameter, and empty when there is none.
func (p pageAddress) get(name string) string {
	for _, q := range p.query {
		if q.name == name {
			return strings.TrimPrefix(q.value, "=")
		}
	}
	return ""
}

func canonicalHost(u *url.URL) (string, error) {
	host := strings.ToLower(strings.TrimRight(u.Hostname(), "."))
	if strings.Contains(host, ":") {
		host = "[" + strings.ReplaceAll(host, "%", "%25") + "]" // IPv6
	} else {
		ascii, err := idna.Lookup.ToASCII(host)
		if err == nil {
			host = ascii
		} else if !isPlainHost(host) {
			return "", err
		}
	}
	for strings.Count(host, ".") > 1 && strings.HasPrefix(host, "www.") {
		host = strings.TrimPrefix(host, "www.")
	}
	if port := strings.TrimLeft(u.Port(), "0"); port != "" && port != "80" && port != "443" {
		host += ":" + port
	}
	return host, nil
}

// isPlainHost accepts what international names forbid and people use: "my_library.example.org".
func isPlainHost(host string) bool {
	return host != "" && strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

func canonicalPath(path string) string {
	path = escaped(path, false)
	if i := strings.Index(strings.ToLower(path), ";jsessionid="); i >= 0 {
		path = path[:i]
	}
	path = strings.TrimRight(path, "/")
	if path != "" && path[0] != '/' {
		path = "/" + path
	}
	return path
}

// canonicalQuery drops what follows readers about and sorts the rest by name, keeping the order of equal names.
func canonicalQuery(raw string) []parameter {
	var out []parameter
	for piece := range strings.SplitSeq(raw, "&") {
		name, value, has := strings.Cut(piece, "=")
		p := parameter{name: escaped(name, true)}
		if has {
			p.value = "=" + escaped(value, true)
		}
		if p.name != "" && !isTracking(strings.ToLower(p.name), strings.TrimPrefix(p.value, "=")) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
	return out
}

// tracking are parameters that tell who sent a reader, and sessions; trackingPrefixes are families of them.
var (
	tracking = map[string]bool{
		"fbclid": true, "gclid": true, "gclsrc": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "twclid": true,
		"ttclid": true, "yclid": true, "igshid": true, "igsh": true, "ref_src": true, "ref_url": true, "_ga": true, "_gl": true,
		"_hsenc": true, "_hsmi": true, "mkt_tok": true, "vero_id": true, "srsltid": true, "usp": true, "resourcekey": true,
		"phpsessid": true, "jsessionid": true, "sessionid": true, "session_id": true, "cfid": true, "cftoken": true,
	}
	trackingPrefixes = []string{"utm_", "mc_", "aspsessionid", "oly_", "hsa_", "pk_campaign", "pk_kwd", "mtm_"}
)

func isTracking(name, value string) bool {
	if tracking[name] || slices.ContainsFunc(trackingPrefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
		return true
	}
	return name == "sid" && len(value) >= 16 && strings.Trim(strings.ToLower(value), "0123456789abcdef") == ""
}

// escaped writes each character in the one way: letters, digits and -._~ as they are, escapes in capitals, everything
// that is not ASCII escaped. In a query a blank is "+".
func escaped(text string, inQuery bool) string {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		c, width := text[i], 0
		if c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			c, width = unhex(text[i+1])<<4|unhex(text[i+2]), 2
		}
		i += width
		switch {
		case inQuery && c == ' ':
			out.WriteByte('+')
		case isUnreserved(c), width == 0 && isReserved(c):
			out.WriteByte(c)
		default:
			out.WriteByte('%')
			out.WriteByte("0123456789ABCDEF"[c>>4])
			out.WriteByte("0123456789ABCDEF"[c&15])
		}
	}
	return out.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

func isUnreserved(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-._~", c) >= 0
}

func isReserved(c byte) bool { return strings.IndexByte("!$&'()*+,;=:@/?", c) >= 0 }
