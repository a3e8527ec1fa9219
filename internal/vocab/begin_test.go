package vocab_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

var written = []vocab.NewTerm{
	{ID: "maps", English: "Maps", Spanish: "Mapas", Synonyms: []vocab.Name{{Text: "atlas", Language: "en"}, {Text: "Mapas", Language: "es"}}},
	{ID: "poetry", English: "Poetry", Spanish: "Poesía", Synonyms: []vocab.Name{{Text: "poemas", Language: "es"}}},
}

func TestADistrictStartsWithTopicsAndTheWayBackSparesWhatWasChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if err := k.topics.Start(t.Context(), k.ana, written); !fault.IsConflict(err) {
			t.Errorf("where there is a topic: %v", err)
		}
		if err := k.topics.Start(t.Context(), k.rosa, written); !fault.IsDenied(err) {
			t.Errorf("by a media specialist: %v", err)
		}
		if _, err := k.topics.TakeOut(t.Context(), k.rosa, written); !fault.IsDenied(err) {
			t.Errorf("taken out by a media specialist: %v", err)
		}
		if err := k.topics.Undo(t.Context(), k.ana, k.lately()[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := k.topics.Start(t.Context(), k.ana, written); err != nil {
			t.Fatal(err)
		}
		terms, err := k.topics.Terms(t.Context(), "maple")
		if err != nil {
			t.Fatal(err)
		}
		if found := terms.Suggest("An atlas of poemas", 6); len(found) != 2 {
			t.Errorf("suggested are %v", found)
		}
		if len(k.lately()) != 0 {
			t.Errorf("as if a coordinator had done each: %v", k.lately())
		}
		if _, err := k.topics.Rename(t.Context(), k.ana, vocab.NewTerm{ID: "maps", English: "Maps and charts", Spanish: "Mapas"}); err != nil {
			t.Fatal(err)
		}
		gone, err := k.topics.TakeOut(t.Context(), k.ana, written)
		if err != nil || gone != 1 {
			t.Fatalf("%d gone, %v", gone, err)
		}
		if terms, err = k.topics.Terms(t.Context(), "maple"); err != nil {
			t.Fatal(err)
		}
		if all := terms.All(lang.English); len(all) != 1 || all[0].English != "Maps and charts" {
			t.Errorf("left are %v", all)
		}
	})
}

func TestATopicThatNobodyHasSaidInEnglishStandsInSpanish(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		term, err := k.topics.Decide(t.Context(), k.ana, vocab.Decision{Proposal: k.propose("Cuentos del barrio").ID, Spanish: "Cuentos del barrio"})
		if err != nil || term != "cuentos-del-barrio" {
			t.Fatalf("%q, %v", term, err)
		}
		terms, err := k.topics.Terms(t.Context(), "maple")
		if err != nil {
			t.Fatal(err)
		}
		got, _ := terms.Get(term)
		if got.Label(lang.English) != "Cuentos del barrio" || len(got.Names) != 1 || got.Names[0].Language != "es" {
			t.Errorf("%+v", got)
		}
	})
}

func TestAProposalKnowsInWhichLanguageItsProposerReads(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if q := k.propose("whales"); q.Locale != lang.English {
			t.Errorf("as the district: %q", q.Locale)
		}
		if _, err := d.Exec(t.Context(), `UPDATE person SET locale = 'es'`); err != nil {
			t.Fatal(err)
		}
		if q := k.waiting()[0]; q.Locale != lang.Spanish {
			t.Errorf("as she chose: %q", q.Locale)
		}
	})
}

func TestTopicsComeWithANewDistrict(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		if _, err := d.Exec(t.Context(), `INSERT INTO district (id, name, consortium, time_zone, calling, locale, public_on, setup, created_at)
			VALUES ('new', 'New', '', 'UTC', 'librarian', 'en', FALSE, 'done', 0)`); err != nil {
			t.Fatal(err)
		}
		if err := d.Do(t.Context(), func(tx *db.DB) error { return k.topics.Begin(t.Context(), tx, actor.Actor{District: "new"}, written) }); err != nil {
			t.Fatal(err)
		}
		terms, err := k.topics.Terms(t.Context(), "new")
		if err != nil || len(terms.All(lang.Spanish)) != 2 {
			t.Errorf("%v, %v", terms, err)
		}
	})
}
