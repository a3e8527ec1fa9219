package catalogweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

// Each kind has its own short form: what belongs to it is said and can be added at once, and what belongs to others is not.
func TestEachKindHasItsOwnShortForm(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	said := map[string]bool{}
	for _, kind := range block.ResourceKinds {
		draft := v.get("/share?kind=" + string(kind)).form("/share")
		draft.Set("what", "Words about a thing")
		page := v.send("/share", draft).is(200)
		words := shownFor(page, string(kind))
		if words == "" || said[words] {
			t.Errorf("%s says %q", kind, words)
		}
		said[words] = true
	}
	page := v.begin("Cardboard marble run, a makerspace activity")
	if words := shownFor(page, "maker"); !strings.Contains(words, "Add materials") || !strings.Contains(words, "Add steps") {
		t.Errorf("a makerspace activity is asked for %q", words)
	}
	if page = page.press("add", "materials"); len(page.keys()) != 1 || !page.has("field", "For how many students") {
		t.Errorf("no materials were added: %s", page.words())
	}
}

// shownFor is what the form says of a kind where it says nothing of others.
func shownFor(p *page, kind string) string {
	p.t.Helper()
	var said []string
	for _, n := range p.nodes("div") {
		switch of := attr(n, "data-kind-fields"); {
		case of == "" || hasAttr(n, "hidden"):
		case of == kind:
			said = append(said, textOf(n))
		default:
			p.t.Errorf("of %s the form asks for what belongs to %s", kind, of)
		}
	}
	return strings.Join(said, " ")
}

// A drawing may hold programs: it is offered to be saved and never stands in a page, where no picture of it can be made.
func TestADrawingIsAFileAndNoPicture(t *testing.T) {
	s := newShelf(t)
	drawing := `<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>`
	p := s.as(rosa).send("/share", url.Values{"what": {"A sign\nFor the door of our room."}, "made": {"me"}}, upload{"file", "sign.svg", drawing}).is(http.StatusOK)
	p = p.press("do", "share").is(http.StatusOK).wants("link", "sign.svg")
	if len(p.nodes("img")) != 0 {
		t.Errorf("the page shows a picture: %s", p.words())
	}
}

func TestThePageOfAResourceSaysForWhomAndInWhatForm(t *testing.T) {
	s := newShelf(t)
	d := tip("Maps")
	d.About.Audience, d.About.Formats = []string{"teachers", "families"}, []string{"make", "print"}
	r := s.share(rosa, catalog.SeenByDistrict, d)
	s.as(joan).get(s.at(r)).says("For teachers and families", "To make and to print")
}

func TestManyDraftsDoNotFillTheStartPage(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	for _, title := range []string{"First", "Second", "Third", "Fourth"} {
		v.begin(title + " thing")
	}
	v.get("/").says("Fourth thing", "First thing").saysNot("more draft")
	v.begin("Fifth thing")
	v.get("/").says("Fifth thing", "Third thing", "2 more drafts").saysNot("First thing")
}
