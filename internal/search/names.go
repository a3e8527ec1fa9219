package search

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

// names are the people and schools that somebody may call by name: outside of their district nobody is.
type names struct {
	people  []person // of the district, also those of whom the asker is told nothing: ask mayName
	schools []SchoolName
	by      actor.Actor
	shown   func(id.PersonID) bool // something has words of theirs that the asker may see
	byLast  bool                   // a last name alone names somebody, whatever stands beside it
}

// mayName says whether the asker may know somebody by name: they work here, or what they made names them, be it that they have left. Of
// anybody else no answer differs from one in whose district there is nobody of that name.
func (n names) mayName(p person) bool { return p.knownTo(n.by) || n.shown(p.id) }

// namesFor are those of an actor.
func (s *Service) namesFor(ctx context.Context, by actor.Actor) (n names, err error) {
	n.by, n.shown = by, func(p id.PersonID) bool { return s.index.Load().Shows(wordsOf(p), scope(by)) }
	if by.SignedIn() {
		if n.people, err = s.roster(ctx, by.District); err != nil {
			return names{}, err
		}
	}
	n.schools, err = s.schools(ctx, by)
	return n, err
}

// call finds the people and schools that the words name.
func (a *Asked) call(n names) {
	tokens := fold.Words(a.Words)
	people, also := n.peopleNamed(tokens)
	a.people, a.Also = people, append(a.Also, also...)
	a.Words = onlyNames(a.Words, tokens, also)
	a.schools = schoolsNamed(n.schools, tokens)
	if len(a.schools) == 0 || !a.schools[0].alone {
		return
	}
	var telling []string
	for i, s := range a.schools {
		if i == 0 || s.with != a.schools[i-1].with { // schools may have one name
			telling = append(telling, s.telling()...)
		}
		a.Also = append(a.Also, s.also())
	}
	a.Words = strings.Join(telling, " ")
}

// right are the words that are right as they are though nothing may have them: those of names that the actor knows.
func (n names) right(words string) (out []string) {
	for _, token := range fold.Words(words) {
		if n.isName(token) {
			out = append(out, token)
		}
	}
	return out
}

// onlyNames are the words that name people, where beside them only words stand that carry grammar or speak of people: "by Rosa Delgado".
func onlyNames(words string, tokens []string, also []index.Also) string {
	var named []string
	for _, a := range also {
		named = append(named, fold.Words(a.Of)...)
	}
	var kept []string
	for _, t := range tokens {
		if slices.Contains(named, t) {
			kept = append(kept, t)
		} else if !index.Grammatical(t) && !speaksOfPeople[t] {
			return words
		}
	}
	if len(kept) == 0 || len(kept) == len(tokens) {
		return words
	}
	return strings.Join(kept, " ")
}

// isName says whether a word, folded, is one of a name that the actor knows.
func (n names) isName(word string) bool {
	for _, s := range n.schools {
		if slices.Contains(s.words, word) || slices.Contains(s.short, word) {
			return true
		}
	}
	for _, p := range n.people {
		if slices.Contains(p.words, word) && p.knownTo(n.by) {
			return true
		}
	}
	return false
}

// byLastName reads the words anew where one of them is the last name of somebody: "delgado poetry". False, where none is.
func (k asking) byLastName() (asking, bool) {
	if k.query.AsTyped || len(k.asked.people) > 0 || len(k.names.people) == 0 {
		return k, false
	}
	k.names.byLast = true
	k.asked = k.understand(k.said)
	k.names.byLast, k.asked.byLast = false, true
	k.ask()
	return k, len(k.asked.people) > 0
}

// unquotedNames is what was typed with the names that stand in it in quotes without these: no text need have them as they are. False, where
// none does.
func (k asking) unquotedNames() (words string, ok bool) {
	if k.query.AsTyped || len(k.asked.Phrases) == 0 {
		return "", false
	}
	var quoted Asked
	kept := strings.Fields(quoted.takePhrases(k.said))
	quoted.Phrases = slices.DeleteFunc(quoted.Phrases, func(p index.Phrase) bool {
		named := !p.Not && k.names.whole(fold.Words(p.Words))
		if named {
			kept = append(kept, p.Words)
		}
		return named
	})
	return quoted.typed(kept), len(quoted.Phrases) < len(k.asked.Phrases)
}

// whole says whether words are a name, or several of somebody's or of a school, and nothing else.
func (n names) whole(words []string) bool {
	people, also := n.peopleNamed(words)
	if len(people) > 0 {
		return slices.Equal(fold.Words(also[0].Of), words)
	}
	schools := schoolsNamed(n.schools, words)
	return len(schools) > 0 && schools[0].alone
}

// unsaid are the words that nothing has, without those that name somebody: it is no word that is sought by them.
func (k asking) unsaid(unknown []string) []string {
	return slices.DeleteFunc(slices.Clone(unknown), func(word string) bool {
		return slices.ContainsFunc(k.asked.people, func(p person) bool { return slices.Contains(p.words, word) }) ||
			slices.ContainsFunc(k.asked.schools, func(s calledSchool) bool {
				return slices.Contains(s.SchoolName.words, word) || slices.Contains(s.short, word)
			})
	})
}

func idsOfPeople(list []person) []id.PersonID {
	out := make([]id.PersonID, len(list))
	for i, p := range list {
		out[i] = p.id
	}
	return out
}
