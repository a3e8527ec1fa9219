package commonshelf_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/commonshelf/commonshelf/"

// ranks orders the packages: one imports only packages of a smaller rank. A folder stands for what is below it too, unless
// that has a line of its own. Ranks and reasons are in ARCHITECTURE.md.
var ranks = map[string]int{
	"internal/id": 0, "internal/clock": 0, "internal/grade": 0, "internal/fold": 0, "internal/proto": 0,
	"internal/lang": 1, "internal/fault": 1, "internal/actor": 1, "internal/config": 1, "internal/prose": 1, "internal/privacy": 1,
	"internal/db": 2, "web": 2,
	"internal/jobs": 3, "internal/files": 3, "internal/mail": 3, "internal/notice": 3, "internal/fetch": 3, "internal/activity": 3,
	"internal/block": 4, "internal/rights": 4, "internal/index": 4, "internal/block/markdown": 5, "internal/block/typed": 5,
	"internal/merge":  5,
	"internal/people": 5,
	"internal/vocab":  6, "internal/letterbox": 6,
	"internal/catalog":    7,
	"internal/feed":       8,
	"internal/schoolpage": 9,
	"internal/credit":     8, "internal/credit/creditweb": 13,
	"internal/adapt": 8, "internal/adapt/adaptweb": 13, "internal/web/reading": 12,
	"internal/insight": 10,
	"internal/mylist":  8, "internal/feedback": 9, "internal/question": 9, "internal/exchange": 9,
	"internal/search":      10,
	"internal/savedsearch": 11, "internal/savedsearch/savedsearchweb": 13,
	"internal/double": 11, "internal/double/doubleweb": 13,
	"internal/interop": 11, "internal/digest": 11,
	"internal/web/ui": 11, "internal/web": 12,
	"internal/people/peopleweb": 13, "internal/catalog/catalogweb": 13, "internal/interop/intake/intakeweb": 13, "internal/interop/api": 13, "internal/feed/feedweb": 13, "internal/schoolpage/schoolpageweb": 13, "internal/insight/insightweb": 13,
	"internal/letterbox/letterboxweb": 13, "internal/digest/digestweb": 13, "internal/exchange/exchangeweb": 13,
	"internal/demo": 14, "internal/demo/content": 5, "internal/backup": 14, "internal/export": 14,
	"internal/server": 15,
	"internal/cli":    16,
	"cmd/commonshelf": 17,

	"internal/mylist/mylistweb": 13, "internal/feedback/feedbackweb": 13, "internal/question/questionweb": 13,
}

// support are packages for tests and for building, which may import what they need and are imported by no part of the program.
var support = []string{"internal/actor/actortest", "internal/db/dbtest", "internal/mail/mailtest", "internal/proto/oidc/oidctest", "internal/web/browsertest", "internal/web/sitetest", "internal/peer", "internal/backup/shelftest", "internal/merge/mergetest", "internal/catalog/catalogtest", "web/build", "scripts", "bench", "docs"}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// rank is the rank of a package by the longest folder of the table that holds it.
func rank(path string) (int, bool) {
	best, found := "", false
	for folder := range ranks {
		if (path == folder || strings.HasPrefix(path, folder+"/")) && len(folder) > len(best) {
			best, found = folder, true
		}
	}
	return ranks[best], found
}

func isSupport(path string) bool {
	return slices.ContainsFunc(support, func(s string) bool { return path == s || strings.HasPrefix(path, s+"/") })
}

func TestArrowsPointDown(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		if from+"/" == module || isSupport(from) {
			continue
		}
		high, known := rank(from)
		if !known {
			t.Errorf("%s has no rank", from)
			continue
		}
		for _, imported := range p.Imports {
			to, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			if isSupport(to) {
				t.Errorf("%s imports %s, which is for tests", from, to)
				continue
			}
			low, known := rank(to)
			family := strings.HasPrefix(from, to+"/") || strings.HasPrefix(to, from+"/") || sameFolder(from, to)
			if known && low >= high && !family {
				t.Errorf("%s (rank %d) imports %s (rank %d)", from, high, to, low)
			}
		}
	}
}

// sameFolder says whether two packages stand in the same folder of the table, where they may know each other.
func sameFolder(a, b string) bool {
	for folder := range ranks {
		if strings.HasPrefix(a, folder+"/") && strings.HasPrefix(b, folder+"/") {
			return true
		}
	}
	return false
}

func TestPagesOfADomainKnowNoOtherPages(t *testing.T) {
	for _, p := range packages(t) {
		from := strings.TrimPrefix(p.ImportPath, module)
		if !strings.HasPrefix(from, "internal/") || !strings.HasSuffix(from, "web") {
			continue
		}
		for _, imported := range p.Imports {
			to := strings.TrimPrefix(imported, module)
			if to != from && to != "internal/web" && strings.HasPrefix(to, "internal/") && strings.HasSuffix(to, "web") {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}

func TestArchitectureListsEveryPackage(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for folder := range ranks {
		if !strings.Contains(string(text), "`"+folder+"`") {
			t.Errorf("ARCHITECTURE.md does not name `%s`", folder)
		}
		if _, err := os.Stat(folder); err != nil {
			t.Errorf("%s is ranked and is not there", folder)
		}
	}
}
