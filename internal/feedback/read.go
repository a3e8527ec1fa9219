package feedback

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// Report is one use of a resource.
type Report struct {
	Said
	ID         ReportID
	Resource   catalog.ResourceID
	SchoolName string      // short
	Person     id.PersonID // empty: a teacher with a share link
	PersonName string
	At         time.Time
	MayChange  bool // whoever reads
	MayRemove  bool
	gone       bool
	remover    id.PersonID
}

func (r Report) standing() standing { return standing{r.Person, r.School} }

const reportColumns = `u.id, u.resource, u.school, s.short_name, coalesce(u.person, ''), coalesce(p.name, ''), u.outcome, u.grades, u.visits, u.classes, u.words,
	u.quotable, u.at, u.removed_at IS NOT NULL, coalesce(u.removed_by, '')`

const reportFrom = ` FROM use_report u
	JOIN school s ON s.district = u.district AND s.id = u.school
	LEFT JOIN person p ON p.district = u.district AND p.id = u.person `

func scanReport(row db.Row) (Report, error) {
	var r Report
	var at int64
	err := row.Scan(&r.ID, &r.Resource, &r.School, &r.SchoolName, &r.Person, &r.PersonName, &r.Outcome, &r.Grades, &r.Visits, &r.Classes, &r.Words,
		&r.Quotable, &at, &r.gone, &r.remover)
	r.At = clock.FromMicros(at)
	return r, err
}

// Of lists how a resource did in the actor's district, the last first: at most so many, and how many there are.
func (s *Service) Of(ctx context.Context, by actor.Actor, resource catalog.ResourceID, limit int) (_ []Report, all int, err error) {
	defer fault.Wrap(&err, "uses of %s", resource)
	if err := permitted(by, see, standing{}); err != nil {
		return nil, 0, err
	}
	if err := s.Catalog.MaySee(ctx, by, resource); err != nil {
		return nil, 0, err
	}
	list, err := s.list(ctx, by, `AND u.resource = $2 ORDER BY u.at DESC, u.id LIMIT $3`, resource, limit)
	if err != nil || len(list) < limit {
		return list, len(list), err
	}
	all, err = db.One(ctx, s.DB, db.Value[int], `SELECT count(*) FROM use_report WHERE district = $1 AND resource = $2 AND removed_at IS NULL`, by.District, resource)
	return list, all, err
}

// list reads reports that stand, as the rest of the query says.
func (s *Service) list(ctx context.Context, by actor.Actor, rest string, args ...any) ([]Report, error) {
	list, err := db.All(ctx, s.DB, scanReport, `SELECT `+reportColumns+reportFrom+`WHERE u.district = $1 AND u.removed_at IS NULL `+rest,
		append([]any{by.District}, args...)...)
	for i, r := range list {
		list[i].MayChange = permitted(by, change, r.standing()) == nil
		list[i].MayRemove = permitted(by, remove, r.standing()) == nil
	}
	return list, err
}

// Find is one report that stands.
func (s *Service) Find(ctx context.Context, by actor.Actor, report ReportID) (_ Report, err error) {
	defer fault.Wrap(&err, "find report %s", report)
	if err := permitted(by, see, standing{}); err != nil {
		return Report{}, err
	}
	list, err := s.list(ctx, by, `AND u.id = $2`, report)
	if err == nil && len(list) == 0 {
		return Report{}, fault.NotFound{What: "use report"}
	}
	if err != nil {
		return Report{}, err
	}
	_, err = s.Catalog.Show(ctx, by, list[0].Resource)
	return list[0], err
}

// Thanks is somebody's use of what another made.
type Thanks struct {
	Report
	Card catalog.Card // of the resource
}

// Thanks lists, the last first, the uses since a moment of what the actor wrote at or sent to a teacher: what they are thanked for. What
// they used themselves is not among them. It is derived from the reports: a report taken away thanks nobody.
func (s *Service) Thanks(ctx context.Context, by actor.Actor, since time.Time, limit int) (_ []Thanks, err error) {
	defer fault.Wrap(&err, "thanks for %s", by.Person)
	if !by.SignedIn() {
		return nil, fault.Denied{Reason: fault.Say("use.denied")}
	}
	list, err := s.list(ctx, by, `AND u.at > $2 AND (u.person IS NULL OR u.person <> $3) AND (
			EXISTS (SELECT 1 FROM version v WHERE v.district = u.district AND v.resource = u.resource AND v.author = $3)
			OR EXISTS (SELECT 1 FROM share_link l WHERE l.id = u.link AND l.district = u.district AND l.person = $3))
		ORDER BY u.at DESC, u.id LIMIT $4`, clock.Micros(since), by.Person, limit)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]catalog.ResourceID, len(list))
	for i, r := range list {
		ids[i] = r.Resource
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	known := map[catalog.ResourceID]catalog.Card{}
	for _, c := range cards {
		known[c.ID] = c
	}
	var out []Thanks
	for _, r := range list {
		if c, ok := known[r.Resource]; ok {
			out = append(out, Thanks{r, c})
		}
	}
	return out, nil
}
