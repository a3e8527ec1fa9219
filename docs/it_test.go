package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rows gives the first and the last cell of each row of the tables in a document.
func rows(text string) [][2]string {
	var out [][2]string
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if strings.HasPrefix(line, "|") && len(cells) > 1 {
			out = append(out, [2]string{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[len(cells)-1])})
		}
	}
	return out
}

// Every table stands in the inventory, with whether a backup holds it, and nothing else does.
func TestTheInventoryIsComplete(t *testing.T) {
	left := regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(regexp.MustCompile(`var leftOut = \[\]string\{([^}]+)\}`).FindString(read(t, "../internal/backup/write.go")), -1)
	if len(left) == 0 {
		t.Fatal("what a backup leaves out is not found")
	}
	out := map[string]bool{}
	for _, found := range left {
		out[found[1]] = true
	}
	listed := map[string]string{}
	for _, row := range rows(read(t, "it/data-inventory.md")) {
		if name, ok := strings.CutPrefix(row[0], "`"); ok && (row[1] == "yes" || row[1] == "no") {
			listed[strings.TrimSuffix(name, "`")] = row[1]
		}
	}
	for _, table := range tables(t) {
		want := "yes"
		if out[table] {
			want = "no"
		}
		if listed[table] != want {
			t.Errorf("it/data-inventory.md says %q of the table %s; give it a row that ends with %q", listed[table], table, want)
		}
		delete(listed, table)
	}
	for table := range listed {
		t.Errorf("it/data-inventory.md lists %s, which is no table", table)
	}
}

// Every setting that makes the program connect to somewhere stands among the outbound connections, and no flag that is none.
func TestOutboundConnectionsAreNamed(t *testing.T) {
	text := read(t, "it/network.md")
	var flags []string
	for _, variable := range matches(t, regexp.MustCompile(`env:"(COMMONSHELF_\w+)"`), "../internal/config", ".go") {
		flags = append(flags, "--"+strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(variable, "COMMONSHELF_"), "_", "-")))
	}
	for _, flag := range []string{"--mail-url", "--district-account", "--database", "--files", "--listen"} {
		if !slices.Contains(flags, flag) || !strings.Contains(text, "`"+flag+"`") {
			t.Errorf("it/network.md does not name %s, or there is no such flag", flag)
		}
	}
	for _, document := range []string{"README", "network", "backup-and-restore", "upgrade-and-rollback", "if-the-project-stops"} {
		for _, found := range regexp.MustCompile("`(--[a-z-]+)").FindAllStringSubmatch(read(t, "it/"+document+".md"), -1) {
			if flag := found[1]; !slices.Contains(flags, flag) && flag != "--resume-jobs" {
				t.Errorf("it/%s.md names %s, which is no flag", document, flag)
			}
		}
	}
}

// Times that are said to people are those of the code.
func TestRetentionIsTrue(t *testing.T) {
	said := map[string]string{}
	for _, row := range rows(read(t, "it/retention.md")) {
		said[row[0]] = row[1]
	}
	for what, c := range map[string]struct{ file, code, begins string }{
		"being signed in":                                          {"people/session.go", "sessionLasts = 12 * time.Hour", "12 hours"},
		"being signed in on a shared computer":                     {"people/session.go", "idleLasts = 20 * time.Minute", "20 minutes"},
		"row of a session that is over":                            {"people/session.go", "afterlife = 24 * time.Hour", "24 hours"},
		"link and digits in a sign-in email":                       {"people/link.go", "linkLasts       = 15 * time.Minute", "15 minutes"},
		"link in an invitation":                                    {"people/link.go", "invitationLasts = 14 * 24 * time.Hour", "14 days"},
		"link for setting up, printed at a start":                  {"people/link.go", "setUpLasts      = 7 * 24 * time.Hour", "7 days"},
		"passkey being asked for":                                  {"people/passkey_use.go", "requestLasts = 5 * time.Minute", "5 minutes"},
		"passkey that was removed":                                 {"people/passkey.go", "removedLasts = 30 * 24 * time.Hour", "30 days"},
		"form sent after a session's end":                          {"web/parking.go", "parkedFor     = time.Hour", "1 hour"},
		"counts against abuse":                                     {"people/sweep.go", "longestSpan = 24 * time.Hour", "24 hours"},
		"token of a program":                                       {"people/apitoken.go", "tokenLasts = 365 * 24 * time.Hour", "365 days"},
		"links in a letter, to act or to read":                     {"letterbox/holder.go", "linksLast = 60 * 24 * time.Hour", "60 days"},
		"that a letter went, so that its link still stops letters": {"letterbox/letterbox.go", "remembered = 400 * 24 * time.Hour", "400 days"},
		"draft that was thrown away":                               {"catalog/draft_discard.go", "KeptDiscarded = 30 * 24 * time.Hour", "30 days"},
		"what was taken off a list of one's own":                   {"mylist/mylist.go", "keeps = 30 * 24 * time.Hour", "30 days"},
		"list of somebody who has left":                            {"mylist/mylist.go", "keeps = 30 * 24 * time.Hour", "30 days"},
		"mail address of somebody who has left":                    {"people/leave.go", "keepsMail = 30 * 24 * time.Hour", "30 days"},
		"file that nothing refers to":                              {"files/collect.go", "Grace = 24 * time.Hour", "at least 24 hours"},
	} {
		if !strings.Contains(read(t, "../internal/"+c.file), c.code) {
			t.Errorf("%s no longer holds %q: put it/retention.md and this test right", c.file, c.code)
		}
		if !strings.HasPrefix(said[what], c.begins) {
			t.Errorf("it/retention.md says %q of %q, the code %q", said[what], what, c.code)
		}
		delete(said, what)
	}
	for _, head := range []string{"what", "---"} {
		delete(said, head)
	}
	for what := range said {
		t.Errorf("it/retention.md speaks of %q, which nothing checks", what)
	}
}
