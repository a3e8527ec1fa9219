package catalogweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTextsOfAFormAreBoundedTogetherAndNeverCut(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	long := strings.Repeat("word ", 300_000) + "the end"
	p := v.send("/share", url.Values{"what": {"Long\nWhy\n" + long}}).is(http.StatusOK)
	if !strings.Contains(rawText(p.root), "the end") {
		t.Error("the end of a text is cut off")
	}
	v.send("/share", url.Values{"what": {"x"}, "a": {long}, "b": {long}}).is(http.StatusRequestEntityTooLarge).says("This is too large to send")
}

// links are so many addresses of one page, one a line.
func links(n int, page string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "%s?map=%d\n", page, i)
	}
	return out.String()
}

func TestOfManyLinksTheFirstAreLookedUp(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Rivers\nTwelve maps.\n" + links(12, s.page))
	titled := 0
	for _, n := range p.nodes("input") {
		if attr(n, "value") == "Old maps of rivers" {
			titled++
		}
	}
	if titled != 5 {
		t.Errorf("%d of 12 links were looked up, want 5", titled)
	}
}
