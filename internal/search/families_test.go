package search_test

import (
	"fmt"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/search"
)

// version shares a version of something.
func (n *node) version(by actor.Actor, of catalog.Resource, v catalog.Visibility, title string) catalog.Resource {
	n.t.Helper()
	r, err := n.catalog.Share(n.t.Context(), by, catalog.ShareInput{School: by.Schools[0].School, Visibility: v, Document: tip(title), Core: of.ID, CoreVersion: of.Head})
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}

func TestVersionsAreShownOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		core := w.share(w.rosa, catalog.SeenByDistrict, tip("Lantern"))
		w.version(w.mai, core, catalog.SeenByDistrict, "Lantern at Pine, and a candle")
		w.version(w.nell, core, catalog.SeenBySchool, "Lantern of the partner")
		w.share(w.rosa, catalog.SeenByDistrict, tip("A lantern of paper"))
		other := w.beside()
		dbtest.Soon(t, "the first knows of its versions", func() bool { return other.look(w.rosa, search.Query{Words: "lantern"}).Total == 2 })
		sees := func(by actor.Actor, q search.Query) string {
			found := other.look(by, q)
			var out []string
			for i, c := range found.Cards {
				line := c.About.Title
				if found.Others != nil && found.Others[i] > 0 {
					line += fmt.Sprintf(" +%d", found.Others[i])
				}
				out = append(out, line)
			}
			return fmt.Sprint(out, found.Total, found.Every)
		}
		for _, c := range []struct {
			who  actor.Actor
			q    search.Query
			want string
		}{
			{w.rosa, search.Query{Words: "lantern"}, "[Lantern +1 A lantern of paper] 2 3"},
			{w.mai, search.Query{Words: "lantern"}, "[Lantern at Pine, and a candle +1 A lantern of paper] 2 3"},
			{w.rosa, search.Query{Words: "lantern", Every: true}, "[Lantern A lantern of paper Lantern at Pine, and a candle] 3 3"},
			{w.rosa, search.Query{Words: "candle"}, "[Lantern at Pine, and a candle +1] 1 1"},
			{w.rosa, search.Query{Words: "lantern", Filters: map[string][]string{search.School: {string(w.pine)}}}, "[Lantern at Pine, and a candle +1] 1 1"},
			{w.nell, search.Query{Words: "lantern"}, "[Lantern of the partner] 1 1"},
		} {
			if got := sees(c.who, c.q); got != c.want {
				t.Errorf("%s asks %v: %s, want %s", c.who.Name, c.q, got, c.want)
			}
		}
	})
}

// TestFamiliesCountWhatOneMaySee asks every actor for words of random families, and reads one by one what they may see of each.
func TestFamiliesCountWhatOneMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(t, d)
			word := "q" + string(w.elm)[:8]
			contributors, circles := []actor.Actor{w.rosa, w.mai, w.nell}, catalog.Visibilities[:3]
			all := map[catalog.ResourceID]catalog.ResourceID{} // the first of its family, by resource
			var shared []catalog.Resource
			for i := range rapid.IntRange(1, 8).Draw(rt, "resources") {
				by, circle := rapid.SampledFrom(contributors).Draw(rt, "who"), rapid.SampledFrom(circles).Draw(rt, "circle")
				title := fmt.Sprintf("%s %d", word, i)
				of := rapid.IntRange(-1, len(shared)-1).Draw(rt, "of")
				if of < 0 {
					r := w.share(by, circle, tip(title))
					all[r.ID] = r.ID
					shared = append(shared, r)
					continue
				}
				r := w.version(by, shared[of], circle, title)
				all[r.ID] = all[shared[of].ID]
				shared = append(shared, r)
			}
			other := newNode(t, d, w.clock)
			if _, err := other.search.Build(t.Context()); err != nil {
				rt.Fatal(err)
			}
			for who, by := range w.everyone() {
				if by.System {
					continue
				}
				want := map[catalog.ResourceID]int{}
				total := 0
				for r, family := range all {
					switch _, err := w.catalog.Show(t.Context(), by, r); {
					case err == nil:
						want[family]++
						total++
					case !fault.IsNotFound(err):
						rt.Fatal(err)
					}
				}
				found := other.look(by, search.Query{Words: word})
				got := map[catalog.ResourceID]int{}
				for i, c := range found.Cards {
					got[all[c.ID]] += 1 + found.Others[i]
				}
				if !maps.Equal(got, want) || found.Total != len(want) || found.Every != total {
					rt.Fatalf("%s finds %d of %d, families of %v; want %v", who, found.Total, found.Every, got, want)
				}
				if every := other.look(by, search.Query{Words: word, Every: true}); every.Total != total || every.Others != nil || len(every.Cards) != total {
					rt.Fatalf("%s finds %d of every version, want %d", who, every.Total, total)
				}
			}
		})
	})
}
