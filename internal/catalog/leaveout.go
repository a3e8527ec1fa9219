package catalog

import (
	"fmt"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/privacy"
)

// Doubt is a piece of a document that looks as if it named a student. Nothing is refused for it.
type Doubt struct {
	Field string // as Check names them: "title", "blocks.2.markdown"
	Words string // the piece that does
}

// Doubts are the fields of a document that look as if they named a student, in order.
func Doubts(d block.Document) []Doubt {
	var out []Doubt
	look := func(field, text string) {
		if words, found := privacy.InText(text); found {
			out = append(out, Doubt{field, words})
		}
	}
	look("title", d.About.Title)
	look("why", d.About.Why)
	if t := d.About.Tool; t != nil {
		look("tool.for", t.For)
		look("tool.accessibility", t.Accessibility)
	}
	for i, m := range d.About.Plan {
		look(fmt.Sprintf("plan.%d.text", i), m.Text)
	}
	for i, b := range d.Blocks {
		lookInBlock(func(field, text string) { look(fmt.Sprintf("blocks.%d.%s", i, field), text) }, b.Body)
	}
	return out
}

func lookInBlock(look func(field, text string), body block.Body) {
	switch b := body.(type) {
	case block.Text:
		look("heading", b.Heading)
		look("markdown", b.Markdown)
	case block.Link:
		look("title", b.Title)
		look("note", b.Note)
	case block.Book:
		look("note", b.Note)
	case block.File:
		look("alt", b.Alt)
		look("note", b.Note)
	case block.Video:
		look("title", b.Title)
		look("note", b.Note)
	case block.Steps:
		look("heading", b.Heading)
		for i, step := range b.Steps {
			look(fmt.Sprintf("steps.%d", i), step)
		}
	case block.Materials:
		for i, item := range b.Items {
			look(fmt.Sprintf("items.%d.name", i), item.Name)
		}
	}
}
