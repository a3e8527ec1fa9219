package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/web"
)

func TestOnlyPathsOfThisSiteAreLocal(t *testing.T) {
	for _, address := range []string{
		"/", "/catalog", "/catalog?q=fake+news&page=2", "/resources/7f3k/how-to#part-2", "/search?q=http://example.org//x", "/kept/abc?next=/x", "/a%20b", "/a:b",
		"/sign-in?next=/catalog%3Fq%3Dx", "/escuela/ñandú", "/tags/fact%2Ffiction", "/..hidden", "/a.b/c..d",
	} {
		if !web.IsLocal(address) || web.Local(address, "/else") != address {
			t.Errorf("%q is refused", address)
		}
	}
	for _, address := range []string{
		"", "catalog", "//", "/#\\", "//?a", "//#a", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b",
		"https://evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example", "javascript:alert(1)", "data:text/html,x", "mailto:a@example.org",
		" /catalog", "/ /evil.example", "/.//evil.example", "/../evil.example", "/a//evil.example", "/a/..//evil.example", "/%zz", "/\x00", "/\x7f", "/a\u0085b", "/\u2028", "/a\xffb", "/%2Fevil.example", "/%5cevil.example", "/a%2f/b", "/%2F\"", "/a%00b", "/a?b=\u0001", "/a?b=c d", "/a?b=\u0081", "/a?b=\xff", "//ana@evil.example/", "/a/./b",
		"?next=/x", "#x", "./x", "/" + strings.Repeat("a", 2048),
	} {
		if web.IsLocal(address) || web.Local(address, "/else") != "/else" {
			t.Errorf("%q passes as local", address)
		}
	}
}

// FuzzLocal holds what passes as local against how browsers read addresses: tabs and line ends dropped, backslashes
// taken for slashes, dots resolved.
func FuzzLocal(f *testing.F) {
	for _, seed := range []string{"/", "/catalog?q=x#y", "//evil.example", "/\\evil.example", "/\t/evil.example", "/.//x", "/a/..//x", "https:/x", "/%2F/x", "/a?//x"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://shelf.example.org/resources/7")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if !web.IsLocal(address) {
			return
		}
		read := strings.TrimFunc(strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(address), func(c rune) bool { return c <= ' ' })
		if read != address || !strings.HasPrefix(read, "/") || strings.HasPrefix(read, "//") {
			t.Fatalf("a browser reads %q as %q", address, read)
		}
		to, err := base.Parse(read)
		if err != nil {
			t.Fatalf("%q is no address: %v", address, err)
		}
		if to.Host != base.Host || to.Scheme != base.Scheme || to.User != nil || strings.HasPrefix(to.EscapedPath(), "//") {
			t.Fatalf("%q leads to %s", address, to)
		}
	})
}
