package catalogweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
