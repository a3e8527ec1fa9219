package index

import (
	"strings"
	"unicode"

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
	plain analyser = iota // folded words as they are: the language is unknown, or has no stemmer here
	englishWords
	spanishWords
	frenchWords
	russianWords
	swedishWords
	norwegianWords
	hungarianWords
	analysers int = iota
)

// analyserOf chooses by the language subtag of a BCP 47 tag.
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
	}
	return plain
}

// stem gives what a folded word shares with its other forms. Words with digits or of another script stay as they are.
func (a analyser) stem(folded string) string {
	if a == plain || len(folded) < 3 || !a.reads(folded) {
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
	}
	return folded
}

// reads says whether the folded word is written in the letters of the analyser's language.
func (a analyser) reads(folded string) bool {
	if a == russianWords {
		return !strings.ContainsFunc(folded, func(r rune) bool { return !unicode.Is(unicode.Cyrillic, r) })
	}
	for i := range len(folded) {
		if folded[i] < 'a' || folded[i] > 'z' {
			return false
		}
	}
	return true
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

// isStop says whether the folded word is too common in the analyser's language to be required of a document when a query
// has other words.
func (a analyser) isStop(folded string) bool {
	var list string
	switch a {
	case englishWords:
		list = englishStops
	case spanishWords:
		list = spanishStops
	case frenchWords:
		list = frenchStops
	default:
		return false
	}
	i := strings.Index(list, " "+folded+" ")
	return i >= 0 && folded != ""
}

// Words that carry grammar and no topic; folded, each between spaces.
const (
	englishStops = " a about an and any are as at be by can do does for from had has have how i if in into is it its me my of on " +
		"or our should so some than that the their them there these they this those to us was we were what when where which " +
		"who why will with would you your "
	spanishStops = " a al algo algun alguna algunos ante asi como con cual cuando de del desde donde el ella ellas ellos en entre " +
		"era es esa ese eso esta estan este esto ha hace hacia han hasta hay la las le les lo los mas me mi mis muy ni no nos o " +
		"para pero por porque que quien se ser si sin sobre son su sus tambien te tu un una unas uno unos y ya "
	frenchStops = " a au aux avec ce ces cette comme dans de des donc du elle elles en est et eux il ils je la le les leur leurs " +
		"lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que quel quelle qui sa se ses si son sont sur ta te tes " +
		"ton tu un une vos votre vous y "
)
