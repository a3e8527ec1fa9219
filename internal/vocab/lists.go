package vocab

import "slices"

// List is a fixed list of codes. The words on the screen are messages "vocab.<name>.<code>".
type List struct {
	Name  string
	Codes []string
}

// Has says whether the code is in the list.
func (l List) Has(code string) bool { return slices.Contains(l.Codes, code) }

// Key is the key of the message that says a code.
func (l List) Key(code string) string { return "vocab." + l.Name + "." + code }

// The fixed lists. Access features are accessibilityFeature values of schema.org.
var (
	Subjects    = List{"subject", []string{"library", "ela", "math", "science", "social", "arts", "music", "health", "tech", "world-languages", "sel"}}
	Formats     = List{"format", []string{"read", "watch", "listen", "make", "play", "print"}}
	Audiences   = List{"audience", []string{"students", "teachers", "librarians", "families"}}
	Access      = List{"access", []string{"alternativeText", "captions", "transcript", "audioDescription", "largePrint", "highContrastDisplay", "braille", "signLanguage", "synchronizedAudioText", "structuralNavigation", "displayTransformability"}}
	BookFormats = List{"bookformat", []string{"print", "audio", "ebook", "graphic", "largeprint"}}
	CostPer     = List{"per", []string{"student", "class", "school", "year"}}
	SignIns     = List{"signin", []string{"none", "district", "own"}}
	Approvals   = List{"approved", []string{"yes", "no", "asked", "unknown"}}
)

// Languages are the languages offered first in forms, as BCP 47 tags; any other tag is welcome too.
var Languages = []string{"en", "es", "vi", "fr", "ht", "ar", "pt", "zh", "so", "ru", "de", "ko", "tl", "hmn", "uk"}
