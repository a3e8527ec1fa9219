package content_test

import (
	"reflect"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/demo/content"
)

func prose(key, text string) content.Block {
	return content.Block{Key: key, Text: &block.Text{Markdown: text}}
}

func keys(list []content.Block) []string {
	out := make([]string, len(list))
	for i, b := range list {
		out[i] = b.Key
	}
	return out
}

func TestVersionsApplyEachEditToTheOneBefore(t *testing.T) {
	added := prose("c", "new")
	added.After = "a"
	r := content.Resource{
		Key: "r", By: "ana", Shared: "2025-01-07", About: block.About{Title: "First", Why: "so", Rough: true},
		Blocks: []content.Block{prose("a", "one"), prose("b", "two")},
		Edits: []content.Edit{
			{On: "2025-02-03", By: "ben", Note: "added", Put: []content.Block{added, prose("b", "changed")}},
			{On: "2025-03-03", By: "ana", Title: "Second", Why: "therefore", Settled: true, Remove: []string{"a"}, Put: []content.Block{prose("d", "last")}},
		},
	}
	got, err := r.Versions()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Note != "" || got[0].By != "ana" || got[1].By != "ben" || got[2].On != "2025-03-03" {
		t.Fatalf("got %+v", got)
	}
	for i, want := range [][]string{{"a", "b"}, {"a", "c", "b"}, {"c", "b", "d"}} {
		if !reflect.DeepEqual(keys(got[i].Blocks), want) {
			t.Errorf("version %d holds %v, want %v", i, keys(got[i].Blocks), want)
		}
	}
	if text := got[0].Blocks[1].Text.Markdown; text != "two" {
		t.Errorf("an edit reached back into the first version: %q", text)
	}
	if text := got[1].Blocks[2].Text.Markdown; text != "changed" {
		t.Errorf("block b reads %q", text)
	}
	if a := got[1].About; a.Title != "First" || !a.Rough {
		t.Errorf("the first edit changed what the resource is about: %+v", a)
	}
	if a := got[2].About; a.Title != "Second" || a.Why != "therefore" || a.Rough {
		t.Errorf("got %+v", a)
	}
}

func TestVersionsRefuseAnEditOfNothing(t *testing.T) {
	lost := prose("c", "new")
	lost.After = "gone"
	for name, edit := range map[string]content.Edit{
		"remove": {Remove: []string{"gone"}},
		"after":  {Put: []content.Block{lost}},
	} {
		r := content.Resource{Blocks: []content.Block{prose("a", "one")}, Edits: []content.Edit{edit}}
		if got, err := r.Versions(); err == nil {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestBodyGivesWhatTheBlockHolds(t *testing.T) {
	for want, b := range map[block.Kind]content.Block{
		block.KindText:      {Text: &block.Text{}},
		block.KindLink:      {Link: &block.Link{}},
		block.KindBook:      {Book: &block.Book{}},
		block.KindSteps:     {Steps: &block.Steps{}},
		block.KindMaterials: {Materials: &block.Materials{}},
		block.KindVideo:     {Video: &block.Video{}},
	} {
		if body := b.Body(); body == nil || body.Kind() != want {
			t.Errorf("got %v, want a %s", body, want)
		}
	}
	if body := (content.Block{File: &content.File{Name: "a.csv"}}).Body(); body != nil {
		t.Errorf("a file that is not stored gave %v", body)
	}
}

func TestMediaTypeFollowsTheName(t *testing.T) {
	for name, want := range map[string]string{"a.csv": "text/csv", "a.md": "text/markdown", "a.txt": "text/plain"} {
		if got := (content.File{Name: name}).MediaType(); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
