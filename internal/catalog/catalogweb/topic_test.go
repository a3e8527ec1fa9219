package catalogweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// undo presses the first button on the page that leads back.
func (p *page) undo() *page {
	p.t.Helper()
	for _, f := range p.nodes("form") {
		if action := attr(f, "action"); strings.HasPrefix(action, "/admin/topic-changes/") {
			return p.v.post(action, nil)
		}
	}
	p.t.Fatal("there is no way back")
	return nil
}

// Words that wait are shown in pages, and one that cannot be decided as it is typed stands on its page again.
func TestManyWordsThatWaitAreInPages(t *testing.T) {
	s := newShelf(t)
	many := func(from, to int) string {
		var words []string
		for i := from; i < to; i++ {
			words = append(words, fmt.Sprintf("word %03d", i))
		}
		return strings.Join(words, ", ")
	}
	v := s.as(rosa)
	p := v.begin("A corner\nBecause.").press("do", "share", "proposals", many(0, 21)).is(http.StatusUnprocessableEntity).says("At most 20 new topics, please")
	if !strings.Contains(p.body, many(0, 21)) {
		t.Error("what was typed is lost")
	}
	for i := range 3 {
		v.begin(fmt.Sprintf("Corner %d\nBecause.", i)).press("do", "share", "proposals", many(20*i, 20*i+20)).is(http.StatusOK)
		s.clock.Advance(time.Minute)
	}
	c := s.as(ana)
	c.get("/admin/topics").is(http.StatusOK).says("word 000", "1–50 of 60").saysNot("word 059").wants("link", "The next ones")
	second := c.get("/admin/topics?waiting=2").is(http.StatusOK).says("word 059", "51–60 of 60").saysNot("word 000").wants("link", "The first ones")
	for _, f := range second.nodes("form") {
		if action := attr(f, "action"); strings.HasPrefix(action, "/admin/topics/") {
			c.post(action, url.Values{"do": {"take"}, "english": {" "}}).is(http.StatusUnprocessableEntity).says("Write the topic as people will read it.")
			c.post(action, url.Values{"do": {"decline"}}).is(http.StatusOK).says("51–59 of 59")
			break
		}
	}
}

func TestTheCoordinatorChangesTopicsAndTakesItBack(t *testing.T) {
	s := newShelf(t)
	v := s.as(ana)
	for _, english := range []string{"Maps", "Atlases"} {
		if _, err := s.topics.Add(t.Context(), ana, vocab.NewTerm{English: english, Synonyms: []vocab.Name{{Text: "many " + english}}}); err != nil {
			t.Fatal(err)
		}
	}
	d := tip("Rivers")
	d.About.Tags = []string{"atlases"}
	at := s.at(s.share(rosa, catalog.SeenByDistrict, d))
	s.as(rosa).get("/admin/topic/maps").is(http.StatusForbidden)
	v.get("/admin/topic/nothing").is(http.StatusNotFound)

	v.get("/admin/topics").wants("link", "Maps").says("“Maps” was added.")
	v.get("/admin/topic/maps").is(http.StatusOK).wants("heading", "Maps").wants("button", "Take away: many Maps")
	v.post("/admin/topic/maps", url.Values{"english": {" "}, "synonyms": {"kept, words"}}).is(http.StatusUnprocessableEntity).says("Write the topic as people will read it.")
	p := v.post("/admin/topic/maps", url.Values{"english": {"Charts"}, "spanish": {"Mapas"}, "synonyms": {"plans"}}).is(http.StatusOK)
	p = p.wants("heading", "Charts").wants("button", "Take away: plans", "Take away: Maps").says("Saved. The old name still finds it.").undo()
	p.is(http.StatusOK).says("It is as it was before.").wants("link", "Maps").lacks("link", "Charts")

	p = v.post("/admin/topic/maps/unname", url.Values{"name": {"many Maps"}}).is(http.StatusOK).says("“many Maps” was taken away.").lacks("button", "Take away: many Maps")
	p.undo().is(http.StatusOK).says("many Maps")

	v.post("/admin/topic/atlases/merge", url.Values{"into": {""}}).is(http.StatusUnprocessableEntity).says("Choose a topic that is in use.")
	p = v.post("/admin/topic/atlases/merge", url.Values{"into": {"maps"}}).is(http.StatusOK).wants("heading", "Maps").says("“Atlases” is part of this topic now.")
	v.get("/admin/topic/atlases").is(http.StatusNotFound)
	s.as(rosa).get(at).wants("link", "Maps").lacks("link", "Atlases")
	v.get("/admin/topics").says("“Atlases” became part of “Maps”.")
	p.undo().is(http.StatusOK).wants("link", "Atlases")
	s.as(rosa).get(at).wants("link", "Atlases")
}

func TestADistrictWithoutTopicsIsOfferedSome(t *testing.T) {
	s := newShelf(t)
	v := s.as(ana)
	s.as(rosa).post("/admin/topics-start", nil).is(http.StatusForbidden)
	v.get("/admin/topics").is(http.StatusOK).says("No topics yet").wants("button", "Put in 2 topics to begin with")
	v.post("/admin/topics-start", nil).is(http.StatusOK).says("2 topics are in the list now.", "Desinformación", "noticias falsas").lacks("button", "Put in 2 topics to begin with")
	s.as(rosa).begin("Spotting noticias falsas\nA class for it.").says("Misinformation")
	v.post("/admin/topics-start", nil).is(http.StatusConflict)
	v.post("/admin/topic/poetry", url.Values{"english": {"Poems"}, "spanish": {"Poesía"}}).is(http.StatusOK)
	p := v.post("/admin/topics-start/undo", nil).is(http.StatusOK).says("One topic is out of the list again.").wants("link", "Poems").lacks("link", "Misinformation")
	p.lacks("button", "Put in 2 topics to begin with")
}

func TestAWordStandsInTheLanguageItIsIn(t *testing.T) {
	s := newShelf(t)
	v := s.as(rosa)
	v.begin("Un rincón\nBecause.").press("do", "share", "proposals", "acentuación").is(http.StatusOK)
	v.begin("A corner\nBecause.").press("do", "share", "proposals", "bookworms").is(http.StatusOK)
	p := s.as(ana).get("/admin/topics")
	for word, want := range map[string][2]string{"acentuación": {"", "acentuación"}, "bookworms": {"bookworms", ""}} {
		var got [2]string
		for _, f := range p.nodes("form") {
			if !strings.Contains(textOf(f), word) {
				continue
			}
			for _, n := range p.nodes("input") {
				if contains(f, n) && attr(n, "name") == "english" {
					got[0] = attr(n, "value")
				}
				if contains(f, n) && attr(n, "name") == "spanish" {
					got[1] = attr(n, "value")
				}
			}
		}
		if got != want {
			t.Errorf("%s: in English %q, in Spanish %q", word, got[0], got[1])
		}
	}
}
