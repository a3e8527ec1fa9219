package questionweb

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// wordsOfSentence is from how many words on what is looked for is taken as it is: it is a sentence already.
const wordsOfSentence = 6

// sentence is what was looked for as a question.
func sentence(p lang.Printer, words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if words == "" || strings.ContainsAny(words, "?？؟") || len(strings.Fields(words)) >= wordsOfSentence {
		return words
	}
	return p.T("question.sentence", words)
}

// titleOf proposes for a tip a title: the question, or what it was about where it is a sentence of ours or a word alone.
func titleOf(p lang.Printer, asked string) string {
	const gap = "\x00"
	before, after, _ := strings.Cut(p.T("question.sentence", gap), gap)
	about, ours := strings.CutPrefix(asked, before)
	if ours {
		about, ours = strings.CutSuffix(about, after)
	} else if !strings.ContainsAny(asked, " ?？؟") {
		about, ours = asked, true
	}
	if !ours || about == "" {
		return asked
	}
	return p.T("question.tip_title", about)
}
