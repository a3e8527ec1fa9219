package catalog_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestAPathCarriesWhatReadsWell(t *testing.T) {
	for title, want := range map[string]string{
		"":              "/resources/r1",
		"Mapas del río": "/resources/r1/mapas-del-rio",
		"图书馆":           "/resources/r1",
		"Six small questions that a class of third graders can ask any picture": "/resources/r1/six-small-questions-that-a-class-of-third-graders-can-ask",
	} {
		if got := catalog.ResourceID("r1").Path(title); got != want {
			t.Errorf("%q leads to %s, want %s", title, got, want)
		}
	}
}
