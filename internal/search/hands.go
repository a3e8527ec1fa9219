package search

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Somebody's name finds what they shared and what has words of theirs. The index knows the people of a resource by trait alone, and
// whose name is asked for is looked up among the people of the asker's own district: outside of it nobody is named, so nobody is found
// by name there.

// What a word counts that names somebody whose words are in a document: a first name is much less than the same in a text, the whole
// name is as much as it is in a text, and less than in a title. A last name is more than a word that a text has by the way.
const (
	handShare = 0.25
	lastShare = 2
	wholeName = 1
)

// mostNamed is how many people one question may name.
const mostNamed = 8

// person is somebody by the words of their name.
type person struct {
	id     id.PersonID
	name   string
	left   bool     // works here no more
	shares bool     // may be known to everybody here: shares, or coordinates
	words  []string // folded
}

// knownTo says whether the actor may know who works here under the name.
func (p person) knownTo(by actor.Actor) bool {
	return !p.left && (p.shares || p.id == by.Person || by.Contributes())
}

// roster is the people of a district, also those who have left: what they made stands there with their name.
func (s *Service) roster(ctx context.Context, district id.DistrictID) ([]person, error) {
	if known, ok := s.rosters.Get(district); ok {
		return known, nil
	}
	changes := s.enrolled.Load()
	list, err := db.All(ctx, s.db, func(row db.Row) (p person, err error) {
		err = row.Scan(&p.id, &p.name, &p.left, &p.shares)
		p.words = fold.Words(p.name)
		return p, err
	}, `SELECT id, name, state = 'left', coordinator OR EXISTS (SELECT 1 FROM membership m
			WHERE m.district = person.district AND m.person = person.id AND m.role = 'media_specialist')
		FROM person WHERE district = $1 ORDER BY name_key, id`, district)
	if err != nil {
		return nil, err
	}
	if s.rosters.Add(district, list); s.enrolled.Load() != changes { // somebody came or changed meanwhile
		s.rosters.Remove(district)
	}
	return list, nil
}

// forgetRosters has people and schools be read again.
func (s *Service) forgetRosters() {
	s.enrolled.Add(1)
	s.rosters.Purge()
	s.called.Purge()
}

// peopleNamed finds whom the words name of those whom the asker may know by name: by any word of their name where nothing else is asked
// for than somebody, and among other words by two that follow each other, or, where that may be, by one that is not the first.
func (n names) peopleNamed(tokens []string) (people []person, also []index.Also) {
	for _, p := range n.people {
		if len(people) == mostNamed {
			break
		}
		run := p.namedBy(tokens, n.byLast)
		if len(run) == 0 || !n.mayName(p) {
			continue
		}
		share := float32(handShare)
		switch {
		case len(run) > 1:
			share = wholeName
		case len(p.words) > 1 && run[0] != p.words[0]:
			share = lastShare
		}
		people = append(people, p)
		also = append(also, index.Also{Of: strings.Join(run, " "), Trait: wordsOf(p.id), Share: share})
	}
	return people, also
}

// PeopleBegun are people of the actor's district whom the actor may know and whose name has, for each of the words, one that begins with
// it, in the order of their names. They are remembered: whoever shows them asks anew whether the actor may know them.
func (s *Service) PeopleBegun(ctx context.Context, by actor.Actor, words []string) (out []id.PersonID, err error) {
	if !by.SignedIn() || len(words) == 0 {
		return nil, nil
	}
	roster, err := s.roster(ctx, by.District)
	for _, p := range roster {
		if p.knownTo(by) && fold.BeginAmong(p.words, words) {
			out = append(out, p.id)
		}
	}
	return out, err
}

// namedBy are those of some words that name the person, also among others by the last name alone if that may be.
func (p person) namedBy(tokens []string, byLast bool) []string {
	var longest []string
	for i := 0; i < len(tokens); i++ {
		n := 0
		for i+n < len(tokens) && len(tokens[i+n]) > 1 && slices.Contains(p.words, tokens[i+n]) {
			n++
		}
		if n > len(longest) {
			longest = tokens[i : i+n]
		}
	}
	beside := func(t string) bool { return !speaksOfPeople[t] && !slices.Contains(longest, t) }
	if len(longest) == 1 && slices.ContainsFunc(tokens, beside) && !(byLast && p.lastName(longest[0])) {
		return nil
	}
	return longest
}

// lastName says whether a word of the name names the person beside others that are looked for: it is not the first, and no common word.
func (p person) lastName(word string) bool {
	listed := seeds()
	return len(p.words) > 1 && word != p.words[0] && !common().has(word) && !listed.knows(word)
}

// speaksOfPeople are words, folded, that stand beside a name where somebody is asked for: "Ms. Delgado", "resources by Rosa".
var speaksOfPeople = func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(`ms mrs mr miss dr sra sr srta senora senor senorita maestra maestro profesora profesor bibliotecaria bibliotecario librarian
		by from of s de por what did does que has resources things stuff ideas tips recursos cosas share shared shares compartio comparte`) {
		out[word] = true
	}
	return out
}()

// withWordsOf gives, for each of the cards, the names of those people whose words are in it, or who shared it.
func (s *Service) withWordsOf(ctx context.Context, cards []catalog.Card, people []person) ([][]string, error) {
	if len(people) == 0 || len(cards) == 0 {
		return nil, nil
	}
	ids := make([]catalog.ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	in, args := db.In(1, ids)
	hands, err := s.hands(ctx, `r.id IN (`+in+`)`, args...)
	if err != nil {
		return nil, err
	}
	out := make([][]string, len(cards))
	for i, c := range cards {
		for _, p := range people {
			if slices.Contains(hands[c.ID], p.id) {
				out[i] = append(out[i], p.name)
			}
		}
	}
	return out, nil
}

// hands are the people whose words are in resources, or in what these are versions of as far as it was taken; which resources, a
// condition on r says.
func (s *Service) hands(ctx context.Context, condition string, args ...any) (map[catalog.ResourceID][]id.PersonID, error) {
	return pairs[id.PersonID](ctx, s.db, `WITH RECURSIVE line (root, district, resource, upto) AS (
			SELECT r.id, r.district, r.id, v.number FROM resource r JOIN version v ON v.district = r.district AND v.id = r.head WHERE `+condition+`
			UNION ALL
			SELECT l.root, o.district, o.id, v.number FROM line l
			JOIN resource r ON r.district = l.district AND r.id = l.resource
			JOIN resource o ON o.id = r.core
			JOIN version v ON v.district = o.district AND v.id = r.core_version
		)
		SELECT DISTINCT l.root, c.author FROM line l JOIN head_credit c ON c.district = l.district AND c.resource = l.resource AND c.first <= l.upto
		ORDER BY l.root, c.author`, args...)
}
