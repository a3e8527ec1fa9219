package adapt_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// inWords is a family: "Pine, -Elm 1/1/0" is Elm's version of Pine's, with one part changed and one added.
func inWords(f adapt.Family) string {
	var out []string
	for _, r := range f.List {
		line := strings.Repeat("-", r.Depth) + r.SchoolName
		if r.Core != "" {
			line += fmt.Sprintf(" %d/%d/%d", r.Changed, r.Added, r.LeftOut)
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

func (w *world) family(by actor.Actor, of catalog.ResourceID, want string) adapt.Family {
	w.T.Helper()
	family, err := w.adapt.Family(w.T.Context(), by, of)
	w.ok(err)
	if got := inWords(family); got != want {
		w.T.Errorf("%s sees the family %q, want %q", by.Name, got, want)
	}
	return family
}

func TestTheFamilyOfAResource(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two", "p3:Three")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm", "p3:Three", "p4:Four"))
		oak := w.version(w.Joan, elm, same)
		for _, of := range []catalog.ResourceID{core, elm, oak} {
			w.family(w.Tom, of, "Pine, -Elm 1/1/1, --Oak 0/0/0")
		}
		offer := w.offers(elm, "p1")
		w.ok(w.accept(w.Mai, offer, nil))
		if f := w.family(w.Tom, oak, "Pine, -Elm 0/1/1, --Oak 0/0/0"); len(f.Used) != 1 || f.Used[0].PersonName != "Rosa Delgado" {
			t.Errorf("suggestions used: %+v", f.Used)
		}
		taken, err := w.adapt.UsedOf(ctx, w.Tom, w.Rosa.Person)
		w.ok(err)
		versions, err := w.adapt.VersionsOf(ctx, w.Tom, must(w.Catalog.BegunBy(ctx, w.Tom, w.Rosa.Person)))
		w.ok(err)
		if len(taken) != 1 || taken[0].Core != core || len(versions) != 1 || versions[0].Card.ID != oak || versions[0].Of.ID != elm {
			t.Errorf("taken up of Rosa's: %+v, %+v", taken, versions)
		}
		shown, err := w.Catalog.Show(ctx, w.Rosa, elm)
		w.ok(err)
		_, err = w.Catalog.Save(ctx, w.Rosa, catalog.SaveInput{Resource: elm, Base: shown.Head, Document: shown.Document, Visibility: catalog.SeenBySchool})
		w.ok(err)
		w.family(w.Mai, core, "Pine, -Oak 0/0/0")
		w.family(w.Tom, core, "Pine, -Elm 0/1/1, --Oak 0/0/0")
		if _, err := w.adapt.Family(ctx, w.Mai, elm); !fault.IsNotFound(err) {
			t.Errorf("the family of what one may not see: %v", err)
		}
		if _, err := w.adapt.Family(ctx, w.Stranger, core); !fault.IsNotFound(err) {
			t.Errorf("another district: %v", err)
		}
	})
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Versions are asked to keep a part: who keeps it and who does not is told, and nobody is refused.
func TestPleaseKeep(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two", "p3:Three")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm", "p3:Three"))
		for name, c := range map[string]struct {
			by   actor.Actor
			key  block.Key
			want func(error) bool
		}{
			"a version’s school": {w.Rosa, "p1", fault.IsDenied}, "a teacher": {w.Tom, "p1", fault.IsDenied}, "another district": {w.Stranger, "p1", fault.IsNotFound},
			"a part that is not there": {w.Mai, "p9", func(err error) bool { return hasField(err, "part") }},
		} {
			if _, err := w.adapt.AskToKeep(ctx, c.by, core, []block.Key{c.key}); !c.want(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		before, err := w.adapt.AskToKeep(ctx, w.Mai, core, []block.Key{"p1", "p3"})
		w.ok(err)
		standing, err := w.adapt.Standing(ctx, w.Rosa, elm)
		w.ok(err)
		if len(before) != 0 || len(standing.Kept) != 2 || !standing.Kept["p1"] || states(standing.Parts) != "p1 changed, p2 gone, p3 core" {
			t.Errorf("before %v, asked %v, %s", before, standing.Kept, states(standing.Parts))
		}
		w.save(w.Rosa, elm, to("p1:One"))
		before, err = w.adapt.AskToKeep(ctx, w.Mai, core, before)
		w.ok(err)
		if kept := must(w.adapt.Kept(ctx, w.Tom, core)); !slices.Equal(before, []block.Key{"p1", "p3"}) || len(kept) != 0 {
			t.Errorf("taken back: before %v, now %v", before, kept)
		}
	})
}

// What waits in the versions of one's schools is listed, and of nobody else's.
func TestChangesThatWait(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm", "p2:Two"))
		list := func(by actor.Actor) []adapt.Change { return must(w.adapt.Changes(ctx, by)) }
		if got := list(w.Rosa); len(got) != 0 {
			t.Errorf("before the core changed: %+v", got)
		}
		w.save(w.Mai, core, to("p1:One now", "p2:Two now"))
		if got := list(w.Rosa); len(got) != 1 || got[0].Version != elm || got[0].Number != 2 || got[0].Core.ID != core {
			t.Errorf("Rosa: %+v", got)
		}
		for name, by := range map[string]actor.Actor{"another school": w.Mai, "a teacher": w.Tom, "a coordinator": w.Ana} {
			if got := list(by); len(got) != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		w.decides(elm, "p1", adapt.Keep, nil)
		w.decides(elm, "p2", adapt.Use, nil)
		if got := list(w.Rosa); len(got) != 0 {
			t.Errorf("after deciding: %+v", got)
		}
	})
}

// A core that is handed to another school is named as its own, and the version says whose it was.
func TestACoreThatMoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Lin, guide("p1:One"))
		pine := w.version(w.Mai, core.ID, same)
		standing, err := w.adapt.Standing(ctx, w.Mai, pine)
		w.ok(err)
		if standing.Former != "" {
			t.Errorf("moved from %q before it did", standing.Former)
		}
		_, err = w.Catalog.Give(ctx, w.Lin, core.ID, "elm")
		w.ok(err)
		standing, err = w.adapt.Standing(ctx, w.Mai, pine)
		w.ok(err)
		if standing.Former != "Oak" || standing.Core.SchoolName != "Elm" || !standing.Lives() {
			t.Errorf("moved from %q to %q", standing.Former, standing.Core.SchoolName)
		}
		if got := w.creditOf(pine); !strings.HasPrefix(got, "Lin Chen Oak") {
			t.Errorf("credit: %s", got)
		}
	})
}
