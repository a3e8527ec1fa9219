package fetch

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// The lengths to which a page's own words are cut, in characters.
const (
	MaxTitle    = 200
	MaxSummary  = 400
	maxSiteName = 100
)

// Page is what a web page says of itself, as plain text to be offered to a person. All of it was written by strangers.
type Page struct {
	Title     string
	Summary   string
	Language  string // BCP 47 without region; empty when nobody can tell
	Picture   string // address; empty when there is none
	SiteName  string
	Canonical string // as Canonical makes it, from the address that the page calls its own
}

// Preview fetches a page and reads what it says of itself. Failures are as for Fetch; what is no web page is NotPage.
func (f *Fetcher) Preview(ctx context.Context, address string) (Page, error) {
	r, err := f.Fetch(ctx, address)
	if err != nil {
		return Page{}, err
	}
	if r.MediaType != "text/html" && r.MediaType != "application/xhtml+xml" {
		return Page{}, Error{Reason: NotPage, URL: address, Status: r.Status}
	}
	return ReadPage(r.FinalURL, r.ContentType, r.Body), nil
}

// ReadPage reads what a page found at address says of itself. The content type is what the site said; body may be cut
// anywhere.
func ReadPage(address *url.URL, contentType string, body []byte) Page {
	s := scan(decode(body, contentType))
	data := readLinkedData(s.linkedData)
	p := Page{
		Title:    clean(firstOf(s.meta["og:title"], s.meta["twitter:title"], data.title, s.title), MaxTitle),
		Summary:  clean(firstOf(s.meta["og:description"], s.meta["description"], s.meta["twitter:description"], data.summary), MaxSummary),
		SiteName: clean(firstOf(s.meta["og:site_name"], s.meta["application-name"]), maxSiteName),
	}
	base := address
	if stated, err := address.Parse(s.base); err == nil && isWeb(stated) {
		base = stated
	}
	p.Picture = absolute(base, firstOf(s.meta["og:image:secure_url"], s.meta["og:image"], s.meta["og:image:url"], s.meta["twitter:image"], s.meta["twitter:image:src"]))
	p.Canonical = ownAddress(address, base, firstOf(s.canonical, s.meta["og:url"]))
	p.Language = languageOf(firstOf(s.language, s.meta["content-language"], s.meta["og:locale"]), p.Title+". "+p.Summary+". "+s.text.String())
	return p
}

// decode turns a page into UTF-8: by its mark, what the site says, what the page says, and else by whether it is UTF-8
// already.
func decode(body []byte, contentType string) []byte {
	e, _, certain := charset.DetermineEncoding(body, contentType)
	if !certain && utf8.Valid(trimPartial(body)) || e == encoding.Nop {
		return body
	}
	out, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return out
}

// trimPartial takes off a last character that was cut.
func trimPartial(body []byte) []byte {
	for cut := 1; cut < utf8.UTFMax && cut <= len(body); cut++ {
		if last := body[len(body)-cut:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return body[:len(body)-cut]
			}
			break
		}
	}
	return body
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// absolute resolves an address that a page gives; empty when that is none of the web.
func absolute(base *url.URL, reference string) string {
	if reference == "" || len(reference) > maxAddress {
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(reference))
	if err != nil || !isWeb(u) {
		return ""
	}
	return u.String()
}

// ownAddress believes what a page calls its own address only within its site, and not when an inner page claims to be
// the front page, as carelessly made ones do.
func ownAddress(address, base *url.URL, stated string) string {
	own, err := Canonical(address.String())
	if err != nil {
		return ""
	}
	claimed, err := Canonical(absolute(base, stated))
	if err != nil {
		return own
	}
	is, says := mustParse(own), mustParse(claimed)
	if is.Host != says.Host || says.Path == "" && is.Path != "" {
		return own
	}
	return claimed
}

func mustParse(canonical string) *url.URL {
	u, err := url.Parse(canonical)
	if err != nil {
		return &url.URL{}
	}
	return u
}

// scanned is what stands in the source of a page.
type scanned struct {
	title, language, base, canonical string
	meta                             map[string]string // by name or property in lower case; the first of each
	linkedData                       [][]byte          // scripts of JSON-LD
	text                             strings.Builder   // the beginning of what a reader would read
}

// enoughText is how much of a page's text is looked at, in bytes.
const enoughText = 4000

// scan goes through the source once, without building a tree, so that no nesting of a stranger's page costs anything.
func scan(source []byte) *scanned {
	s := &scanned{meta: map[string]string{}}
	z := html.NewTokenizer(bytes.NewReader(source))
	within := "" // the last element begun whose content is no text to read
	for {
		switch z.Next() {
		case html.ErrorToken:
			return s
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attributes := tag(z)
			s.element(name, attributes)
			within = ""
			if unread[name] {
				within = name
			}
			if name == "script" && strings.EqualFold(strings.TrimSpace(attributes["type"]), "application/ld+json") {
				within = "ld+json"
			}
		case html.EndTagToken:
			within = ""
		case html.TextToken:
			s.content(within, z.Text())
		}
	}
}

// unread are the elements whose content readers do not read as text.
var unread = map[string]bool{"title": true, "script": true, "style": true, "noscript": true, "template": true, "textarea": true, "option": true, "iframe": true, "noembed": true, "noframes": true, "xmp": true, "svg": true}

func tag(z *html.Tokenizer) (name string, attributes map[string]string) {
	raw, more := z.TagName()
	name = string(raw)
	if !known[name] {
		return name, nil
	}
	attributes = map[string]string{}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := attributes[string(key)]; !twice {
			attributes[string(key)] = string(value)
		}
	}
	return name, attributes
}

// known are the elements whose attributes say something of the page.
var known = map[string]bool{"html": true, "base": true, "meta": true, "link": true, "script": true}

func (s *scanned) element(name string, attributes map[string]string) {
	switch name {
	case "html":
		s.language = firstOf(s.language, attributes["lang"], attributes["xml:lang"])
	case "base":
		s.base = firstOf(s.base, attributes["href"])
	case "link":
		for rel := range strings.FieldsSeq(strings.ToLower(attributes["rel"])) {
			if rel == "canonical" {
				s.canonical = firstOf(s.canonical, attributes["href"])
			}
		}
	case "meta":
		for _, key := range []string{"property", "name", "http-equiv"} {
			if key := strings.ToLower(strings.TrimSpace(attributes[key])); key != "" && s.meta[key] == "" {
				s.meta[key] = attributes["content"]
			}
		}
	}
}

func (s *scanned) content(within string, text []byte) {
	switch {
	case within == "title":
		s.title = firstOf(s.title, string(text))
	case within == "ld+json":
		s.linkedData = append(s.linkedData, bytes.Clone(text))
	case within == "" && s.text.Len() < enoughText && len(bytes.TrimSpace(text)) > 0:
		s.text.Write(text[:min(len(text), enoughText)])
		s.text.WriteByte(' ')
	}
}
