package catalogweb_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// forGrades is a tip for some grades.
func forGrades(title string, grades grade.Set, blocks ...block.Body) block.Document {
	d := tip(title, blocks...)
	d.About.Grades = grades
	return d
}

func TestAGradeThatThereIsNotIsSaidAndTheRestLookedFor(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Maps of the sea"))
	v := s.as(rosa)
	p := v.get("/catalog?q=maps+grade+13").is(http.StatusOK).says("1 found", "There is no grade 13: grades go from PreK to 12.").wants("link", "Maps of the sea")
	if got := attr(p.find("link", "Look without it"), "href"); got != "/catalog?q=maps" {
		t.Errorf("without it, it leads to %s", got)
	}
	v.get("/catalog?q=13th+graders").is(http.StatusOK).says("There is no grade 13", "There is nothing to look for in “13th graders”").wants("link", "See everything").lacks("link", "Maps of the sea")
	v.get("/catalog?as=typed&q=maps+grade+13").saysNot("There is no grade 13")
}

func TestTwoNumbersThatNothingHasLeadToTheirGrades(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, forGrades("Maps", grade.Range(10, 13)))
	s.share(rosa, catalog.SeenByDistrict, forGrades("Globes", grade.Range(12, 12)))
	v := s.as(rosa)
	p := v.get("/catalog?q=9-12").is(http.StatusOK).says("Nothing has “9-12” among its words.").saysNot("Nothing found", "Does anybody have").wants("heading", "For grades 9–12?")
	if got := attr(p.find("link", "Yes, show 2"), "href"); got != "/catalog?grade=9-12" {
		t.Errorf("yes leads to %s", got)
	}
	p = v.get("/catalog?q=maps+9-12").is(http.StatusOK).says("1 found") // as words it finds something, and is asked in small
	if got := attr(p.find("link", "For grades 9–12?"), "href"); got != "/catalog?grade=9-12&q=maps" {
		t.Errorf("it leads to %s", got)
	}
	p.saysNot("Nothing has")
	v.get("/catalog?q=maps+tornado+9-12").says("For grades 9–12?", "Nothing has: tornado.", "Nothing has all of these words.").saysNot("9-12.")
	v.get("/catalog?q=3-5").says("Nothing found").saysNot("For grades 3–5?") // nothing is for them
	v.get("/catalog?q=9-12&grade=3-5").saysNot("For grades 9–12?")
}

func TestWhatWasTypedIsNotSaidToBeChosen(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, forGrades("Maps", grade.Range(10, 13)))
	v := s.as(rosa)
	p := v.get("/catalog?q=maps+grade+4").says("Nothing for grade 4 has the other words.").saysNot("you chose")
	if got := attr(p.find("link", "Look without narrowing"), "href"); got != "/catalog?q=maps" {
		t.Errorf("without narrowing it leads to %s", got)
	}
	v.get("/catalog?q=grade+4").says("Nothing here is for grade 4 yet.").saysNot("you chose")
	v.get("/catalog?q=maps&grade=4").says("Nothing with “maps” fits everything you chose.")
}

// A teacher who finds nothing is led to everything once.
func TestATeacherIsLedToEverythingOnce(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Maps"))
	v := s.as(tom)
	for address, want := range map[string]string{"/catalog?q=zeppelin+grade+4": "Show everything again", "/catalog?q=maps&subject=health": "See everything", "/catalog?q=zeppelin": "See everything"} {
		p, all := v.get(address).is(http.StatusOK).wants("link", want), 0
		for _, link := range p.nodes("main") {
			for n := range link.Descendants() {
				if n.Data == "a" && attr(n, "href") == "/catalog" && strings.Contains(textOf(n), "everything") {
					all++
				}
			}
		}
		if all != 1 {
			t.Errorf("%s leads to everything %d times", address, all)
		}
	}
}

// What shows everything again shows something.
func TestEverythingIsShownAgain(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, tip("Maps"))
	v := s.as(rosa)
	for _, address := range []string{"/catalog?q=zeppelin&subject=health", "/catalog?subject=health", "/catalog?q=maps&subject=health", "/catalog?q=zeppelin+grade+4"} {
		p := v.get(address).is(http.StatusOK)
		name := "Show everything again"
		if strings.Contains(address, "maps") {
			name = "Look without narrowing"
		}
		v.get(attr(p.find("link", name), "href")).is(http.StatusOK).wants("link", "Maps")
	}
}

func TestAChosenSpanShowsItsCountAndThatOneIsEnough(t *testing.T) {
	s := newShelf(t)
	s.share(rosa, catalog.SeenByDistrict, forGrades("Maps", grade.Range(5, 5)))
	s.share(rosa, catalog.SeenByDistrict, forGrades("Globes", grade.Range(12, 12)))
	guide := forGrades("Lanterns", grade.Range(2, 2))
	guide.About.Type = block.Guide
	s.share(rosa, catalog.SeenByDistrict, guide)
	v := s.as(rosa)
	for _, address := range []string{"/catalog?grade=4-7", "/catalog?q=grades+4-7", "/catalog?grade=4-7&grade=9-12"} {
		p := v.get(address).is(http.StatusOK).wants("group", "Grades")
		group := textOf(p.find("group", "Grades"))
		if !strings.Contains(group, "If you choose several, any one is enough.") || !strings.HasSuffix(strings.TrimSpace(group), "1 result") {
			t.Errorf("%s says of the grades %q", address, group)
		}
	}
	v.get("/catalog?kind=tip").says("If you choose several, any one is enough.")
	v.get("/catalog?shared=month").saysNot("any one is enough")
	v.get("/catalog?use=my-school").saysNot("any one is enough")
}
