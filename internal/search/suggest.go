package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Suggestions are what somebody may be about to type.
type Suggestions struct {
	Words     []string // by which topics and titles were found: as typed, or others in the place of slips
	Topics    []vocab.Begun
	Schools   []SchoolShares // of whose names the words typed are, or begin, some
	Titles    []catalog.Card // they have the words typed, of which each may be the beginning of one
	Standards []Standard     // of which a level begins as what is typed
	Books     []Numbered     // of which the ISBN begins as what is typed
	Grades    []Graded       // that the words name, of which the last may be the beginning of one
}

// How much is suggested, and how many of the best fits are looked at for their titles.
const (
	topicsSuggested  = 3
	schoolsSuggested = 3
	schoolsLooked    = 2 // of no more schools it is told whether they share something
	titlesSuggested  = 5
	titlesRead       = 20
)

// SuggestFrom is the number of characters from which on there is something to suggest.
const SuggestFrom = 2

// SchoolShares is a school, and whether it shared something that the asker may see; of many begun alike that is not told.
type SchoolShares struct {
	SchoolName
	Shares bool
}

// Suggest completes what is being typed with topics, titles, standards, books, grades and schools of what the actor may see. A topic is
// suggested where the actor may see something of it. Where nothing is, words that nothing begins with are taken for slips.
func (s *Service) Suggest(ctx context.Context, by actor.Actor, typed string) (_ Suggestions, err error) {
	defer fault.Wrap(&err, "suggest")
	typed = cut(typed, WordsLimit)
	words := fold.Words(typed)
	if utf8.RuneCountInString(strings.Join(words, "")) < SuggestFrom {
		return Suggestions{}, nil
	}
	var out Suggestions
	if out.Books, err = s.booksBegun(ctx, by, typed); err != nil {
		return Suggestions{}, err
	}
	if out.Standards, err = s.standardsBegun(ctx, by, typed); err != nil {
		return Suggestions{}, err
	}
	if out.Schools, err = s.schoolsBegun(ctx, by, words); err != nil {
		return Suggestions{}, err
	}
	if out.Grades, err = s.gradesBegun(ctx, by, typed); err != nil {
		return Suggestions{}, err
	}
	if err := s.begun(ctx, by, words, &out); err != nil {
		return Suggestions{}, err
	}
	if len(out.Books)+len(out.Standards)+len(out.Schools)+len(out.Grades)+len(out.Topics)+len(out.Titles) > 0 {
		return out, nil
	}
	meant, err := s.meantBy(ctx, by, words)
	if err != nil || slices.Equal(meant, words) {
		return out, err
	}
	return out, s.begun(ctx, by, meant, &out)
}

// begun completes words with topics and titles.
func (s *Service) begun(ctx context.Context, by actor.Actor, words []string, out *Suggestions) (err error) {
	out.Words = words
	if out.Topics, err = s.topicsBegun(ctx, by, words); err != nil {
		return err
	}
	out.Titles, err = s.titlesBegun(ctx, by, words)
	return err
}

// formsBegun is how many words are looked for in the place of one that is half typed.
const formsBegun = 8

// titlesBegun are what has a title of which words begin as those typed do. What has the words whole, but for the last, comes first.
func (s *Service) titlesBegun(ctx context.Context, by actor.Actor, words []string) (out []catalog.Card, err error) {
	question := index.Query{Words: strings.Join(words, " "), Prefix: true, Exactly: true, Scope: scope(by), Sort: index.ByFit,
		Now: clock.Micros(s.clock.Now()), Limit: titlesRead, HitsOnly: true}
	if out, err = s.titlesOf(ctx, by, question, words); len(out) > 0 || err != nil || len(words) < 2 {
		return out, err
	}
	for _, word := range words[:len(words)-1] {
		for _, form := range s.index.Load().Begun(word, question.Scope, formsBegun) {
			if form != word {
				question.Also = append(question.Also, index.Also{Of: word, Is: form, Share: 1})
			}
		}
	}
	if len(question.Also) == 0 {
		return nil, nil
	}
	return s.titlesOf(ctx, by, question, words)
}

// titlesOf are those of what a question finds of which words begin so.
func (s *Service) titlesOf(ctx context.Context, by actor.Actor, question index.Query, words []string) (out []catalog.Card, err error) {
	cards, err := s.catalog.Cards(ctx, by, idsOf(s.index.Load().Search(question).Hits))
	for _, c := range cards {
		if len(out) < titlesSuggested && fold.Begins(c.About.Title, words) {
			out = append(out, c)
		}
	}
	return out, err
}

// mostSlips is for how many words others are sought while one types: each takes some milliseconds in a large catalog.
const mostSlips = 1

// meantBy are the words with others in the place of those that nothing begins with, as a search would take them.
func (s *Service) meantBy(ctx context.Context, by actor.Actor, words []string) ([]string, error) {
	topics, err := s.topicsFor(ctx, by)
	if err != nil {
		return nil, err
	}
	known := [][]string{seeds().list}
	if topics != nil {
		known = append(known, topics.Words())
	}
	ix, out, slips := s.index.Load(), slices.Clone(words), 0
	for i, word := range words {
		if slips == mostSlips || len(ix.Begun(word, scope(by), 1)) > 0 {
			continue
		}
		slips++
		taken := ix.Search(index.Query{Words: word, Known: known, Scope: scope(by)}).Taken
		if len(taken) == 1 {
			out[i] = taken[0].For
		}
	}
	return fold.Words(strings.Join(out, " ")), nil
}

// topicsBegun are the topics of the actor's district of which a name has words that begin as those typed do.
// Those whose label begins so come first.
func (s *Service) topicsBegun(ctx context.Context, by actor.Actor, words []string) (out []vocab.Begun, err error) {
	if by.District == "" {
		return nil, nil
	}
	topics, err := s.topics.Terms(ctx, by.District)
	if err != nil {
		return nil, err
	}
	ix := s.index.Load()
	begun := topics.BegunBy(words)
	slices.SortStableFunc(begun, func(a, b vocab.Begun) int { return labelFit(a.Term, words) - labelFit(b.Term, words) })
	for _, t := range begun {
		if len(out) == topicsSuggested {
			break
		}
		if ix.Search(index.Query{Filters: map[string][]string{Tag: {string(t.ID)}}, Scope: scope(by)}).Total > 0 {
			out = append(out, t)
		}
	}
	return out, nil
}

// labelFit is how well a label of a topic begins as some words do, the better the less: one of both begins so is enough.
func labelFit(t vocab.Term, words []string) int {
	return min(Fit(t.English, words), Fit(t.Spanish, words))
}

// Fit is how well a text begins as some words do that are being typed: 0 where it begins with them, 1 where words of it do, 2 where
// something else must have been meant.
func Fit(text string, words []string) int {
	there := fold.Words(text)
	last := len(words) - 1
	if last >= 0 && len(there) > last && slices.Equal(there[:last], words[:last]) && strings.HasPrefix(there[last], words[last]) {
		return 0
	}
	if fold.BeginAmong(there, words) {
		return 1
	}
	return 2
}

// schoolsBegun are the schools whose pages the actor may read and whose names begin so, those first that do so from their first word.
func (s *Service) schoolsBegun(ctx context.Context, by actor.Actor, words []string) (out []SchoolShares, err error) {
	known, err := s.schools(ctx, by)
	if err != nil {
		return nil, err
	}
	var begun []SchoolName
	for _, school := range known {
		if school.begunBy(words) {
			begun = append(begun, school)
		}
	}
	slices.SortStableFunc(begun, func(a, b SchoolName) int { return Fit(a.Name, words) - Fit(b.Name, words) })
	for _, school := range begun[:min(len(begun), schoolsSuggested)] {
		shares := false
		if len(begun) <= schoolsLooked {
			shares = s.index.Load().Search(index.Query{Filters: map[string][]string{School: {string(school.ID)}}, Scope: scope(by)}).Total > 0
		}
		out = append(out, SchoolShares{school, shares})
	}
	return out, nil
}
