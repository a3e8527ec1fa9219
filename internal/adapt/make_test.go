package adapt_test

import (
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/rights"
)

func TestASchoolMakesItsOwnVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First", "two:Second", "three:Third"))
		version := w.version(w.Rosa, core.ID, to("one:First", "two:Second, at Elm", "four:Ours"))
		shown := w.stands(version, "one core, two changed, three gone, four added")
		if shown.Core.ID != core.ID || shown.Ours.School != "elm" || !shown.Sees {
			t.Errorf("it is a version of %s for %s", shown.Core.ID, shown.Ours.School)
		}
		if _, err := w.adapt.Show(ctx, w.Ana, core.ID); !fault.IsNotFound(err) {
			t.Errorf("the core is shown as a version: %v", err)
		}
		if _, err := w.adapt.Make(ctx, w.Rosa, core.ID, "elm"); !fault.IsConflict(err) {
			t.Errorf("a second one: %v", err)
		}
		if _, err := w.adapt.Make(ctx, w.Mai, core.ID, "pine"); !fault.IsConflict(err) {
			t.Errorf("of its own: %v", err)
		}
		if _, err := w.adapt.Make(ctx, w.Rosa, core.ID, "oak"); !fault.IsDenied(err) {
			t.Errorf("for another school: %v", err)
		}
		inside := w.Share(w.Mai, catalog.SeenBySchool, "Inside")
		if _, err := w.adapt.Make(ctx, w.Rosa, inside.ID, "elm"); !fault.IsNotFound(err) {
			t.Errorf("of what she may not see: %v", err)
		}
		doubles, err := w.Catalog.Doubles(ctx, w.Rosa, shown.Ours.Document, version)
		w.ok(err)
		if len(doubles) > 0 {
			t.Errorf("it is warned of its own core: %v", doubles)
		}
		if got := strings.Join(w.Logged(), " "); got != "resource.shared adaptation.begun resource.shared resource.shared" {
			t.Errorf("logged %s", got)
		}
	})
}

func TestRightsDecideAboutVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		atlas := block.Source{Title: "Atlas", Creator: "J. Doe"}
		under := func(code rights.Code) catalog.Resource {
			doc := guide("one:First")
			doc.About.Source, doc.About.Rights = atlas, string(code)
			return w.share(w.Mai, doc)
		}
		for code, reason := range map[rights.Code]string{rights.CCBYND: "no-changes", rights.Permission: "ask-maker", rights.AllReserved: "reserved"} {
			r := under(code)
			_, err := w.adapt.Make(ctx, w.Rosa, r.ID, "elm")
			if denied, ok := err.(interface{ Unwrap() error }); !fault.IsDenied(err) || ok && !strings.Contains(denied.Unwrap().Error(), "adapt.refused."+reason) {
				t.Errorf("%s: %v, want %s", code, err, reason)
			}
			draft, err := w.adapt.Link(ctx, w.Rosa, r.ID, "elm")
			w.ok(err)
			if !strings.Contains(string(draft.Form), "https://shelf.example/resources/"+string(r.ID)) {
				t.Errorf("%s: no link in %s", code, draft.Form)
			}
		}
		core := under(rights.CCBYSA)
		version := w.version(w.Rosa, core.ID, same)
		for name, change := range map[string]func(*block.About){
			"rights":      func(a *block.About) { a.Rights = string(rights.CC0) },
			"source_name": func(a *block.About) { a.Source.Creator = "" },
		} {
			shown, err := w.Catalog.Show(ctx, w.Rosa, version)
			w.ok(err)
			change(&shown.Document.About)
			_, err = w.Catalog.Save(ctx, w.Rosa, catalog.SaveInput{Resource: version, Base: shown.Head, Document: shown.Document})
			if wrong, ok := fault.AsFields(err); !ok || len(wrong) != 1 || wrong[name].Key == "" {
				t.Errorf("%s of a share-alike work is another: %v", name, err)
			}
		}
	})
}

func TestAVersionOfWhatPartnersShare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		_, err := d.Exec(ctx, `UPDATE district SET consortium = 'county'`)
		w.ok(err)
		stranger := w.Actor("far", "stranger")
		doc := guide("one:First", "two:Second")
		doc.About.Tags = []string{"maps"}
		core, err := w.Catalog.Share(ctx, w.Mai, catalog.ShareInput{School: "pine", Visibility: catalog.SeenByConsortium, Document: doc})
		w.ok(err)
		version := w.version(stranger, core.ID, same)
		shown, err := w.adapt.Show(ctx, stranger, version)
		w.ok(err)
		if got := states(shown.Parts); got != "about changed, one core, two core" || len(shown.Ours.Document.About.Tags) > 0 {
			t.Errorf("it stands %s, with topics %v of another district", got, shown.Ours.Document.About.Tags)
		}
		w.save(w.Mai, core.ID, to("one:First", "two:Second, better"))
		shown, err = w.adapt.Show(ctx, stranger, version)
		w.ok(err)
		if got := states(shown.Waiting()); got != "two core edited" {
			t.Errorf("waiting: %s", got)
		}
		_, err = d.Exec(ctx, `UPDATE district SET consortium = '' WHERE id = 'far'`)
		w.ok(err)
		shown, err = w.adapt.Show(ctx, w.Actor("far", "stranger"), version)
		w.ok(err)
		if shown.Sees || len(shown.Waiting()) > 0 {
			t.Errorf("she sees %v, and decides about %s", shown.Sees, states(shown.Waiting()))
		}
	})
}

// A core that was taken out of the catalog has nothing to decide about; put back, it has again.
func TestACoreThatIsOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First"))
		version := w.version(w.Rosa, core.ID, same)
		w.save(w.Mai, core.ID, to("one:First, better"))
		waiting := func(want string) {
			t.Helper()
			shown, err := w.adapt.Show(ctx, w.Rosa, version)
			w.ok(err)
			if got := states(shown.Waiting()); got != want {
				t.Errorf("waiting: %q, want %q", got, want)
			}
		}
		waiting("one core edited")
		_, err := w.Catalog.Retire(ctx, w.Mai, core.ID, "Out of date.")
		w.ok(err)
		waiting("")
		_, err = w.adapt.Make(ctx, w.Actor("maple", "joan"), core.ID, "oak")
		if !fault.IsConflict(err) {
			t.Errorf("a version of what is out: %v", err)
		}
		_, err = w.Catalog.PutBack(ctx, w.Mai, core.ID)
		w.ok(err)
		waiting("one core edited")
	})
}

func TestUnsharedWhereNobodyHasAVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First"))
		draft, err := w.adapt.Make(ctx, w.Rosa, core.ID, "elm")
		w.ok(err)
		if _, err := w.Catalog.Unshare(ctx, w.Mai, core.ID, nil); !fault.IsConflict(err) {
			t.Errorf("while Elm is writing a version: %v", err)
		}
		w.ok(w.Catalog.DiscardDraft(ctx, w.Rosa, draft.ID))
		if _, err := w.Catalog.Unshare(ctx, w.Mai, core.ID, nil); err != nil {
			t.Errorf("once that is thrown away: %v", err)
		}
	})
}

// Whoever wrote what a version comes from is in its credit, to any depth, up to what was taken of it.
func TestCreditReachesThroughVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		core := w.share(w.Mai, guide("one:First"))
		elm := w.version(w.Rosa, core.ID, to("one:First", "two:Elm's"))
		w.save(w.Actor("maple", "ana"), core.ID, to("one:First, by Ana"))
		oak := w.version(w.Joan, elm, same)
		shown, err := w.Catalog.Show(ctx, w.Joan, oak)
		w.ok(err)
		var got []string
		for _, c := range shown.Credit {
			got = append(got, c.PersonName+" at "+c.VersionOf)
		}
		if all := strings.Join(got, ", "); all != "Mai Tran at , Rosa Delgado at Elm, Joan Kowalski at Oak" {
			t.Errorf("credited: %s", all)
		}
		if !shown.Credit[0].Began || !shown.Credit[0].Last.Equal(core.ChangedAt) {
			t.Errorf("Mai: %+v", shown.Credit[0])
		}
	})
}
