package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word that nothing has may be one misspelt, or one that is right and of which nobody here has written. What differs from it in a letter is
// there nearly always where a word is short, so it alone is no evidence: the two must sound alike, or differ as hands slip, in a word that is
// long enough.
const (
	shortWord  = 5 // letters up to which a word is misspelt for sure only where two letters are swapped, or it sounds the same
	vowelsOnly = 6 // in words of so many letters a vowel may be another, and a consonant not
	twoSlips   = 8 // letters from which on two slips are likely
)

// IsSlip says whether a word, folded, was most likely meant by one typed from which it differs little. In scripts other than ours, whose
// endings are not known, it always was.
func IsSlip(typed, meant string) bool {
	if strings.ContainsFunc(typed, func(r rune) bool { return r > unicode.MaxLatin1 }) {
		return true
	}
	a, b := []rune(sound(typed)), []rune(sound(meant))
	if slices.Equal(a, b) || swapped([]rune(typed), []rune(meant)) {
		return true
	}
	letters := utf8.RuneCountInString(typed)
	if letters <= shortWord || len(a) == 0 || len(b) == 0 || a[0] != b[0] {
		return false
	}
	apart := distance(a, string(b), 2)
	if written := distance([]rune(typed), meant, 2); written <= apart {
		a, b, apart = []rune(typed), []rune(meant), written
	}
	switch apart {
	case 1:
		return len(a) != len(b) || !endsApart(a, b) && (letters > vowelsOnly || vowelsApart(a, b))
	case 2:
		return letters >= twoSlips
	}
	return false
}

// leftOut says whether one word is the other with a letter left out, though not the first.
func leftOut(typed, meant string) bool {
	return len(typed) > 0 && len(typed) < len(meant) && typed[0] == meant[0] && distance([]rune(typed), meant, 1) == 1
}

// swapped says whether two words differ by two neighboring letters swapped.
func swapped(a, b []rune) bool {
	if len(a) != len(b) {
		return false
	}
	i := firstApart(a, b)
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// firstApart is where two words of one length differ first; their length, where they do not.
func firstApart(a, b []rune) int {
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i
}

// endsApart says whether words of one length, a letter apart, differ in the last: "readers" and "reader" were no slip, nor is "planned" for
// "planner".
func endsApart(a, b []rune) bool { return firstApart(a, b) == len(a)-1 }

func vowelsApart(a, b []rune) bool {
	i := firstApart(a, b)
	return i < len(a) && strings.ContainsRune(vowels, a[i]) && strings.ContainsRune(vowels, b[i])
}

const vowels = "aeiou"

// soundOf are letters, and what in English or Spanish sounds like them to a child who spells by ear. Longer ones come first.
var soundOf = strings.NewReplacer("ph", "f", "ck", "k", "sce", "se", "sci", "si", "ch", "C", "sh", "S", "th", "T", "qu", "k",
	"ce", "se", "ci", "si", "cy", "si", "c", "k", "q", "k", "z", "s", "v", "b", "ge", "je", "gi", "ji", "gy", "ji", "y", "i", "h", "")

// sound is how a folded word sounds, about: two of which it is the same are often taken for each other.
func sound(word string) string {
	for from, to := range map[string]string{"wr": "r", "kn": "n", "ps": "s", "pn": "n", "ll": "y"} {
		if rest, ok := strings.CutPrefix(word, from); ok {
			word = to + rest
			break
		}
	}
	return string(slices.Compact([]rune(soundOf.Replace(word))))
}
