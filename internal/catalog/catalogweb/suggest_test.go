package catalogweb_test

import (
	"net/http"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
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
	s.share(rosa, catalog.SeenByDistrict, tip("Ask the text", block.Text{Markdown: "CCSS.ELA-LITERACY.RI.4.9"}))
	if n := s.as(joan).get("/catalog/suggest?q=ri.4").is(http.StatusOK).find("link", "CCSS.ELA-LITERACY.RI.4.9 Standard"); n == nil || attr(n, "href") != "/catalog?q=%22RI.4.9%22" {
		t.Error("a standard does not lead to its shorter form")
	}
	s.share(rosa, catalog.SeenByDistrict, forGrades("Snow and frost", grade.Range(4, 4), block.Book{ISBN: "9780140501827", Title: "The Snowy Day", Creators: []string{"Ezra Jack Keats"}}))
	for typed, want := range map[string][2]string{
		"97801":        {"The Snowy Day – Ezra Jack Keats 9780140501827", "/catalog?q=9780140501827"},
		"3rd+gr":       {"For grade 3 Grades", "/catalog?grade=3"},
		"snow+grade+3": {"“snow” for grade 3 Grades", "/catalog?grade=3&q=snow"},
		"frosst":       {"Snow and frost Quick tip", ""},
	} {
		n := s.as(joan).get("/catalog/suggest?q="+typed).is(http.StatusOK).wants("link", want[0]).find("link", want[0])
		if n != nil && want[1] != "" && attr(n, "href") != want[1] {
			t.Errorf("%s leads to %s", want[0], attr(n, "href"))
		}
	}
	if body := s.as(rosa).get("/catalog/suggest").is(http.StatusOK).body; body != "" {
		t.Errorf("nothing was typed, and offered is %s", body)
	}
}
