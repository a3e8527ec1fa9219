package cell_test

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/rights"
)

func TestMinutes(t *testing.T) {
	for text, want := range map[string]int{
		"45": 45, "45.0": 45, "45 min": 45, "45 minutes": 45, "45 minutos": 45, "1 hour": 60, "1 h 30 min": 90, "1 hora y 15 minutos": 75, "1.5 hours": 90,
		"20-30 min": 30, "20–30": 30, "about 10 minutes": 10, "1:30 h": 90, "PT1H5M": 65, "PT20M": 20, "2 hrs": 120,
	} {
		if got, ok := cell.Minutes(text); !ok || got != want {
			t.Errorf("%q is %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "0", "soon", "1:30", "two class periods", "123456", "-5"} {
		if got, ok := cell.Minutes(text); ok {
			t.Errorf("%q passed as %d", text, got)
		}
	}
}

func TestCost(t *testing.T) {
	for text, want := range map[string]block.Cost{
		"free": {}, "Gratis": {}, "$0": {}, "unknown": {Unknown: true}, "$4.50": {Cents: 450}, "4,50": {Cents: 450}, "$1,200": {Cents: 120_000}, "12 dollars": {Cents: 1200},
		"$2 per student": {Cents: 200, Per: "student"}, "$1,200/year": {Cents: 120_000, Per: "year"}, "3.5 por clase": {Cents: 350, Per: "class"}, "$99 al año": {},
	} {
		got, ok := cell.Cost(text)
		if want == (block.Cost{}) && text == "$99 al año" {
			if ok {
				t.Errorf("%q passed as %+v", text, got)
			}
			continue
		}
		if !ok || got != want {
			t.Errorf("%q is %+v, %v, want %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "ask the vendor", "$", "free trial", "1.2.3", "$99999999999"} {
		if got, ok := cell.Cost(text); ok {
			t.Errorf("%q passed as %+v", text, got)
		}
	}
}

func TestYear(t *testing.T) {
	for text, want := range map[string]int{"1998": 1998, "1998.0": 1998, "c1998": 1998, "2008-09-14": 2008, "September 2008": 2008, "-720.0": -720} {
		if got, ok := cell.Year(text); !ok || got != want {
			t.Errorf("%q is %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "98", "19985", "n.d.", "3000"} {
		if got, ok := cell.Year(text); ok {
			t.Errorf("%q passed as %d", text, got)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{"en": "en", "eng": "en", "en-US": "en-US", "es_MX": "es-MX", "Español": "es", "Spanish": "es", "vietnamita": "vi", "Haitian Creole": "ht"} {
		if got, ok := cell.Language(text); !ok || got != want {
			t.Errorf("%q is %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "several", "English, Spanish", "no idea at all"} {
		if got, ok := cell.Language(text); ok {
			t.Errorf("%q passed as %q", text, got)
		}
	}
}

func TestRights(t *testing.T) {
	for text, want := range map[string]rights.Code{
		"CC BY 4.0": rights.CCBY, "cc-by-sa": rights.CCBYSA, "CC BY-NC-SA 4.0": rights.CCBYNCSA, "https://creativecommons.org/licenses/by-nc-nd/4.0/": rights.CCBYNCND,
		"Creative Commons Attribution-NonCommercial 4.0 International": rights.CCBYNC, "public domain": rights.PublicDomain, "Dominio público": rights.PublicDomain,
		"CC0 1.0": rights.CC0, "https://creativecommons.org/publicdomain/zero/1.0/": rights.CC0, "© All rights reserved": rights.AllReserved, "Used with permission": rights.Permission,
		"Licencia: CC BY": rights.CCBY,
	} {
		if got, ok := cell.Rights(text); !ok || got != want {
			t.Errorf("%q is %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "CC BY 3.0", "https://creativecommons.org/licenses/by/2.0/", "ask Bob", "MIT", "cc by-xx"} {
		if got, ok := cell.Rights(text); ok {
			t.Errorf("%q passed as %q", text, got)
		}
	}
}

func TestKind(t *testing.T) {
	for text, want := range map[string]block.ResourceKind{
		"guide": block.Guide, "Guía": block.Guide, "Lesson plans": block.Lesson, "lecciones": block.Lesson, "booklist": block.BookList, "Videos": block.Reel,
		"tool": block.DigitalTool, "Bases de datos": block.AccessTip, "rubric": block.AssessmentIdea, "Website": "", "": "", "Standard": "",
	} {
		if got, ok := cell.Kind(text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestLists(t *testing.T) {
	for text, want := range map[string][]string{
		"a, b ,a": {"a", "b"}, "a, b; c": {"a, b", "c"}, "- one\n- two\n": {"one", "two"}, "": nil, " , ": nil, "Fake news|fake  NEWS": {"Fake news"},
	} {
		if got := cell.List(text); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestCreators(t *testing.T) {
	for text, want := range map[string][]string{
		"Suzanne Collins": {"Suzanne Collins"}, "J.K. Rowling, Mary GrandPré": {"J.K. Rowling", "Mary GrandPré"}, "Collins, Suzanne": {"Collins, Suzanne"},
		"Le Guin, Ursula K.": {"Le Guin, Ursula K."}, "García Márquez, Gabriel": {"García Márquez, Gabriel"}, "Collins, Suzanne; Rowling, J.K.": {"Collins, Suzanne", "Rowling, J.K."},
		"Ana Ruiz and Bo Li": {"Ana Ruiz", "Bo Li"}, "Ana Ruiz y Bo Li": {"Ana Ruiz", "Bo Li"}, "": nil, "A B, C D, Voltaire": {"A B", "C D", "Voltaire"},
	} {
		if got := cell.Creators(text); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	for text, want := range map[string][]string{
		"see https://example.org/a, and (https://example.org/b_(c)).": {"https://example.org/a", "https://example.org/b_(c)"},
		"www.example.org": {"https://www.example.org"}, `=HYPERLINK("https://example.org/x","X")`: {"https://example.org/x"},
		"https://www.google.com/url?q=https://example.org/y%3Fa%3D1&sa=D":                          {"https://example.org/y?a=1"},
		"https://eu01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fz&data=05": {"https://example.org/z"},
		"click here": nil, "https://exa mple.org/bad": nil, "ftp://example.org": nil, "https://": nil, "https://example.org/" + strings.Repeat("x", 3000): nil, "javascript:alert(1)": nil,
	} {
		if got := cell.Links(text); !slices.Equal(got, want) {
			t.Errorf("%.60q is %q, want %q", text, got, want)
		}
	}
}

// Where an address is expected, one without "https://" is one; words are not.
func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"loc.gov/item/1": "https://loc.gov/item/1", "www.loc.gov/item/1": "https://www.loc.gov/item/1", " Kiwix.org ": "https://Kiwix.org", "http://example.org": "http://example.org",
		"elm.github.io/maps": "https://elm.github.io/maps", "ask Bob": "", "Node.js": "", "": "", "n/a": "", "e.g.": "", "ana@example.org": "", "796.3": "", "github.io": "",
		"ftp://example.org": "", "v1.2": "", "Ms. Diaz": "",
	} {
		if got := cell.Address(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestBookFormat(t *testing.T) {
	for text, want := range map[string]string{"Paperback": "print", "audiolibro": "audio", "Novela gráfica": "graphic", "Large Print": "largeprint", "PDF": ""} {
		if got, ok := cell.BookFormat(text); got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"plain words": "plain words", "# 5 main": `\# 5 main`, "#5": "#5", "2 * 3 < 7": `2 \* 3 \< 7`, "* a\n* b": "* a\n* b", "• a\n• b": "- a\n- b",
		"snake_case and _this_": `snake_case and \_this\_`, "[x](y)": `\[x\](y)`, "AT&T &amp; &": `AT&T \&amp; &`, "    code": "code", "a\r\nb": "a\nb",
	} {
		if got := cell.Markdown(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

var (
	tag     = regexp.MustCompile(`<[^>]*>`)
	notSeen = regexp.MustCompile(`[\s•-]+`)
)

// What a reader sees is what was typed, but for the marks of lists, which are seen as lists.
func TestMarkdownReadsTheSame(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab*_`~#<>[]()!\\&;|=•\n '\"ñ."))).Draw(t, "text")
		var out bytes.Buffer
		if err := md.Convert([]byte(cell.Markdown(text)), &out); err != nil {
			t.Fatal(err)
		}
		seen := notSeen.ReplaceAllString(html.UnescapeString(tag.ReplaceAllString(out.String(), "")), "")
		want := notSeen.ReplaceAllString(text, "")
		if strings.ReplaceAll(seen, "*", "") != strings.ReplaceAll(want, "*", "") {
			t.Fatalf("%q is seen as %q in %q", want, seen, out.String())
		}
	})
}
