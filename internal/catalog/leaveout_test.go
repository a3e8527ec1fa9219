package catalog_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestEveryFreeTextOfADocumentIsLookedAt(t *testing.T) {
	const student = "Maria Lopez 482913"
	d := block.Document{
		About: block.About{Title: student, Why: student, Tool: &block.Tool{For: student, Accessibility: student}, Plan: []block.Month{{Month: 8, Text: student}}},
		Blocks: []block.Block{
			{Body: block.Text{Heading: student, Markdown: student}}, {Body: block.Link{URL: "https://example.org/482913", Title: student, Note: student}},
			{Body: block.Book{Title: student, Creators: []string{student}, Note: student}}, {Body: block.File{Name: student, Alt: student, Note: student}},
			{Body: block.Video{Title: student, Note: student}}, {Body: block.Steps{Heading: student, Steps: []string{"", student}}},
			{Body: block.Materials{Items: []block.Material{{Name: student}}}},
		},
	}
	want := []string{
		"title", "why", "tool.for", "tool.accessibility", "plan.0.text", "blocks.0.heading", "blocks.0.markdown", "blocks.1.title", "blocks.1.note",
		"blocks.2.note", "blocks.3.alt", "blocks.3.note", "blocks.4.title", "blocks.4.note", "blocks.5.heading", "blocks.5.steps.1", "blocks.6.items.0.name",
	}
	var got []string
	for _, doubt := range catalog.Doubts(d) {
		got = append(got, doubt.Field)
		if doubt.Words != student {
			t.Errorf("%s: %q", doubt.Field, doubt.Words)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if doubts := catalog.Doubts(block.Document{}); len(doubts) > 0 {
		t.Errorf("of nothing: %v", doubts)
	}
}
