package search_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// ranked are the titles that Rosa finds for some words, the best first.
func (n *node) ranked(w *world, words string) string {
	n.t.Helper()
	var out []string
	for _, c := range n.look(w.rosa, search.Query{Words: words}).Cards {
		out = append(out, c.About.Title)
	}
	return strings.Join(out, ", ")
}

func TestWhatWorkedAtOtherSchoolsComesFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		use := feedback.New(feedback.Options{DB: d, Clock: w.clock, IDs: id.Source{}, Catalog: w.catalog})
		old := w.share(w.rosa, catalog.SeenByDistrict, tip("Lantern one"))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Lantern two"))
		other := w.beside()
		const newest, lifted = "Lantern two, Lantern one", "Lantern one, Lantern two"
		becomes := func(what, want string) {
			t.Helper()
			dbtest.Soon(t, what+": "+want, func() bool { return other.ranked(w, "lantern") == want })
			fresh := newNode(t, d, w.clock)
			if _, err := fresh.search.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := fresh.ranked(w, "lantern"); got != want {
				t.Errorf("%s: built anew it finds %s", what, got)
			}
		}
		becomes("nobody used either", newest)
		report, err := use.Report(t.Context(), w.mai, old.ID, feedback.Said{School: w.pine, Outcome: feedback.Worked})
		if err != nil {
			t.Fatal(err)
		}
		becomes("it worked at Pine", lifted)
		found := other.look(w.rosa, search.Query{Words: "lantern"})
		if len(found.Tried) != 2 || !slices.Equal(found.Tried[0], []string{"Pine"}) || found.Tried[1] != nil {
			t.Errorf("tried at %v", found.Tried)
		}
		if seen := other.look(visitor, search.Query{Words: "lantern"}); seen.Tried != nil {
			t.Errorf("a visitor is told where it was tried: %v", seen.Tried)
		}
		if err := use.Change(t.Context(), w.mai, report, feedback.Said{School: w.pine, Outcome: feedback.Improve}); err != nil {
			t.Fatal(err)
		}
		becomes("Pine would change something", newest)
		if err := use.Change(t.Context(), w.mai, report, feedback.Said{School: w.pine, Outcome: feedback.Worked}); err != nil {
			t.Fatal(err)
		}
		becomes("it worked after all", lifted)
		if err := use.Remove(t.Context(), w.mai, report, false); err != nil {
			t.Fatal(err)
		}
		becomes("taken back", newest)
		if found := other.look(w.rosa, search.Query{Words: "lantern"}); found.Tried[0] != nil || found.Tried[1] != nil {
			t.Errorf("what was taken back counts as tried: %v", found.Tried)
		}
		report, err = use.Report(t.Context(), w.rosa, old.ID, feedback.Said{School: w.elm, Outcome: feedback.Worked})
		if err != nil {
			t.Fatal(err)
		}
		becomes("it worked at the school of whoever asks", lifted)
		if found := other.look(w.rosa, search.Query{Words: "lantern"}); !slices.Equal(found.Worked, []bool{true, false}) {
			t.Errorf("it worked here: %v", found.Worked)
		}
		if found := other.look(w.mai, search.Query{Words: "lantern"}); titleAt(found, 0) != "Lantern two" || slices.Contains(found.Worked, true) {
			t.Errorf("for a school where it was not tried, %q is first, and it worked there: %v", titleAt(found, 0), found.Worked)
		}
		w.exec(`UPDATE school SET grades = $1`, grade.Range(1, 4))
		if err := use.Change(t.Context(), w.rosa, report, feedback.Said{School: w.elm, Outcome: feedback.Worked, Words: "Once more"}); err != nil {
			t.Fatal(err)
		}
		dbtest.Soon(t, "a school of the same grades", func() bool { return titleAt(other.look(w.mai, search.Query{Words: "lantern"}), 0) == "Lantern one" })
		if found := other.look(w.nell, search.Query{Words: "lantern"}); found.Total != 0 {
			t.Errorf("a partner finds %d that are for the district", found.Total)
		}
		if err := use.Remove(t.Context(), w.rosa, report, false); err != nil {
			t.Fatal(err)
		}
		becomes("taken back by the school of whoever asks", newest)

		version := tip("Torches of Pine")
		made, err := w.catalog.Share(t.Context(), w.mai, catalog.ShareInput{School: w.pine, Visibility: catalog.SeenBySchool, Document: version, Core: old.ID, CoreVersion: old.Head})
		if err != nil {
			t.Fatal(err)
		}
		becomes("Pine has a version for itself", newest)
		if _, err := w.catalog.Save(t.Context(), w.mai, catalog.SaveInput{Resource: made.ID, Base: made.Head, Document: version, Visibility: catalog.SeenByDistrict}); err != nil {
			t.Fatal(err)
		}
		becomes("Pine has a version for all", lifted)
		for _, to := range []struct {
			school id.SchoolID
			want   string
		}{{w.elm, newest}, {w.pine, lifted}} {
			if _, err := w.catalog.Give(t.Context(), w.ana, made.ID, to.school); err != nil {
				t.Fatal(err)
			}
			becomes("the version is given to "+string(to.school), to.want)
		}
		if _, err := w.catalog.Retire(t.Context(), w.mai, made.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		becomes("Pine has none any more", newest)

		// What was written apart is no version that anybody made: it lifts once it uses something, and taken back it does not.
		own := w.share(w.mai, catalog.SeenByDistrict, tip("Torches, another way"))
		told := func(verb activity.Verb) {
			t.Helper()
			w.exec(`UPDATE resource SET revision = revision + 1 WHERE id = $1`, own.ID)
			if err := d.Do(t.Context(), func(tx *db.DB) error {
				return activity.Write(t.Context(), tx, activity.Activity{District: own.District, School: own.School, Person: w.ana.Person, Verb: verb,
					ObjectKind: catalog.ObjectKind, Object: string(own.ID), At: w.clock.Now(), Data: []byte(`{"core":"` + string(old.ID) + `"}`)})
			}); err != nil {
				t.Fatal(err)
			}
		}
		beside := func(words string) int {
			found := other.look(w.rosa, search.Query{Words: words})
			if len(found.Others) == 0 {
				return -1
			}
			return found.Others[0]
		}
		w.exec(`UPDATE resource SET core = $2 WHERE id = $1`, own.ID, old.ID)
		told(adapt.Joined)
		dbtest.Soon(t, "they are one family", func() bool { return beside("torches") == 1 })
		becomes("only kept together", newest)
		w.exec(`UPDATE resource SET core_version = $2 WHERE id = $1`, own.ID, old.Head)
		told(adapt.Joined)
		becomes("something of it is used", lifted)
		w.exec(`UPDATE resource SET core = NULL, core_version = NULL WHERE id = $1`, own.ID)
		told(adapt.Parted)
		becomes("parted", newest)
		if n := beside("torches"); n != 0 {
			t.Errorf("parted it has %d beside it", n)
		}
	})
}

func titleAt(found search.Found, i int) string { return found.Cards[i].About.Title }

func TestEachSchoolLiftsAndNoneMuch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 1000).Draw(t, "worked"), rapid.IntRange(0, 1000).Draw(t, "adapted")
		now, worked, adapted := search.Lifted(n, m), search.Lifted(n+1, m), search.Lifted(n, m+1)
		if now < 1 || worked < adapted || adapted < now || worked > 1.5 || n+m < 20 && (worked == adapted || adapted == now) {
			t.Fatalf("%d and %d schools lift to %v, one more where it worked to %v, one more that adapted to %v", n, m, now, worked, adapted)
		}
	})
}
