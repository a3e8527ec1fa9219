package digest

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

func TestADraftIsNamedAsItsWriterNamedIt(t *testing.T) {
	for form, want := range map[string]string{
		`{"title":" ¿Qué comprar? PhET, o no "}`: "¿Qué comprar? PhET, o no",
		`{"title":"  "}`: "",
		`{}`:             "",
		``:               "",
	} {
		if got := written(catalog.Draft{Title: "que comprar", Form: []byte(form)}); got != want {
			t.Errorf("%s is named %q, want %q", form, got, want)
		}
	}
}
