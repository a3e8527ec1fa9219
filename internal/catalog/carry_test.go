package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
)

func TestAVersionKeepsSourceAndLicence(t *testing.T) {
	atlas, other := block.Source{Title: "Atlas", Creator: "J. Doe", URL: "https://example.org/atlas"}, block.Source{Title: "Another"}
	say := func(source block.Source, rights string) block.About {
		return block.About{Source: source, Rights: rights}
	}
	for _, row := range []struct {
		name string
		now  block.About
		of   []block.About
		want string
	}{
		{"the same", say(atlas, "cc-by-sa-4.0"), []block.About{say(atlas, "cc-by-sa-4.0")}, ""},
		{"less free than share-alike lets", say(atlas, "cc-by-nc-4.0"), []block.About{say(atlas, "cc-by-sa-4.0")}, "rights"},
		{"freer than the licence", say(atlas, "cc0-1.0"), []block.About{say(atlas, "cc-by-4.0")}, "rights"},
		{"within the licence", say(atlas, "cc-by-sa-4.0"), []block.About{say(atlas, "cc-by-4.0")}, ""},
		{"without its source", say(block.Source{}, "cc-by-4.0"), []block.About{say(atlas, "cc-by-4.0")}, "source_name"},
		{"with another source", say(other, "cc-by-4.0"), []block.About{say(atlas, "cc-by-4.0")}, "source_name"},
		{"a source where none was", say(other, "colleagues"), []block.About{say(block.Source{}, "colleagues")}, ""},
		{"nothing said, as it was", say(block.Source{}, ""), []block.About{say(block.Source{}, "")}, ""},
		{"nothing said any more", say(block.Source{}, ""), []block.About{say(block.Source{}, "colleagues")}, "rights"},
		{"as before, though the core says something else now", say(atlas, "cc-by-4.0"), []block.About{say(atlas, "cc-by-4.0"), say(other, "all-rights-reserved")}, ""},
		{"as the core says now", say(other, "cc-by-nc-4.0"), []block.About{say(atlas, "cc-by-4.0"), say(other, "cc-by-nc-4.0")}, ""},
		{"the source of one with the licence of the other", say(other, "cc0-1.0"), []block.About{say(atlas, "cc0-1.0"), say(other, "cc-by-4.0")}, "rights"},
	} {
		var names []string
		wrong, _ := fault.AsFields(carried(row.now, row.of))
		for name := range wrong {
			names = append(names, name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != row.want {
			t.Errorf("%s: wrong %q, want %q", row.name, got, row.want)
		}
	}
}
