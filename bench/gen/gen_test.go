package gen_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/bench/gen"
)

func TestSameSeedSameCatalog(t *testing.T) {
	a, b, other := gen.New(100, 2, 1), gen.New(100, 2, 1), gen.New(100, 2, 2)
	for _, i := range []int{99, 0, 42} {
		if !reflect.DeepEqual(a.Resource(i), b.Resource(i)) {
			t.Errorf("resource %d differs under the same seed", i)
		}
		if reflect.DeepEqual(a.Resource(i), other.Resource(i)) {
			t.Errorf("resource %d is the same under another seed", i)
		}
	}
	if !reflect.DeepEqual(a.Queries(50, 3), b.Queries(50, 3)) {
		t.Error("queries differ under the same seed")
	}
}

// A benchmark of search is worth something only if some words are in nearly all texts, some in about half, most in few.
func TestWordsAreAsUnevenAsInTexts(t *testing.T) {
	const size = 400
	c := gen.New(size, 1, 1)
	having, bytes := map[string]int{}, 0
	for i := range size {
		r := c.Resource(i)
		text := r.Title + " " + r.Summary + " " + r.Body
		bytes += len(text)
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(strings.ReplaceAll(text, ".", "")) {
			seen[word] = true
		}
		for word := range seen {
			having[word]++
		}
	}
	if having["the"] < size/2 {
		t.Errorf("the stands in %d of %d", having["the"], size)
	}
	if n := having["library"]; n < size/5 || n > size*4/5 {
		t.Errorf("library stands in %d of %d", n, size)
	}
	if mean := bytes / size; mean < 1000 || mean > 2500 {
		t.Errorf("texts have %d bytes in the mean", mean)
	}
}
