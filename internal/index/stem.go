package index

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	snowball "github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// analyser is how the words of one language are brought to a stem. A document has one, by its language; a query is read
// by each, because nobody says in which language they ask.
type analyser uint8

const (
	plain analyser = iota // folded words as they are: the language is unknown, or has no endings to take away here
	englishWords
	spanishWords
	frenchWords
	russianWords
	swedishWords
	norwegianWords
	hungarianWords
	portugueseWords
	germanWords
	arabicWords
	vietnameseWords
	creoleWords
	analysers int = iota
)

// analyserOf chooses by the language subtag of a BCP 47 tag. Chinese and other scripts without spaces are read in pairs
// (words.go), which have no endings.
func analyserOf(language string) analyser {
	primary, _, _ := strings.Cut(language, "-")
	switch strings.ToLower(primary) {
	case "en":
		return englishWords
	case "es":
		return spanishWords
	case "fr":
		return frenchWords
	case "ru":
		return russianWords
	case "sv":
		return swedishWords
	case "no", "nb", "nn":
		return norwegianWords
	case "hu":
		return hungarianWords
	case "pt":
		return portugueseWords
	case "de":
		return germanWords
	case "ar":
		return arabicWords
	case "vi":
		return vietnameseWords
	case "ht":
		return creoleWords
	}
	return plain
}

// stem gives what a folded word shares with its other forms. Words with digits or of another script stay as they are.
func (a analyser) stem(folded string) string {
	if a == plain || len(folded) < 3 || !a.reads(folded) {
		return folded
	}
	if folded = a.regularOf(folded); len(folded) < 3 {
		return folded
	}
	switch a {
	case englishWords:
		return english.Stem(folded, false)
	case spanishWords:
		return spanishStem(folded)
	case frenchWords:
		return foldWord(french.Stem(folded, false))
	case russianWords:
		return russian.Stem(folded, false)
	case swedishWords:
		return foldWord(swedish.Stem(folded, false))
	case norwegianWords:
		return foldWord(norwegian.Stem(folded, false))
	case hungarianWords:
		return foldWord(hungarian.Stem(folded, false))
	case portugueseWords:
		return portugueseStem(folded)
	case germanWords:
		return germanStem(folded)
	case arabicWords:
		return arabicStem(folded)
	}
	return folded // Vietnamese and Haitian Creole have no endings
}

// reads says whether the folded word is written in the letters of the analyser's language.
func (a analyser) reads(folded string) bool {
	switch a {
	case russianWords:
		return allOf(unicode.Cyrillic, folded)
	case arabicWords:
		return allOf(unicode.Arabic, folded)
	}
	for i := range len(folded) {
		if folded[i] < 'a' || folded[i] > 'z' {
			return false
		}
	}
	return true
}

func allOf(script *unicode.RangeTable, word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return !unicode.Is(script, r) })
}

// spanishStem stems until nothing changes: the stemmer leaves "imagen" of "imagenes" and "imag" of "imagen", and people look
// for one by the other.
func spanishStem(folded string) string {
	for range 3 {
		stem := foldWord(spanish.Stem(spanishEnding(folded), false))
		if stem == folded {
			break
		}
		folded = stem
	}
	return folded
}

// spanishEnding gives an accent back to the endings by which the stemmer knows a noun (people type "informacion", and its
// plural "informaciones" has no accent to lose), and its z to a plural: "lapices" is from "lapiz".
func spanishEnding(folded string) string {
	for _, ending := range [...][2]string{{"cion", "ción"}, {"sion", "sión"}, {"logia", "logía"}, {"logias", "logías"}, {"ces", "z"}} {
		if head, ok := strings.CutSuffix(folded, ending[0]); ok && head != "" {
			return head + ending[1]
		}
	}
	return folded
}

// portugueseStem gives an accent back to the endings by which the stemmer knows a noun: people type "acoes" for "ações".
func portugueseStem(folded string) string {
	for _, ending := range [...][2]string{{"coes", "ção"}, {"soes", "são"}, {"cao", "ção"}, {"sao", "são"}, {"logias", "logía"}, {"logia", "logía"}, {"oes", "ão"}, {"aes", "ão"}, {"ais", "al"}, {"eis", "el"}} {
		if head, ok := strings.CutSuffix(folded, ending[0]); ok && len(head) > 1 {
			folded = head + ending[1]
			break
		}
	}
	return through(portuguese.Stem, folded)
}

// germanStem also takes the plural in -innen to its singular, and ae for ä.
func germanStem(folded string) string {
	if head, ok := strings.CutSuffix(folded, "innen"); ok && len(head) > 3 {
		folded = head + "in"
	}
	return through(german.Stem, withoutUmlauts(folded))
}

// arabicStem leaves the article and what is joined to it before the stemmer sees the word.
func arabicStem(folded string) string {
	for _, article := range [...]string{"وال", "بال", "كال", "فال", "ال", "لل"} {
		if rest, ok := strings.CutPrefix(folded, article); ok && utf8.RuneCountInString(rest) > 2 {
			folded = rest
			break
		}
	}
	return through(arabic.Stem, arabicRegular(folded))
}

// through stems by one of Snowball's own stemmers. What it leaves nothing of stays as it was.
func through(stem func(*snowball.Env) bool, word string) string {
	env := snowball.NewEnv(word)
	stem(env)
	if out := foldWord(env.Current()); out != "" {
		return out
	}
	return word
}

// isStop says whether the folded word is too common in the analyser's language to be required of a document when a query
// has other words.
func (a analyser) isStop(folded string) bool { return stopsOf()[folded][a] }

// stopsOf says of a folded word in which languages it is too common.
var stopsOf = sync.OnceValue(func() map[string][analysers]bool {
	out := map[string][analysers]bool{}
	for a, words := range stops {
		for word := range strings.FieldsSeq(words) {
			in := out[word]
			in[a] = true
			out[word] = in
		}
	}
	return out
})

// Stems is what the words of a text share with their other forms, in the languages in which lists of words are written: English, Spanish.
// Where nothing is left out, two texts that are forms of each other have the same.
func Stems(text string) [2]string {
	var out [2]string
	for i, a := range [...]analyser{englishWords, spanishWords} {
		eachWord(text, ofQuery, func(word string) {
			if folded := foldWord(word); folded != "" && len(folded) <= mostFolded {
				out[i] += a.stem(folded) + " "
			}
		})
		out[i] = strings.TrimSuffix(out[i], " ")
	}
	return out
}
