package ui_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func pages(t *testing.T, locale lang.Locale) map[string]string {
	c := chrome(t, locale)
	out := c
	out.Reader, out.Flash, out.District = nil, nil, ""
	inside := templ.Raw(`<h1>` + c.Title + `</h1>`)
	return map[string]string{
		"gallery": page(t, ui.Layout, c, gallery(c)),
		"visitor": page(t, ui.Layout, out, inside),
		"plain":   page(t, ui.Plain, out, inside),
		"door":    page(t, ui.Door, out, inside),
	}
}

func TestMarkup(t *testing.T) {
	for _, locale := range lang.Locales {
		for name, text := range pages(t, locale) {
			t.Run(string(locale)+" "+name, func(t *testing.T) {
				for _, fault := range faultsOf(text) {
					t.Error(fault)
				}
			})
		}
	}
}

func TestMarkupFaultsAreFound(t *testing.T) {
	for markup, want := range map[string]string{
		`<p><div></p></div>`:                      "</p> closes <div>",
		`<p>`:                                     "<p> is never closed",
		`<p id="a"></p><p id="a"></p>`:            `id "a" stands twice`,
		`<p style="color:red"></p>`:               "<p> has style=",
		`<p onclick="f()"></p>`:                   "<p> has onclick=",
		`<p aria-describedby="none"></p>`:         `aria-describedby leads to "none", which is nowhere`,
		`<p>‹no.such›</p>`:                        "a message is missing",
		`<p>{0} left</p>`:                         "a gap of a message is not filled",
		`<a href="about:invalid#Templ">here</a>`:  "an address was refused",
		`<label for="x"></label><br><p id="x"/p>`: "<p> is never closed",
	} {
		if got := strings.Join(faultsOf(markup), "; "); !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", markup, got, want)
		}
	}
}

// faultsOf lists what is wrong with a page's markup, as it was written and before any browser has mended it.
func faultsOf(page string) []string {
	var (
		faults []string
		open   []string
		ids    = map[string]bool{}
		refs   [][2]string // attribute and id
	)
	void := map[string]bool{"area": true, "br": true, "hr": true, "img": true, "input": true, "link": true, "meta": true, "source": true, "track": true, "wbr": true}
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		token := tokens.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			for _, a := range token.Attr {
				switch {
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					faults = append(faults, "<"+token.Data+"> has "+a.Key+"=")
				case a.Key == "id" && ids[a.Val]:
					faults = append(faults, "id \""+a.Val+"\" stands twice")
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "for" || a.Key == "popovertarget" || a.Key == "aria-labelledby" || a.Key == "aria-describedby":
					for _, id := range strings.Fields(a.Val) {
						refs = append(refs, [2]string{a.Key, id})
					}
				}
			}
			if kind == html.StartTagToken && !void[token.Data] {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				faults = append(faults, "</"+token.Data+"> closes <"+strings.Join(open[max(0, len(open)-1):], "")+">")
			}
			open = open[:max(0, len(open)-1)]
		}
	}
	for _, tag := range open {
		faults = append(faults, "<"+tag+"> is never closed")
	}
	for _, ref := range refs {
		if !ids[ref[1]] {
			faults = append(faults, ref[0]+" leads to \""+ref[1]+"\", which is nowhere")
		}
	}
	if _, missing, found := strings.Cut(page, "‹"); found {
		key, _, _ := strings.Cut(missing, "›")
		faults = append(faults, "a message is missing: "+key)
	}
	if strings.Contains(page, "{0}") {
		faults = append(faults, "a gap of a message is not filled")
	}
	if strings.Contains(page, "about:invalid") {
		faults = append(faults, "an address was refused")
	}
	return faults
}
