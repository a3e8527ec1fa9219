package catalogweb_test

import (
	"net/http"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestWhatIsBeingTypedIsOfferedAsOptions(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Rivers & <maps>"))
	s.share(rosa, catalog.SeenBySchool, tip("Rivers of Elm alone"))
	p := s.as(rosa).get("/catalog/suggest?q=riv").is(http.StatusOK)
	p.wants("link", "Rivers & <maps> Quick tip", "Rivers of Elm alone Quick tip")
	s.as(joan).get("/catalog/suggest?q=riv").is(http.StatusOK).wants("link", "Rivers & <maps> Quick tip").lacks("link", "Rivers of Elm alone Quick tip")
	s.share(rosa, catalog.SeenByDistrict, tip("Ask the text, RL.3.1: Ask and answer"))
	s.share(rosa, catalog.SeenBySchool, tip("Elm's own, RL.3.2"))
	standard := s.as(joan).get("/catalog/suggest?q=rl.3").is(http.StatusOK).wants("link", "RL.3.1: Ask and answer Standard").lacks("link", "RL.3.2 Standard")
	if n := standard.find("link", "RL.3.1: Ask and answer Standard"); attr(n, "href") != "/catalog?q=%22RL.3.1%22" {
		t.Errorf("a standard leads to %s", attr(n, "href"))
	}
	s.as(joan).get("/catalog?q=%22RL.3.1%22").says("1 found")
	if body := s.as(rosa).get("/catalog/suggest").is(http.StatusOK).body; body != "" {
		t.Errorf("nothing was typed, and offered is %s", body)
	}
}
