package fetch

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestOnlyPublicAddressesAreReached(t *testing.T) {
	for _, address := range []string{
		"93.184.216.34:443", "8.8.8.8:80", "[2606:2800:220:1:248:1893:25c8:1946]:443", "[::ffff:8.8.8.8]:443", "[64:ff9b::8.8.8.8]:443",
		"100.63.255.255:80", "100.128.0.0:80", "172.15.0.1:80", "172.32.0.1:80", "198.17.0.1:80", "198.20.0.1:80", "223.255.255.255:80", "[2001:4860:4860::8888]:80",
	} {
		if err := (guard{}).control("tcp", address, nil); err != nil {
			t.Errorf("%s is refused", address)
		}
	}
	for _, address := range []string{
		"127.0.0.1:80", "127.1.2.3:80", "0.0.0.0:80", "0.1.2.3:80", "10.0.0.1:443", "172.16.0.1:80", "172.31.255.255:80", "192.168.1.1:80", "169.254.169.254:80",
		"100.64.0.1:80", "100.127.255.255:80", "192.0.0.8:80", "192.0.2.1:80", "198.18.0.1:80", "198.19.255.255:80", "198.51.100.1:80", "203.0.113.1:80", "192.88.99.1:80",
		"224.0.0.1:80", "239.255.255.255:80", "240.0.0.1:80", "255.255.255.255:80",
		"[::]:80", "[::1]:80", "[::ffff:127.0.0.1]:80", "[::ffff:10.0.0.1]:80", "[::127.0.0.1]:80", "[64:ff9b::10.0.0.1]:80", "[64:ff9b::169.254.169.254]:80", "[64:ff9b:1::8.8.8.8]:80",
		"[2002:7f00:1::]:80", "[2002:808:808::1]:80", "[2001::1]:80", "[2001:db8::1]:80", "[3fff::1]:80", "[fc00::1]:80", "[fd12:3456::1]:80", "[fe80::1]:80", "[fe80::1%eth0]:80",
		"[fec0::1]:80", "[ff02::1]:80", "[ff0e::1]:80", "[100::1]:80", "[2001:4860:4860::8888%eth0]:80", "[5f00::1]:80", "[4000::1]:80",
		"8.8.8.8:22", "8.8.8.8:25", "8.8.8.8:8080", "[2001:4860:4860::8888]:6379", "nonsense",
	} {
		if err := (guard{}).control("tcp", address, nil); err == nil {
			t.Errorf("%s is reached", address)
		}
	}
}

func TestWhatIsAllowedIsAllowedExactly(t *testing.T) {
	g := guard{allowed: []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:4000")}}
	for address, want := range map[string]bool{
		"127.0.0.1:4000": true, "[::ffff:127.0.0.1]:4000": true, "127.0.0.1:4001": false, "127.0.0.2:4000": false, "10.0.0.1:4000": false, "8.8.8.8:4000": false, "8.8.8.8:80": true,
	} {
		if err := g.control("tcp", address, nil); (err == nil) != want {
			t.Errorf("%s gives %v", address, err)
		}
	}
}

func TestNoProxyIsAskedAndNoCookieKept(t *testing.T) {
	client := New(Options{}).client
	if transport, ok := client.Transport.(*http.Transport); !ok || transport.Proxy != nil || client.Jar != nil {
		t.Error("a proxy would get round the guard, a cookie would follow people")
	}
}
