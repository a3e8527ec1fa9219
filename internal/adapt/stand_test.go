package adapt_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
)

// manifest is "one=a two=b": keys with their hashes.
func manifest(text string) block.Manifest {
	m := block.Manifest{{Key: block.AboutKey, Hash: "about"}}
	for _, word := range strings.Fields(text) {
		key, hash, _ := strings.Cut(word, "=")
		m = append(m, block.Entry{Key: block.Key(key), Hash: block.Hash(hash)})
	}
	return m
}

func TestHowAPartStands(t *testing.T) {
	for _, row := range []struct{ name, base, core, ours, want string }{
		{"as taken", "a=1 b=1", "a=1 b=1", "a=1 b=1", "a core, b core"},
		{"changed here", "a=1 b=1", "a=1 b=1", "a=2 b=1", "a changed, b core"},
		{"added here", "a=1", "a=1", "a=1 x=1", "a core, x added"},
		{"left out here", "a=1 b=1 c=1", "a=1 b=1 c=1", "a=1 c=1", "a core, b gone, c core"},
		{"changed in the core", "a=1 b=1", "a=2 b=1", "a=1 b=1", "a core edited, b core"},
		{"changed on both sides", "a=1", "a=2", "a=3", "a changed edited"},
		{"changed on both sides to the same", "a=1", "a=2", "a=2", "a changed"},
		{"added in the core", "a=1 b=1", "a=1 n=1 b=1", "a=1 b=1", "a core, n added, b core"},
		{"removed in the core", "a=1 b=1", "a=1", "a=1 b=1", "a core, b core removed"},
		{"removed in the core, changed here", "a=1 b=1", "a=1", "a=1 b=2", "a core, b changed removed"},
		{"removed on both sides", "a=1 b=1", "a=1", "a=1", "a core"},
		{"left out here, changed in the core", "a=1 b=1", "a=1 b=2", "a=1", "a core, b gone edited"},
		{"moved in the core", "a=1 b=1 c=1", "c=1 a=1 b=1", "a=1 b=1 c=1", "a core, b core, c core moved"},
		{"moved in the core, left out here", "a=1 b=1 c=1", "c=1 a=1 b=1", "a=1 b=1", "c gone, a core, b core"},
		{"taken into the core as it is here", "a=1", "a=1 x=1", "a=1 x=1", "a core, x core"},
	} {
		if got := states(adapt.Stand(manifest(row.base), manifest(row.core), manifest(row.ours))); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
}

func TestWhatTouchesOnesOwn(t *testing.T) {
	parts := adapt.Waiting(adapt.Stand(manifest("a=1 b=1 c=1"), manifest("a=2 b=2 c=2 n=1"), manifest("a=1 b=9 x=1")))
	var got []string
	for _, p := range parts {
		if p.Touches() {
			got = append(got, string(p.Key))
		}
	}
	if states(parts) != "a core edited, b changed edited, c gone edited, n added" || strings.Join(got, " ") != "b c" {
		t.Errorf("%s; touching %s", states(parts), got)
	}
}
