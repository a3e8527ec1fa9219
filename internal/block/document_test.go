package block_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
)

func document(t *rapid.T) block.Document {
	keys := id.Seeded("keys")
	words := rapid.StringMatching(`[a-zñ<>&" ]{1,20}`)
	d := block.Document{About: block.About{
		Title: words.Draw(t, "title"), Why: words.Draw(t, "why"), Type: rapid.SampledFrom(block.ResourceKinds).Draw(t, "kind"),
		Grades: grade.Set(rapid.Uint16Range(0, uint16(grade.All)).Draw(t, "grades")), Rough: rapid.Bool().Draw(t, "rough"),
	}}
	for range rapid.IntRange(0, 8).Draw(t, "blocks") {
		var body block.Body
		switch rapid.SampledFrom(block.Kinds).Draw(t, "block kind") {
		case block.KindText:
			body = block.Text{Heading: words.Draw(t, "heading"), Markdown: words.Draw(t, "markdown")}
		case block.KindLink:
			body = block.Link{URL: "https://example.org/" + words.Draw(t, "path")}
		case block.KindBook:
			body = block.Book{Title: words.Draw(t, "book"), Creators: []string{words.Draw(t, "creator")}}
		case block.KindFile:
			body = block.File{Hash: "h", Name: words.Draw(t, "name"), MediaType: "image/png", Size: 3}
		case block.KindVideo:
			body = block.Video{URL: "https://example.org/v", Title: words.Draw(t, "video"), Captions: []block.Caption{{Language: "es"}}}
		case block.KindSteps:
			body = block.Steps{Steps: []string{words.Draw(t, "step")}}
		case block.KindMaterials:
			body = block.Materials{Students: 24, Items: []block.Material{{Name: words.Draw(t, "item"), CostCents: 250}}}
		}
		d.Blocks = append(d.Blocks, block.Block{Key: block.NewKey(keys), Body: body})
	}
	return d
}

func TestSplitAndJoinGiveTheDocumentBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := document(t)
		manifest, stored, err := block.Split(want)
		if err != nil {
			t.Fatal(err)
		}
		again, err := block.ParseManifest(manifest.String())
		if err != nil || !reflect.DeepEqual(again, manifest) {
			t.Fatalf("manifest came back as %v, %v", again, err)
		}
		bodies := map[block.Hash]block.Stored{}
		for _, s := range stored {
			bodies[s.Hash] = s
		}
		got, err := block.Join(manifest, bodies)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, %v; want %+v", got, err, want)
		}
		clone, err := want.Clone()
		if err != nil || !reflect.DeepEqual(clone, want) {
			t.Fatalf("clone %+v, %v; want %+v", clone, err, want)
		}
	})
}

func TestEqualBodiesAreStoredOnce(t *testing.T) {
	same := block.Text{Markdown: "twice"}
	manifest, stored, err := block.Split(block.Document{Blocks: []block.Block{{Key: "a", Body: same}, {Key: "b", Body: same}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(manifest) != 3 || len(stored) != 2 {
		t.Errorf("%d entries and %d bodies, want 3 and 2", len(manifest), len(stored))
	}
	if _, _, err := block.Split(block.Document{Blocks: []block.Block{{Key: "a", Body: same}, {Key: "a", Body: same}}}); err == nil {
		t.Error("a key used twice passed")
	}
}

func TestKindIsPartOfTheHash(t *testing.T) {
	a, _, _ := block.Encode(block.Steps{})
	b, _, _ := block.Encode(block.Materials{})
	if a == b {
		t.Error("bodies of different kinds share a hash")
	}
}

func TestJoinRefusesMissingBody(t *testing.T) {
	if _, err := block.Join(block.Manifest{{Key: block.AboutKey, Hash: "gone"}}, nil); err == nil {
		t.Error("a missing body passed")
	}
}

func TestBlockJSONNamesKeyKindAndFields(t *testing.T) {
	data, err := json.Marshal(block.Block{Key: "k1", Body: block.Text{Heading: "H", Markdown: "m"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"key":"k1","kind":"text","heading":"H","markdown":"m"}`; string(data) != want {
		t.Errorf("got %s, want %s", data, want)
	}
}

func TestCostPerStudentRoundsUp(t *testing.T) {
	m := block.Materials{Students: 24, Items: []block.Material{{Name: "ink", CostCents: 1000}, {Name: "paper", CostCents: 1}}}
	if got := m.CostPerStudentCents(); got != 42 {
		t.Errorf("got %d, want 42", got)
	}
}
