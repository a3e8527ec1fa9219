package search_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestAColleaguesNameFindsWhatSheMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.exec(`UPDATE district SET public_on = TRUE`)
		w.exec(`UPDATE person SET name = 'Rosa Delgado' WHERE id = $1`, w.rosa.Person)
		w.exec(`UPDATE person SET name = 'Mai Tran' WHERE id = $1`, w.mai.Person)
		for range 20 { // who made it tells more where others made more
			w.share(w.mai, catalog.SeenBySchool, tip("Opening checklist"))
		}
		lantern := tip("Lanterns")
		lantern.About.Rights = "colleagues"
		r := w.share(w.rosa, catalog.SeenByAnyone, lantern)
		w.share(w.rosa, catalog.SeenBySchool, tip("For Elm alone"))
		w.share(w.mai, catalog.SeenByDistrict, tip("Rosa Parks rode the bus"))
		w.finds(w.mai, "Delgado", "Lanterns")
		w.finds(w.rosa, "Delgado", "For Elm alone, Lanterns")
		for _, words := range []string{"rosa delgado", "lanterns by Rosa Delgado"} {
			if got := w.look(w.mai, search.Query{Words: words}); got.Whole != 1 || got.Cards[0].About.Title != "Lanterns" {
				t.Errorf("%q finds %s, %d whole", words, titlesOf(got), got.Whole)
			}
		}
		begun := func(by actor.Actor, words ...string) []id.PersonID {
			out, err := w.search.PeopleBegun(t.Context(), by, words)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if got := begun(w.mai, "delg", "ro"); !slices.Equal(got, []id.PersonID{w.rosa.Person}) {
			t.Errorf("begun is %q", got)
		}
		if got := slices.Concat(begun(w.mai), begun(w.mai, "elgado"), begun(w.mai, "ro", "tran"), begun(w.far, "delg"), begun(w.nell, "delg"), begun(visitor, "delg")); len(got) > 0 {
			t.Errorf("begun for others, or by other words: %q", got)
		}
		w.finds(w.rosa, "tran", "Rosa Parks rode the bus")
		if got := w.look(w.mai, search.Query{Words: "rosa"}); got.Total != 2 || got.Cards[0].About.Title != "Rosa Parks rode the bus" || len(got.By[0]) > 0 || !slices.Equal(got.By[1], []string{"Rosa Delgado"}) {
			t.Errorf("whom it is about comes first: %s, by %v", titlesOf(got), got.By)
		}
		if got := w.look(w.mai, search.Query{Words: "rosa parks"}); got.Whole != 1 {
			t.Errorf("a first name among other words finds %d", got.Whole)
		}
		for _, words := range []string{"delgado lanterns", "lanterns delgado"} {
			if got := w.look(w.mai, search.Query{Words: words}); got.Whole != 1 || got.Cards[0].About.Title != "Lanterns" || !slices.Equal(got.By[0], []string{"Rosa Delgado"}) || len(got.Unknown) > 0 {
				t.Errorf("%q finds %s, %d whole, by %v, unknown %q", words, titlesOf(got), got.Whole, got.By, got.Unknown)
			}
		}
		for words, named := range map[string]int{"delgado parks": 1, "tran bus": 1, "rosa lanterns": 0} { // nothing hers has it; a first name is anything
			if got := w.look(w.rosa, search.Query{Words: words}); got.Whole != 0 && words != "tran bus" || len(got.People) != named || len(got.Unknown) > 0 {
				t.Errorf("%q finds %s, %d whole, names %v, unknown %q", words, titlesOf(got), got.Whole, got.People, got.Unknown)
			}
		}
		for words, want := range map[string]string{`"delgado rosa parks"`: "", `"rosa parks"`: "Rosa Parks rode the bus", `-"rosa delgado" lanterns`: "Lanterns"} {
			w.finds(w.mai, words, want)
		}
		for _, words := range []string{`"rosa delgado"`, `"Delgado"`, `lanterns "Rosa Delgado"`} { // in quotes as without
			if got := w.look(w.mai, search.Query{Words: words}); got.Whole != 1 || got.Cards[0].About.Title != "Lanterns" || !slices.Equal(got.People, []id.PersonID{w.rosa.Person}) {
				t.Errorf("%s finds %s, %d whole, and names %q", words, titlesOf(got), got.Whole, got.People)
			}
		}
		// Outside the district nobody is named, by whatever way.
		for _, by := range []actor.Actor{w.nell, w.far, visitor} {
			for _, words := range []string{"Delgado", "Rosa Delgado", "delgad"} {
				if got := w.look(by, search.Query{Words: words}); slices.ContainsFunc(got.Cards, func(c catalog.Card) bool { return c.ID == r.ID }) || got.By != nil || len(got.Taken) > 0 {
					t.Errorf("%s finds %s by %q, taken %v", by.Name, titlesOf(got), words, got.Taken)
				}
			}
		}
		// Whoever changed it is found too, and by the name they have now.
		lantern.About.Why = "Because evenings are dark."
		if _, err := w.catalog.Save(t.Context(), w.ana, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: lantern}); err != nil {
			t.Fatal(err)
		}
		w.exec(`UPDATE person SET name = 'Ana Villarreal' WHERE id = $1`, w.ana.Person)
		again := newNode(t, d, w.clock)
		if _, err := again.search.Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		again.finds(w.mai, "villarreal", "Lanterns")
		again.finds(w.mai, "delgado", "Lanterns")
		if got := again.look(w.mai, search.Query{Words: "delgado", AsTyped: true}); got.Total != 0 {
			t.Error("as typed, a name is a word like any other")
		}
	})
}

func TestCodesMatchWhole(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Ask and answer", block.Text{Markdown: "CCSS.ELA-LITERACY.RL.3.1 and 5-ESS2-1."}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Retell", block.Text{Markdown: "RL.3.2 in 31 minutes"}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Read aloud", block.Book{Title: "Tuck", ISBN: "9780374480097"}))
		for words, want := range map[string]string{
			"RL.3.1": "Ask and answer", "rl.3.1": "Ask and answer", "RL.3.2": "Retell", "RL.3.9": "", "5-ESS2-1": "Ask and answer", "5-ESS2-2": "",
			"978-0-374-48009-7": "Read aloud", "9780374480097": "Read aloud", "0-374-48009-5": "Read aloud", "0374480095": "Read aloud", "9780374480098": "",
		} {
			w.finds(w.mai, words, want)
		}
	})
}
