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
	if body := s.as(rosa).get("/catalog/suggest").is(http.StatusOK).body; body != "" {
		t.Errorf("nothing was typed, and offered is %s", body)
	}
}
