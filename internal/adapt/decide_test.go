package adapt_test

import (
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

// decides chooses about one part of a version as Rosa.
func (w *world) decides(r catalog.ResourceID, key block.Key, choice adapt.Choice, body block.Body) adapt.DecisionID {
	w.T.Helper()
	id, err := w.decide(r, key, choice, body)
	w.ok(err)
	return id
}

func (w *world) decide(r catalog.ResourceID, key block.Key, choice adapt.Choice, body block.Body) (adapt.DecisionID, error) {
	w.T.Helper()
	shown, err := w.adapt.Show(w.T.Context(), w.Rosa, r)
	w.ok(err)
	return w.adapt.Decide(w.T.Context(), w.Rosa, r, adapt.Decided{Key: key, Choice: choice, Body: body, Seen: hashOf(shown.Core, key), Here: hashOf(shown.Ours, key)})
}

// hashOf is the hash of a part; empty: it is not there.
func hashOf(s catalog.Shown, key block.Key) block.Hash {
	for _, e := range s.Newest.Manifest {
		if e.Key == key {
			return e.Hash
		}
	}
	return ""
}

// The story "Adapt without losing the core": the core of six parts changes 2, 3 and 5; Elm has changed 3, added 7 and left out 5.
func TestDecidingAboutEachChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two", "p3:Three. Words.", "p4:Four", "p5:Five", "p6:Six"))
		ours := "p1:One | p2:Two | p3:Three at Elm. Words. | p4:Four | p6:Six | p7:Seven"
		version := w.version(w.Rosa, core.ID, to(strings.Split(ours, " | ")...))
		w.save(w.Mai, core.ID, to("p1:One", "p2:Two, better", "p3:Three. Other words.", "p4:Four", "p5:Five, better", "p6:Six"))
		waiting := "p1 core, p2 core edited, p3 changed edited, p4 core, p5 gone edited, p6 core, p7 added"
		w.stands(version, waiting)

		used := w.decides(version, "p2", adapt.Use, nil)
		w.reads(version, strings.Replace(ours, "Two", "Two, better", 1))
		w.decides(version, "p3", adapt.Keep, nil)
		w.reads(version, strings.Replace(ours, "Two", "Two, better", 1))
		w.decides(version, "p5", adapt.Keep, nil)
		w.stands(version, "p1 core, p2 core, p3 changed, p4 core, p5 gone, p6 core, p7 added")
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, used, ""))
		w.reads(version, ours)
		w.stands(version, "p1 core, p2 core edited, p3 changed, p4 core, p5 gone, p6 core, p7 added")
		w.decides(version, "p2", adapt.Use, nil)
		if _, err := w.decide(version, "p2", adapt.Use, nil); !fault.IsConflict(err) {
			t.Errorf("the same twice: %v", err)
		}
		shown := w.stands(version, "p1 core, p2 core, p3 changed, p4 core, p5 gone, p6 core, p7 added")
		if len(shown.Ours.Credit) != 2 || shown.Ours.CoreVersion != shown.Core.Head {
			t.Errorf("credit %+v, taken from %s", shown.Ours.Credit, shown.Ours.CoreVersion)
		}
		w.save(w.Mai, core.ID, to("p1:One", "p2:Two, better", "p3:Three. Quite other words.", "p4:Four", "p5:Five, better", "p6:Six"))
		w.decides(version, "p3", adapt.Combine, block.Text{Markdown: "Three at Elm. Quite other words."})
		w.reads(version, "p1:One | p2:Two, better | p3:Three at Elm. Quite other words. | p4:Four | p6:Six | p7:Seven")
		w.decidesNothing(version)
	})
}

// decidesNothing checks that nothing waits.
func (w *world) decidesNothing(r catalog.ResourceID) {
	w.T.Helper()
	shown, err := w.adapt.Show(w.T.Context(), w.Rosa, r)
	w.ok(err)
	if list := shown.Waiting(); len(list) > 0 {
		w.T.Errorf("waiting: %s", states(list))
	}
}

func TestUndoBringsBackExactlyWhatWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First", "two:Second", "three:Third"))
		version := w.version(w.Rosa, core.ID, to("one:First", "two:Second, at Elm", "three:Third"))
		w.save(w.Mai, core.ID, to("three:Third", "one:First, better", "two:Second, elsewhere", "new:Fourth"))
		before, err := w.adapt.Show(ctx, w.Rosa, version)
		w.ok(err)
		as := func(name string) {
			t.Helper()
			now, err := w.adapt.Show(ctx, w.Rosa, version)
			w.ok(err)
			if now.Ours.Newest.Manifest.String() != before.Ours.Newest.Manifest.String() || states(now.Parts) != states(before.Parts) || now.Base.String() != before.Base.String() ||
				now.Ours.CoreVersion != before.Ours.CoreVersion {
				t.Errorf("after %s: %q stands %q, want %q", name, said(now.Ours.Document), states(now.Parts), states(before.Parts))
			}
		}
		all, err := w.adapt.TakeAll(ctx, w.Rosa, version, "")
		w.ok(err)
		w.stands(version, "three core, one core, two changed edited, new core")
		if err := w.adapt.Undo(ctx, w.Mai, version, all, ""); !fault.IsDenied(err) {
			t.Errorf("another school takes it back: %v", err)
		}
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, all, ""))
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, all, ""))
		as("taking all")
		for _, choice := range []adapt.Choice{adapt.Keep, adapt.Use} {
			w.ok(w.adapt.Undo(ctx, w.Rosa, version, w.decides(version, "two", choice, nil), ""))
			as(string(choice))
		}
		if err := w.adapt.Undo(ctx, w.Rosa, version, "0123456789abcdef", ""); !fault.IsNotFound(err) {
			t.Errorf("what nobody decided: %v", err)
		}
		logged := w.Logged()
		if got := strings.Join(logged[len(logged)-4:], " "); got != "adaptation.decided resource.edited adaptation.taken_back resource.edited" {
			t.Errorf("logged %s", got)
		}
	})
}

// Decisions about different parts can be taken back in any order; one about the same part waits for the later one.
func TestDecisionsAreTakenBackInAnyOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First", "two:Second", "three:Third", "four:Fourth"))
		version := w.version(w.Rosa, core.ID, to("one:First", "two:Second, at Elm", "three:Third", "own:Ours"))
		w.save(w.Mai, core.ID, to("one:First, better", "two:Other", "new:Fifth", "four:Fourth, better"))
		before, err := w.adapt.Show(ctx, w.Rosa, version)
		w.ok(err)
		for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {1, 3, 0, 2}, {3, 0, 1, 2}} {
			made := []adapt.DecisionID{
				w.decides(version, "two", adapt.Combine, block.Text{Markdown: "Second, other, at Elm"}),
				w.decides(version, "four", adapt.Use, nil), w.decides(version, "new", adapt.Use, nil), w.decides(version, "three", adapt.Use, nil),
			}
			for _, i := range order {
				w.ok(w.adapt.Undo(ctx, w.Rosa, version, made[i], ""))
			}
			after, err := w.adapt.Show(ctx, w.Rosa, version)
			w.ok(err)
			if after.Base.String() != before.Base.String() || after.Ours.Newest.Manifest.String() != before.Ours.Newest.Manifest.String() || states(after.Parts) != states(before.Parts) ||
				after.Ours.CoreVersion != before.Ours.CoreVersion {
				t.Errorf("taken back in the order %v, it says %q and stands %q, want %q and %q", order, said(after.Ours.Document), states(after.Parts), said(before.Ours.Document), states(before.Parts))
			}
		}
		first := w.decides(version, "one", adapt.Keep, nil)
		w.save(w.Mai, core.ID, to("one:First, best", "two:Other", "new:Fifth", "four:Fourth, better"))
		second := w.decides(version, "one", adapt.Use, nil)
		shown, err := w.adapt.Show(ctx, w.Rosa, version)
		w.ok(err)
		list, err := w.adapt.Latest(ctx, w.Rosa, shown)
		w.ok(err)
		if len(list) != 2 || !list[0].Open || list[1].Open {
			t.Errorf("what can be taken back of %+v", list)
		}
		if err := w.adapt.Undo(ctx, w.Rosa, version, first, ""); !fault.IsConflict(err) {
			t.Errorf("taken back before the later one about the same part: %v", err)
		}
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, second, ""))
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, first, ""))
	})
}

func TestWhatChangedSinceItWasLookedAt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First"))
		version := w.version(w.Rosa, core.ID, same)
		w.save(w.Mai, core.ID, to("one:Second"))
		shown, err := w.adapt.Show(ctx, w.Rosa, version)
		w.ok(err)
		seen, here := hashOf(shown.Core, "one"), hashOf(shown.Ours, "one")
		w.save(w.Mai, core.ID, to("one:Third"))
		if _, err := w.adapt.Decide(ctx, w.Rosa, version, adapt.Decided{Key: "one", Choice: adapt.Use, Seen: seen, Here: here}); !fault.IsConflict(err) {
			t.Errorf("decided about what was not seen: %v", err)
		}
		if _, err := w.adapt.Decide(ctx, w.Mai, version, adapt.Decided{Key: "one", Choice: adapt.Use}); !fault.IsDenied(err) {
			t.Errorf("decided for another school: %v", err)
		}
		w.reads(version, "one:First")
		shown, err = w.adapt.Show(ctx, w.Rosa, version)
		w.ok(err)
		seen = hashOf(shown.Core, "one")
		w.save(w.Lin, version, to("one:First, as Lin has it"))
		if _, err := w.adapt.Decide(ctx, w.Rosa, version, adapt.Decided{Key: "one", Choice: adapt.Combine, Body: block.Text{Markdown: "Some of each"}, Seen: seen, Here: here}); !fault.IsConflict(err) {
			t.Errorf("written over what a colleague changed meanwhile: %v", err)
		}
		w.reads(version, "one:First, as Lin has it")
	})
}

// Whoever wrote at the core is named once something of that, or from after it, is used: not for what was not.
func TestCreditGoesAsFarAsWhatIsUsed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.adapt.Work()
		core := w.share(w.Mai, guide("one:First", "two:Second"))
		elm, oak := w.version(w.Rosa, core.ID, same), w.version(w.Lin, core.ID, to("one:First", "two:Second, at Oak"))
		w.save(w.Joan, core.ID, to("one:First, better", "two:Second"))
		w.save(w.Ana, core.ID, to("one:First, better", "two:Second, better"))
		named := func(r catalog.ResourceID, want string) {
			t.Helper()
			if got := w.creditOf(r); got != want {
				t.Errorf("credited are %s, want %s", got, want)
			}
		}
		used := w.decides(elm, "one", adapt.Use, nil)
		named(elm, "Mai Tran Pine, Joan Kowalski Oak, Rosa Delgado Elm")
		w.ok(w.adapt.Undo(ctx, w.Rosa, elm, used, ""))
		named(elm, "Mai Tran Pine, Rosa Delgado Elm")
		w.decides(elm, "two", adapt.Use, nil)
		w.decides(elm, "one", adapt.Use, nil)
		named(elm, "Mai Tran Pine, Joan Kowalski Oak, Ana Villarreal Maple Valley, Rosa Delgado Elm")
		w.ok(w.adapt.Follow(ctx, w.Lin, oak, true))
		w.ok(w.Jobs.Drain(ctx))
		w.reads(oak, "one:First, better | two:Second, at Oak")
		named(oak, "Mai Tran Pine, Joan Kowalski Oak, Lin Chen Oak, Joan Kowalski Oak")
		shown, err := w.adapt.Show(ctx, w.Rosa, elm)
		w.ok(err)
		for key, want := range map[block.Key]int{"one": 2, "two": 3} {
			brought, err := w.Catalog.Brought(ctx, w.Rosa, core.ID, []block.Key{key})
			w.ok(err)
			at, err := w.Catalog.Stood(ctx, w.Rosa, core.ID, block.Entry{Key: key, Hash: hashOf(shown.Core, key)})
			w.ok(err)
			if brought[key].Number != want || at != shown.Core.Head {
				t.Errorf("%s was brought by version %d, want %d, and stood in %s", key, brought[key].Number, want, at)
			}
		}
		first, err := w.Catalog.VersionAt(ctx, w.Rosa, core.ID, 1)
		w.ok(err)
		if at, err := w.Catalog.Stood(ctx, w.Rosa, core.ID, first.Manifest[1]); err != nil || at != first.ID {
			t.Errorf("part one stood in %s, want %s: %v", at, first.ID, err)
		}
		if _, err := w.Catalog.Stood(ctx, w.Rosa, core.ID, block.Entry{Key: "one", Hash: "nothing"}); !fault.IsNotFound(err) {
			t.Errorf("what never stood there: %v", err)
		}
	})
}

// What somebody looks at may be taken out of the catalog, or kept from them, before they choose.
func TestACoreThatEndsWhileSomebodyChooses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First", "two:Second"))
		version := w.version(w.Rosa, core.ID, to("one:First, at Elm", "two:Second"))
		w.save(w.Mai, core.ID, to("one:First, better", "two:Second, better"))
		_, err := w.Catalog.Retire(ctx, w.Mai, core.ID, "It has had its day.")
		w.ok(err)
		before := w.stands(version, "one changed edited, two core edited")
		used := w.decides(version, "one", adapt.Combine, block.Text{Markdown: "First, better, at Elm"})
		w.reads(version, "one:First, better, at Elm | two:Second")
		w.ok(w.adapt.Undo(ctx, w.Rosa, version, used, ""))
		if after := w.stands(version, "one changed edited, two core edited"); after.Base.String() != before.Base.String() {
			t.Errorf("after the undo it has taken up %s, want %s", after.Base, before.Base)
		}
		_, err = w.Catalog.PutBack(ctx, w.Mai, core.ID)
		w.ok(err)
		shown, err := w.Catalog.Show(ctx, w.Mai, core.ID)
		w.ok(err)
		_, err = w.Catalog.Save(ctx, w.Mai, catalog.SaveInput{Resource: core.ID, Base: shown.Head, Document: shown.Document, Visibility: catalog.SeenBySchool})
		w.ok(err)
		if _, err := w.decide(version, "one", adapt.Use, nil); !fault.IsConflict(err) {
			t.Errorf("used what is kept from her: %v", err)
		}
		if _, err := w.adapt.TakeAll(ctx, w.Rosa, version, ""); !fault.IsConflict(err) {
			t.Errorf("all of it: %v", err)
		}
		if _, sides, err := w.adapt.Weigh(ctx, w.Rosa, version); err != nil || strings.Contains(said(sides.Core), "better") {
			t.Errorf("it is shown to her: %s, %v", said(sides.Core), err)
		}
		w.reads(version, "one:First, at Elm | two:Second")
	})
}

// What a core changes travels one step at a time, each step by somebody's choice.
func TestVersionsOfVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		core := w.share(w.Mai, guide("one:First", "two:Second"))
		elm := w.version(w.Rosa, core.ID, to("one:First", "two:Second, at Elm"))
		oak := w.version(w.Joan, elm, same)
		w.save(w.Mai, core.ID, to("one:First, better", "two:Second"))
		w.stands(oak, "one core, two core")
		w.decides(elm, "one", adapt.Use, nil)
		w.stands(oak, "one core edited, two core")
		_, err := w.adapt.TakeAll(t.Context(), w.Joan, oak, "")
		w.ok(err)
		w.reads(oak, "one:First, better | two:Second, at Elm")
	})
}

func TestWhoFollowsHasItAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.adapt.Work()
		core := w.share(w.Mai, guide("one:First", "two:Second"))
		elm := w.version(w.Rosa, core.ID, to("one:First", "two:Second, at Elm"))
		oak := w.version(w.Joan, core.ID, same)
		w.ok(w.adapt.Follow(ctx, w.Rosa, elm, true))
		if err := w.adapt.Follow(ctx, w.Rosa, oak, true); !fault.IsDenied(err) {
			t.Errorf("for another school: %v", err)
		}
		w.save(w.Mai, core.ID, to("one:First, better", "two:Second, better"))
		w.ok(w.Jobs.Drain(ctx))
		w.stands(elm, "one core, two changed edited")
		w.reads(elm, "one:First, better | two:Second, at Elm")
		w.stands(oak, "one core edited, two core edited")
		shown, err := w.Catalog.Show(ctx, w.Rosa, elm)
		w.ok(err)
		if shown.Newest.AuthorName != "Mai Tran" || shown.Newest.SchoolName != "Pine" {
			t.Errorf("it is credited to %s of %s", shown.Newest.AuthorName, shown.Newest.SchoolName)
		}
		w.ok(w.adapt.Follow(ctx, w.Rosa, elm, false))
		w.save(w.Mai, core.ID, to("one:First, best", "two:Second, better"))
		w.ok(w.Jobs.Drain(ctx))
		w.stands(elm, "one core edited, two changed edited")
	})
}

// What is out of the catalog when its turn comes, the core or who follows it, has what it missed once it is put back.
func TestWhatIsPutBackCatchesUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		w.adapt.Work()
		core := w.share(w.Mai, guide("one:First"))
		elm := w.version(w.Rosa, core.ID, same)
		w.ok(w.adapt.Follow(ctx, w.Rosa, elm, true))
		retire := func(by actor.Actor, r catalog.ResourceID) {
			t.Helper()
			_, err := w.Catalog.Retire(ctx, by, r, "For a while.")
			w.ok(err)
			w.ok(w.Jobs.Drain(ctx))
		}
		back := func(by actor.Actor, r catalog.ResourceID) {
			t.Helper()
			_, err := w.Catalog.PutBack(ctx, by, r)
			w.ok(err)
			w.ok(w.Jobs.Drain(ctx))
		}
		w.save(w.Mai, core.ID, to("one:Second"))
		retire(w.Mai, core.ID)
		w.reads(elm, "one:First")
		back(w.Mai, core.ID)
		w.reads(elm, "one:Second")
		retire(w.Rosa, elm)
		w.save(w.Mai, core.ID, to("one:Third"))
		w.ok(w.Jobs.Drain(ctx))
		back(w.Rosa, elm)
		w.reads(elm, "one:Third")
		w.ok(w.adapt.Follow(ctx, w.Rosa, elm, false))
		w.save(w.Mai, core.ID, to("one:Fourth"))
		retire(w.Rosa, elm)
		back(w.Rosa, elm)
		retire(w.Mai, core.ID)
		back(w.Mai, core.ID)
		w.reads(elm, "one:Third")
	})
}

func TestWhatASchoolKeepsToItselfFollowsNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.adapt.Work()
		core := w.share(w.Mai, guide("one:First"))
		elm := w.version(w.Rosa, core.ID, same)
		w.ok(w.adapt.Follow(t.Context(), w.Rosa, elm, true))
		shown, err := w.Catalog.Show(t.Context(), w.Mai, core.ID)
		w.ok(err)
		_, err = w.Catalog.Save(t.Context(), w.Mai, catalog.SaveInput{Resource: core.ID, Base: shown.Head, Document: to("one:For Pine alone")(shown.Document), Visibility: catalog.SeenBySchool})
		w.ok(err)
		w.ok(w.Jobs.Drain(t.Context()))
		w.reads(elm, "one:First")
		shown, err = w.Catalog.Show(t.Context(), w.Mai, core.ID)
		w.ok(err)
		_, err = w.Catalog.Save(t.Context(), w.Mai, catalog.SaveInput{Resource: core.ID, Base: shown.Head, Document: to("one:For all again")(shown.Document), Visibility: catalog.SeenByDistrict})
		w.ok(err)
		w.ok(w.Jobs.Drain(t.Context()))
		w.reads(elm, "one:For all again")
	})
}
