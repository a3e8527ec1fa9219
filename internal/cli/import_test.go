package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sheet = "Title,Why,Grades,Link\n" +
	"Spot the dateline,Look where the story begins,3-5,https://example.org/dateline\n" +
	",,3-5,\n" +
	"Ask who paid,Money tells,6-8,https://example.org/paid\n"

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestImport(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		flags := []string{"--district", "Maple Valley", "--school", "oak"}
		bring := func(args ...string) (int, string, string) {
			return run(t, p.with(append(append([]string{"import"}, args...), flags...)...)...)
		}
		last := func(out string) string {
			lines := strings.Split(strings.TrimSpace(out), "\n")
			return lines[len(lines)-1]
		}
		file := write(t, "tips.csv", sheet)
		want := func(when, expected string, args ...string) {
			t.Helper()
			code, out, said := bring(args...)
			if code != 0 || last(out) != expected {
				t.Errorf("%s: ended with %d: %s%s", when, code, out, said)
			}
			if dry := strings.HasPrefix(when, "dry"); strings.Contains(out, "Dry run: nothing was stored.\n") != dry {
				t.Errorf("%s: says %s", when, out)
			}
			if strings.Contains(expected, "failed 1") && (!strings.Contains(said, "tips.csv, ") || strings.Contains(said, "‹")) {
				t.Errorf("%s: the bad row is not named: %s", when, said)
			}
		}
		want("dry, without a server", "imported 2, skipped 0, failed 1", "csv", file, "--dry-run")
		_, stop := serve(t, p)
		want("dry, beside a server", "imported 2, skipped 0, failed 1", "csv", file, "--dry-run")
		want("in earnest", "imported 2, skipped 0, failed 1", "csv", file)
		want("a second time", "imported 0, skipped 2, failed 1", "csv", file)
		if out := succeed(t, p.with("check")...); !strings.Contains(out, "Everything is as it should be.") {
			t.Errorf("check says %q", out)
		}
		if code := stop(); code != 0 {
			t.Errorf("serve ended with %d", code)
		}
		more := write(t, "more.md", "# Reading\n\n- [Another page](https://example.org/another)\n")
		want("without a server", "imported 1, skipped 0, failed 0", "links", more)

		students := write(t, "students.csv", "Student name,Student ID,Title\nX Y,1234567,Book\n")
		code, out, said := bring("csv", students, file)
		if code != 1 || last(out) != "imported 0, skipped 2, failed 1" || !strings.Contains(said, "students.csv: ") || strings.Contains(said, "‹") {
			t.Errorf("a file of student records: ended with %d: %s%s", code, out, said)
		}
	})
}

func TestImportSaysWhoAndWhere(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place) {
		file := write(t, "more.md", "- [Another page](https://example.org/another)\n")
		for _, c := range []struct {
			args []string
			want string
		}{
			{[]string{"--district", "Maple Valley", "--school", "elm"}, `there is no school "elm" in Maple Valley; there is Oak`},
			{[]string{"--district", "Maple Valley", "--school", "oak", "--as", "nobody@example.org"}, "name someone with --as"},
			{[]string{"--school", "oak"}, "say which district"},
		} {
			code, _, said := run(t, p.with(append([]string{"import", "links", file}, c.args...)...)...)
			if code != 1 || !strings.Contains(said, c.want) {
				t.Errorf("%v ended with %d: %s", c.args, code, said)
			}
		}
		code, out, said := run(t, p.with("import", "links", file, "--district", "Maple Valley", "--school", "Oak Elementary", "--as", "bob@example.org")...)
		if code != 0 || !strings.Contains(said, "credited to =Bo Tran") {
			t.Errorf("ended with %d: %s%s", code, out, said)
		}
	})
}
