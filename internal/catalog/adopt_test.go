package catalog_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// What becomes a version of another calls its parts as that does, now and in its history, in what is found of its head as well; a name that
// a part of it has or had is given to no other.
func TestPartsAreCalledOtherwiseEverywhere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, ctx := newWorld(t, d), t.Context()
		doc := tip("Maps")
		doc.Blocks = []block.Block{{Key: "first", Body: block.Link{URL: "https://maps.example/", Title: "Maps"}}, {Key: "then", Body: block.Text{Markdown: "One."}}, {Key: "gone", Body: block.Text{Markdown: "Two."}}}
		r, err := w.catalog.Share(ctx, w.rosa, catalog.ShareInput{School: w.elm, Visibility: catalog.SeenByDistrict, Document: doc})
		if err != nil {
			t.Fatal(err)
		}
		doc.Blocks = doc.Blocks[:2]
		if _, err = w.catalog.Save(ctx, w.rosa, catalog.SaveInput{Resource: r.ID, Base: r.Head, Document: doc}); err != nil {
			t.Fatal(err)
		}
		var keys map[block.Key]block.Key
		adopt := func(keysWanted map[block.Key]block.Key) error {
			return d.Do(ctx, func(tx *db.DB) (err error) {
				_, keys, err = w.catalog.AdoptIn(ctx, tx, w.ana, catalog.Adoption{Resource: r.ID, Keys: keysWanted})
				return err
			})
		}
		if err := adopt(map[block.Key]block.Key{"first": "core-1", "then": "gone", "never": "core-2"}); err != nil || !maps.Equal(keys, map[block.Key]block.Key{"first": "core-1"}) {
			t.Errorf("called otherwise: %v, %v", keys, err)
		}
		for query, want := range map[string]string{
			`SELECT manifest FROM version WHERE resource = $1 ORDER BY number`:   "about core-1 then gone, about core-1 then",
			`SELECT key FROM head_block WHERE resource = $1 ORDER BY place`:      "about, core-1, then",
			`SELECT DISTINCT key FROM head_link WHERE resource = $1`:             "core-1",
			`SELECT former || ' is ' || key FROM former_key WHERE resource = $1`: "first is core-1",
		} {
			got, err := db.All(ctx, d, db.Value[string], query, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(query, "manifest") {
				for i := range got {
					got[i] = keysIn(t, got[i])
				}
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		if _, err := w.catalog.Retire(ctx, w.rosa, r.ID, "Old"); err != nil {
			t.Fatal(err)
		}
		if err := adopt(nil); !fault.IsConflict(err) {
			t.Errorf("what is out of the catalog: %v", err)
		}
	})
}

// keysIn are the keys of a manifest in order.
func keysIn(t *testing.T, text string) string {
	m, err := block.ParseManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range m {
		out = append(out, string(e.Key))
	}
	return strings.Join(out, " ")
}
