package catalogweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestASearchForOtherWordsKeepsWhatIsChosen(t *testing.T) {
	s := newShelf(t)
	s.many(45)
	p := s.as(tom).get("/catalog?kind=guide&language=es&sort=newest").is(http.StatusOK)
	form := url.Values{}
	for _, f := range p.nodes("form") {
		if attr(f, "class") != "bigfind" {
			continue
		}
		for n := range f.Descendants() {
			if n.Data == "input" && attr(n, "type") == "hidden" {
				form.Add(attr(n, "name"), attr(n, "value"))
			}
		}
	}
	form.Set("q", "River")
	p.v.get("/catalog?"+form.Encode()).is(http.StatusOK).wants("link", "Remove Guide", "Remove Spanish")
	if form.Get("sort") != "newest" {
		t.Errorf("the order is lost: %v", form)
	}
}

func TestAVisitorIsAskedIn(t *testing.T) {
	s := newShelf(t)
	r := s.share(rosa, catalog.SeenByDistrict, tip("For the district"))
	p := s.as(noOne).get("/catalog").is(http.StatusOK).says("Come in to see the catalog.").saysNot("Nothing is shared yet", "Newest first")
	if link := attr(p.find("link", "Sign in"), "href"); !strings.HasPrefix(link, "/sign-in") {
		t.Errorf("signing in is at %q", link)
	}
	pages := map[string]string{}
	for name, path := range map[string]string{"there": s.at(r) + "/for-the-district", "not there": "/resources/0000000000000000/for-the-district"} {
		p := s.as(noOne).get(path).is(http.StatusNotFound).wants("heading", "Come in first").says("If a colleague sent you this").saysNot("For the district")
		found := false
		for _, a := range p.nodes("a") {
			found = found || attr(a, "href") == "/sign-in?next="+url.QueryEscape(path)
		}
		if !found {
			t.Errorf("%s: signing in does not lead back", name)
		}
		pages[name] = p.words()
	}
	if pages["there"] != pages["not there"] {
		t.Errorf("the page tells what is there:\n%s\n%s", pages["there"], pages["not there"])
	}
	s.as(sam).get(s.at(r)).is(http.StatusNotFound).lacks("heading", "Come in first")
}

func TestAFileThatIsNotWhatItsNameSaysIsRefused(t *testing.T) {
	s := newShelf(t)
	for content, words := range map[string]string{"MZ" + strings.Repeat("\x00", 19): "This file is a program", "Just words.": "This file is not what its name says"} {
		s.as(rosa).send("/share", url.Values{"made": {"me"}}, upload{"file", "fake.pdf", content}).is(http.StatusUnprocessableEntity).says(words)
	}
	s.keepsNothing()
	s.as(rosa).send("/share", url.Values{"made": {"me"}}, upload{"file", "real.pdf", "%PDF-1.4 ours"}).is(http.StatusOK).wants("button", "Share")
}

func TestWhatCouldNotBeFoundOutIsSaidAndTheFormGoesOnThere(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	p := v.send("/share", url.Values{"what": {"https://gone.invalid/page"}}).is(http.StatusOK).says("We could not read that page just now. Write the title yourself.")
	if p.focused() != "Title" {
		t.Errorf("a page that is gone: focus on %q", p.focused())
	}
	p = v.send("/share", url.Values{"what": {"978-0-06-440055-8"}}).is(http.StatusOK).says("Books are not looked up here")
	if p.focused() != "Title" || p.value("ISBN") != "9780064400558" {
		t.Errorf("a book: focus on %q, ISBN %q", p.focused(), p.value("ISBN"))
	}
	p = v.send("/share", url.Values{"what": {"978-0-06-440055-7"}}).is(http.StatusUnprocessableEntity).says("A digit of this ISBN seems wrong")
	if p.value("Paste a link, or just write it down") != "978-0-06-440055-7" {
		t.Error("what was typed is lost")
	}
	p = v.send("/share", url.Values{"made": {"other"}}, upload{"file", "sheet.pdf", "%PDF-1.4 somebody's"}).is(http.StatusOK).says("We did not keep the file. Where can it be found?")
	if p.focused() != "Address" {
		t.Errorf("a file that is not kept: focus on %q", p.focused())
	}
	for _, d := range p.nodes("details") {
		if hasAttr(d, "open") {
			t.Error("the details are unfolded")
		}
	}
	v.get("/drafts").says("gone.invalid/page", "ISBN 9780064400558")
}
