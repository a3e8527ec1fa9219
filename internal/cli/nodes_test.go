package cli_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// Two processes on one PostgreSQL: what is saved at one is found at once at the other by whoever saved it, and soon by
// everybody; one that was away finds what it missed, though it begins from the index it had stored.
func TestTwoNodes(t *testing.T) {
	url := dbtest.Cluster(t)
	first, second := placeOn(t, url), placeOn(t, url)
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

// A node is killed and comes back while the other takes writes. Whenever it says that it is ready it finds all that had been
// acknowledged before it was started again, and in the end both nodes find everything, and nothing twice.
func TestANodeIsKilledUnderWrites(t *testing.T) {
	url := dbtest.Cluster(t)
	first, second := placeOn(t, url), placeOn(t, url)
	_, here := startProgram(t, first)
	other, there := startProgram(t, second)
	writer := signIn(t, here)

	shared := &acknowledged{}
	stop := make(chan struct{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			shared.keep(stop, writer, here, func(err error) bool {
				t.Errorf("the node that was left alone does not save: %v", err)
				return false
			})
		})
	}
	for round := 1; round <= 3; round++ {
		dbtest.Soon(t, "there is more to find", func() bool { return len(shared.list()) >= 30*round })
		must(t, other.Process.Kill())
		_ = other.Wait()
		before := shared.list()
		other, there = startProgram(t, second)
		dbtest.Soon(t, "the node is ready again", func() bool { return status(t, there+"/readyz") == http.StatusOK })
		if found := foundOn(t, signIn(t, there), there, "wanderoo"); missing(before, found) > 0 {
			t.Errorf("the node says that it is ready and does not find %d of %d that were shared before it was started", missing(before, found), len(before))
		}
	}
	close(stop)
	group.Wait()

	shared.foundOnce(t, here, there)
	if page := get(t, writer, there+"/metrics"); !strings.Contains(page, "commonshelf_index_behind_seconds 0") {
		t.Errorf("a node that follows says otherwise of itself: %s", page)
	}
}

// placeOn is a place of its own on a database for all.
func placeOn(t *testing.T, url string) place {
	dir := t.TempDir()
	return place{dir: dir, flags: []string{"--data", dir, "--database", url}}
}

// acknowledged are titles of what was shared, each with the word "wanderoo".
type acknowledged struct {
	next   atomic.Int64
	mu     sync.Mutex
	titles []string
}

// keep shares one thing after the other at a node until it is to stop, and after a failure only if failed says so.
func (a *acknowledged) keep(stop <-chan struct{}, writer *http.Client, node string, failed func(error) bool) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		title := fmt.Sprintf("Wanderoo number%d", a.next.Add(1))
		if _, err := share(writer, node, title); err == nil {
			a.add(title)
		} else if !failed(err) {
			return
		}
	}
}

// foundOnce waits until nodes find everything, and fails the test where one finds something twice.
func (a *acknowledged) foundOnce(t *testing.T, nodes ...string) {
	t.Helper()
	all := a.list()
	for _, node := range nodes {
		visitor := signIn(t, node)
		dbtest.Soon(t, "a node finds all that was shared", func() bool { return missing(all, foundOn(t, visitor, node, "wanderoo")) == 0 })
		for title, times := range foundOn(t, visitor, node, "wanderoo") {
			if times != 1 {
				t.Errorf("%s is found %d times", title, times)
			}
		}
	}
}

func (a *acknowledged) add(title string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.titles = append(a.titles, title)
}

func (a *acknowledged) list() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.titles)
}

func status(t *testing.T, url string) int {
	t.Helper()
	response, err := http.Get(url)
	must(t, err)
	must(t, response.Body.Close())
	return response.StatusCode
}

// inHeading is the title of a card.
var inHeading = regexp.MustCompile(`<h3[^>]*>\s*<a href="/resources/[^"]*">\s*([^<]+?)\s*</a>`)

// foundOn counts how often a search gives each title, on all its pages.
func foundOn(t *testing.T, visitor *http.Client, node, words string) map[string]int {
	t.Helper()
	found := map[string]int{}
	for page := 1; ; page++ {
		text := get(t, visitor, fmt.Sprintf("%s/catalog?q=%s&page=%d", node, words, page))
		for _, title := range inHeading.FindAllStringSubmatch(text, -1) {
			found[title[1]]++
		}
		if !strings.Contains(text, `rel="next"`) {
			return found
		}
	}
}

func missing(titles []string, found map[string]int) (n int) {
	for _, title := range titles {
		if found[title] == 0 {
			n++
		}
	}
	return n
}
