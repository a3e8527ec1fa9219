package id_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
)

func TestNewIsValidAndDifferent(t *testing.T) {
	seen := map[id.PersonID]bool{}
	for range 1000 {
		p := id.New[id.PersonID](id.Source{})
		if !id.Valid(p) {
			t.Fatalf("%q is not valid", p)
		}
		if seen[p] {
			t.Fatalf("%q came twice", p)
		}
		seen[p] = true
	}
}

func TestSeededRepeats(t *testing.T) {
	a, b, c := id.Seeded("demo"), id.Seeded("demo"), id.Seeded("other")
	first, again, other := id.New[id.SchoolID](a), id.New[id.SchoolID](b), id.New[id.SchoolID](c)
	if first != again {
		t.Errorf("same seed gave %q and %q", first, again)
	}
	if first == other {
		t.Errorf("different seeds both gave %q", first)
	}
	if next := id.New[id.SchoolID](a); next == first {
		t.Errorf("a seeded source repeated %q", next)
	}
}

func TestValidRefuses(t *testing.T) {
	for _, text := range []string{"", "short", "0123456789abcdef0", "0123456789ABCDEF", "0123456789abcdei", "0123456789abcde/"} {
		if id.Valid(text) {
			t.Errorf("%q passed as an id", text)
		}
	}
}
