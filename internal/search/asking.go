package search

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// asking is a query in an actor's name, read and ready to be asked.
type asking struct {
	query    Query  // within its bounds, its topics by their present codes
	said     string // the words that are read: the query's, or others in their place
	asked    Asked
	names    names        // that the words may hold; none where they are looked for as typed
	topics   *vocab.Terms // nil: the query needs none
	question index.Query  // without a page
	favors   []index.Favor
	apart    bool // slips are words of documents: those of our lists were tried, and nothing has them
	by       actor.Actor
	now      time.Time
	zone     *time.Location // by which days are read
}

// asking reads a query with the topics of the actor's district at hand.
func (s *Service) asking(ctx context.Context, by actor.Actor, q Query) (k asking, err error) {
	k.query, k.by, k.now, k.zone = q.Bounded(), by, s.clock.Now(), time.UTC
	if k.query.dated() && by.District != "" {
		zone, err := db.One(ctx, s.db, db.Value[string], `SELECT time_zone FROM district WHERE id = $1`, by.District)
		if err != nil {
			return asking{}, err
		}
		k.zone = people.District{Zone: zone}.Location()
	}
	if q.Words != "" || len(q.Filters[Tag]) > 0 {
		if k.topics, err = s.topicsFor(ctx, by); err != nil {
			return asking{}, err
		}
	}
	if k.topics != nil && len(k.query.Filters[Tag]) > 0 {
		k.query.Filters = maps.Clone(k.query.Filters)
		k.query.Filters[Tag] = k.topics.Resolve(k.query.Filters[Tag])
	}
	if k.query.Words != "" && !k.query.AsTyped {
		if k.names, err = s.namesFor(ctx, by); err != nil {
			return asking{}, err
		}
	}
	if k.query.Words != "" {
		if k.favors, err = s.favors(ctx, by); err != nil {
			return asking{}, err
		}
	}
	k.read(k.query.Words)
	return k, nil
}

// read understands words, which are typed in place of the query's, and has the question ask for them.
func (k *asking) read(words string) {
	k.said, k.asked = words, k.understand(words)
	k.ask()
}

// ask makes the question of what was understood.
func (k *asking) ask() {
	k.question = index.Query{Words: k.asked.Words, Without: k.asked.Without, Phrases: k.asked.Phrases, Also: k.asked.Also, Literal: k.query.AsTyped,
		Right: append(k.names.right(k.asked.Words), k.asked.Right...), Weak: k.asked.Weak, Known: k.known(), Scope: scope(k.by), Now: clock.Micros(k.now)}
	k.narrow(&k.question, k.query)
	k.question.Once, k.question.Own = !k.query.Every, ownOf(k.by)
	if k.question.Words != "" {
		k.question.Favors = k.favored()
	}
	if k.query.Newest || strings.TrimSpace(k.asked.Words) == "" {
		k.question.Sort = index.ByNewest
	}
}

// known are the words of our lists and the district's, for which a slip may stand.
func (k asking) known() [][]string {
	switch {
	case k.apart:
		return nil
	case k.topics == nil:
		return [][]string{seeds().list}
	}
	return [][]string{seeds().list, k.topics.Words()}
}

// topicsFor are the topics by which an actor asks: those of their district, for a visitor those of the one that shows public pages, if it is one.
func (s *Service) topicsFor(ctx context.Context, by actor.Actor) (*vocab.Terms, error) {
	district := by.District
	if district == "" {
		public, err := db.All(ctx, s.db, db.Value[id.DistrictID], `SELECT id FROM district WHERE public_on ORDER BY id LIMIT 2`)
		if err != nil || len(public) != 1 {
			return nil, err
		}
		district = public[0]
	}
	return s.topics.Terms(ctx, district)
}

// understand reads words as the query wants them read.
func (k asking) understand(words string) Asked {
	if k.query.AsTyped {
		return AsTyped(words)
	}
	asked := understand(words, k.topics, k.names.schools)
	asked.call(k.names)
	return asked
}

// nothing says that something was typed by which nothing can be looked for.
func (k asking) nothing() bool {
	return k.asked.Nothing || len(k.asked.Endless) > 0 && k.asked.Words == ""
}

// filtersOf is what is chosen, and beside it what the words name, as if it were chosen too.
func filtersOf(q Query, asked Asked) map[string][]string {
	filters := maps.Clone(q.Filters)
	if filters == nil {
		filters = map[string][]string{}
	}
	for facet, named := range map[string][]string{Grade: asked.Grades, Kind: asked.Kinds} {
		for _, value := range named {
			if !slices.Contains(filters[facet], value) {
				filters[facet] = append(slices.Clip(filters[facet]), value)
			}
		}
	}
	return filters
}
