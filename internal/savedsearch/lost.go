package savedsearch

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// Lost is what a saved search asks for and the district no longer has.
type Lost struct {
	Topics  []string // codes
	Schools int
}

// Any says whether anything is lost.
func (l Lost) Any() bool { return len(l.Topics) > 0 || l.Schools > 0 }

// lost is what of a query has no name any more.
func lost(q search.Query, terms *vocab.Terms, schools map[id.SchoolID]string) (out Lost) {
	for _, code := range q.Filters[search.Tag] {
		if _, known := terms.Get(vocab.TermID(code)); !known {
			out.Topics = append(out.Topics, code)
		}
	}
	for _, school := range q.Filters[search.School] {
		if _, known := schools[id.SchoolID(school)]; !known {
			out.Schools++
		}
	}
	return out
}

// Lost says of the actor's saved searches what they ask for that is no more.
func (s *Service) Lost(ctx context.Context, by actor.Actor, list []Saved) (_ map[ID]Lost, err error) {
	defer fault.Wrap(&err, "look what saved searches lost")
	if err := permitted(by, read, by.Person); err != nil {
		return nil, err
	}
	terms, err := s.Topics.Terms(ctx, by.District)
	if err != nil {
		return nil, err
	}
	var asked []id.SchoolID
	for _, v := range list {
		for _, school := range Query(v.Query).Filters[search.School] {
			asked = append(asked, id.SchoolID(school))
		}
	}
	schools, err := s.Catalog.SchoolNames(ctx, asked)
	if err != nil {
		return nil, err
	}
	out := map[ID]Lost{}
	for _, v := range list {
		if l := lost(Query(v.Query), terms, schools); l.Any() {
			out[v.ID] = l
		}
	}
	return out, nil
}
