package search

import (
	"context"
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
	Topics    []vocab.Term
	Titles    []catalog.Card // they have the words typed, of which the last may be the beginning of one
	Standards []Standard     // of which a level begins as what is typed
}

// How much is suggested, and how many of the best fits are looked at for their titles.
const (
	topicsSuggested = 3
	titlesSuggested = 5
	titlesRead      = 20
)

// SuggestFrom is the number of characters from which on there is something to suggest.
const SuggestFrom = 2

// Suggest completes what is being typed with topics, titles and standards of what the actor may see. A topic is suggested where the actor
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
func (s *Service) topicsBegun(ctx context.Context, by actor.Actor, words []string) (out []vocab.Term, err error) {
	if by.District == "" {
		return nil, nil
	}
	topics, err := s.topics.Terms(ctx, by.District)
	if err != nil {
		return nil, err
	}
	ix := s.index.Load()
	for _, t := range topics.Begun(words) {
		if len(out) == topicsSuggested {
			break
		}
		if ix.Search(index.Query{Filters: map[string][]string{Tag: {string(t.ID)}}, Scope: scope(by)}).Total > 0 {
			out = append(out, t)
		}
	}
	return out, nil
}
