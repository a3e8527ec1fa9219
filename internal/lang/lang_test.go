package lang_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/lang"
)

func catalog(t *testing.T) *lang.Catalog {
	t.Helper()
	c, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	c := catalog(t)
	english, spanish := c.Keys(lang.English), c.Keys(lang.Spanish)
	for key, gaps := range english {
		other, ok := spanish[key]
		if !ok {
			t.Errorf("%s is not in Spanish", key)
			continue
		}
		a, b := slices.Sorted(slices.Values(gaps)), slices.Sorted(slices.Values(other))
		if !reflect.DeepEqual(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s has gaps %v in English and %v in Spanish", key, gaps, other)
		}
	}
	for key := range spanish {
		if _, ok := english[key]; !ok {
			t.Errorf("%s is not in English", key)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		preferences []string
		want        lang.Locale
	}{
		{nil, lang.English},
		{[]string{"es-MX,es;q=0.9,en;q=0.5"}, lang.Spanish},
		{[]string{"en", "es"}, lang.English},
		{[]string{"", "es"}, lang.Spanish},
		{[]string{"vi", "es"}, lang.Spanish},
		{[]string{";;;", "nonsense"}, lang.English},
	} {
		if got := lang.Match(c.preferences...); got != c.want {
			t.Errorf("Match(%q) = %s, want %s", c.preferences, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	day := time.Date(2026, 11, 23, 14, 5, 0, 0, time.UTC)
	en, es := catalog(t).Printer(lang.English, ""), catalog(t).Printer(lang.Spanish, "")
	for got, want := range map[string]string{
		en.Date(day): "Nov 23, 2026", es.Date(day): "23 nov 2026",
		en.LongDate(day): "Monday, November 23", es.LongDate(day): "lunes, 23 de noviembre",
		en.Clock(day): "2:05 PM", es.Clock(day): "14:05",
		en.List([]string{"Elm", "Oak", "Pine"}): "Elm, Oak and Pine", es.List([]string{"Elm", "Iris"}): "Elm e Iris",
		lang.Number(1234567): "1,234,567", lang.Number(-1000): "-1,000", lang.Number(999): "999",
		lang.Dollars(60): "$0.60", lang.Dollars(1200): "$12", lang.Size(340_000): "340 KB", lang.Size(2_100_000): "2.1 MB",
		en.LanguageName("es"): "Spanish", es.LanguageName("en"): "inglés", en.LanguageName("no such tag"): "no such tag",
		en.T("base.foot", "Elm"): "Elm. No student records are kept here, ever.", en.T("no.such"): "‹no.such›",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
