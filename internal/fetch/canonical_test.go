package fetch_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fetch"
)

func TestTheSamePageHasOneAddress(t *testing.T) {
	for want, addresses := range map[string][]string{
		"https://example.org": {
			"http://example.org", "https://www.example.org/", "HTTPS://EXAMPLE.ORG:443", "http://example.org:80/?utm_source=mail",
			"example.org", "www.example.org/", "https://example.org./#top", "  https://example.org//  ", "https://www.www.example.org",
		},
		"https://example.org/Guides/a%20b": {
			"http://www.example.org/Guides/a%20b/", "https://example.org/Guides/a b?fbclid=1&gclid=2", "https://example.org/%47uides/a%20b;jsessionid=9F?PHPSESSID=1",
		},
		"https://example.org/s?a=1&b=2+3&b=1": {
			"https://example.org/s?b=2+3&a=1&b=1", "https://example.org/s/?b=2%203&&a=1&b=1&utm_campaign=x&mc_eid=1&igshid=4&ref_src=t#read",
		},
		"https://example.org/q?tag=":                     {"http://example.org/q?tag="},
		"https://example.org/q?tag":                      {"http://example.org/q?tag&sid=0123456789abcdef"},
		"https://example.org/q?sid=oak":                  {"http://example.org/q?sid=oak"},
		"https://example.org/app#/books/7":               {"http://example.org/app/#/books/7"},
		"https://example.org:8443/x":                     {"http://example.org:08443/x"},
		"https://my_library.example.org":                 {"http://my_library.example.org/"},
		"https://xn--nio-8ma.example/%C3%B1?q=%E2%82%AC": {"https://NIÑO.example/ñ?q=€"},
		"https://es.wikipedia.org/wiki/Biblioteca":       {"https://es.m.wikipedia.org/wiki/Biblioteca"},
		"https://[2001:4860::8888]/x":                    {"http://[2001:4860::8888]:80/x/"},
		"https://youtube.com/watch?v=dQw4w9WgXcQ": {
			"https://youtu.be/dQw4w9WgXcQ?si=abc&t=10", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=2", "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ",
			"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0", "https://youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/live/dQw4w9WgXcQ/",
		},
		"https://youtube.com/playlist?list=PL1": {"https://www.youtube.com/playlist?list=PL1&si=x", "https://www.youtube.com/embed/videoseries?list=PL1"},
		"https://youtube.com/@oaklibrary":       {"https://www.youtube.com/@oaklibrary?si=x"},
		"https://docs.google.com/document/d/1AbC": {
			"https://docs.google.com/document/d/1AbC/edit?usp=sharing", "https://docs.google.com/document/u/0/d/1AbC/view#heading=h.1", "https://docs.google.com/a/maple.example/document/d/1AbC/copy",
			"docs.google.com/document/d/1AbC",
		},
		"https://docs.google.com/forms/d/e/1FAIp": {"https://docs.google.com/forms/d/e/1FAIp/viewform?usp=sf_link"},
		"https://drive.google.com/file/d/1AbC": {
			"https://drive.google.com/file/d/1AbC/view?usp=drive_link", "https://drive.google.com/open?id=1AbC&usp=drive_copy", "https://drive.google.com/uc?export=download&id=1AbC", "https://drive.google.com/file/d/1AbC/preview",
		},
		"https://drive.google.com/drive/folders/1AbC": {"https://drive.google.com/drive/u/1/folders/1AbC?usp=sharing&resourcekey=0-x"},
	} {
		for _, address := range addresses {
			if got, err := fetch.Canonical(address); err != nil || got != want {
				t.Errorf("%s becomes %s, %v; want %s", address, got, err, want)
			}
		}
	}
}

func TestDifferentPagesStayDifferent(t *testing.T) {
	seen := map[string]string{}
	for _, address := range []string{
		"https://example.org/a", "https://example.org/A", "https://example.org/a?x=1", "https://example.org/a?x=1&x=2", "https://example.org/a?x=2&x=1",
		"https://example.org/a%2Fb", "https://example.org/a/b", "https://example.org/a?x=1%262", "https://example.com/a", "https://example.org:8080/a",
		"https://example.org/a#/1", "https://example.org/a#/2", "https://www.com", "https://books.example.org/a", "https://example.org/a?q=a%2Bb", "https://example.org/a?q=a+b",
		"https://youtube.com/watch?v=one", "https://youtube.com/watch?v=two", "https://docs.google.com/document/d/1", "https://docs.google.com/presentation/d/1",
	} {
		got, err := fetch.Canonical(address)
		if err != nil {
			t.Fatal(err)
		}
		if other, taken := seen[got]; taken {
			t.Errorf("%s and %s are both %s", address, other, got)
		}
		seen[got] = address
	}
}

func TestWhatIsNoAddress(t *testing.T) {
	for _, address := range []string{
		"", " ", "fake news", "a link. from Elm", "ftp://example.org", "javascript:alert(1)", "mailto:ana@example.org", "data:text/html,x", "https://", "https:///path",
		"http://ana:secret@example.org", "https://exa mple.org", "file:///etc/passwd", "https://[::1", "9780316769488", "https://" + strings.Repeat("a", 5000) + ".org",
	} {
		got, err := fetch.Canonical(address)
		if e, ok := fetch.AsError(err); !ok || e.Reason != fetch.NotAddress {
			t.Errorf("%.60s becomes %q, %v", address, got, err)
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		"https://www.example.org/a/?utm_source=x&b=%7e#!x", "youtu.be/abc/def?list=1", "docs.google.com/a/x/document/d/e/edit", "http://[fe80::1%25en0]:0443/",
		"https://drive.google.com/open?id=/", "https://example.org/;jsessionid=1/", "HTTP://EXAMPLE.ORG.:80/%2f%zz?=&&a=%", "https://bücher.example", "https://www..org",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		once, err := fetch.Canonical(address)
		if err != nil {
			if _, ok := fetch.AsError(err); !ok {
				t.Errorf("%q gives %v, which is no reason", address, err)
			}
			return
		}
		if twice, err := fetch.Canonical(once); err != nil || twice != once {
			t.Errorf("%q becomes %q and then %q, %v", address, once, twice, err)
		}
		if u, err := url.Parse(once); err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%q becomes %q, which is no address: %v", address, once, err)
		}
		if rest, ok := strings.CutPrefix(strings.TrimSpace(address), "https://"); ok {
			if plain, err := fetch.Canonical("http://" + rest); err != nil || plain != once {
				t.Errorf("%q is %q by https and %q by http, %v", address, once, plain, err)
			}
		}
	})
}
