package docs_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// matches gives what the first group of a pattern finds in the files of a folder whose names end so.
func matches(t *testing.T, pattern *regexp.Regexp, folder, ending string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ending) || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, found := range pattern.FindAllStringSubmatch(string(data), -1) {
			out = append(out, found[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return some(t, folder, out)
}

func TestVerbsOfTheLogAreInTheGlossary(t *testing.T) {
	glossary := read(t, "../GLOSSARY.md")
	for _, verb := range matches(t, regexp.MustCompile(`activity\.Verb\s*= "([^"]+)"`), "../internal", ".go") {
		if !strings.Contains(glossary, "| `"+verb+"` |") {
			t.Errorf("GLOSSARY.md does not say what %s means", verb)
		}
	}
}

// tables are those that the migrations make, and do not take away again.
func tables(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../internal/db/migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	slices.Sort(files)
	var out []string
	for _, file := range files {
		up, _, _ := strings.Cut(read(t, file), "-- +goose Down")
		for _, found := range regexp.MustCompile(`(CREATE|DROP) TABLE (\w+)`).FindAllStringSubmatch(up, -1) {
			if found[1] == "CREATE" {
				out = append(out, found[2])
			} else {
				out = slices.DeleteFunc(out, func(table string) bool { return table == found[2] })
			}
		}
	}
	return out
}

func TestTablesAreInTheGlossaryAndInPrivacy(t *testing.T) {
	glossary, privacy := read(t, "../GLOSSARY.md"), read(t, "privacy.md")
	for _, table := range tables(t) {
		if !strings.Contains(glossary, "`"+table+"`") {
			t.Errorf("GLOSSARY.md does not name the table %s", table)
		}
		if !strings.Contains(privacy, "`"+table+"`") {
			t.Errorf("privacy.md does not say what the table %s holds of whom", table)
		}
	}
}

func TestSettingsAreExplained(t *testing.T) {
	guide := read(t, "for-administrators.md")
	for _, variable := range matches(t, regexp.MustCompile(`env:"(COMMONSHELF_\w+)"`), "../internal/config", ".go") {
		flag := "--" + strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, "COMMONSHELF_"), "_", "-"))
		if !strings.Contains(guide, "`"+flag) || !strings.Contains(guide, "`"+variable+"`") {
			t.Errorf("for-administrators.md does not explain %s (%s)", flag, variable)
		}
	}
}

func TestLinksLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
	for _, folder := range []string{"..", ".", "it"} {
		documents, err := filepath.Glob(filepath.Join(folder, "*.md"))
		if err != nil {
			t.Fatal(err)
		}
		if folder == "." {
			decisions, err := filepath.Glob("adr/*.md")
			if err != nil {
				t.Fatal(err)
			}
			documents = append(documents, decisions...)
		}
		for _, document := range some(t, folder, documents) {
			for _, found := range link.FindAllStringSubmatch(read(t, document), -1) {
				if strings.Contains(found[1], "://") {
					continue
				}
				if _, err := os.Stat(filepath.Join(filepath.Dir(document), found[1])); err != nil {
					t.Errorf("%s links to %s, which is not there", document, found[1])
				}
			}
		}
	}
}

func TestGuidesComeInBothLanguages(t *testing.T) {
	for _, whom := range []string{"media-specialists", "coordinators", "teachers"} {
		english, spanish := read(t, "for-"+whom+".md"), read(t, "for-"+whom+".es.md")
		if e, s := strings.Count(english, "\n## "), strings.Count(spanish, "\n## "); e != s || e == 0 {
			t.Errorf("for-%s has %d parts in English and %d in Spanish", whom, e, s)
		}
	}
}

// A decision is cited by its number, which stands in the name of its file and in its first line.
func TestDecisionsAreNumberedOnce(t *testing.T) {
	decisions, err := filepath.Glob("adr/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, path := range some(t, "adr", decisions) {
		if number := fmt.Sprintf("%04d", i+1); !strings.HasPrefix(filepath.Base(path), number+"-") {
			t.Errorf("%s stands where decision %s belongs", path, number)
		}
		if !strings.HasPrefix(read(t, path), fmt.Sprintf("# %d. ", i+1)) {
			t.Errorf("%s does not begin with its number", path)
		}
	}
}
