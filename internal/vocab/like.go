package vocab

import (
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// likeness finds topics by other forms of their names, and by a part of one.
type likeness struct {
	whole [2]map[string]TermID // by stems, in English and in Spanish
	parts [2]map[string][]Part // by the stem of a word
	words []string             // of all names, folded
	known map[string]bool      // the same
}

// Part is a topic of which a name has a word, and how many words that name has that carry more than grammar.
type Part struct {
	Term TermID
	Of   int
}

func (l *likeness) add(term TermID, name string) {
	words := slices.DeleteFunc(fold.Words(name), index.Grammatical)
	for _, word := range words {
		if l.known == nil {
			l.known = map[string]bool{}
		}
		if !l.known[word] {
			l.known[word] = true
			l.words = append(l.words, word)
		}
	}
	for language, stems := range index.Stems(name) {
		if l.whole[language] == nil {
			l.whole[language], l.parts[language] = map[string]TermID{}, map[string][]Part{}
		}
		if _, ok := l.whole[language][stems]; !ok {
			l.whole[language][stems] = term
		}
		for _, word := range words {
			stem := index.Stems(word)[language]
			if list := l.parts[language][stem]; !slices.ContainsFunc(list, func(p Part) bool { return p.Term == term }) {
				l.parts[language][stem] = append(list, Part{term, len(words)})
			}
		}
	}
}

// Like is the topic of which a phrase is a name in another form: "bullied" for "bullying".
func (t *Terms) Like(phrase string) (Term, bool) {
	for language, stems := range index.Stems(phrase) {
		if code, ok := t.like.whole[language][stems]; ok && stems != "" {
			return t.byID[code], true
		}
	}
	return Term{}, false
}

// WithWord lists the topics of which a name has a word, in any form, beside others.
func (t *Terms) WithWord(word string) (out []Part) {
	for language, stem := range index.Stems(word) {
		for _, p := range t.like.parts[language][stem] {
			if !slices.ContainsFunc(out, func(have Part) bool { return have.Term == p.Term }) {
				out = append(out, p)
			}
		}
	}
	return out
}

// Words lists the words of all names, folded.
func (t *Terms) Words() []string { return t.like.words }

// Knows says whether a word, folded, stands in the name of a topic, also one of many or many of one.
func (t *Terms) Knows(word string) bool {
	for _, form := range [...]string{word, word + "s", strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es")} {
		if t.like.known[form] {
			return true
		}
	}
	return false
}
