package credit_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogtest"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/letterbox"
)

type world struct {
	*catalogtest.World
	credit *credit.Service
}

func newWorld(t *testing.T, d *db.DB) *world {
	w := catalogtest.New(t, d)
	letters := letterbox.New(letterbox.Options{DB: d, Clock: w.Clock, Jobs: w.Jobs, Mail: w.Mail, People: w.People, Words: w.Words, BaseURL: catalogtest.BaseURL})
	return &world{w, credit.New(credit.Options{DB: d, Clock: w.Clock, People: w.People, Catalog: w.Catalog, Letters: letters})}
}

func (w *world) ok(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

func input(title string) catalog.ShareInput {
	return catalog.ShareInput{School: "elm", Visibility: catalog.SeenByDistrict, Document: catalogtest.Tip(title)}
}

// subjects are those of the letters that have left, with to whom.
func (w *world) subjects() string {
	w.T.Helper()
	w.ok(w.Jobs.Drain(w.T.Context()))
	var out []string
	for _, kept := range w.Outbox.Letters() {
		out = append(out, kept.ToName+": "+kept.Subject)
	}
	return strings.Join(out, "; ")
}

func (w *world) credits(resource catalog.ResourceID) string {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Tom, resource)
	w.ok(err)
	var out []string
	for _, k := range shown.Credit {
		line := k.PersonName + ", " + k.SchoolName
		if k.Idea {
			line += " (idea)"
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// Whose idea it was is credited by a version of hers, told once and later than it can be undone, and may take it down.
func TestAnIdeaIsCreditedToWhoeverHadIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		r, err := w.credit.Share(ctx, w.Rosa, input("Tides"), "mai", "The idea")
		w.ok(err)
		if got := w.credits(r.ID); got != "Rosa Delgado, Elm; Mai Tran, Pine (idea)" {
			t.Errorf("credit %s", got)
		}
		history, err := w.Catalog.History(ctx, w.Rosa, r.ID, 0)
		w.ok(err)
		if n := len(history.Steps); n != 2 || history.Steps[0].AuthorName != "Mai Tran" || history.Steps[0].Reason != "The idea" || len(history.Steps[0].Changes) != 0 {
			t.Errorf("versions %+v", history.Steps)
		}
		if got := w.subjects(); got != "" {
			t.Errorf("told before it can no longer be undone: %s", got)
		}
		w.Clock.Advance(10 * time.Minute)
		if got := w.subjects(); got != "Mai Tran: Rosa Delgado shared an idea of yours" {
			t.Errorf("letters %s", got)
		}
		letter := w.Outbox.Letters()[0]
		for _, part := range []string{"Rosa Delgado, Elm shared this", "Tides", "Take it down"} {
			if !strings.Contains(letter.Text, part) || !strings.Contains(letter.HTML, part) {
				t.Errorf("the letter does not hold %q: %s", part, letter.Text)
			}
		}
		for _, by := range []actor.Actor{w.Rosa, w.Lin, w.Ana, w.Stranger} {
			if err := w.credit.TakeDown(ctx, by, r.ID, "No", false); !fault.IsNotFound(err) {
				t.Errorf("%s takes it down: %v", by.Name, err)
			}
		}
		for range 2 {
			w.ok(w.credit.TakeDown(ctx, w.Mai, r.ID, "Mai asked", false))
		}
		if c, err := w.credit.Credited(ctx, w.Mai, r.ID); err != nil || !c.Down || c.Why != credit.Idea || c.Title != "Tides" {
			t.Errorf("taken down: %+v, %v", c, err)
		}
		if _, err := w.Catalog.PutBack(ctx, w.Rosa, r.ID); !fault.IsDenied(err) {
			t.Errorf("who shared it puts it back: %v", err)
		}
		for range 2 {
			w.ok(w.credit.TakeDown(ctx, w.Mai, r.ID, "", true))
		}
		logged := strings.Join(w.Logged(), " ")
		if logged != "resource.shared resource.retired credit.declined resource.put_back credit.agreed" {
			t.Errorf("logged %s", logged)
		}
	})
}

// What is undone at once is told to nobody and credits nobody. Shared again it credits whom it names then, and tells them.
func TestAnIdeaThatWasUndoneIsNamedAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		r, err := w.credit.Share(ctx, w.Rosa, input("Tides"), "mai", "The idea")
		w.ok(err)
		draft, err := w.Catalog.Unshare(ctx, w.Rosa, r.ID, []byte(`{}`))
		w.ok(err)
		w.Clock.Advance(10 * time.Minute)
		if got := w.subjects(); got != "" {
			t.Errorf("letters of what was undone: %s", got)
		}
		if _, err := w.credit.Credited(ctx, w.Mai, r.ID); !fault.IsNotFound(err) {
			t.Errorf("she is credited in a draft: %v", err)
		}
		for _, whose := range []id.PersonID{"lin", "mai"} {
			in := input("Tides and wind")
			in.ID, in.Draft = r.ID, draft.At()
			_, err = w.credit.Share(ctx, w.Rosa, in, whose, "The idea")
			w.ok(err)
			if named, err := w.credit.Named(ctx, w.Rosa, r.ID); err != nil || named != whose {
				t.Errorf("she named %q, want %q, %v", named, whose, err)
			}
			if want := map[id.PersonID]string{"lin": "Rosa Delgado, Elm; Lin Chen, Elm (idea)", "mai": "Rosa Delgado, Elm; Mai Tran, Pine (idea)"}[whose]; w.credits(r.ID) != want {
				t.Errorf("credit %s, want %s", w.credits(r.ID), want)
			}
			if whose == "lin" {
				draft, err = w.Catalog.Unshare(ctx, w.Rosa, r.ID, []byte(`{}`))
				w.ok(err)
			}
		}
		w.Clock.Advance(10 * time.Minute)
		if got := w.subjects(); got != "Mai Tran: Rosa Delgado shared an idea of yours" {
			t.Errorf("letters %s", got)
		}
		if _, err := w.credit.Credited(ctx, w.Lin, r.ID); !fault.IsNotFound(err) {
			t.Errorf("whom she named first is credited: %v", err)
		}
	})
}

// Who shared it hears once that it was taken down, unless it is back by then; nobody hears of what they took out themselves.
func TestWhoSharedItHearsThatItWasTakenDown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		r, err := w.credit.Share(ctx, w.Rosa, input("Tides"), "mai", "The idea")
		w.ok(err)
		w.Clock.Advance(10 * time.Minute)
		told := "Mai Tran: Rosa Delgado shared an idea of yours"
		w.ok(w.credit.TakeDown(ctx, w.Mai, r.ID, "Mai asked", false))
		w.ok(w.credit.TakeDown(ctx, w.Mai, r.ID, "", true))
		w.Clock.Advance(10 * time.Minute)
		if got := w.subjects(); got != told {
			t.Errorf("back again, letters are %s", got)
		}
		w.Clock.Advance(time.Hour)
		w.ok(w.credit.TakeDown(ctx, w.Mai, r.ID, "Mai asked", false))
		if got := w.subjects(); got != told {
			t.Errorf("before it can no longer be undone: %s", got)
		}
		w.Clock.Advance(10 * time.Minute)
		if got, want := w.subjects(), "Rosa Delgado: Mai Tran took down what you shared; "+told; got != want {
			t.Errorf("letters are %s, want %s", got, want)
		}
		letter := w.Outbox.Letters()[0]
		for _, part := range []string{"Tides", "Nothing is lost. Mai Tran or a coordinator can put it back.", "/inside/resources/" + string(r.ID)} {
			if !strings.Contains(letter.Text, part) || !strings.Contains(letter.HTML, part) {
				t.Errorf("the letter does not hold %q: %s", part, letter.Text)
			}
		}
	})
}

// Whoever was named at first, and not when it was shared again, is not credited for the idea, whatever they write there later.
func TestAnIdeaThatIsNoLongerNamedIsForgotten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		for _, then := range []id.PersonID{"", "mai"} {
			r, err := w.credit.Share(ctx, w.Rosa, input("Tides"), "lin", "The idea")
			w.ok(err)
			draft, err := w.Catalog.Unshare(ctx, w.Rosa, r.ID, []byte(`{}`))
			w.ok(err)
			in := input("Tides and wind")
			in.ID, in.Draft = r.ID, draft.At()
			_, err = w.credit.Share(ctx, w.Rosa, in, then, "The idea")
			w.ok(err)
			shown, err := w.Catalog.Show(ctx, w.Lin, r.ID)
			w.ok(err)
			changed := shown.Document
			changed.About.Why = "Lin says why."
			_, err = w.Catalog.Save(ctx, w.Lin, catalog.SaveInput{Resource: r.ID, Document: changed, Base: shown.Head})
			w.ok(err)
			if _, err := w.credit.Credited(ctx, w.Lin, r.ID); !fault.IsNotFound(err) {
				t.Errorf("then naming %q, Lin is credited for the idea: %v", then, err)
			}
			if named, err := w.credit.Named(ctx, w.Rosa, r.ID); err != nil || named != then {
				t.Errorf("she named %q, want %q, %v", named, then, err)
			}
		}
	})
}

func TestWhoCanBeNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		_, err := d.Exec(ctx, `UPDATE person SET state = 'listed' WHERE district = 'maple' AND id = 'lin'`)
		w.ok(err)
		list, err := w.credit.Colleagues(ctx, w.Rosa)
		w.ok(err)
		var names []string
		for _, c := range list {
			names = append(names, string(c.ID))
		}
		if slices.Sort(names); strings.Join(names, " ") != "ana joan mai tom" {
			t.Errorf("she may name %v", names)
		}
		for _, whose := range []id.PersonID{"lin", "stranger", "nobody"} {
			_, err := w.credit.Share(ctx, w.Rosa, input("Tides"), whose, "")
			if wrong, ok := fault.AsFields(err); !ok || wrong["idea"].Key != "credit.wrong.person" {
				t.Errorf("%s is named: %v", whose, err)
			}
		}
		inside := input("Inside")
		inside.Visibility = catalog.SeenBySchool
		if wrong, ok := fault.AsFields(second(w.credit.Share(ctx, w.Rosa, inside, "mai", ""))); !ok || wrong["idea"].Key != "credit.wrong.unseen" {
			t.Errorf("she is named in what she cannot see: %v", wrong)
		}
		for whose, want := range map[id.PersonID]string{"rosa": "Rosa Delgado, Elm", "": "Rosa Delgado, Elm", "tom": "Rosa Delgado, Elm; Tom Ortiz, Elm (idea)", "ana": "Rosa Delgado, Elm; Ana Villarreal, Maple Valley (idea)"} {
			r, err := w.credit.Share(ctx, w.Rosa, input("Of "+string(whose)), whose, "")
			w.ok(err)
			if got := w.credits(r.ID); got != want {
				t.Errorf("the idea of %q credits %s, want %s", whose, got, want)
			}
		}
		if _, err := w.credit.Share(ctx, w.Tom, input("Tides"), "mai", ""); !fault.IsDenied(err) {
			t.Errorf("a teacher shares: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }
