package lang_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// A literal of a source, what follows it, and the calls that say a message.
var (
	literal = regexp.MustCompile(`"([a-z]+\.[A-Za-z0-9_.-]*)"(\s*\+)?`)
	says    = regexp.MustCompile(`\b(T|Say|Add|SeeOther|SeeOtherUndo)\(`)
)

// mention is a message that a source names.
type mention struct {
	key   string
	where string
	whole bool // the key itself; else the beginning of keys made while running
	said  bool // by one of the calls that say a message
}

// mentions lists what the sources of the program name, tests and generated code left out.
func mentions(t *testing.T) []mention {
	t.Helper()
	var out []mention
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		source := strings.HasSuffix(path, ".templ") || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, "_templ.go")
		if err != nil || entry.IsDir() || !source {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			for _, found := range literal.FindAllStringSubmatch(line, -1) {
				whole := found[2] == "" && !strings.HasSuffix(found[1], ".")
				out = append(out, mention{found[1], path, whole, says.MatchString(line)})
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func area(key string) string {
	name, _, _ := strings.Cut(key, ".")
	return name
}

func TestEveryMessageThatIsSaidIsThere(t *testing.T) {
	keys := catalog(t).Keys(lang.English)
	areas := map[string]bool{}
	for key := range keys {
		areas[area(key)] = true
	}
	asked := 0
	for _, m := range mentions(t) {
		if !m.said || !m.whole || !areas[area(m.key)] {
			continue
		}
		asked++
		if _, there := keys[m.key]; !there {
			t.Errorf("%s says %s, which is in no catalog", m.where, m.key)
		}
	}
	if asked < 500 {
		t.Errorf("only %d messages were found in the sources", asked)
	}
}

// endings follow a key that a source names where several messages belong together.
var endings = []string{".text", ".title", ".reason", ".subject"}

func TestEveryMessageIsSaid(t *testing.T) {
	used := map[string]bool{}
	var beginnings []string
	for _, m := range mentions(t) {
		if m.whole {
			used[m.key] = true
		} else {
			beginnings = append(beginnings, m.key)
		}
	}
	for key := range catalog(t).Keys(lang.English) {
		if used[key] || slices.ContainsFunc(endings, func(e string) bool { whole, cut := strings.CutSuffix(key, e); return cut && used[whole] }) {
			continue
		}
		if !slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("%s is said nowhere", key)
		}
	}
}
