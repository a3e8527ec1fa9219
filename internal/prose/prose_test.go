package prose_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/prose"
)

func TestHTML(t *testing.T) {
	r := prose.New()
	for in, want := range map[string]string{
		"# Big":               "<h3>Big</h3>",
		"a **b** *c*":         "<strong>b</strong> <em>c</em>",
		"one\ntwo":            "one<br/>\ntwo",
		"- x\n- y":            "<li>y</li>",
		"[a](https://a.b)":    `<a href="https://a.b" rel="nofollow noreferrer">a</a>`,
		"|a|b|\n|-|-|\n|1|2|": "<td>2</td>",
		"3. third":            `<ol start="3">`,
	} {
		if got := r.HTML(in); !strings.Contains(strings.ReplaceAll(got, "<br>", "<br/>"), want) {
			t.Errorf("HTML(%q) = %q, want %q in it", in, got, want)
		}
	}
}

func FuzzHTMLIsSafe(f *testing.F) {
	r := prose.New()
	for _, seed := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", `<img src=x onerror=alert(1)>`, `<a href="data:text/html,x">y</a>`,
		"![p](https://a.b/c.png)", `<p style="x" onclick="y">z</p>`, "[x](  JaVaScRiPt:alert(1))", "<iframe src=//a.b>", "<svg/onload=alert(1)>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		got := strings.ToLower(r.HTML(markdown))
		for _, bad := range []string{"<script", "<img", "<iframe", "<svg", "<style", "<form", "<input", `href="javascript`, `href="data`, `href="vbscript`} {
			if strings.Contains(got, bad) {
				t.Errorf("HTML(%q) = %q", markdown, got)
			}
		}
	})
}

// Two texts read alike when all of what they say does, seen or not: markup, comments and pictures are left out of a page and count.
func TestReadingAlike(t *testing.T) {
	r := prose.New()
	for _, pair := range []struct {
		one, other string
		want       bool
	}{
		{"", "", true}, {"*a* _b_", "_a_ *b*", true}, {"* a\n* b", "- a\n- b", true}, {"a\nb", "a  \nb", true}, {"https://a.org", "[https://a.org](https://a.org)", true},
		{"a [b][1]\n\n[1]: https://a.org", "a [b](https://a.org)", true}, {"5 < 6 & 7", "5 &lt; 6 &amp; 7", true},
		{"# a", "\\# a", false}, {"a <b>c</b>", "a c", false}, {"a <!-- c -->", "a", false}, {"![a](b.png)", "a", false}, {"![a](b.png)", "", false},
		{"[a](https://b.org \"c\")", "[a](https://b.org)", false}, {"|a|\n|-|\n|b|", "a b", false}, {"- [ ] a", "- a", false}, {"1. a", "- a", false}, {"2. a", "1. a", false}, {"a", "b", false},
	} {
		if got := r.Alike(pair.one, pair.other); got != pair.want {
			t.Errorf("%q and %q: %v", pair.one, pair.other, got)
		}
	}
}
