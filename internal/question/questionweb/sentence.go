package questionweb

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/search"
)

// wordsOfSentence is from how many words on what is looked for is taken as it is: it is a sentence already.
const wordsOfSentence = 6

// sentence is what was looked for as a question; empty where it does not say what is needed.
func sentence(p lang.Printer, words string) string {
	words = strings.Join(strings.Fields(words), " ")
	switch {
	case !says(words):
		return ""
	case strings.ContainsAny(words, "?？؟") || len(strings.Fields(words)) >= wordsOfSentence:
		return words
	case begins(p, words):
		first, size := utf8.DecodeRuneInString(words)
		return p.T("question.sentence_begun", string(unicode.ToUpper(first))+words[size:])
	}
	return p.T("question.sentence", words)
}

// begun is what stands in the form of asking at first.
func begun(p lang.Printer, words string) string { return cmp.Or(sentence(p, words), words) }

// says says whether words name something that one may need: more than grades, numbers and what carries grammar.
func says(words string) bool {
	read := search.Understand(words, nil)
	rest := read.Words
	if len(read.Perhaps) > 0 {
		rest = read.Spared
	}
	for _, word := range fold.Words(rest) {
		if strings.ContainsFunc(word, unicode.IsLetter) && !index.Grammatical(word) {
			return true
		}
	}
	return len(read.Kinds) > 0
}

// begins says whether words are a question already, though without its mark.
func begins(p lang.Printer, words string) bool {
	first, _, more := strings.Cut(fold.Key(words), " ")
	for word := range strings.FieldsSeq(p.T("question.begins")) {
		if more && fold.Key(word) == first {
			return true
		}
	}
	return false
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
