package double_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func TestADecisionIsRememberedAndTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		a, b := w.share(w.Mai, "Maps", link("https://maps.example/")), w.share(w.Rosa, "Old maps", link("https://maps.example/"))
		for _, to := range []double.State{double.Apart, double.Link} {
			w.finds("Maps + Old maps")
			w.ok(w.double.Decide(ctx, w.Ana, b.ID, a.ID, to))
			w.finds()
			list, err := w.double.Decided(ctx, w.Joan)
			w.ok(err)
			if len(list) != 1 || list[0].State != to || list[0].Person != "Ana Villarreal" || list[0].First.ID != a.ID || list[0].At.IsZero() {
				t.Errorf("decided is %+v", list)
			}
			if err := w.double.Decide(ctx, w.Joan, a.ID, b.ID, double.Apart); !fault.IsConflict(err) {
				t.Errorf("a second decision: %v", err)
			}
			seen, err := w.double.Look(ctx, w.Joan, a.ID, b.ID)
			w.ok(err)
			if seen.State != to || seen.Like.Links.Both != 1 || seen.Documents[1].About.Title != "Old maps" {
				t.Errorf("looked at %+v", seen)
			}
			w.ok(w.double.Reopen(ctx, w.Joan, a.ID, b.ID))
			w.ok(w.double.Reopen(ctx, w.Joan, a.ID, b.ID)) // nothing is left to take back
		}
		w.finds("Maps + Old maps")
		got := strings.Join(w.Logged(), " ")
		if !strings.HasSuffix(got, "pair.kept_apart pair.reopened pair.linked pair.reopened") {
			t.Errorf("logged %s", got)
		}
		for name, err := range map[string]error{
			"with itself": w.double.Decide(ctx, w.Ana, a.ID, a.ID, double.Apart),
			"with none":   w.double.Decide(ctx, w.Ana, a.ID, "none", double.Apart),
			"otherwise":   w.double.Decide(ctx, w.Ana, a.ID, b.ID, "gone"),
		} {
			if !fault.IsNotFound(err) {
				t.Errorf("decided %s: %v", name, err)
			}
		}
	})
}

// Nothing is decided, and nothing shown side by side, of what partners share: it is theirs.
func TestWhatPartnersShareIsNotDecidedAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		_, err := d.Exec(ctx, `UPDATE district SET consortium = 'valley'`)
		w.ok(err)
		mine, theirs := w.share(w.Mai, "Maps", link("https://maps.example/")), w.shareTo(w.Stranger, catalog.SeenByConsortium, "Old maps", link("https://maps.example/"))
		partner := w.Ana
		partner.Consortium = "valley"
		if cards, err := w.Catalog.Cards(ctx, partner, []catalog.ResourceID{theirs.ID}); err != nil || len(cards) != 1 {
			t.Fatalf("a partner sees %v, %v", cards, err)
		}
		if list, err := w.double.Pairs(ctx, partner); err != nil || len(list) != 0 {
			t.Errorf("pairs %v, %v", list, err)
		}
		_, looked := w.double.Look(ctx, partner, mine.ID, theirs.ID)
		_, chosen := w.double.Choices(ctx, partner, mine.ID, theirs.ID)
		_, ours := w.adapt.MayJoin(ctx, partner, theirs.ID, mine.ID)
		for act, err := range map[string]error{"adopt": ours, "look": looked, "choose": chosen, "decide": w.double.Decide(ctx, partner, mine.ID, theirs.ID, double.Link),
			"join": w.double.Join(ctx, partner, mine.ID, theirs.ID), "take back": w.double.Reopen(ctx, partner, mine.ID, theirs.ID)} {
			if !fault.IsNotFound(err) {
				t.Errorf("%s: %v", act, err)
			}
		}
	})
}

// Each of two that are linked names the other, to whoever may see it.
func TestWhatIsLinkedNamesTheOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		a, b := w.share(w.Mai, "Maps", link("https://maps.example/")), w.shareTo(w.Rosa, catalog.SeenBySchool, "Old maps", link("https://maps.example/"))
		names := func(by actor.Actor, r catalog.ResourceID, want ...string) {
			t.Helper()
			cards, err := w.double.LinkedWith(ctx, by, r)
			w.ok(err)
			var got []string
			for _, c := range cards {
				got = append(got, c.About.Title)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s is told %q, want %q", by.Name, got, want)
			}
		}
		w.ok(w.double.Decide(ctx, w.Ana, a.ID, b.ID, double.Link))
		names(w.Rosa, a.ID, "Old maps")
		names(w.Mai, b.ID, "Maps")
		names(w.Mai, a.ID)
		names(w.Stranger, a.ID)
		names(actor.Actor{}, a.ID)
		w.ok(w.double.Reopen(ctx, w.Ana, a.ID, b.ID))
		names(w.Rosa, a.ID)
		w.ok(w.double.Decide(ctx, w.Ana, a.ID, b.ID, double.Apart))
		names(w.Rosa, a.ID)
	})
}
