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
