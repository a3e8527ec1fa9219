package search

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Names are misspelt as other words are, and stand in no document. A word that nothing has is taken for a name that the asker knows where
// it is nearer than any other word, or where the rest of the name stands beside it.

// mostDoubtful is for how many words of one question names are sought.
const mostDoubtful = 4

// fewHave is how many documents at most have a word that is no likelier than a name as near.
const fewHave = 5

// answer asks the index, and asks again where a word was a name misspelt, or a name stood in quotes. page says which hits are wanted, and
// what is counted.
func (s *Service) answer(k asking, page func(*index.Query)) (asking, index.Result) {
	result := s.answerOnce(&k, page)
	if words, ok := k.unquotedNames(); ok && result.Total == 0 {
		k.read(words)
		result = s.answerOnce(&k, page)
	}
	if k.query.AsTyped || len(k.asked.Phrases) > 0 || len(result.Taken)+len(result.Unknown) == 0 {
		return k, result
	}
	words, taken := s.respelt(k, result)
	if len(taken) > 0 {
		k.read(words)
		result = s.answerOnce(&k, page)
	}
	k, result = s.askCorrected(k, result, page)
	result.Taken = append(taken, result.Taken...)
	return k, result
}

// answerOnce asks for all of the words; where nothing has them for what a colleague made whose last name is among them, if there is
// something; and where nothing has those of a school's name beside the others for the others, if something has these.
func (s *Service) answerOnce(k *asking, page func(*index.Query)) index.Result {
	ask := func(question index.Query) index.Result {
		page(&question)
		return s.index.Load().Search(question)
	}
	result := ask(k.question)
	if result.Whole > 0 {
		return result
	}
	if named, ok := k.byLastName(); ok {
		if theirs := ask(named.question); theirs.Whole > 0 {
			*k = named
			return theirs
		}
		k.asked.people, k.asked.byLast = named.asked.people, true // they are shown all the same
	}
	if beside, ok := k.aside(); ok {
		if others := ask(beside.question); others.Whole > 0 || result.Total == 0 {
			*k = beside
			return others
		}
	}
	return result
}

// respelt is what was typed with names in place of words that nothing has, and which words these are.
func (s *Service) respelt(k asking, result index.Result) (words string, taken []index.Taken) {
	words = k.said
	doubtful := slices.Clone(result.Taken)
	for _, word := range result.Unknown {
		doubtful = append(doubtful, index.Taken{Typed: word})
	}
	tokens := fold.Words(k.said)
	for _, t := range doubtful[:min(len(doubtful), mostDoubtful)] {
		near, ok := k.names.nearest(t.Typed, tokens)
		if !ok || k.names.isName(t.Typed) || !near.rest && !index.IsSlip(t.Typed, fold.Key(near.word)) || t.For != "" && !near.rest && !s.likelierName(k, t, near, len(tokens)) {
			continue
		}
		if changed, ok := withWord(words, t.Typed, near.word); ok {
			words, taken = changed, append(taken, index.Taken{Typed: t.Typed, For: near.word})
		}
	}
	return words, taken
}

// likelierName says whether a name is meant rather than the word for which another was taken: it is nearer, or it is as near, stands alone
// and hardly anything has that word.
func (s *Service) likelierName(k asking, t index.Taken, near nearName, tokens int) bool {
	if apart := index.Apart(t.Typed, t.For, near.apart); apart != near.apart {
		return apart > near.apart
	}
	question := index.Query{Words: t.For, Exactly: true, Scope: k.question.Scope}
	return tokens == 1 && s.index.Load().Search(question).Total <= fewHave
}

// shortName is the letters of a first name that may be misspelt where the last name stands beside it: "Jon" for Joan.
const shortName = 3

// nearName is a word of a name that is near to one typed.
type nearName struct {
	word  string // as it is written
	apart int
	rest  bool // another word of the same name was typed too
}

// nearest is the word of a name known to the asker that is nearest to one that was typed among others. One whose name has another of
// them too comes before all others.
func (n names) nearest(typed string, tokens []string) (best nearName, ok bool) {
	letters := utf8.RuneCountInString(typed)
	look := func(name string, words []string, tell func(string) bool) {
		for i, word := range words {
			rest := slices.ContainsFunc(words, func(other string) bool { return other != word && tell(other) && slices.Contains(tokens, other) })
			most := index.MayDiffer(letters)
			if rest && letters == shortName {
				most = 1
			}
			apart := index.Apart(typed, word, most)
			if apart == 0 || apart > most || !tell(word) || apart > 1 && word[0] != typed[0] {
				continue
			}
			if !ok || rest && !best.rest || rest == best.rest && apart < best.apart {
				best, ok = nearName{written(name, i, word), apart, rest}, true
			}
		}
	}
	for _, p := range n.people {
		if p.knownTo(n.by) {
			look(p.name, p.words, func(word string) bool { return utf8.RuneCountInString(word) > 2 })
		}
	}
	for _, s := range n.schools {
		beside := slices.ContainsFunc(s.words, func(w string) bool { return tells(w) && slices.Contains(tokens, w) })
		look(s.Name, s.words, func(word string) bool { return tells(word) || beside && levelWords[word] != 0 })
	}
	return best, ok
}

// written is a word of a name as the name writes it.
func written(name string, at int, folded string) string {
	fields := strings.Fields(name)
	if at < len(fields) && fold.Key(fields[at]) == folded {
		return fields[at]
	}
	return folded
}

// possessive is an ending by which the index knows no word apart.
var possessive = regexp.MustCompile(`['’][sS]$`)

// withWord is what was typed with another word in the place of one, folded; false where that does not stand in it by itself.
func withWord(typed, word, other string) (string, bool) {
	fields, changed := strings.Fields(typed), false
	for i, field := range fields {
		if words := fold.Words(possessive.ReplaceAllString(field, "")); len(words) == 1 && words[0] == word && !strings.HasPrefix(field, "-") {
			fields[i], changed = other, true
		}
	}
	return strings.Join(fields, " "), changed
}

// meant are words that documents have beside the rest of a name from which they differ little: "Rosa Delgada" may be Rosa Delgado.
func (k asking) meant() (out []index.Taken) {
	tokens := fold.Words(k.asked.Words)
	if len(tokens) < 2 || len(k.asked.people) > 0 && !k.asked.byLast {
		return nil
	}
	for _, typed := range tokens {
		if k.names.isName(typed) {
			continue
		}
		if near, ok := k.names.nearest(typed, tokens); ok && near.rest {
			out = append(out, index.Taken{Typed: typed, For: near.word})
		}
	}
	return out
}

// likelier are words of the question that hardly anything has, and a likelier one for each: a name is right as it is, and what the lists
// know.
func (s *Service) likelier(k asking) []index.Taken {
	right := func(t index.Taken) bool {
		return k.names.isName(t.Typed) || slices.ContainsFunc(k.asked.Right, func(word string) bool { return fold.Key(word) == t.Typed })
	}
	out := slices.DeleteFunc(s.index.Load().Likelier(k.asked.Words, k.question.Scope), right)
	return append(k.meant(), out...)
}
