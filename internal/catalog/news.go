package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
)

// SchoolNews is how much a school shared in a span of time.
type SchoolNews struct {
	School id.SchoolID
	Name   string // short
	Count  int
}

// seenHere narrows down published resources "r" of the actor's district to those they see. Its arguments are the district, whether
// they see what is for one school alone, the third that is given, and schools.
func seenHere(by actor.Actor, third any) (where string, args []any) {
	in, schools := db.In(4, by.SchoolIDs())
	return `r.district = $1 AND r.state = 'published' AND (r.visibility <> 'school' OR $2 OR r.school IN (` + in + `))`,
		append([]any{by.District, by.Coordinator || by.System, third}, schools...)
}

// SharedSince counts, by school, what the actor's district shared since a moment and they may see, what is their own or their schools' left
// out. Who shared most comes first.
func (s *Service) SharedSince(ctx context.Context, by actor.Actor, since time.Time) ([]SchoolNews, error) {
	where, args := seenHere(by, clock.Micros(since))
	args = append(args, by.Person)
	where += fmt.Sprintf(" AND r.created_by <> $%d", len(args))
	list, err := db.All(ctx, s.db, func(row db.Row) (n SchoolNews, err error) {
		err = row.Scan(&n.School, &n.Name, &n.Count)
		return n, err
	}, `SELECT r.school, s.short_name, count(*) FROM resource r JOIN school s ON s.district = r.district AND s.id = r.school
		WHERE `+where+` AND r.shared_at > $3 GROUP BY r.school, s.short_name ORDER BY count(*) DESC, s.short_name, r.school`, args...)
	if err != nil {
		return nil, err
	}
	others := list[:0]
	for _, n := range list {
		if !by.At(n.School) {
			others = append(others, n)
		}
	}
	return others, nil
}

// Brought is what an import added for a school, as far as it is still in the catalog and the reader may see it.
type Brought struct {
	Import     string
	School     id.SchoolID
	SchoolName string // short
	Count      int
	At         time.Time // the last of it
}

// BroughtSince lists the imports since a moment, the last first.
func (s *Service) BroughtSince(ctx context.Context, by actor.Actor, since time.Time) ([]Brought, error) {
	where, args := seenHere(by, clock.Micros(since))
	return db.All(ctx, s.db, func(row db.Row) (Brought, error) {
		var b Brought
		var at int64
		err := row.Scan(&b.Import, &b.School, &b.SchoolName, &b.Count, &at)
		b.At = clock.FromMicros(at)
		return b, err
	}, `SELECT r.import, r.school, s.short_name, count(*), max(r.shared_at) FROM resource r JOIN school s ON s.district = r.district AND s.id = r.school
		WHERE `+where+` AND r.shared_at > $3 AND r.import IS NOT NULL
		GROUP BY r.import, r.school, s.short_name ORDER BY max(r.shared_at) DESC, r.import, r.school`, args...)
}

// SharedByHand lists what the district shared last, one at a time, and the actor may see. What imports brought is left out.
func (s *Service) SharedByHand(ctx context.Context, by actor.Actor, limit int) ([]Card, error) {
	where, args := seenHere(by, limit)
	return db.All(ctx, s.db, scanCard, `SELECT `+cardColumns+cardFrom+`WHERE `+where+` AND r.import IS NULL
		ORDER BY r.shared_at DESC, r.id LIMIT $3`, args...)
}

// Extent is how many resources a district shares, and since when. It is for the program alone: nobody is shown it.
func (s *Service) Extent(ctx context.Context, district id.DistrictID) (count int, since time.Time, err error) {
	_, err = db.One(ctx, s.db, func(row db.Row) (struct{}, error) {
		var first int64
		err := row.Scan(&count, &first)
		since = clock.FromMicros(first)
		return struct{}{}, err
	}, `SELECT count(*), coalesce(min(shared_at), 0) FROM resource WHERE district = $1 AND state = 'published'`, district)
	return count, since, err
}
