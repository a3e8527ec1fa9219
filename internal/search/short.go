package search

import (
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/index"
)

// Short forms are written with points and without, and codes of standards without the points that the standards have.

var (
	dotted  = regexp.MustCompile(`^(\pL\.){2,}\pL?\.?$`)
	strands = `rl|ri|rf|w|sl|l|rh|rst|whst` // of the Common Core in English
	strand  = regexp.MustCompile(`(?i)^(` + strands + `)$`)
	level   = regexp.MustCompile(`(?i)^(k|\d{1,2}(?:-\d{1,2})?)\.\d{1,2}[a-z]?$`)
	unbound = regexp.MustCompile(`(?i)^(` + strands + `)((?:k|\d{1,2}(?:-\d{1,2})?)\.\d{1,2}[a-z]?)$`)
)

// inFull writes short forms without points, "A.I.", and codes with all of theirs: "RL3.1", "rl 3.1". Where nothing but grammar would be left,
// as of "U.S.", the points stay.
func inFull(tokens []string) (out []string) {
	for i := 0; i < len(tokens); i++ {
		token := strings.TrimRight(tokens[i], ",;:!?")
		letters := strings.ReplaceAll(token, ".", "")
		switch {
		case dotted.MatchString(token) && !index.Grammatical(letters):
			out = append(out, letters)
		case i+1 < len(tokens) && strand.MatchString(token) && level.MatchString(strings.TrimRight(tokens[i+1], ",;:!?.")):
			i++
			out = append(out, token+"."+tokens[i])
		default:
			out = append(out, pointed(tokens[i]))
		}
	}
	return out
}

// pointed writes a code with the point between its strand and its grade.
func pointed(code string) string { return unbound.ReplaceAllString(code, "$1.$2") }
