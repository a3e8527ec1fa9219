package source

import (
	"regexp"
	"strings"
)

var (
	linkMarks = regexp.MustCompile(`!?\[((?:[^\[\]\\\n]|\\.)*)\]\([^()\s]*\)`)
	lineMarks = regexp.MustCompile(`(?m)^\s*(?:[-*+>]+|\d+[.)]|#{1,6})\s+(?:\[[ x]\]\s*)?`)
	signMarks = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "", `\`, "", "*", "")
)

// summary is the first paragraph of a Markdown text that says something, as plain words; empty where none does.
func summary(markdown string) string {
	for paragraph := range strings.SplitSeq(markdown, "\n\n") {
		if strings.HasPrefix(paragraph, "```") || strings.HasPrefix(paragraph, "|") || strings.HasPrefix(paragraph, "#") {
			continue
		}
		text := signMarks.Replace(lineMarks.ReplaceAllString(linkMarks.ReplaceAllString(paragraph, "$1"), ""))
		if text = strings.Join(strings.Fields(text), " "); len(text) >= 20 {
			return cut(text, maxWhy/2)
		}
	}
	return ""
}
