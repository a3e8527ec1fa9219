package reading

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// MonthName is a month as a heading.
func MonthName(c ui.Chrome, month int) string {
	name := c.Month(month)
	return strings.ToUpper(name[:1]) + name[1:]
}

// CostWords is what has to be bought.
func CostWords(c ui.Chrome, cost block.Cost) string {
	switch {
	case cost.Cents > 0 && cost.Per != "":
		return lang.Dollars(cost.Cents) + " " + c.T("vocab.per."+cost.Per)
	case cost.Cents > 0:
		return lang.Dollars(cost.Cents)
	case cost.Unknown:
		return c.T("catalog.costs_something")
	}
	return ""
}

// Filled are the texts that hold something.
func Filled(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// TermLabel is a topic in the reader's language; one that is gone is said by its code, which was made from its name.
func TermLabel(terms *vocab.Terms, code string, l lang.Locale) string {
	if t, ok := terms.Get(vocab.TermID(code)); ok {
		return t.Label(l)
	}
	return Spelled(code)
}

// Spelled is a topic's code as the words it was made from.
func Spelled(code string) string {
	words := strings.ReplaceAll(code, "-", " ")
	if first, size := utf8.DecodeRuneInString(words); size > 0 {
		words = string(unicode.ToUpper(first)) + words[size:]
	}
	return words
}

// Direction is the way a language is written: "rtl" or "ltr"; empty when the language is not known.
func Direction(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	switch script, _ := t.Script(); script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// Host is the site of an address.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// FileAt is the address of a file below that of what holds it. A file without a name, such as a recording without a title, has one
// in its address.
func FileAt(holder string) func(hash, name string) string {
	return func(hash, name string) string {
		return holder + "/files/" + hash + "/" + url.PathEscape(cmp.Or(name, "file"))
	}
}
