package typed_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/typed"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Every field that people type is read back as it was written, and changes nothing else.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	for _, body := range []block.Body{
		block.Text{Heading: "Six moves", Markdown: "One.\n\nTwo."},
		block.Link{URL: "https://example.org/maps", Title: "Maps", Note: "Old ones."},
		block.Book{Title: "Maps", ISBN: "9780763668075", Publisher: "Big Picture", Year: 2013, Note: "Large."},
		block.File{Name: "a.png", Alt: "A map", Note: "Print it."},
		block.Video{Title: "Maps", Note: "Two minutes."},
		block.Steps{Heading: "In class", Steps: []string{"Read.", "Say it aloud."}},
		block.Materials{Students: 24, Items: []block.Material{{Name: "Tape; wide", Amount: "2 rolls", CostCents: 1250}}},
		block.About{Title: "Maps", Why: "Because."},
	} {
		fields := typed.Fields(body)
		if len(fields) < 2 {
			t.Errorf("%T has the fields %v", body, fields)
		}
		for _, field := range fields {
			text, ok := typed.Field(body, field)
			var wrong fault.Fields
			if got := typed.With(body, field, text, &wrong); !ok || len(wrong) > 0 || !reflect.DeepEqual(got, body) {
				t.Errorf("%T, %s: %+v, %v", body, field, got, wrong)
			}
		}
	}
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	for _, c := range []struct {
		body        block.Body
		field, text string
	}{
		{block.Book{Title: "Maps"}, "isbn", "9780763668076"},
		{block.Book{Title: "Maps"}, "year", "soon"},
		{block.Materials{}, "students", "many"},
		{block.Materials{}, "items", "Tape; 2 rolls; dear"},
	} {
		var wrong fault.Fields
		typed.With(c.body, c.field, c.text, &wrong)
		if _, named := wrong[c.field]; !named {
			t.Errorf("%T, %s %q: %v", c.body, c.field, c.text, wrong)
		}
	}
	if _, ok := typed.Field(block.Text{}, "url"); ok {
		t.Error("a text has an address")
	}
}

// Steps and cells are read as they were written, whatever stands in them.
func TestStepsAndCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[a-z;\\-]{1,6}( [a-z;\\-]{1,6}){0,2}`)
		cells := rapid.SliceOfN(line, 1, 4).Draw(t, "cells")
		if got := typed.SplitCells(typed.JoinCells(cells)); !reflect.DeepEqual(got, cells) {
			t.Errorf("cells %q are read as %q", cells, got)
		}
		step := rapid.StringMatching(`[a-z]{1,6}(\n[a-z-]{1,6}){0,2}[a-z]`)
		steps := rapid.SliceOfN(step, 1, 4).Draw(t, "steps")
		if got := typed.SplitSteps(typed.JoinSteps(steps)); !reflect.DeepEqual(got, steps) {
			t.Errorf("steps %q are read as %q", steps, got)
		}
	})
}
