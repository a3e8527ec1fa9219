package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// Two processes on one PostgreSQL: what is saved at one is found at once at the other by whoever saved it, and soon by
// everybody; one that was away finds what it missed, though it begins from the index it had stored.
func TestTwoNodes(t *testing.T) {
	url := dbtest.Cluster(t)
	at := func() place {
		dir := t.TempDir()
		return place{dir: dir, flags: []string{"--data", dir, "--database", url}}
	}
	first, second := at(), at()
	_, here := startProgram(t, first)
	away, there := startProgram(t, second)
	writer, colleague := signIn(t, here), signIn(t, there)

	for _, title := range []string{"Zanzibar one", "Quixotic two", "Xylophone three"} {
		if _, err := share(writer, here, title); err != nil {
			t.Fatal(err)
		}
		word, _, _ := strings.Cut(title, " ")
		if page := get(t, writer, there+"/catalog?q="+word); !strings.Contains(page, title) {
			t.Errorf("%s, saved at one node, is not found at the other by its writer", title)
		}
		dbtest.Soon(t, title+" is found by a colleague", func() bool {
			return strings.Contains(get(t, colleague, there+"/catalog?q="+word), title)
		})
	}

	must(t, away.Process.Signal(syscall.SIGTERM))
	_ = away.Wait()
	if _, err := os.Stat(filepath.Join(second.dir, "cache", "index")); err != nil {
		t.Fatalf("the node stored no index: %v", err)
	}
	if _, err := share(writer, here, "Yurt four"); err != nil {
		t.Fatal(err)
	}
	again, there := startProgram(t, second)
	if page := get(t, colleague, there+"/catalog?q=yurt"); !strings.Contains(page, "Yurt four") {
		t.Error("a node that was away does not find what it missed")
	}
	must(t, again.Process.Kill())
	_ = again.Wait()
	if _, err := share(writer, here, "Walrus five"); err != nil {
		t.Fatal(err)
	}
	again, there = startProgram(t, second)
	if page := get(t, colleague, there+"/catalog?q=walrus"); !strings.Contains(page, "Walrus five") {
		t.Error("a node that was killed does not find what it missed")
	}
	if said := again.Stderr.(*output).text(); strings.Contains(said, "built anew") {
		t.Errorf("the stored index was of no use: %s", said)
	}
}
