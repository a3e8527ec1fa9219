package search

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

// A school's name finds what it shared. Who reads the pages of a district's schools knows their names: its own people, and anybody where
// the district shows public pages.

// What a school's name counts in what the school shared: a bare one less than the same word in a text, so that "oak" finds the trees first,
// and one that says that it is a school more than what a text says of it.
const (
	schoolShare  = 0.25
	librarysName = 2
)

// mostSchools is how many schools one question may name.
const mostSchools = 4

// SchoolName is a school by its name.
type SchoolName struct {
	ID     id.SchoolID
	Name   string // "Oak Elementary School"
	Short  string // "Oak"
	Closed bool   // it shares nothing more

	words, short []string // folded
}

// NamedSchool is a school that the words of a query name.
type NamedSchool struct {
	SchoolName
	Rest  string // what was typed beside its name
	Total int    // how many it shared that Rest finds
}

// schools are those whose names the actor knows.
func (s *Service) schools(ctx context.Context, by actor.Actor) ([]SchoolName, error) {
	district := by.District
	if !by.SignedIn() {
		district = ""
	}
	if known, ok := s.called.Get(district); ok {
		return known, nil
	}
	which, args := `s.district = $1`, []any{district}
	if district == "" {
		which, args = `d.public_on`, nil
	}
	changes := s.enrolled.Load()
	list, err := db.All(ctx, s.db, scanSchool, `SELECT s.id, s.name, s.short_name, s.closed_at IS NOT NULL FROM school s JOIN district d ON d.id = s.district
		WHERE s.removed_at IS NULL AND `+which+` ORDER BY s.name_key, s.id`, args...)
	if err != nil {
		return nil, err
	}
	if s.called.Add(district, list); s.enrolled.Load() != changes {
		s.called.Remove(district)
	}
	return list, nil
}

func scanSchool(row db.Row) (s SchoolName, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.Short, &s.Closed)
	s.words, s.short = fold.Words(s.Name), fold.Words(s.Short)
	return s, err
}

// placeWords stand beside a school's name and add nothing to it; leadingWords only before it, trailingWords only behind: "what did Elm share".
var (
	placeWords    = wordSet("school schools library libraries escuela escuelas colegio biblioteca bibliotecas s academy center centre campus es ms hs jr sr")
	leadingWords  = wordSet("from by at of in the shared de del la el en por compartido what did does has que resources things stuff recursos cosas")
	trailingWords = wordSet("share shared shares compartio comparte")
)

// levelWords say of which grades a school is, each by a bit for early, middle and late ones: a school is called by those of its own name in
// either language.
var levelWords = map[string]uint8{"elementary": 1, "elem": 1, "primary": 1, "primaria": 1, "elemental": 1, "preschool": 1, "prek": 1, "k": 1,
	"middle": 2, "junior": 2, "intermediate": 2, "intermedia": 2, "media": 2, "high": 4, "senior": 4, "superior": 4, "preparatoria": 4, "secundaria": 2 | 4}

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// tells says whether a word of a name tells one school from another.
func tells(word string) bool {
	return !placeWords[word] && levelWords[word] == 0 && !leadingWords[word] && utf8.RuneCountInString(word) > 1 && strings.ContainsFunc(word, unicode.IsLetter)
}

// wordRun is a piece of some words: those from one place up to another.
type wordRun struct{ from, to int }

func (r wordRun) len() int { return r.to - r.from }

// holds says whether the other is a smaller piece within this one.
func (r wordRun) holds(o wordRun) bool { return r.from <= o.from && o.to <= r.to && r.len() > o.len() }

// namedBy is the piece of some words that names the school: its short name or its whole one, or, where nothing else is asked for, some
// words of it.
func (s SchoolName) namedBy(tokens []string) (best wordRun, ok bool) {
	for from := range tokens {
		for to := from + 1; to <= len(tokens) && to-from <= len(s.words)+len(s.short); to++ {
			if to-from > best.len() && s.isCalled(tokens, wordRun{from, to}) {
				best = wordRun{from, to}
			}
		}
	}
	return best, best.len() > 0
}

// isCalled says whether a piece of some words is a name of the school.
func (s SchoolName) isCalled(tokens []string, at wordRun) bool {
	called := tokens[at.from:at.to]
	if !slices.ContainsFunc(called, tells) && len(called) == 1 {
		return false
	}
	if slices.Equal(called, s.short) || slices.Equal(called, s.words) {
		return true
	}
	if !slices.ContainsFunc(called, tells) || !follows(s.words, called) {
		return false
	}
	wide := s.around(tokens, at)
	return wide.len() == len(tokens)
}

// follows says whether words stand in a list one after the other.
func follows(list, words []string) bool {
	for i := 0; i+len(words) <= len(list); i++ {
		if slices.Equal(list[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// around is a name with what stands beside it and adds nothing: "the library of Elm", "Elm Elementary".
func (s SchoolName) around(tokens []string, at wordRun) wordRun {
	own := func(word string) bool {
		return placeWords[word] || slices.ContainsFunc(s.words, func(of string) bool { return levelWords[of]&levelWords[word] != 0 })
	}
	for at.to < len(tokens) && (own(tokens[at.to]) || trailingWords[tokens[at.to]]) {
		at.to++
	}
	for at.from > 0 && (own(tokens[at.from-1]) || leadingWords[tokens[at.from-1]]) {
		at.from--
	}
	return at
}

// calledSchool is a school with the words that name it.
type calledSchool struct {
	SchoolName
	name  wordRun // its name among the words
	with  wordRun // and what stands beside it
	words []string
	alone bool // nothing else is asked for
}

// schoolsNamed are the schools that some words name. Of names within each other the longer one is meant: "Oak Middle" is not Oak Elementary.
func schoolsNamed(schools []SchoolName, tokens []string) (out []calledSchool) {
	for _, s := range schools {
		if at, ok := s.namedBy(tokens); ok {
			with := s.around(tokens, at)
			out = append(out, calledSchool{SchoolName: s, name: at, with: with, words: tokens[with.from:with.to]})
		}
	}
	all := slices.Clone(out)
	out = slices.DeleteFunc(out, func(s calledSchool) bool {
		return slices.ContainsFunc(all, func(o calledSchool) bool { return o.name.holds(s.name) })
	})
	out = out[:min(len(out), mostSchools)]
	for i := range out {
		out[i].alone = nothingBeside(tokens, out)
	}
	return out
}

// nothingBeside says whether nothing but schools is asked for.
func nothingBeside(tokens []string, schools []calledSchool) bool {
	for i, t := range tokens {
		named := func(s calledSchool) bool {
			return s.with.from <= i && i < s.with.to || tells(t) && slices.Contains(s.words, t)
		}
		if !index.Grammatical(t) && !slices.ContainsFunc(schools, named) {
			return false
		}
	}
	return true
}

// telling are those of the words naming the school that tell it from others; all, where none does.
func (s calledSchool) telling() []string {
	words := slices.DeleteFunc(slices.Clone(s.words), func(w string) bool { return !tells(w) })
	if len(words) == 0 {
		return s.words
	}
	return words
}

// also says that what the school shared has the words that name it.
func (s calledSchool) also() index.Also {
	telling, share := s.telling(), float32(schoolShare)
	if len(telling) < len(s.words) {
		share = librarysName
	}
	return index.Also{Of: strings.Join(telling, " "), Facet: School, Value: string(s.ID), Share: share}
}

// withoutNames is what was typed without the words that name schools. What stands in quotes or behind a minus stays.
func withoutNames(typed string, schools ...calledSchool) string {
	var gone []string
	for i, s := range schools {
		if i == 0 || s.with != schools[i-1].with { // schools may have one name
			gone = append(gone, s.words...)
		}
	}
	names := func(word string) bool {
		at := slices.Index(gone, word)
		if at >= 0 && !tells(word) { // "Elm library: library skills"
			gone = slices.Delete(gone, at, at+1)
		}
		return at >= 0
	}
	alone := len(schools) > 0 && schools[0].alone
	var quoted Asked
	var kept []string
	for field := range strings.FieldsSeq(quoted.takePhrases(typed)) {
		words := fold.Words(field)
		beside := words
		if !strings.HasPrefix(field, "-") {
			beside = slices.DeleteFunc(slices.Clone(words), names)
		}
		switch {
		case alone && index.Grammatical(field):
		case len(beside) == len(words):
			kept = append(kept, field)
		default:
			kept = append(kept, beside...)
		}
	}
	return quoted.typed(kept)
}

// partNames takes the names of schools out of tokens in which grades are read: those of Elm Elementary are none that anybody asks for.
func partNames(schools []SchoolName, tokens []string) (names, others []string) {
	if _, grades, _ := takeGrades(tokens); len(schools) == 0 || grades.Empty() {
		return nil, tokens
	}
	var words []string
	var fieldOf []int
	for i, t := range tokens {
		for _, w := range fold.Words(t) {
			words, fieldOf = append(words, w), append(fieldOf, i)
		}
	}
	in := map[int]bool{}
	for _, s := range schoolsNamed(schools, words) {
		for at := s.with.from; at < s.with.to; at++ {
			in[fieldOf[at]] = true
		}
	}
	for i, t := range tokens {
		if in[i] {
			names = append(names, t)
		} else {
			others = append(others, t)
		}
	}
	return names, others
}

// begunBy says whether each of the words begins one of the school's name, and one of them tells it from others.
func (s SchoolName) begunBy(words []string) bool {
	telling := false
	for _, w := range words {
		begins := func(of string) bool { return strings.HasPrefix(of, w) }
		switch {
		case slices.ContainsFunc(s.words, func(of string) bool { return tells(of) && begins(of) }), slices.ContainsFunc(s.short, func(of string) bool { return tells(of) && begins(of) }):
			telling = true
		case slices.ContainsFunc(s.words, begins), placeWords[w], leadingWords[w]:
		default:
			return false
		}
	}
	return telling
}

// schoolsFound are the schools that the words name, with how much each shared of what the other words ask for, as a page that shows it
// counts.
func (s *Service) schoolsFound(k asking) (out []NamedSchool) {
	for _, called := range k.asked.schools {
		named := NamedSchool{SchoolName: called.SchoolName, Rest: withoutNames(k.said, k.asked.schools...)}
		of := k
		of.query = k.query.with(School, string(called.ID))
		of.query.Words = named.Rest
		of.read(named.Rest)
		_, result := s.answer(of, func(*index.Query) {})
		named.Total = result.Total
		out = append(out, named)
	}
	return out
}

// What is named beside other words comes before whatever else rises: what has all of the other words first of all, and of what lacks some
// what a school shared before what fits twice as well.
const (
	namedFirst  = 99
	schoolFavor = 2
)

// favored lets rise what the schools shared and the people had a hand in that are named beside other words, before whatever else does.
func (k asking) favored() (out []index.Favor) {
	for _, s := range k.asked.schools {
		if !s.alone {
			out = append(out, index.Favor{Facet: School, Value: string(s.ID), By: namedFirst, Whole: true})
		}
	}
	for _, s := range k.asked.schools {
		if !s.alone {
			out = append(out, index.Favor{Facet: School, Value: string(s.ID), By: schoolFavor})
		}
	}
	if k.asked.byLast {
		for _, p := range k.asked.people {
			out = append(out, index.Favor{Trait: wordsOf(p.id), By: namedFirst, Whole: true})
		}
	}
	return append(append(out, k.asked.lifts...), k.favors...)
}

// aside asks for what stands beside the names of schools: "elm poetry" is poetry, what Elm shared first. It is false where nothing does, and
// where all names stand in quotes.
func (k asking) aside() (beside asking, ok bool) {
	schools, people := k.asked.schools, k.asked.people
	if len(schools) == 0 || schools[0].alone {
		return k, false
	}
	rest := withoutNames(k.said, schools...)
	if rest == withoutNames(k.said) {
		return k, false
	}
	unnamed := k
	unnamed.names.schools = nil
	beside = k
	beside.asked = unnamed.understand(rest)
	beside.asked.schools, beside.asked.people = schools, people
	for _, s := range schools {
		if !slices.Contains(beside.asked.Aside, s.Short) {
			beside.asked.Aside = append(beside.asked.Aside, s.Short)
		}
	}
	beside.ask()
	return beside, true
}
