package search

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Asked is what somebody typed, as it is understood.
type Asked struct {
	Words   string         // to be found
	Phrases []index.Phrase // in quotes: their words are among Words, but for those that must not be there
	Without string         // must not be there
	Grades  []string       // grades that the words named, as values of the facet: they are no words any more
	Rest    string         // what was typed without the words that name grades, also such as there are not; empty where they name none
	Beyond  []string       // grades that the words named and that there are not: they are no words any more
	Perhaps []string       // grades that words may name, which are words still
	Spared  string         // what was typed without these words
	Kinds   []string       // kinds of which the words were the name, and nothing more: they are no words any more
	Endless []string       // what was typed and is too long to be a word, for people to see
	Nothing bool           // something was typed, and there is nothing in it to look for
	Also    []index.Also
	Aside   []string // schools, by their short names, that the words name and by whose names nothing is looked for
	Others  []string // other words for what was typed, which are looked for too, for people to see
	Weak    []string // words that say little of what is looked for
	Right   []string // words that are spelt right, whether anything has them or not

	lifts   []index.Favor // kinds and languages that the words name
	people  []person      // whom the words name
	byLast  bool          // by the last name alone
	schools []calledSchool
}

// Understand reads what was typed with a district's topics at hand; nil: there are none.
func Understand(typed string, topics *vocab.Terms) Asked { return understand(typed, topics, nil) }

// understand is Understand where the names of some schools may be among the words.
func understand(typed string, topics *vocab.Terms, schools []SchoolName) Asked {
	var a Asked
	names, tokens := partNames(schools, inFull(withoutISBN(a.takeWords(typed))))
	tokens, set, beyond := takeGrades(tokens)
	tokens = append(names, tokens...)
	a.Beyond = beyond
	if a.Grades = spansOf(set); len(a.Grades)+len(beyond) > 0 {
		a.Rest = a.typed(tokens)
		a.Nothing = a.Rest == "" && len(a.Grades) == 0
	} else if rest, perhaps := perhapsGrades(tokens); perhaps != 0 {
		a.Perhaps, a.Spared = spansOf(perhaps), a.typed(rest)
	}
	if len(a.Phrases) == 0 {
		if a.Kinds = kindsNamed(tokens); len(a.Kinds) > 0 {
			tokens = nil
		}
	}
	a.name(tokens, topics)
	a.Words = strings.Join(append(tokens, a.quoted()...), " ")
	return a
}

// typed is what is typed to look for some words beside what is in quotes or left out.
func (a *Asked) typed(tokens []string) string {
	parts := slices.Clone(tokens)
	for _, p := range a.Phrases {
		mark := ""
		if p.Not {
			mark = "-"
		}
		parts = append(parts, mark+`"`+p.Words+`"`)
	}
	for word := range strings.FieldsSeq(a.Without) {
		parts = append(parts, "-"+word)
	}
	return strings.Join(parts, " ")
}

// takeWords reads marks and quotes and leaves out what nothing can be looked for by.
func (a *Asked) takeWords(typed string) []string {
	var words []string
	typed = norm.NFC.String(width.Fold.String(typed)) // half-width katakana and full-width letters as everybody writes them
	words, a.Endless = takeNoise(a.takeMarks(a.takePhrases(typed)))
	a.Nothing = len(words) == 0 && len(a.Endless) == 0 && a.Without == "" && len(a.Phrases) == 0 && strings.TrimSpace(typed) != ""
	return words
}

// AsTyped reads what was typed without what it may mean beside: quotes and the minus alone are understood.
func AsTyped(typed string) Asked {
	var a Asked
	a.Words = strings.Join(append(a.takeWords(typed), a.quoted()...), " ")
	return a
}

// quotes is what may stand around words that are looked for as they are.
const quotes = "\"“”„«»"

// takePhrases takes out what stands between two quotes, with the minus that excludes it, and gives the rest. A quote that nothing
// ends is passed over.
func (a *Asked) takePhrases(typed string) (rest string) {
	var out strings.Builder
	for typed != "" {
		before, from, opened := cutQuote(typed)
		words, after, closed := cutQuote(from)
		if !opened || !closed {
			break
		}
		head, not := strings.CutSuffix(before, "-")
		if not = not && (head == "" || strings.HasSuffix(head, " ")); !not {
			head = before
		}
		if strings.ContainsFunc(words, isWord) {
			a.Phrases = append(a.Phrases, index.Phrase{Words: words, Not: not})
		}
		out.WriteString(head + " ")
		typed = after
	}
	return out.String() + typed
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// cutQuote splits text at its first quote.
func cutQuote(text string) (before, after string, found bool) {
	i := strings.IndexAny(text, quotes)
	if i < 0 {
		return text, "", false
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i], text[i+size:], true
}

// quoted is the words of the phrases that must be there.
func (a *Asked) quoted() (words []string) {
	for _, p := range a.Phrases {
		if !p.Not {
			words = append(words, p.Words)
		}
	}
	return words
}

// takeMarks takes out the words that a minus excludes, and gives the others.
func (a *Asked) takeMarks(typed string) (words []string) {
	var without []string
	for _, word := range strings.Fields(typed) {
		rest, not := strings.CutPrefix(word, "-")
		rest = strings.Trim(rest, quotes)
		first, _ := utf8.DecodeRuneInString(rest)
		switch {
		case rest == "":
			if !not {
				continue
			}
			words = append(words, word)
		case not && isWord(first):
			without = append(without, rest)
		case not:
			words = append(words, word)
		default:
			words = append(words, rest)
		}
	}
	a.Without = strings.Join(without, " ")
	return words
}

// Shares of what a word counts that a document has under another name.
const (
	topicShare  = 0.8  // it has the topic
	narrowShare = 0.45 // it has a topic of which the words are another name: less than that topic is about, or more
	partShare   = 0.2  // it has a topic of which the word is part of a name, for each of two words of that
	nameShare   = 0.6  // it has another name of the topic
	besideShare = 0.2  // it has a name of a topic, where another name was typed
	seedShare   = 0.8  // it has a word of the seed list that means the same
	needShare   = 2    // it has what people need who ask so: the words themselves say less
	tongueShare = 1.5  // it is in the language
	tailShare   = 0.95 // it has the code without the name of the standards
	facetShare  = 0.35 // it has another value that the word names
)

// longestName is of how many words a name is at most.
const longestName = 5

// name finds the words that name a topic, mean the same as others, or name a value of a facet: the longest first, and none twice.
func (a *Asked) name(tokens []string, topics *vocab.Terms) {
	words := wordsAsWritten(tokens)
	a.noteRight(texts(words), topics)
	a.nameCodes(texts(words))
	for i := 0; i < len(words); {
		took := 1
		named := false
		shortest := 1
		if ofSource(texts(words), i) { // no level by itself
			shortest = 2
		}
		for n := min(longestName, len(words)-i); n >= shortest && !named; n-- {
			for _, typed := range spellings(words[i : i+n]) {
				if named = named || a.nameOne(typed, topics); named {
					took = n
				}
				a.liftKinds(typed)
			}
		}
		word := words[i].text
		if took == 1 && !slices.ContainsFunc(a.Also, func(o index.Also) bool { return o.Of == word && o.Facet == Tag }) {
			a.nameParts(word, topics)
		}
		if !named && weak()[fold.Key(word)] {
			a.Weak = append(a.Weak, word)
		}
		i += took
	}
}

// nameOne finds what a word or phrase names, and says whether it is anything.
func (a *Asked) nameOne(typed string, topics *vocab.Terms) bool {
	key, before := fold.Key(typed), len(a.Also)
	if key == "" {
		return false
	}
	if topics != nil {
		term, ok := topics.Named(typed)
		if !ok && facetNames()[singular(key)] == nil { // a program is no form of programming
			term, ok = topics.Like(typed)
		}
		if ok {
			share, others := float32(topicShare), float32(nameShare)
			if !term.Labelled(typed) {
				share, others = narrowShare, besideShare
			}
			a.topic(typed, term.ID, share)
			for _, name := range term.Names {
				if weak()[fold.Key(name.Text)] { // it says little of the topic by itself: "making"
					continue
				}
				if slices.Contains(term.Labels(), name) {
					a.other(typed, name.Text, nameShare)
				} else {
					a.other(typed, name.Text, others)
				}
			}
		}
	}
	for _, words := range seeds().others(typed) {
		a.instead(typed, words, seedShare, narrowShare, topics)
	}
	for _, words := range seeds().sought(typed) {
		a.instead(typed, words, needShare, needShare, topics)
	}
	for _, v := range facetNames()[singular(key)] {
		share := float32(facetShare)
		if v.facet == Language {
			share = tongueShare
			a.lift(Language, v.value, tongueFavor)
		}
		a.Also = append(a.Also, index.Also{Of: typed, Facet: v.facet, Value: v.value, Share: share})
	}
	return len(a.Also) > before
}

// tongueFavor is what it adds to a score that the words name the language of a resource: "spanish books" are rather books in Spanish than books with
// a word about it.
const tongueFavor = 1.5

// lift has what has a value of a facet rise.
func (a *Asked) lift(facet, value string, by float32) {
	a.lifts = append(a.lifts, index.Favor{Facet: facet, Value: value, By: by})
}

// instead has words stand for what was typed, and the topic that they name.
func (a *Asked) instead(typed, words string, share, topicShare float32, topics *vocab.Terms) {
	a.other(typed, words, share)
	if topics != nil {
		if term, ok := topics.Named(words); ok {
			a.topic(typed, term.ID, topicShare)
		}
	}
}

// topic has a topic stand for what was typed, unless it does already.
func (a *Asked) topic(typed string, term vocab.TermID, share float32) {
	if !slices.ContainsFunc(a.Also, func(o index.Also) bool { return o.Of == typed && o.Facet == Tag && o.Value == string(term) }) {
		a.Also = append(a.Also, index.Also{Of: typed, Facet: Tag, Value: string(term), Share: share})
	}
}

// mostParts is of how many topics a word that is part of a name is looked for.
const mostParts = 4

// nameParts finds the topics of which a word is part of a name.
func (a *Asked) nameParts(word string, topics *vocab.Terms) {
	if topics == nil || index.Grammatical(word) {
		return
	}
	parts := topics.WithWord(word)
	if facetNames()[singular(fold.Key(word))] != nil {
		parts = slices.DeleteFunc(parts, func(p vocab.Part) bool { return p.Of == 1 })
	}
	for _, part := range parts[:min(mostParts, len(parts))] {
		a.Also = append(a.Also, index.Also{Of: word, Facet: Tag, Value: string(part.Term), Share: partShare * 2 / float32(1+part.Of)})
	}
}

// noteRight notes the words that are no slips: they stand in a list of ours or the district's, or are short for others, as "ISTE".
func (a *Asked) noteRight(words []string, topics *vocab.Terms) {
	shouted := len(words) > 1 && !slices.ContainsFunc(words, hasSmall)
	for _, word := range words {
		s := seeds()
		listed := s.knows(word) || common().has(fold.Key(word)) || facetNames()[singular(fold.Key(word))] != nil || topics != nil && topics.Knows(fold.Key(word))
		if listed || !shouted && shortFor(word) {
			a.Right = append(a.Right, word)
		}
	}
}

func hasSmall(word string) bool { return strings.ContainsFunc(word, unicode.IsLower) }

// longestShort is how many capitals stand for a name at most.
const longestShort = 5

// shortFor says whether a word is the first letters of a name: a few capitals and nothing else.
func shortFor(word string) bool {
	n := utf8.RuneCountInString(word)
	return n > 1 && n <= longestShort && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsUpper(r) })
}

func (a *Asked) other(typed, words string, share float32) {
	if key := fold.Key(words); key != fold.Key(typed) && !slices.ContainsFunc(a.Others, func(o string) bool { return fold.Key(o) == key }) {
		a.Also = append(a.Also, index.Also{Of: typed, Is: words, Share: share})
		a.Others = append(a.Others, words)
	}
}

func singular(key string) string {
	if len(key) > 3 {
		return strings.TrimSuffix(key, "s")
	}
	return key
}

// facetWord is a value of a facet.
type facetWord struct{ facet, value string }

//go:embed names.txt
var namesText string

// facetNames gives the values that a word names, by the word's singular.
var facetNames = sync.OnceValue(func() map[string][]facetWord {
	out := map[string][]facetWord{}
	for line := range strings.Lines(namesText) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		head, names, _ := strings.Cut(line, " | ")
		facet, value, _ := strings.Cut(head, " ")
		for name := range strings.SplitSeq(names, " | ") {
			key := singular(fold.Key(name))
			out[key] = append(out[key], facetWord{facet, value})
		}
	}
	return out
})
