package index

import (
	"slices"
	"strings"
)

// inflections are endings that one word may have in place of each other, in the languages of Stems. A stem alone takes more for the
// same: of "deportation" and "deportes" there is "deport" left, of "video" and "vidas" there is "vid".
var inflections = [...][][]string{
	{
		{"", "s", "ed", "ing", "er", "ers"},
		{"e", "es", "ed", "ing", "er", "ers"},
		{"e", "ed", "ing", "ion", "ions", "ation", "ations"},
		{"y", "ies", "ied", "ying", "ier", "iers", "ication", "ications"},
		{"ism", "ist", "ists", "ize", "izes", "ized", "izing"},
	},
	{
		{"", "s"},
		{"o", "a", "os", "as"},
		{"z", "ces"},
		{"ar", "a", "an", "e", "o", "ado", "ada", "ados", "adas", "ando", "acion", "aciones"},
		{"er", "e", "en", "o", "ido", "ida", "idos", "idas", "iendo"},
		{"ir", "e", "en", "o", "ido", "ida", "idos", "idas", "iendo", "icion", "iciones"},
	},
}

// fewestShared is how many letters two forms of a word have in common at least.
const fewestShared = 3

// Inflected says whether two folded texts are the same words one by one, each perhaps in another form: "bullied" of "bullying". The
// language is one of those of Stems, by its place there.
func Inflected(language int, a, b string) bool {
	as, bs := strings.Fields(a), strings.Fields(b)
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		if !inflectedWord(language, as[i], bs[i]) {
			return false
		}
	}
	return true
}

func inflectedWord(language int, a, b string) bool {
	if a == b {
		return true
	}
	shared := 0
	for shared < min(len(a), len(b)) && a[shared] == b[shared] {
		shared++
	}
	for at := shared; at >= max(fewestShared, shared-2); at-- { // the endings may begin alike: "y" and "ying"
		if endsOtherwise(language, a[:at], a[at:], b[at:]) || endsOtherwise(language, a[:at], undoubled(a, at), undoubled(b, at)) {
			return true
		}
	}
	return false
}

// undoubled is the ending of a word from a place, without the letter that the ending doubled: "ing" of "planning".
func undoubled(word string, at int) string {
	if at < len(word)-1 && word[at] == word[at-1] {
		return word[at+1:]
	}
	return word[at:]
}

func endsOtherwise(language int, begun, a, b string) bool {
	if a == "" && b == "es" || a == "es" && b == "" {
		return strings.ContainsRune("sxzhodlnrj", rune(begun[len(begun)-1]))
	}
	for _, endings := range inflections[language] {
		if slices.Contains(endings, a) && slices.Contains(endings, b) {
			return true
		}
	}
	return false
}
