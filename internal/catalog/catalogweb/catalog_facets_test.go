package catalogweb

import (
	"slices"
	"testing"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Schools that shared as much as each other stand by name, and not by ids that nobody sees.
func TestAnswersOfOneSizeStandByName(t *testing.T) {
	words, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	n := namer{Chrome: ui.Chrome{Printer: words.Printer(lang.English, lang.CallLibrarian)},
		schools: map[id.SchoolID]string{"a": "P.S. 10", "b": "P.S. 2", "c": "Ash", "d": "Fir"}}
	group, asked := facetGroup(n, index.Facet{Name: search.School, Values: []index.Value{{Value: "d", Count: 3}, {Value: "a", Count: 2}, {Value: "b", Count: 2}, {Value: "c", Count: 2}}}, 9)
	var names []string
	for _, option := range group.Options {
		names = append(names, option.Label)
	}
	if want := []string{"Fir", "Ash", "P.S. 2", "P.S. 10"}; !asked || !slices.Equal(names, want) {
		t.Errorf("the schools are offered as %q", names)
	}
}
