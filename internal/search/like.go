package search

import (
	"context"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// mostVersions is how many of the best fits may be versions of the same and are passed over.
const mostVersions = 12

// Like gives what the actor may see that has most of the topics of a resource, for grades that it is for too; of a resource without
// topics, what has most of the words of its title. What goes back to the same original is no news and left out.
func (s *Service) Like(ctx context.Context, by actor.Actor, r catalog.Shown, limit int) (_ []catalog.Card, err error) {
	defer fault.Wrap(&err, "like %s", r.ID)
	terms, err := s.topics.Terms(ctx, r.District)
	if err != nil {
		return nil, err
	}
	about := r.Document.About
	asked := index.Query{Words: about.Title, Exactly: true, Scope: scope(by), Sort: index.ByFit, Now: clock.Micros(s.clock.Now()), Limit: limit + mostVersions}
	if bands := grade.BandsOf(about.Grades); len(bands) > 0 {
		asked.Filters = map[string][]string{Grade: bands}
	}
	if names := namesOf(terms, about.Tags); len(names) > 0 {
		asked.Words = strings.Join(names, " ")
	}
	ids := idsOf(s.index.Load().Search(asked).Hits)
	family, err := s.named(ctx, r.ID, ids)
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(other catalog.ResourceID) bool { return slices.Contains(family, other) })
	return s.catalog.Cards(ctx, by, ids[:min(limit, len(ids))])
}

// namesOf are the topics of some codes by name.
func namesOf(terms *vocab.Terms, codes []string) (names []string) {
	for _, code := range codes {
		if term, ok := terms.Get(vocab.TermID(code)); ok {
			names = append(names, term.English)
		}
	}
	return names
}

// named are those of some resources that a resource names already: what goes back to the same original, at whatever depth, and what a
// coordinator decided about.
func (s *Service) named(ctx context.Context, r catalog.ResourceID, among []catalog.ResourceID) ([]catalog.ResourceID, error) {
	in, args := db.In(2, among)
	return db.All(ctx, s.db, db.Value[catalog.ResourceID], `WITH RECURSIVE line(start, id, core) AS (
			SELECT id, id, core FROM resource WHERE id = $1 OR id IN (`+in+`)
			UNION
			SELECT l.start, c.id, c.core FROM line l JOIN resource c ON c.id = l.core
		)
		SELECT other.start FROM line own JOIN line other ON other.id = own.id WHERE own.start = $1 AND own.core IS NULL
		UNION SELECT high FROM pair WHERE low = $1 AND state = 'linked' UNION SELECT low FROM pair WHERE high = $1 AND state = 'linked'`, append([]any{r}, args...)...)
}
