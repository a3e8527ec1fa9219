package catalogweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/search"
)

// Whatever stands behind the question mark, the catalog is a page: what is known narrows, what is not is named, and nothing is shown that
// turns the reading around.
func TestNonsenseInTheAddressIsAPage(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	s.share(rosa, catalog.SeenByDistrict, tip("Sea monsters"))
	v := s.as(rosa)
	names := append([]string{"q", "page", "sort", "as", "since", "until", "shared", "use", "tried", "from_grade", "to_grade", "made-up"}, search.Narrowing...)
	values := rapid.OneOf(
		rapid.SampledFrom([]string{"", " ", "tip", "k-2", "12-1", "99", "-1", "99999999999999999999", "2026-02-30", "yesterday", "newest", "typed", "month", "not-yet", "my-school", "none",
			"\x00", "a\x00b", "\u202egnp.\u202c", "\ufeff", "\xff\xfe", "%zz", `"`, `""""`, "-", "--sea", "sea OR 1=1", "<script>", strings.Repeat("sea ", 90), strings.Repeat("x", 400)}),
		rapid.StringN(0, 40, 80))
	rapid.Check(t, func(rt *rapid.T) {
		asked := url.Values{}
		for range rapid.IntRange(0, 8).Draw(rt, "fields") {
			asked.Add(rapid.SampledFrom(names).Draw(rt, "name"), values.Draw(rt, "value"))
		}
		address := "/catalog?" + asked.Encode()
		if len(address) > 8<<10 {
			return
		}
		p := v.get(address)
		if p.status != http.StatusOK || !p.has("heading", "Catalog") {
			rt.Fatalf("%s is %d", address, p.status)
		}
		if strings.ContainsAny(p.body, "\x00\u202e") {
			rt.Fatalf("%s shows what nobody sees", address)
		}
	})
}
