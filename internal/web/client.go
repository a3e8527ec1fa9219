package web

import (
	"net/netip"
	"strings"
)

// Client names where the request comes from, for limits: an IPv4 address, or the network of an IPv6 address, since one
// house has a whole network of those.
//
// A proxy's word is taken only from trusted proxies, and then the rightmost address that is none of them.
func (r *Request) Client() string {
	at := r.clientAddr()
	if !at.IsValid() {
		return "unknown"
	}
	if at.Is6() {
		if network, err := at.Prefix(64); err == nil {
			return network.String()
		}
	}
	return at.String()
}

func (r *Request) clientAddr() netip.Addr {
	at := r.peer()
	if !r.site.trusts(at) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return at
		}
		at = hop.Unmap().WithZone("")
		if !r.site.trusts(at) {
			return at
		}
	}
	return at
}

// peer is the other end of the connection.
func (r *Request) peer() netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap().WithZone("")
}

func (s *Site) trusts(at netip.Addr) bool {
	for _, network := range s.TrustedProxies {
		if network.Contains(at) {
			return true
		}
	}
	return false
}
