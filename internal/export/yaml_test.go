package export

import (
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"pgregory.net/rapid"
)

// What a person typed must come through YAML as it was, however much it looks like something else.
func TestFrontMatterKeepsOddText(t *testing.T) {
	for _, odd := range []string{"no", "1e3", "0123", "null", "2026-11-23", "a: b", "# x", "- y", "two\nlines\n", "'", `"`, "tab\t", " space ", "{}", "[",
		"|", ">", "&a", "*b", "!c", "%d", "`", "é\u2028", "---\n---", "\\n", "?", "a #b"} {
		keeps(t, odd)
	}
	rapid.Check(t, func(t *rapid.T) { keeps(t, rapid.String().Draw(t, "text")) })
}

func keeps(t interface{ Fatalf(string, ...any) }, odd string) {
	odd = strings.ToValidUTF8(odd, "")
	text, err := yamlOf(map[string]string{"title": odd})
	if err != nil {
		t.Fatalf("%q: %v", odd, err)
	}
	var back struct{ Title string }
	if err := yaml.Unmarshal([]byte(text), &back); err != nil || back.Title != odd {
		t.Fatalf("%q became %q by %q, %v", odd, back.Title, text, err)
	}
	if strings.Contains("\n"+text, "\n---\n") {
		t.Fatalf("%q ends the front matter early: %q", odd, text)
	}
}
