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
	Topics    []vocab.Begun
	Schools   []SchoolShares // of whose names the words typed are, or begin, some
	Titles    []catalog.Card // they have the words typed, of which the last may be the beginning of one
	Standards []Standard     // of which a level begins as what is typed
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

// Suggest completes what is being typed with topics, titles, standards and schools of what the actor may see. A topic is suggested where the actor
// may see something of it.
func (s *Service) Suggest(ctx context.Context, by actor.Actor, typed string) (_ Suggestions, err error) {
	defer fault.Wrap(&err, "suggest")
	words := fold.Words(cut(typed, WordsLimit))
	if utf8.RuneCountInString(strings.Join(words, "")) < SuggestFrom {
		return Suggestions{}, nil
	}
	var out Suggestions
	if out.Topics, err = s.topicsBegun(ctx, by, words); err != nil {
		return Suggestions{}, err
	}
	if out.Schools, err = s.schoolsBegun(ctx, by, words); err != nil {
		return Suggestions{}, err
	}
	if out.Standards, err = s.standardsBegun(ctx, by, cut(typed, WordsLimit)); err != nil {
		return Suggestions{}, err
	}
	result := s.index.Load().Search(index.Query{Words: strings.Join(words, " "), Prefix: true, Exactly: true, Scope: scope(by), Sort: index.ByFit,
		Now: clock.Micros(s.clock.Now()), Limit: titlesRead, HitsOnly: true})
	cards, err := s.catalog.Cards(ctx, by, idsOf(result.Hits))
	if err != nil {
		return Suggestions{}, err
	}
	for _, c := range cards {
		if len(out.Titles) < titlesSuggested && fold.Begins(c.About.Title, words) {
			out.Titles = append(out.Titles, c)
		}
	}
	return out, nil
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
