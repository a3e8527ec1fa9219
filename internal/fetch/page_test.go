package fetch_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fetch"
)

func readPage(t *testing.T, contentType, body string) fetch.Page {
	t.Helper()
	u, err := url.Parse("https://www.example.org/guides/news?utm_source=mail")
	if err != nil {
		t.Fatal(err)
	}
	return fetch.ReadPage(u, contentType, []byte(body))
}

func TestPreview(t *testing.T) {
	s := newSite(t, fetch.Options{})
	s.page("/page", "text/html", `<!doctype html><html lang="es-MX"><title>Leer juntos</title><meta name=description content="Una guía">`)
	s.page("/pdf", "application/pdf", "%PDF-1.7")
	s.page("/bare", "", "<html><title>No type</title>")
	if p, err := s.fetcher.Preview(t.Context(), s.URL+"/page"); err != nil || p.Title != "Leer juntos" || p.Summary != "Una guía" || p.Language != "es" {
		t.Errorf("got %+v, %v", p, err)
	}
	if p, err := s.fetcher.Preview(t.Context(), s.URL+"/bare"); err != nil || p.Title != "No type" {
		t.Errorf("got %+v, %v", p, err)
	}
	_, err := s.fetcher.Preview(t.Context(), s.URL+"/pdf")
	wantReason(t, err, fetch.NotPage)
	_, err = s.fetcher.Preview(t.Context(), s.URL+"/missing")
	wantReason(t, err, fetch.NotFound)
}

func TestAPageSaysWhatItIs(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       fetch.Page
	}{
		{
			"Open Graph first", `<html lang="en"><head><title>Spotting bias | Example</title>
			<meta property="og:title" content="Spotting bias &amp; spin"><meta property="og:description" content=" Five
			questions "><meta property="og:image" content="/img/a.png?x=1&amp;y=2"><meta property="og:site_name" content="Example">
			<meta name="twitter:title" content="no"><meta name="description" content="no"><link rel="Canonical" href="http://example.org/guides/news">`,
			fetch.Page{Title: "Spotting bias & spin", Summary: "Five questions", Language: "en", Picture: "https://www.example.org/img/a.png?x=1&y=2", SiteName: "Example", Canonical: "https://example.org/guides/news"},
		},
		{
			"Twitter and the description next", `<meta name="twitter:title" content="T"><meta name="twitter:image:src" content="//cdn.example.net/t.jpg"><META NAME="Description" CONTENT="D"><meta name="twitter:description" content="no">`,
			fetch.Page{Title: "T", Summary: "D", Picture: "https://cdn.example.net/t.jpg", Canonical: "https://example.org/guides/news"},
		},
		{
			"JSON-LD before the title", `<title>no</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Organization","name":"no"},
			{"@type":["Article"],"headline":"Maps &amp; more","description":"From the desk"}]}</script>`,
			fetch.Page{Title: "Maps & more", Summary: "From the desk", Canonical: "https://example.org/guides/news"},
		},
		{
			"JSON-LD that is broken, then one that is not", `<script type="application/ld+json">{"name":</script><script type=" Application/LD+JSON "><!-- x --></script><script type="application/ld+json">[{"@type":"Book","name":"Holes"}]</script>`,
			fetch.Page{Title: "Holes", Canonical: "https://example.org/guides/news"},
		},
		{
			"the plain title", "<title>\n A  plain\ttitle </title><svg><title>icon</title></svg>",
			fetch.Page{Title: "A plain title", Canonical: "https://example.org/guides/news"},
		},
		{
			"addresses from the base", `<base href="https://cdn.example.net/x/"><meta property="og:image" content="y.png"><link rel=canonical href="https://example.org/guides/news/">`,
			fetch.Page{Picture: "https://cdn.example.net/x/y.png", Canonical: "https://example.org/guides/news"},
		},
		{
			"another site's address is not its own", `<link rel=canonical href="https://elsewhere.example/guides/news">`,
			fetch.Page{Canonical: "https://example.org/guides/news"},
		},
		{
			"the front page is not its own address either", `<link rel=canonical href="https://example.org/">`,
			fetch.Page{Canonical: "https://example.org/guides/news"},
		},
		{
			"a better address of its own", `<meta property="og:url" content="https://example.org/g/1">`,
			fetch.Page{Canonical: "https://example.org/g/1"},
		},
		{
			"pictures that are no addresses", `<meta property="og:image" content="javascript:alert(1)"><meta property="og:image" content="https://example.org/late.png">`,
			fetch.Page{Canonical: "https://example.org/guides/news"},
		},
		{"nothing at all", "", fetch.Page{Canonical: "https://example.org/guides/news"}},
	} {
		if got := readPage(t, "text/html; charset=utf-8", c.body); got != c.want {
			t.Errorf("%s:\ngot  %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestWordsOfStrangersAreMadeHarmless(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"turned direction", "abc\u202edef\u2066", "abcdef"},
		{"invisible letters", "a\u200bb\ufeffc\u00ad\x00", "abc"},
		{"an emoji that is joined", "👩\u200d🏫 class", "👩\u200d🏫 class"},
		{"blanks of all kinds", "a\u00a0\u2003\n\u2028b", "a b"},
		{"broken characters", "a\xffb", "ab"},
		{"letters in two pieces", "nin\u0303o", "niño"},
		{"elements within", "<b>bold</b> &lt;script&gt;", "<b>bold</b> <script>"},
		{"nothing but blanks", "  \n ", ""},
	} {
		if got := readPage(t, "text/html; charset=utf-8", "<title>"+c.in+"</title>").Title; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLongTextIsCutBetweenWords(t *testing.T) {
	p := readPage(t, "text/html; charset=utf-8", "<title>"+strings.Repeat("palabra ", 60)+`</title><meta name=description content="`+strings.Repeat("ñ", 1000)+`">`)
	if !strings.HasSuffix(p.Title, "palabra…") || utf8.RuneCountInString(p.Title) > fetch.MaxTitle {
		t.Errorf("title of %d: %q", utf8.RuneCountInString(p.Title), p.Title)
	}
	if n := utf8.RuneCountInString(p.Summary); n != fetch.MaxSummary {
		t.Errorf("summary of %d characters, want %d", n, fetch.MaxSummary)
	}
	exact := strings.Repeat("a", fetch.MaxTitle)
	if got := readPage(t, "text/html", "<title>"+exact).Title; got != exact {
		t.Errorf("a title of just the length becomes %q", got)
	}
}

func TestPagesAreReadInTheirEncoding(t *testing.T) {
	late := "<!--" + strings.Repeat("x", 2000) + "-->"
	for _, c := range []struct{ name, contentType, body string }{
		{"as the site says", "text/html; charset=windows-1252", "<title>El ni\xf1o</title>"},
		{"as the page says", "text/html", "<meta charset=iso-8859-1><title>El ni\xf1o</title>"},
		{"as the page says in the old way", "text/html", `<meta http-equiv="Content-Type" content="text/html; charset=latin1"><title>El ni` + "\xf1o</title>"},
		{"as the mark says", "text/html; charset=iso-8859-1", "\xef\xbb\xbf<title>El niño</title>"},
		{"in UTF-16", "text/html", "\xff\xfe" + utf16("<title>El niño</title>")},
		{"UTF-8 that nobody declares", "text/html", late + "<title>El niño</title>"},
		{"UTF-8 that calls itself something unknown", "text/html; charset=klingon", late + "<title>El niño</title>"},
		{"UTF-8 that is cut", "text/html", late + "<title>El niño</title>\xc3"},
		{"an old page that nobody declares", "text/html", late + "<title>El ni\xf1o</title>"},
	} {
		if got := readPage(t, c.contentType, c.body).Title; got != "El niño" {
			t.Errorf("%s: got %q", c.name, got)
		}
	}
}

func utf16(text string) string {
	var out strings.Builder
	for _, c := range text {
		out.WriteByte(byte(c))
		out.WriteByte(byte(c >> 8))
	}
	return out.String()
}

func TestTheLanguageOfAPage(t *testing.T) {
	spanish := "<p>Las bibliotecas escolares prestan libros, ayudan a encontrar información y enseñan a leer con cuidado las noticias."
	for _, c := range []struct{ name, body, want string }{
		{"declared", `<html lang="en-US">`, "en"},
		{"declared although it reads otherwise", `<html lang="vi">` + spanish, "vi"},
		{"with its script", `<html lang="zh-TW">`, "zh-Hant"},
		{"by the network", `<meta property="og:locale" content="es_MX">`, "es"},
		{"by the header", `<meta http-equiv="Content-Language" content="fr, en">`, "fr"},
		{"by its words", spanish, "es"},
		{"by its words where the declaration is nonsense", `<html lang="xx-none">` + spanish, "es"},
		{"not by its scripts", "<title>12345</title><script>" + strings.Repeat("const the = function and return this ", 20) + "</script>", ""},
		{"not by three words", "<title>Hola a todos</title>", ""},
		{"not by one word, however plain its letters", "<title>Βιβλιοθήκη</title>", ""},
	} {
		if got := readPage(t, "text/html; charset=utf-8", c.body).Language; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAHostilePageIsReadQuickly(t *testing.T) {
	for name, body := range map[string]string{
		"nested":       strings.Repeat("<div>", fetch.MaxBody/5),
		"attributes":   "<meta " + strings.Repeat("a=b ", fetch.MaxBody/4) + ">",
		"metas":        strings.Repeat(`<meta name=x content=y>`, fetch.MaxBody/23),
		"a long title": "<title>" + strings.Repeat("\u0301", fetch.MaxBody/2),
		"JSON":         `<script type="application/ld+json">` + strings.Repeat("[", fetch.MaxBody/2),
		"comments":     strings.Repeat("<!--", fetch.MaxBody/4),
		"quotes":       `<meta property="og:title" content="` + strings.Repeat("&amp;", fetch.MaxBody/5),
	} {
		p := readPage(t, "text/html", body)
		if utf8.RuneCountInString(p.Title) > fetch.MaxTitle {
			t.Errorf("%s: a title of %d characters", name, utf8.RuneCountInString(p.Title))
		}
	}
}

func FuzzReadPage(f *testing.F) {
	for _, seed := range []string{
		`<html lang=es><title>x</title><meta property="og:image" content="//[::1"><link rel=canonical href="?a#b"><base href=":">`,
		`<script type="application/ld+json">{"@graph":[{"@type":[],"name":1}]}</script>`, "<title>\xff\xfe\u202e", "\xfe\xff\x00<", `<svg><title><![CDATA[x]]>`,
		`<meta charset=utf-16><title>x`, `<meta charset=x-user-defined>` + "\x80", `<meta charset=iso-2022-jp>` + "\x1b$B",
	} {
		f.Add("text/html", []byte(seed))
	}
	f.Add("text/html; charset=gb18030", []byte("<title>\x81\x30"))
	address, err := url.Parse("https://example.org/guides")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		p := fetch.ReadPage(address, contentType, body)
		for what, text := range map[string]string{"title": p.Title, "summary": p.Summary, "site": p.SiteName} {
			if !utf8.ValidString(text) || utf8.RuneCountInString(text) > fetch.MaxSummary || strings.TrimSpace(text) != text {
				t.Errorf("%s is %q", what, text)
			}
			if strings.IndexFunc(text, unicode.IsControl) >= 0 || strings.ContainsAny(text, "\u202a\u202b\u202d\u202e\u2066\u2067\u2068") {
				t.Errorf("%s holds what nobody sees: %q", what, text)
			}
		}
		if p.Picture != "" && !strings.HasPrefix(p.Picture, "http://") && !strings.HasPrefix(p.Picture, "https://") {
			t.Errorf("the picture is at %q", p.Picture)
		}
		if again, err := fetch.Canonical(p.Canonical); err != nil || again != p.Canonical || !strings.HasPrefix(p.Canonical, "https://example.org") {
			t.Errorf("the page calls itself %q", p.Canonical)
		}
	})
}
