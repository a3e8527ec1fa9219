package columns

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// Mapping says what each column means, by the column's name. It may be kept and given back for another file of the same
// source: names that are not in it are guessed.
type Mapping map[string]Field

// Column is one column of a table.
type Column struct {
	Name    string   // the heading, made distinct; the letter of a spreadsheet where there is none
	Samples []string // the first few values that are not empty
}

// SampleSize is how many values of a column are kept to judge it by and to show to a person.
const SampleSize = 50

// Names makes the headings of a table distinct: "Notes", "Notes (2)". An empty heading becomes its column's letter.
func Names(headings []string) []string {
	out := make([]string, len(headings))
	taken := map[string]bool{}
	for i, h := range headings {
		name := strings.Join(strings.Fields(h), " ")
		if name == "" {
			name = Letter(i)
		}
		base := name
		for n := 2; taken[fold.Key(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		taken[fold.Key(name)] = true
		out[i] = name
	}
	return out
}

// Letter is what a spreadsheet calls a column: A is 0, AA is 26.
func Letter(i int) string {
	letter := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letter = string(rune('A'+(i-1)%26)) + letter
	}
	return letter
}

// Guess decides what the columns mean. What a person chose stands, as far as the columns are there and the field is known.
func Guess(columns []Column, chosen Mapping) Mapping {
	out := make(Mapping, len(columns))
	taken := map[Field]bool{}
	for _, c := range columns {
		if f, ok := chosen[c.Name]; ok && f.Known() {
			out[c.Name], taken[f] = f, true
		}
	}
	surest := map[Field]meaning{}
	guessed := make([]meaning, len(columns))
	for i, c := range columns {
		if _, ok := out[c.Name]; ok {
			continue
		}
		m := byHeading(c.Name)
		if f := corrected(m.field, c); f != m.field {
			m = meaning{f, m.rank + unsure, m.field}
		}
		guessed[i] = m
		if best, ok := surest[m.field]; !ok || m.rank < best.rank {
			surest[m.field] = m
		}
	}
	for i, c := range columns {
		if _, ok := out[c.Name]; ok {
			continue
		}
		m := guessed[i]
		out[c.Name] = Text
		switch {
		case m.field != "" && (m.field.repeats() || !taken[m.field] && m == surest[m.field]):
			out[c.Name], taken[m.field] = m.field, true
		case m.field != "" && m.said != "" && m.said.repeats():
			out[c.Name] = m.said
		}
	}
	byValues(columns, out, chosen)
	return out
}

// meaning is a field and how surely a heading means it: 0 is surest.
type meaning struct {
	field Field
	rank  int
	said  Field // what the heading alone would mean, where the values overruled it
}

// unsure is added to the rank of what only the values say, so that a column whose heading says it comes first.
const unsure = 1000

// byWords finds the meaning of a folded heading.
var byWords = func() map[string]meaning {
	out := map[string]meaning{}
	for _, m := range meanings {
		for rank, words := range m.headings {
			if _, taken := out[words]; !taken {
				out[words] = meaning{field: m.field, rank: rank}
			}
		}
	}
	return out
}()

// byHeading finds what a heading means; nothing for most headings.
func byHeading(heading string) meaning {
	for _, form := range forms(heading) {
		if m, ok := byWords[form]; ok {
			return m
		}
	}
	return meaning{}
}

var (
	brackets   = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	plural     = regexp.MustCompile(`\(e?s\)`)
	notWords   = regexp.MustCompile(`[^\p{L}\p{N}]+`)
	camel      = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)
	smallWords = regexp.MustCompile(`\b(?:the|of|a|an|el|la|los|las|de|del|for|to|in|your|su|optional|required|opcional|obligatorio|if any|please)\b`)
)

// Words is a heading as it is compared: camel case and punctuation taken apart, folded, without small words.
func Words(heading string) string {
	heading = camel.ReplaceAllString(plural.ReplaceAllString(heading, "s"), "$1 $2")
	folded := notWords.ReplaceAllString(fold.Key(heading), " ")
	return strings.Join(strings.Fields(smallWords.ReplaceAllString(folded, " ")), " ")
}

// forms are the ways to read a heading: whole, without what stands in brackets, and each side of a bilingual one.
func forms(heading string) []string {
	out := []string{Words(heading), Words(brackets.ReplaceAllString(heading, " "))}
	for side := range strings.FieldsFuncSeq(heading, func(r rune) bool { return strings.ContainsRune("/|•·", r) }) {
		out = append(out, Words(side))
	}
	return out
}

// byValues gives the fields that no heading claimed to columns whose values show them.
func byValues(columns []Column, out, chosen Mapping) {
	has := map[Field]bool{}
	for _, f := range out {
		has[f] = true
	}
	free := func(c Column) bool {
		_, isChosen := chosen[c.Name]
		return !isChosen && len(c.Samples) > 0 && (out[c.Name] == Text || out[c.Name] == Source)
	}
	for _, c := range columns {
		switch {
		case !free(c):
		case !has[Link] && share(c.Samples, cell.IsLink) > 0.8 && !ofPictures(c.Name):
			out[c.Name], has[Link] = Link, true
		case !has[ISBN] && len(c.Samples) > 1 && share(c.Samples, isISBN) > 0.8:
			out[c.Name], has[ISBN] = ISBN, true
		}
	}
	nameIt(columns, out, chosen)
	sayWhy(columns, out, chosen)
}

// nameIt finds the column of titles where no heading names one: the first whose values could be names, of those that mean
// nothing else and then of those called after what is taught.
func nameIt(columns []Column, out, chosen Mapping) {
	for _, f := range out {
		if f == Title {
			return
		}
	}
	for _, from := range []Field{Text, Tags} {
		for _, c := range columns {
			if _, isChosen := chosen[c.Name]; !isChosen && out[c.Name] == from && len(c.Samples) > 0 && wordy(c.Samples) && distinct(c.Samples) {
				out[c.Name] = Title
				return
			}
		}
	}
}

// sayWhy takes the only column of notes for the summary where there is no other.
func sayWhy(columns []Column, out, chosen Mapping) {
	notes := ""
	for _, c := range columns {
		switch _, isChosen := chosen[c.Name]; {
		case out[c.Name] == Why || out[c.Name] == Notes && (isChosen || notes != ""):
			return
		case out[c.Name] == Notes && len(c.Samples) > 0 && wordy(c.Samples):
			notes = c.Name
		}
	}
	if notes != "" {
		out[notes] = Why
	}
}

// ofPictures says whether a column of addresses holds pictures of what a row is about.
func ofPictures(heading string) bool {
	for word := range strings.FieldsSeq(Words(heading)) {
		switch word {
		case "image", "images", "imagen", "picture", "photo", "foto", "cover", "portada", "thumbnail", "miniatura", "icon", "icono", "logo", "img":
			return true
		}
	}
	return false
}

func isISBN(text string) bool {
	_, err := isbn.Parse(text)
	return err == nil
}

// share is how many of the values pass, from 0 to 1.
func share(values []string, pass func(string) bool) float64 {
	n := 0
	for _, v := range values {
		if pass(v) {
			n++
		}
	}
	return float64(n) / float64(max(len(values), 1))
}

// wordy says whether most values are words that could name something.
func wordy(values []string) bool {
	return share(values, func(s string) bool {
		letters := 0
		for _, r := range s {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		return letters >= 3 && letters*2 > len([]rune(s)) && !cell.IsLink(s) && len(s) <= 300
	}) > 0.7
}

// distinct says whether most values differ from each other.
func distinct(values []string) bool {
	seen := map[string]bool{}
	for _, v := range values {
		seen[fold.Key(v)] = true
	}
	return float64(len(seen)) >= 0.7*float64(len(values))
}

// Label is a column's name as a heading for people: "key_learning_points" is "Key learning points". A name that was written
// for people stays as it is.
func Label(name string) string {
	lower := strings.ToLower(name) == name
	if strings.Contains(name, " ") || !lower && !strings.ContainsAny(name, "_.") && !camel.MatchString(name) {
		return name
	}
	apart := strings.NewReplacer("_", " ", ".", " ").Replace(camel.ReplaceAllString(name, "$1 $2"))
	if lower {
		apart = strings.ReplaceAll(apart, "-", " ")
	}
	words := strings.Fields(apart)
	for i, w := range words {
		if strings.ToUpper(w) != w || len(w) == 1 {
			words[i] = strings.ToLower(w)
		}
	}
	label := strings.Join(words, " ")
	if label == "" {
		return name
	}
	first := []rune(label)
	first[0] = unicode.ToUpper(first[0])
	return string(first)
}
