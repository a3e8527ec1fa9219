package block_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
)

// manifest reads "about=1 a=1 b=2".
func manifest(text string) block.Manifest {
	var m block.Manifest
	for entry := range strings.FieldsSeq(text) {
		key, hash, _ := strings.Cut(entry, "=")
		m = append(m, block.Entry{Key: block.Key(key), Hash: block.Hash(hash)})
	}
	return m
}

func TestCompareCountsParts(t *testing.T) {
	for name, c := range map[string]struct {
		older, newer string
		want         block.Changes
	}{
		"nothing":        {"about=1 a=1 b=2", "about=1 a=1 b=2", block.Changes{}},
		"about":          {"about=1 a=1", "about=2 a=1", block.Changes{About: true}},
		"added":          {"about=1 a=1", "about=1 b=1 a=1 c=3", block.Changes{Added: 2}},
		"removed":        {"about=1 a=1 b=2 c=3", "about=1 b=2", block.Changes{Removed: 2}},
		"changed":        {"about=1 a=1 b=2", "about=1 a=9 b=2", block.Changes{Changed: 1}},
		"moved":          {"about=1 a=1 b=2", "about=1 b=2 a=1", block.Changes{Moved: true}},
		"all of it":      {"about=1 a=1 b=2 c=3", "about=2 c=3 a=9 d=4", block.Changes{About: true, Added: 1, Changed: 1, Removed: 1, Moved: true}},
		"from nothing":   {"", "about=1 a=1", block.Changes{About: true, Added: 1}},
		"same body, new": {"about=1 a=1", "about=1 b=1", block.Changes{Added: 1, Removed: 1}},
	} {
		if got := block.Compare(manifest(c.older), manifest(c.newer)); got != c.want {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// Read the other way round, what was added was removed.
func TestCompareReadBackwards(t *testing.T) {
	part := rapid.Custom(func(t *rapid.T) block.Entry {
		return block.Entry{Key: block.Key(rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "key")), Hash: block.Hash(rapid.SampledFrom([]string{"1", "2"}).Draw(t, "hash"))}
	})
	some := rapid.SliceOfDistinct(part, func(e block.Entry) block.Key { return e.Key })
	rapid.Check(t, func(t *rapid.T) {
		a, b := block.Manifest(some.Draw(t, "a")), block.Manifest(some.Draw(t, "b"))
		there, back := block.Compare(a, b), block.Compare(b, a)
		there.Added, there.Removed = there.Removed, there.Added
		if there != back {
			t.Errorf("there and back: %+v and %+v", there, back)
		}
		if !block.Compare(a, a).None() {
			t.Error("a manifest differs from itself")
		}
	})
}
