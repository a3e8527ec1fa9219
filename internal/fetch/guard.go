package fetch

import (
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

var (
	errNotPublic = errors.New("not a public address")
	errCircles   = errors.New("too many redirections")
)

// maxAddress is the longest address that is looked at, in bytes.
const maxAddress = 4096

// webPorts are the ports that a page may stand on.
var webPorts = []uint16{80, 443}

// parse reads an address of the web as people paste it: with or without https:// before it.
func parse(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxAddress {
		return nil, Error{Reason: NotAddress, URL: address[:80] + "..."}
	}
	if !strings.Contains(address, "://") && looksLikeSite(address) {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || !isWeb(u) {
		return nil, Error{Reason: NotAddress, URL: address, Cause: err}
	}
	return u, nil
}

// looksLikeSite tells "www.example.org/page" from a few words.
func looksLikeSite(address string) bool {
	host := address
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		host = address[:end]
	}
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, " @\t\n")
}

func isWeb(u *url.URL) bool {
	scheme := strings.ToLower(u.Scheme)
	return (scheme == "http" || scheme == "https") && u.User == nil && u.Opaque == "" && strings.Trim(u.Hostname(), ".") != ""
}

// guard decides what may be reached.
type guard struct {
	allowed []netip.AddrPort // reached although they are not public
}

// permitURL looks at an address before anything is sent to it.
func (g guard) permitURL(u *url.URL) error {
	if !isWeb(u) {
		return Error{Reason: NotAddress, URL: u.Redacted()}
	}
	text := u.Port()
	if text == "" {
		return nil
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return Error{Reason: NotAddress, URL: u.Redacted()}
	}
	isAllowed := func(a netip.AddrPort) bool { return a.Port() == uint16(port) }
	if slices.Contains(webPorts, uint16(port)) || slices.ContainsFunc(g.allowed, isAllowed) {
		return nil
	}
	return errNotPublic
}

// control looks at the address of a connection at the last moment before it is made, so that no name can mean something
// else by then.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return errNotPublic
	}
	to = netip.AddrPortFrom(to.Addr().Unmap(), to.Port())
	if slices.Contains(g.allowed, to) || slices.Contains(webPorts, to.Port()) && isPublic(to.Addr()) {
		return nil
	}
	return errNotPublic
}

// isPublic says whether anybody on the internet reaches the same machine at the address. No prefix contains an address
// with a zone.
func isPublic(a netip.Addr) bool {
	a = a.Unmap()
	if a.Is4() {
		return !within(a, private4)
	}
	if nat64.Contains(a) { // an IPv4 address as networks without IPv4 reach it
		raw := a.As16()
		return isPublic(netip.AddrFrom4([4]byte(raw[12:])))
	}
	return global6.Contains(a) && !within(a, private6)
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// The special addresses of the IANA registries for IPv4 and IPv6, multicast, and ways to hide the one in the other.
var (
	nat64    = netip.MustParsePrefix("64:ff9b::/96")
	global6  = netip.MustParsePrefix("2000::/3") // outside of it nothing is assigned
	private4 = prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
		"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	)
	private6 = prefixes(
		"2001::/23",     // protocols, among them Teredo and benchmarks
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4
		"2620:4f:8000::/48",
		"3fff::/20", // documentation
	)
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}
