package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Who may let something of Elm's belong to which school, with no blanks.
func TestWhoGivesWhatToWhom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		both := w.person(w.ana.District, "county", "Lin", false, actor.Membership{School: w.elm, Role: actor.MediaSpecialist}, actor.Membership{School: w.pine, Role: actor.MediaSpecialist})
		half := w.person(w.ana.District, "county", "Kim", false, actor.Membership{School: w.elm, Role: actor.MediaSpecialist}, actor.Membership{School: w.pine, Role: actor.Teacher})
		far := w.far.Schools[0].School
		const yes, denied, hidden = "yes", "denied", "hidden"
		for _, row := range []struct {
			name            string
			by              actor.Actor
			pine, elsewhere string
			offered         bool
		}{
			{name: "of both schools", by: both, pine: yes, elsewhere: denied, offered: true},
			{name: "of one", by: w.rosa, pine: denied, elsewhere: denied},
			{name: "of one, and a teacher at the other", by: half, pine: denied, elsewhere: denied},
			{name: "of the other", by: w.mai, pine: denied, elsewhere: denied},
			{name: "a coordinator", by: w.ana, pine: yes, elsewhere: "fields", offered: true},
			{name: "a teacher", by: w.teacher, pine: denied, elsewhere: denied},
			{name: "a stranger", by: w.far, pine: hidden, elsewhere: hidden},
			{name: "a visitor", by: actor.Actor{}, pine: hidden, elsewhere: hidden},
		} {
			r := w.share(w.rosa, catalog.SeenByDistrict, tip(row.name))
			for school, want := range map[id.SchoolID]string{far: row.elsewhere, w.pine: row.pine} {
				_, err := w.catalog.Give(t.Context(), row.by, r.ID, school)
				_, wrong := fault.AsFields(err)
				if got := map[bool]string{err == nil: yes, fault.IsDenied(err): denied, fault.IsNotFound(err): hidden, wrong: "fields"}[true]; got != want {
					t.Errorf("%s: %v, want %s", row.name, err, want)
				}
			}
			if got := catalog.MayGive(row.by, r); got != row.offered {
				t.Errorf("%s: offered %v", row.name, got)
			}
		}
	})
}

func TestWhatIsGivenStaysWhatItWas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		r := w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		before := w.show(w.ana, r.ID)
		if _, err := w.catalog.Give(ctx, w.ana, r.ID, w.pine); err != nil {
			t.Fatal(err)
		}
		given := w.show(w.mai, r.ID)
		if given.SchoolName != "Pine" || !given.MayEdit || given.Head != before.Head || !given.ChangedAt.Equal(before.ChangedAt) || len(given.Credit) != 1 || given.Credit[0].SchoolName != "Elm" {
			t.Errorf("given: %+v", given)
		}
		if former := w.show(w.rosa, r.ID); former.MayEdit || former.MayRetire {
			t.Error("its former school changes it still")
		}
		if told := w.changed[len(w.changed)-1]; told != r.ID {
			t.Errorf("told of %s", told)
		}
		verbs := w.credits(r.ID, `SELECT verb || ' ' || school FROM activity WHERE object = $1 ORDER BY seq`)
		if len(verbs) != 2 || verbs[1] != "resource.given "+string(w.pine) {
			t.Errorf("the log says %v", verbs)
		}
		if _, err := w.catalog.Give(ctx, w.ana, r.ID, w.elm); err != nil {
			t.Fatal(err)
		}
		if again := w.show(w.rosa, r.ID); again.SchoolName != "Elm" || !again.MayEdit || again.Head != before.Head {
			t.Errorf("given back: %+v", again)
		}
		if _, err := w.catalog.Give(ctx, w.ana, r.ID, w.elm); err != nil {
			t.Errorf("given twice: %v", err)
		}
		if _, err := w.catalog.Retire(ctx, w.rosa, r.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.catalog.Give(ctx, w.ana, r.ID, w.pine); !fault.IsConflict(err) {
			t.Errorf("what is out of the catalog: %v", err)
		}
	})
}

// A school has one version of a thing.
func TestNoSchoolIsGivenASecondVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		oak := w.school(w.ana.District, "Oak")
		core := w.share(w.rosa, catalog.SeenByDistrict, tip("Lanterns"))
		version := func(school id.SchoolID) catalog.Resource {
			r, err := w.catalog.Share(t.Context(), w.ana, catalog.ShareInput{School: school, Document: tip("Ours"), Core: core.ID, CoreVersion: core.Head})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		version(w.pine)
		second := version(oak)
		if _, err := w.catalog.Give(t.Context(), w.ana, second.ID, w.pine); !fault.IsConflict(err) {
			t.Errorf("a second version: %v", err)
		}
		if _, err := w.catalog.Give(t.Context(), w.ana, core.ID, w.pine); err != nil {
			t.Errorf("the original itself: %v", err)
		}
	})
}
