package catalogweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

const doubt = "“Maria Lopez 482913” looks like a student. Leave out students’ names and numbers."

// A text that seems to name a student is warned about beside the field and under the resource, and shared all the same.
func TestAStudentInATextIsWarnedAboutAndNotRefused(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nI ring a small bell.").saysNot("looks like a student")
	p = p.press("do", "stay", "why", "It worked for Maria Lopez 482913.").is(http.StatusOK).says(doubt)
	p = p.press("do", "share", "grades", "3-5").is(http.StatusOK).says("Shared with your colleagues.", "Does this name a student?", doubt)
	s.as(joan).get(p.path).says("It worked for Maria Lopez").saysNot("looks like a student")
	p = p.v.post(strings.TrimSuffix(p.path, "/quiet-endings")+"/edit", nil).is(http.StatusOK).says(doubt)
	p.press("do", "share", "why", "It worked for all of them, in 2025.").is(http.StatusOK).saysNot("looks like a student")
}

func TestEveryFreeTextOfTheFormIsLookedAt(t *testing.T) {
	s := newShelf(t)
	p := s.as(rosa).begin("Quiet endings\nBecause.").press("add", "text").is(http.StatusOK)
	key := p.keys()[0]
	for _, field := range []string{"title", "b." + key + ".heading", "b." + key + ".text"} {
		p = p.press("do", "stay", field, "For Maria Lopez 482913").is(http.StatusOK).says(doubt).press("do", "stay", field, "For all").is(http.StatusOK).saysNot("looks like a student")
	}
}

func TestAStudentInANoteIsWarnedAbout(t *testing.T) {
	s := newShelf(t)
	at := s.at(s.share(rosa, catalog.SeenByDistrict, tip("Quiet endings", block.Text{Markdown: "Ring it."})))
	s.as(joan).get(at).saysNot("looks like a student")
	s.as(joan).post(at+"/notes", url.Values{"note": {"It helped Maria Lopez 482913."}}).is(http.StatusOK).says("Your note is there.", doubt)
	s.as(rosa).get(at).says("It helped Maria Lopez").saysNot("looks like a student")
}
