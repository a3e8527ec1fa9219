// Package docs_test holds the documents to what the code says.
package docs_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestEveryDependencyIsExplained(t *testing.T) {
	text := read(t, "dependencies.md")
	asked := append(append(required(t, "../go.mod"), tools(t, "../tools/go.mod")...), packages(t, "../web/package.json")...)
	asked = append(asked, packages(t, "../tools/package.json")...)
	for _, name := range asked {
		if !strings.Contains(text, "| `"+name+"` |") {
			t.Errorf("dependencies.md has no line for %s", name)
		}
	}
}

func TestNothingIsExplainedThatIsGone(t *testing.T) {
	asked := map[string]bool{}
	for _, list := range [][]string{required(t, "../go.mod"), tools(t, "../tools/go.mod"), packages(t, "../web/package.json"), packages(t, "../tools/package.json")} {
		for _, name := range list {
			asked[name] = true
		}
	}
	for line := range strings.Lines(read(t, "dependencies.md")) {
		name, ok := strings.CutPrefix(line, "| `")
		if name, _, _ = strings.Cut(name, "`"); ok && !asked[name] {
			t.Errorf("dependencies.md explains %s, which nobody asks for", name)
		}
	}
}

// required are the modules that a go.mod asks for itself.
func required(t *testing.T, path string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(read(t, path)) {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		name, version, ok := strings.Cut(line, " v")
		if ok && strings.Contains(name, ".") && !strings.Contains(version, "// indirect") {
			out = append(out, name)
		}
	}
	return some(t, path, out)
}

// tools are the programs that a go.mod names, in a block or alone.
func tools(t *testing.T, path string) []string {
	t.Helper()
	var out []string
	inBlock := false
	for line := range strings.Lines(read(t, path)) {
		line = strings.TrimSpace(line)
		alone, isTool := strings.CutPrefix(line, "tool ")
		switch {
		case line == "tool (":
			inBlock = true
		case line == ")":
			inBlock = false
		case isTool:
			out = append(out, alone)
		case inBlock && line != "":
			out = append(out, line)
		}
	}
	return some(t, path, out)
}

// packages are the packages of npm that a package.json asks for.
func packages(t *testing.T, path string) []string {
	t.Helper()
	var asked struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, path)), &asked); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, list := range []map[string]string{asked.Dependencies, asked.DevDependencies} {
		for name := range list {
			out = append(out, name)
		}
	}
	return some(t, path, out)
}

// some makes sure that a list which cannot be empty was read at all.
func some(t *testing.T, path string, list []string) []string {
	t.Helper()
	if len(list) == 0 {
		t.Fatalf("found nothing in %s", path)
	}
	return list
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
