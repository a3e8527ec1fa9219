package search

import (
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// levels are words for grades that need no number, folded.
var levels = levelsOf(map[string]grade.Set{
	"elementary | elem | elementary school | elementary schools | escuela primaria | educacion primaria | primaria | ecole primaire | lekol prime | 초등학교": grade.Range(1, 6),
	"upper elementary | upper elem | intermediate grades": grade.Range(4, 6), "lower elementary | lower elem | primary grades": grade.Range(1, 3),
	"middle school | middle schools | middle schooler | middle schoolers | junior high | junior high school | jr high | jr high school | ms | escuela intermedia | escuela media | 중학교": grade.Range(7, 9),
	"high school | high schools | hs | high schooler | high schoolers | bachillerato | preparatoria | escuela preparatoria | lycee | ensino medio | 고등학교":                               grade.Range(10, 13),
	"secondary school | secundaria | escuela secundaria | educacion secundaria":                                                                                                         grade.Range(7, 13),
	"kinder | kindergarten | kindergartener | kindergarteners | kindergartners | jardin de infantes | jardin de ninos | jardin de infancia | jardim de infancia":                        grade.Range(1, 1),
	"freshman | freshmen | freshman year": gradeOnly(9), "sophomore | sophomores | sophomore year": gradeOnly(10), "juniors | junior year": gradeOnly(11), "seniors | senior year": gradeOnly(12),
	"tk | transitional kindergarten": grade.Range(0, 1),
	"prek | pre-k | pre k | prekinder | prekindergarten | pre-kindergarten | pre kindergarten | preschool | preschools | preschooler | preschoolers | pre school | pre schooler | pre schoolers | preescolar | mam non": grade.Range(0, 0),
	"educacion infantil | educacao infantil | maternelle | ecole maternelle | mau giao | 幼儿园 | 幼兒園":                                                                                                                     grade.Range(0, 1),
	"tieu hoc": grade.Range(2, 6), "trung hoc co so": grade.Range(7, 10), "trung hoc pho thong": grade.Range(11, 13),
	"小学 | 小學": grade.Range(2, 7), "初中": grade.Range(8, 10), "高中": grade.Range(11, 13), "ensino fundamental": grade.Range(2, 10),
	"ce1": grade.Range(3, 3), "ce2": grade.Range(4, 4), "cm1": grade.Range(5, 5), "cm2": grade.Range(6, 6),
})

func levelsOf(names map[string]grade.Set) map[string]grade.Set {
	out := map[string]grade.Set{}
	for list, set := range names {
		for name := range strings.SplitSeq(list, " | ") {
			out[fold.Key(name)] = set
		}
	}
	return out
}

const longestLevel = 4 // words

// Words that say something else of a source than they do of a school: "fuente primaria", "primary documents".
var (
	ranks   = among("primary secondary primaria primarias secundaria secundarias primario primarios secundario secundarios")
	sources = among("fuente fuentes source sources document documents documento documentos")
)

// ofSource says whether the word at a place says of the source beside it what it is.
func ofSource(tokens []string, at int) bool {
	return ranks[gradeKey(tokens[at])] && (at > 0 && sources[gradeKey(tokens[at-1])] || at+1 < len(tokens) && sources[gradeKey(tokens[at+1])])
}

// Short names of levels that are something else in small letters, "Ms. Frizzle", and before some words: "MS Word".
var (
	inCapitals = among("ms")
	microsoft  = among("word excel office powerpoint teams paint windows")
)

// saysOther says whether the first word is such a name and something else, or all of several words are in capitals, which then say nothing.
func saysOther(tokens []string) bool {
	return inCapitals[gradeKey(tokens[0])] &&
		(hasSmall(tokens[0]) || len(tokens) > 1 && (microsoft[gradeKey(tokens[1])] || !slices.ContainsFunc(tokens, hasSmall)))
}

// levelAt reads a level of school that the first words name, and how many words those are.
func levelAt(tokens []string) (grade.Set, int) {
	if saysOther(tokens) {
		return 0, 0
	}
	keys := make([]string, 0, longestLevel)
	for _, token := range tokens[:min(longestLevel, len(tokens))] {
		keys = append(keys, gradeKey(token))
	}
	for n := len(keys); n > 0; n-- {
		name := strings.Join(keys[:n], " ")
		if set, ok := levels[name]; ok {
			return set, n
		}
		if n > 1 {
			continue
		}
		if set, ok := levels[strings.ReplaceAll(name, "-", " ")]; ok { // middle-school
			return set, n
		}
		if set, ok := levelsOfEither(name); ok {
			return set, n
		}
	}
	return 0, 0
}

// levelsOfEither reads levels with a stroke between them: "freshmen/seniors", "PreK/K".
func levelsOfEither(name string) (set grade.Set, ok bool) {
	parts := strings.Split(name, "/")
	for _, part := range parts {
		one := levels[part]
		if isGradeLetter(part) {
			one, _ = gradeOf(part)
		}
		if one == 0 {
			return 0, false
		}
		set |= one
	}
	return set, len(parts) > 1
}

// Levels of which the years are counted from one, by how many grades come before, and how many years they have.
var (
	countedLevels = map[string]struct{ before, years int }{"primaria": {0, 6}, "secundaria": {6, 3}, "bachillerato": {10, 2}, "preparatoria": {9, 3}, "fundamental": {0, 9}, "medio": {9, 3}}
	ofLevel       = among("de del do of")
)

// levelYear reads a year of a level of school: "tercero de primaria", "1.º de bachillerato".
func levelYear(tokens []string) (grade.Set, int) {
	at := 1
	for at < len(tokens) && (ofLevel[gradeKey(tokens[at])] || gradeKey(tokens[at]) == "educacion" || gradeKey(tokens[at]) == "ensino") {
		at++
	}
	if at < 2 || at >= len(tokens) {
		return 0, 0
	}
	level, ok := countedLevels[gradeKey(tokens[at])]
	set, counted := gradeOf(gradeKey(tokens[0]))
	if n := int(lowest(set)) - 1; ok && counted && n > 0 && n <= level.years {
		return gradeOnly(level.before + n), at + 1
	}
	return 0, 0
}

// cardinals are numbers in words, which name grades beside the word for it alone.
var cardinals = counting("one two three four five six seven eight nine ten eleven twelve", "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
	"un deux trois quatre cinq - sept huit neuf dix onze douze", "um dois tres quatro cinco - sete oito nove dez - -", "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf")

// inFigures writes numbers in words as figures.
func inFigures(tokens []string) []string {
	out := slices.Clone(tokens)
	for i, token := range tokens {
		if n, ok := cardinals[gradeKey(token)]; ok {
			out[i] = strconv.Itoa(n)
			if strings.HasSuffix(token, ",") {
				out[i] += ","
			}
		}
	}
	return out
}
