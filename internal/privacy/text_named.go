package privacy

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

const (
	nameWord = `\p{Lu}[\p{L}'’-]+`
	nameMore = `(?:[ \t]+(?:(?:de|del|la|las|los|da|dos|van|von|der|bin|al|el|y)[ \t]+)*(?:` + nameWord + `|\p{Lu}\b\.?))`
)

var (
	aName = regexp.MustCompile(nameWord + `(?:[ \t]+` + nameWord + `)?,[ \t]?` + nameWord + `(?:[ \t]+(?:` + nameWord + `|\p{Lu}\b\.?))?|` +
		nameWord + nameMore + `{1,3}|` + nameWord)
	aNumber = regexp.MustCompile(`\b[A-Za-z]{0,2}-?\d{4,9}\b`)
	digits  = regexp.MustCompile(`\d+`)
)

// farthest is how many bytes may stand between a name and its number.
const farthest = 40

// named finds a person's name beside a number of the length of an id.
func named(text string) (span, bool) {
	text = blankOut(text, decimals, dates, years, labelled, places, amounts)
	names := namesIn(text)
	next := 0 // the first name that is not too far before the number
	for _, number := range aNumber.FindAllStringIndex(text, -1) {
		if number[0] > 0 && strings.ContainsRune(`./\_@&=+~^$`, rune(text[number[0]-1])) {
			continue
		}
		long := len(digits.FindString(text[number[0]:number[1]]))
		for next < len(names) && names[next].to < number[0]-farthest {
			next++
		}
		for _, name := range names[next:] {
			if name.from > number[1]+4 {
				break
			}
			switch {
			case name.to <= number[0] && number[0]-name.to <= farthest:
				by, ok := between(text[name.to:number[0]])
				if ok && belong(text[name.from:name.to], long, by) {
					return span{name.from, number[1]}, true
				}
			case number[1] <= name.from && name.from-number[1] <= 4:
				by, ok := between(text[number[1]:name.from])
				if ok && belong(text[name.from:name.to], long, by) {
					return span{number[0], name.to}, true
				}
			}
		}
	}
	return span{}, false
}

// namesIn are the places of what is written like a name, without a word for id at its end and without other words before a
// given name: "For Maria Lopez" is about Maria Lopez.
func namesIn(text string) []span {
	var out []span
	for _, at := range aName.FindAllStringIndex(text, -1) {
		name := span{at[0], at[1]}
		for !name.empty() && isID(lastWord(text[name.from:name.to])) {
			rest := text[name.from:name.to]
			name.to = name.from + len(strings.TrimRight(rest[:len(rest)-len(lastWord(rest))], nameGaps))
		}
		for !name.empty() {
			first, rest, more := strings.Cut(text[name.from:name.to], " ")
			second, _, _ := strings.Cut(rest, " ")
			if !more || given[fold.Key(first)] || !given[fold.Key(second)] || strings.HasSuffix(first, ",") {
				break
			}
			name.from += len(first) + 1
		}
		if !name.empty() {
			out = append(out, name)
		}
	}
	return out
}

const nameGaps = " ,\t"

func lastWord(text string) string { return text[strings.LastIndexAny(text, nameGaps)+1:] }

// nearness is what stands between a name and a number.
type nearness int

const (
	signs    nearness = iota // nothing, or signs
	saysID                   // a word for id
	otherRow                 // a new line, and a word for id
)

// between judges what stands between a name and a number; false where they have nothing to do with each other.
func between(piece string) (nearness, bool) {
	said := signs
	for word := range strings.FieldsFuncSeq(piece, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch key := fold.Key(word); {
		case isID(word):
			said = saysID
		case !beside[key]:
			return signs, false
		}
	}
	if strings.ContainsAny(piece, "\x00.?!") && said == signs {
		return signs, false
	}
	if strings.Contains(piece, "\n") {
		return otherRow, said == saysID && strings.Count(piece, "\n") == 1
	}
	return said, true
}

// belong says whether a name and a number of so many digits look like a person and the number given to them.
func belong(name string, long int, by nearness) bool {
	list := strings.FieldsFunc(fold.Key(name), func(r rune) bool { return r == ' ' || r == ',' || r == '.' || r == '\t' })
	known := false
	for _, word := range list {
		if noPerson[word] || isID(word) {
			return false
		}
		known = known || given[word]
	}
	switch {
	case len(list) == 1:
		return known && (long >= 6 || by != signs && long >= 5)
	case by != signs:
		return true
	}
	return known && long >= 5
}

func isID(word string) bool { return ofID[fold.Key(word)] }
