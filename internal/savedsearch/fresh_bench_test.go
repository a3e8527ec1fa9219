package savedsearch_test

import (
	"fmt"
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// What one person's five saved searches cost a weekly email, over 2,000 resources of which a tenth is new to each search.
func BenchmarkNewsOfAPerson(b *testing.B) {
	w := newWorld(b, dbtest.SQLite(b))
	topics := []string{"maps", "kites", "puppets", "rivers", "atlases"}
	for _, words := range topics {
		w.keep(w.Rosa, words)
	}
	for i := range 2000 {
		title := fmt.Sprintf("Something else %d", i)
		if i%2 == 0 {
			title = fmt.Sprintf("%s for week %d", topics[i/2%len(topics)], i)
		}
		w.share(w.Mai, catalog.SeenByDistrict, title)
	}
	for b.Loop() {
		list, err := w.saved.Fresh(b.Context(), w.Rosa)
		if err != nil || len(list) != len(topics) {
			b.Fatal(len(list), err)
		}
	}
}
