package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Wider is a question that asks for less than one that found nothing, or for something near it, and finds something.
type Wider struct {
	Way   Way
	Facet string       // what is left out of what is chosen: WithoutFacet
	Word  string       // nobody has: OtherWord
	Words string       // to be looked for
	Topic vocab.TermID // Topic
	Book  string       // the title of the book with the ISBN that Words is: OtherWord
	Total int          // found then
}

// Way is how a question asks for less.
type Way string

// The ways, in the order in which they are offered.
const (
	PerhapsGrades Way = "grades" // the grades that words may name, which were looked for as words
	WithoutFacet  Way = "facet"  // of one facet nothing is chosen any more
	WithoutChosen Way = "chosen"
	WithoutMarks  Way = "marks" // without quotes and minus
	OneWord       Way = "word"
	OtherWord     Way = "begins" // begins as a word does that nobody has
	LevelAbove    Way = "level"  // a code of which one that nobody has is a part
	OfTopic       Way = "topic"
)

// What one question without an answer costs at most, in questions asked instead.
const (
	mostAlone    = 6
	mostUnknown  = 3
	mostSpelt    = 3
	mostTopics   = 4
	topicsOfWord = 2
	fewestBegun  = 4 // characters of a beginning
)

// widening looks for ways out of one question.
type widening struct {
	s      *Service
	k      asking
	q      Query
	asked  index.Query // without a page or counts
	unsaid []string    // words that nothing has
	topics *vocab.Terms
}

// wider are the ways out of a question that finds nothing: each thing by which it is narrowed left out by itself, or all of
// them; the marks in the words; each word alone; words that begin alike; topics nearby.
func (s *Service) wider(k asking, unknown []string) []Wider {
	w := widening{s: s, k: k, q: k.query, asked: k.question, unsaid: unknown, topics: k.topics}
	return slices.Concat(w.perhaps(), w.withoutChosen(), w.withoutMarks(), w.alone(), w.begun(), w.nearby())
}

// eachWord is, where nothing has all the words, what each of them finds.
func (s *Service) eachWord(k asking, unknown []string) []Wider {
	w := widening{s: s, k: k, q: k.query, asked: k.question, unsaid: unknown}
	return w.alone()
}

func (w *widening) total(q index.Query) int { return w.s.index.Load().Search(q).Total }

// ask is how many other words find, as they will be understood, with what is chosen.
func (w *widening) ask(words string) int {
	k := w.k
	k.query = w.q
	k.read(words)
	if read := k.asked; read.Words == "" && len(read.Kinds)+len(read.Grades) == 0 {
		return 0
	}
	return w.total(k.question)
}

// perhaps takes the words that may name grades for those, where none are chosen.
func (w *widening) perhaps() []Wider {
	if len(w.k.asked.Perhaps) == 0 || w.q.chooses(Grade) {
		return nil
	}
	k := w.k
	k.query = w.q.without(Grade)
	k.query.Filters[Grade] = w.k.asked.Perhaps
	if k.read(w.k.asked.Spared); k.asked.Words == "" && w.k.asked.Spared != "" {
		return nil
	}
	if found := w.total(k.question); found > 0 {
		return []Wider{{Way: PerhapsGrades, Words: w.k.asked.Spared, Total: found}}
	}
	return nil
}

// withoutChosen leaves out what is chosen: of one thing, or of all where that alone does not help.
func (w *widening) withoutChosen() (out []Wider) {
	chosen := 0
	without := w.q
	for _, name := range Narrowing {
		if !w.q.chooses(name) || name == Grade && len(w.k.asked.Grades) > 0 {
			continue
		}
		chosen++
		without = without.without(name)
		if found := w.s.total(w.k, w.q.without(name)); found > 0 {
			out = append(out, Wider{Way: WithoutFacet, Facet: name, Words: w.q.Words, Total: found})
		}
	}
	if len(w.k.asked.Grades) > 0 { // typed, and perhaps others chosen
		chosen++
		words := w.k.asked.Rest
		w.k.asked.Grades = nil
		if found := w.s.total(w.k, w.q.without(Grade)); found > 0 {
			out = append(out, Wider{Way: WithoutFacet, Facet: Grade, Words: words, Total: found})
		}
		without = without.without(Grade)
		without.Words = words
	}
	if chosen < 2 || len(out) > 0 {
		return out
	}
	if found := w.s.total(w.k, without); found > 0 {
		out = append(out, Wider{Way: WithoutChosen, Words: without.Words, Total: found})
	}
	return out
}

func (w *widening) withoutMarks() []Wider {
	if len(w.asked.Phrases) == 0 && w.asked.Without == "" {
		return nil
	}
	bare := Unmarked(w.q.Words)
	if found := w.ask(bare); found > 0 {
		return []Wider{{Way: WithoutMarks, Words: bare, Total: found}}
	}
	return nil
}

// telling are the words of the question that say what is looked for and that somebody has.
func (w *widening) telling() (out []string) {
	for word := range strings.FieldsSeq(w.asked.Words) {
		word = bare(word)
		known := !slices.ContainsFunc(w.unsaid, func(u string) bool { return fold.Key(u) == fold.Key(word) })
		if known && !index.Grammatical(word) && utf8.RuneCountInString(word) > 1 && !slices.Contains(out, word) && len(out) < mostAlone {
			out = append(out, word)
		}
	}
	return out
}

// bare is a word without the marks around it. The brackets of a code are its own: "110.5(b)".
func bare(word string) string {
	word = strings.Trim(word, ".,;:!?¡¿")
	if strings.Contains(word, "(") && !strings.HasPrefix(word, "(") {
		return word
	}
	return strings.Trim(word, ".,;:!?¡¿()")
}

// alone looks for each word of several by itself.
func (w *widening) alone() (out []Wider) {
	words := w.telling()
	if len(words) < 2 && len(w.asked.Phrases) == 0 {
		return nil
	}
	for _, word := range words {
		if found := w.ask(word); found > 0 {
			out = append(out, Wider{Way: OneWord, Words: word, Total: found})
		}
	}
	slices.SortStableFunc(out, func(a, b Wider) int { return a.Total - b.Total }) // the rarest says most
	return out
}

// begun finds words that begin as one does that nothing has, with as much of it as there is.
func (w *widening) begun() (out []Wider) {
	for _, word := range w.unsaid[:min(mostUnknown, len(w.unsaid))] {
		if index.IsCode(word) {
			out = append(out, w.levels(word)...)
			continue
		}
		if _, err := isbn.Parse(word); err == nil { // another book is no other spelling
			continue
		}
		letters := []rune(word)
		for n := len(letters) - 1; n >= max(fewestBegun, (len(letters)+1)/2) && len(letters) <= longestWord; n-- {
			forms := w.s.index.Load().Begun(string(letters[:n]), w.asked.Scope, mostSpelt)
			for _, form := range forms {
				if found := w.ask(form); found > 0 {
					out = append(out, Wider{Way: OtherWord, Word: word, Words: form, Total: found})
				}
			}
			if len(forms) > 0 {
				break
			}
		}
	}
	return out
}

// levels are the codes above one that nobody has, and shorter forms of them: the nearest that something has.
func (w *widening) levels(code string) []Wider {
	for _, c := range index.Codes(strings.ToUpper(code)) {
		slices.SortStableFunc(c.Levels, func(a, b string) int { return len(b) - len(a) })
		for _, level := range c.Levels {
			if found := w.ask(level); level != code && found > 0 {
				return []Wider{{Way: LevelAbove, Word: code, Words: strings.ToUpper(level), Total: found}}
			}
		}
	}
	return nil
}

// nearby finds topics of which a name has one of the words, and topics of what one of the words finds. Whoever wants words as they stand is
// offered those of which a name has them all.
func (w *widening) nearby() (out []Wider) {
	if w.topics == nil || w.asked.Words == "" || w.q.AsTyped {
		return nil
	}
	var near []vocab.Term
	for _, p := range w.asked.Phrases {
		if !p.Not {
			near = append(near, w.topics.Begun(fold.Words(p.Words))...)
		}
	}
	if len(w.asked.Phrases) == 0 {
		for _, word := range w.telling() {
			near = append(near, w.topics.Begun(fold.Words(word))...)
		}
		for _, word := range w.telling() {
			near = append(near, w.topicsOfWord(word)...)
		}
	}
	var seen []vocab.TermID
	for _, term := range near {
		if slices.Contains(seen, term.ID) || len(out) == mostTopics || len(seen) > 4*mostTopics {
			continue
		}
		seen = append(seen, term.ID)
		q := index.Query{Filters: map[string][]string{Tag: {string(term.ID)}}, Scope: w.asked.Scope, Once: true, Sort: index.ByNewest}
		if found := w.total(q); found > 0 {
			out = append(out, Wider{Way: OfTopic, Topic: term.ID, Total: found})
		}
	}
	return out
}

// topicsOfWord are the topics that half or more of what a word finds has, whatever is chosen.
func (w *widening) topicsOfWord(word string) (out []vocab.Term) {
	q := index.Query{Words: word, Scope: w.asked.Scope, Counts: true, Values: topicsOfWord}
	result := w.s.index.Load().Search(q)
	values := result.Facet(Tag)
	slices.SortStableFunc(values, func(a, b index.Value) int { return cmp.Compare(b.Count, a.Count) })
	for _, v := range values {
		if term, ok := w.topics.Get(vocab.TermID(v.Value)); ok && 2*v.Count >= result.Total {
			out = append(out, term)
		}
	}
	return out
}

// Unmarked is what was typed without quotes, and without the words that a minus left out.
func Unmarked(typed string) string {
	var a Asked
	rest := a.takePhrases(typed)
	return strings.Join(append(a.takeMarks(rest), a.quoted()...), " ")
}
