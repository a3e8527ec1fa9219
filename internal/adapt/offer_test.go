package adapt_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// offers has Rosa offer parts of a version.
func (w *world) offers(version catalog.ResourceID, keys ...block.Key) adapt.OfferID {
	w.T.Helper()
	offer, err := w.adapt.Offer(w.T.Context(), w.Rosa, adapt.OfferInput{Version: version, Keys: keys, Why: "It held their attention."})
	w.ok(err)
	return offer
}

// accept uses an offer as it is, or with choices about parts.
func (w *world) accept(by actor.Actor, offer adapt.OfferID, choices map[block.Key]adapt.Picked) error {
	w.T.Helper()
	shown, err := w.adapt.ShowOffer(w.T.Context(), by, offer)
	if err != nil {
		return err
	}
	parts := map[block.Key]adapt.Picked{}
	for _, key := range shown.Keys {
		p := choices[key]
		p.Seen = shown.Seen(key)
		parts[key] = p
	}
	w.Clock.Advance(time.Minute)
	return w.adapt.Accept(w.T.Context(), by, offer, adapt.AcceptInput{Parts: parts, Reason: "Used what Elm suggests"})
}

// state is where an offer stands for Rosa.
func (w *world) state(offer adapt.OfferID, want adapt.OfferState) adapt.OfferShown {
	w.T.Helper()
	shown, err := w.adapt.ShowOffer(w.T.Context(), w.Rosa, offer)
	w.ok(err)
	if shown.State != want {
		w.T.Errorf("the offer is %s, want %s", shown.State, want)
	}
	return shown
}

// creditOf are the names in a resource's credit.
func (w *world) creditOf(r catalog.ResourceID) string {
	w.T.Helper()
	shown, err := w.Catalog.Show(w.T.Context(), w.Ana, r)
	w.ok(err)
	var out []string
	for _, c := range shown.Credit {
		out = append(out, c.PersonName+" "+c.SchoolName)
	}
	return strings.Join(out, ", ")
}

// The story "Offer back": Elm offers a part with a line why; an editor of the core changes a word and accepts; Oak, who also made a
// version, has one change, credited to Elm.
func TestOfferingBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two", "p3:Three words")).ID
		elm := w.version(w.Rosa, core, to("p1:One", "p2:Two", "p3:Three words at Elm", "p4:Four"))
		oak := w.version(w.Lin, core, same)
		offer := w.offers(elm, "p3", "p4")
		if list, err := w.adapt.Asked(ctx, w.Mai); err != nil || len(list) != 1 || list[0].SchoolName != "Elm" || list[0].Why != "It held their attention." {
			t.Errorf("it waits for Mai: %+v, %v", list, err)
		}
		if list, _ := w.adapt.Asked(ctx, w.Ana); len(list) != 0 {
			t.Errorf("a coordinator is asked at once: %+v", list)
		}
		w.Clock.Advance(adapt.Patience + time.Hour)
		if list, _ := w.adapt.Asked(ctx, w.Ana); len(list) != 1 {
			t.Errorf("a coordinator is not asked after two weeks: %+v", list)
		}
		w.ok(w.accept(w.Mai, offer, map[block.Key]adapt.Picked{"p3": {Choice: adapt.Combine, Body: block.Text{Markdown: "Three short words at Elm"}}}))
		w.reads(core, "p1:One | p2:Two | p3:Three short words at Elm | p4:Four")
		if got := w.creditOf(core); got != "Mai Tran Pine, Rosa Delgado Elm" {
			t.Errorf("credit: %s", got)
		}
		wrote, err := w.Catalog.Wrote(ctx, w.Mai, core, []block.Key{"p3", "p4"})
		w.ok(err)
		if names := []string{wrote["p3"][0].AuthorName, wrote["p3"][1].AuthorName, wrote["p4"][0].AuthorName}; !slices.Equal(names, []string{"Rosa Delgado", "Mai Tran", "Rosa Delgado"}) || len(wrote["p4"]) != 1 {
			t.Errorf("written by %v, %d", names, len(wrote["p4"]))
		}
		w.stands(oak, "p1 core, p2 core, p3 core edited, p4 added")
		w.stands(elm, "p1 core, p2 core, p3 core edited, p4 core")
		if list, err := w.adapt.Answered(ctx, w.Rosa, w.Clock.Now().Add(-time.Hour)); err != nil || len(list) != 1 || list[0].DecidedByName != "Mai Tran" {
			t.Errorf("Rosa hears %+v, %v", list, err)
		}
		w.ok(w.adapt.Reopen(ctx, w.Mai, offer, ""))
		w.reads(core, "p1:One | p2:Two | p3:Three words")
		w.stands(elm, "p1 core, p2 core, p3 changed, p4 added")
		w.stands(oak, "p1 core, p2 core, p3 core")
		w.state(offer, adapt.Open)
	})
}

func TestDecliningIsSeenByWhoOfferedAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm"))
		offer := w.offers(elm, "p1")
		if err := w.adapt.Decline(ctx, w.Mai, offer, " "); !hasField(err, "reason") {
			t.Errorf("without a reason: %v", err)
		}
		w.ok(w.adapt.Decline(ctx, w.Mai, offer, "We tried that last year."))
		if o := w.state(offer, adapt.Declined); o.Reason != "We tried that last year." {
			t.Errorf("Rosa reads %q", o.Reason)
		}
		for name, by := range map[string]actor.Actor{"who declined": w.Mai, "the coordinator": w.Ana, "a colleague at Elm": w.Lin} {
			if o, err := w.adapt.ShowOffer(ctx, by, offer); err != nil || o.Reason != "" {
				t.Errorf("%s reads %q, %v", name, o.Reason, err)
			}
		}
		for name, by := range map[string]actor.Actor{"a teacher": w.Tom, "another district": w.Stranger} {
			if _, err := w.adapt.ShowOffer(ctx, by, offer); !fault.IsNotFound(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.accept(w.Mai, offer, nil); !fault.IsConflict(err) {
			t.Errorf("accepted after it was declined: %v", err)
		}
		w.ok(w.adapt.Reopen(ctx, w.Mai, offer, ""))
		w.state(offer, adapt.Open)
		w.ok(w.adapt.Withdraw(ctx, w.Rosa, offer))
		if err := w.adapt.Decline(ctx, w.Mai, offer, "No."); !fault.IsConflict(err) {
			t.Errorf("declined after it was withdrawn: %v", err)
		}
		again := w.offers(elm, "p1")
		if _, err := w.adapt.Offer(ctx, w.Rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: "Again."}); !fault.IsConflict(err) {
			t.Errorf("offered twice: %v", err)
		}
		if err := w.adapt.Reopen(ctx, w.Rosa, offer, ""); !fault.IsConflict(err) {
			t.Errorf("two wait for one part: %v", err)
		}
		w.ok(w.adapt.Withdraw(ctx, w.Rosa, again))
		w.ok(w.adapt.Reopen(ctx, w.Rosa, offer, ""))
	})
}

func hasField(err error, field string) bool {
	wrong, ok := fault.AsFields(err)
	return ok && wrong[field].Key != ""
}

func TestOffersThatCannotBe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One", "p2:Two")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm", "p2:Two"))
		for name, c := range map[string]struct {
			by   actor.Actor
			in   adapt.OfferInput
			want func(error) bool
		}{
			"no reason":           {w.Rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}}, func(err error) bool { return hasField(err, "why") }},
			"too long a reason":   {w.Rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: strings.Repeat("a", 301)}, func(err error) bool { return hasField(err, "why") }},
			"no part":             {w.Rosa, adapt.OfferInput{Version: elm, Why: "So."}, func(err error) bool { return hasField(err, "part") }},
			"an unchanged part":   {w.Rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1", "p2"}, Why: "So."}, func(err error) bool { return hasField(err, "part") }},
			"for another school":  {w.Mai, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: "So."}, fault.IsDenied},
			"a teacher":           {w.Tom, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: "So."}, fault.IsDenied},
			"not a version":       {w.Mai, adapt.OfferInput{Version: core, Keys: []block.Key{"p1"}, Why: "So."}, fault.IsNotFound},
			"of another district": {w.Stranger, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: "So."}, fault.IsNotFound},
		} {
			if _, err := w.adapt.Offer(ctx, c.by, c.in); !c.want(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		offer := w.offers(elm, "p1")
		if err := w.accept(w.Rosa, offer, nil); !fault.IsDenied(err) {
			t.Errorf("accepted by who offered: %v", err)
		}
		if err := w.adapt.Withdraw(ctx, w.Mai, offer); !fault.IsDenied(err) {
			t.Errorf("withdrawn by an editor of the core: %v", err)
		}
		_, err := w.Catalog.Retire(ctx, w.Mai, core, "Old.")
		w.ok(err)
		if err := w.accept(w.Mai, offer, nil); !fault.IsConflict(err) {
			t.Errorf("into what is out of the catalog: %v", err)
		}
		if _, err := w.adapt.Offer(ctx, w.Rosa, adapt.OfferInput{Version: elm, Keys: []block.Key{"p1"}, Why: "So."}); !fault.IsConflict(err) {
			t.Errorf("offered to what is out of the catalog: %v", err)
		}
	})
}

// The core moves on while an offer waits: what fits is joined anew, what does not is asked about, and what was looked at before is not
// used unseen.
func TestAnOfferOutdated(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One two three.", "p2:Red and green")).ID
		elm := w.version(w.Rosa, core, to("p1:One two three four.", "p2:Red and blue"))
		offer := w.offers(elm, "p1", "p2")
		before, err := w.adapt.ShowOffer(ctx, w.Mai, offer)
		w.ok(err)
		w.save(w.Mai, core, to("p1:Now one two three.", "p2:Red and yellow"))
		err = w.adapt.Accept(ctx, w.Mai, offer, adapt.AcceptInput{Parts: map[block.Key]adapt.Picked{"p1": {Choice: adapt.Use, Seen: before.Seen("p1")}, "p2": {Choice: adapt.Use, Seen: before.Seen("p2")}}})
		if !fault.IsConflict(err) {
			t.Errorf("used unseen: %v", err)
		}
		if err := w.accept(w.Mai, offer, nil); !hasField(err, "do.p2") {
			t.Errorf("a conflict is not asked about: %v", err)
		}
		if err := w.accept(w.Mai, offer, map[block.Key]adapt.Picked{"p1": {Choice: adapt.Keep}, "p2": {Choice: adapt.Keep}}); !hasField(err, "do.p1") {
			t.Errorf("accepted with nothing of it: %v", err)
		}
		w.ok(w.accept(w.Mai, offer, map[block.Key]adapt.Picked{"p2": {Choice: adapt.Keep}}))
		w.reads(core, "p1:Now one two three four. | p2:Red and yellow")
		w.stands(elm, "p1 core edited, p2 changed edited")
		if o := w.state(offer, adapt.Accepted); !slices.Equal(o.Used, []block.Key{"p1"}) {
			t.Errorf("used %v", o.Used)
		}
	})
}

// Two editors accept at once: one version comes of it, and the second is told.
func TestTwoAcceptAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		core := w.share(w.Joan, guide("p1:One")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm"))
		offer := w.offers(elm, "p1")
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, by := range []actor.Actor{w.Joan, w.Ana} {
			both.Go(func() { errs[i] = w.accept(by, offer, nil) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !fault.IsConflict(errors.Join(errs...)) {
			t.Errorf("both accept: %v", errs)
		}
		history, err := w.Catalog.History(t.Context(), w.Joan, core, 0)
		w.ok(err)
		if len(history.Steps) != 3 {
			t.Errorf("%d versions, want 3", len(history.Steps))
		}
		w.reads(core, "p1:One at Elm")
	})
}

func TestNothingOfAHiddenCoreIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("p1:One")).ID
		elm := w.version(w.Rosa, core, to("p1:One at Elm"))
		offer := w.offers(elm, "p1")
		shown, err := w.Catalog.Show(ctx, w.Mai, core)
		w.ok(err)
		_, err = w.Catalog.Save(ctx, w.Mai, catalog.SaveInput{Resource: core, Base: shown.Head, Visibility: catalog.SeenBySchool, Document: guide("p1:Secret")})
		w.ok(err)
		o := w.state(offer, adapt.Open)
		if o.Sees || o.MayAnswer || strings.Contains(said(o.Sides.Ours), "Secret") || len(o.CoreNow.Document.Blocks) > 0 {
			t.Errorf("Rosa reads %q", said(o.Sides.Ours))
		}
	})
}
