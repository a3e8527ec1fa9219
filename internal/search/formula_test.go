package search_test

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/search"
)

func TestEveryKindAges(t *testing.T) {
	f := search.TheFormula()
	var kinds []block.ResourceKind
	for i, age := range f.Ages {
		if age.Days < 30 || i > 0 && age.Days <= f.Ages[i-1].Days {
			t.Errorf("ages are %v", f.Ages)
		}
		kinds = append(kinds, age.Kinds...)
	}
	if len(kinds) != len(block.ResourceKinds) || len(search.HalfLives) != len(block.ResourceKinds) {
		t.Errorf("%d kinds age, of %d", len(kinds), len(block.ResourceKinds))
	}
	for _, kind := range block.ResourceKinds {
		if !slices.Contains(kinds, kind) || search.HalfLives[kind] == 0 {
			t.Errorf("%s does not age", kind)
		}
	}
	if search.HalfLives[block.DigitalTool] >= search.HalfLives[block.BookList] || search.HalfLives[block.BookList] >= search.HalfLives[block.UnitIdea] {
		t.Error("a tool ages before a book list, that before a unit")
	}
}
