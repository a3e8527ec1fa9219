package vocab

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// likeness finds topics by other forms of their names, and by a part of one.
type likeness struct {
	whole [2]map[string][]named // by stems, in English and in Spanish
	parts [2]map[string][]part  // by the stem of a word
	words []string              // of all names, folded
	known map[string]bool       // the same
}

// Part is a topic of which a name has a word, and how many words that name has that carry more than grammar.
type Part struct {
	Term TermID
	Of   int
}

// stemmed are the languages of index.Stems.
var stemmed = [2]string{string(lang.English), string(lang.Spanish)}

// named is a topic and one of its names, folded.
type named struct {
	term TermID
	name string
}

// part is a topic and one word of a name, folded.
type part struct {
	Part
	word string
}

func (l *likeness) add(term TermID, n Name) {
	name := n.Text
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
			l.whole[language], l.parts[language] = map[string][]named{}, map[string][]part{}
		}
		if n.Language != "" && n.Language != stemmed[language] { // "deported" is no form of «deportes»
			continue
		}
		l.whole[language][stems] = append(l.whole[language][stems], named{term, fold.Key(name)})
		for _, word := range words {
			stem := index.Stems(word)[language]
			l.parts[language][stem] = append(l.parts[language][stem], part{Part{term, len(words)}, word})
		}
	}
}

// Like is the topic of which a phrase is a name in another form: "bullied" for "bullying".
func (t *Terms) Like(phrase string) (Term, bool) {
	for language, stems := range index.Stems(phrase) {
		for _, n := range t.like.whole[language][stems] {
			if stems != "" && index.Inflected(language, n.name, fold.Key(phrase)) {
				return t.byID[n.term], true
			}
		}
	}
	return Term{}, false
}

// WithWord lists the topics of which a name has a word, in any form, beside others.
func (t *Terms) WithWord(word string) (out []Part) {
	for language, stem := range index.Stems(word) {
		for _, p := range t.like.parts[language][stem] {
			known := slices.ContainsFunc(out, func(have Part) bool { return have.Term == p.Term })
			if !known && index.Inflected(language, p.word, fold.Key(word)) {
				out = append(out, p.Part)
			}
		}
	}
	return out
}

// Words lists the words of all names, folded.
func (t *Terms) Words() []string { return t.like.words }

// Knows says whether a word, folded, stands in the name of a topic, also one of many or many of one.
func (t *Terms) Knows(word string) bool { return fold.InNumber(t.like.known, word) }
