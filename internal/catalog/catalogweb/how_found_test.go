package catalogweb_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestThePageSaysTheNumbersBySearch(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).get("/catalog/how-found").is(http.StatusOK).wants("heading", "How things are found")
	f := search.TheFormula()
	percent := func(share float64) string { return fmt.Sprintf("%.0f%%", math.Round(100*share)) }
	for _, share := range []float64{f.Form, f.Other, f.Beside, f.Oldest, f.Schools, f.Worked, f.Adapted, f.Here, f.Like, f.Named, f.Kind, f.Language, f.Own} {
		p.says(percent(share))
	}
	text := strings.Join(strings.Fields(p.words()), " ")
	for _, field := range f.Fields {
		if !strings.Contains(text, fmt.Sprint(" ", field.Weight, " ")) {
			t.Errorf("%v is not said of %s in %q", field.Weight, field.Name, text)
		}
	}
	for _, age := range f.Ages {
		p.says(fmt.Sprintf("%.0f month", math.Round(float64(age.Days)*12/365)))
	}
	p.says(fmt.Sprintf("less than %d", f.Complete))
}

func TestThePageNamesTheSchoolByWhichSomethingWasFound(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Opening checklist"))
	s.as(joan).get("/catalog/how-found?q=elm").is(http.StatusOK).says("Elm: has a part in 1 result of the page")
}

func TestTheWayToItStandsBesideResults(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	s.as(rosa).get("/catalog?q=river").wants("link", "How things are found")
	s.as(rosa).get("/catalog?q=zyzzyva").wants("link", "How things are found")
}

func TestALikelierWordIsOfferedAndLeadsToIt(t *testing.T) {
	s := newShelf(t)
	for range 12 {
		s.share(rosa, catalog.SeenByDistrict, tip("Volcano, a model"))
	}
	s.share(rosa, catalog.SeenByDistrict, tip("A volcamo of paper"))
	p := s.as(rosa).get("/catalog?q=volcamo&as=").is(http.StatusOK).wants("link", "Did you mean “volcano”?")
	s.as(rosa).get(attr(p.find("link", "Did you mean “volcano”?"), "href")).is(http.StatusOK).says("12 found").saysNot("Did you mean")
	s.as(rosa).get("/catalog?q=volcamo&as=typed").is(http.StatusOK).saysNot("Did you mean")
}
