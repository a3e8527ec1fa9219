package catalog

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// Contribution is what one person wrote for one school at a resource, or at what it is a version of, as the versions tell.
type Contribution struct {
	Person     id.PersonID
	PersonName string      // outside the district nobody is named
	School     id.SchoolID // empty: for the district
	SchoolName string      // short; the district's name where there is no school
	Began      bool        // the first version is theirs
	Idea       bool        // whoever began it says that the idea was theirs, and they have written nothing
	Answered   bool        // what they wrote was put in by whoever shared it: their answer, which helped
	VersionOf  string      // short name of the school whose version it was written at; empty: it was written as a version of nothing
	Apart      string      // short name of the school whose own it was written at, which is kept together with the resource and of which something is used there; empty: it was written there
	Versions   int
	First      time.Time
	Last       time.Time // at what the resource is a version of: before that was taken from last
	district   id.DistrictID
	resource   ResourceID // that is credited
}

func scanContribution(row db.Row) (Contribution, error) {
	var c Contribution
	var first, last int64
	var number int // of their first version
	err := row.Scan(&c.resource, &c.district, &c.Person, &c.PersonName, &c.School, &c.SchoolName, &c.VersionOf, &c.Apart, &number, &c.Versions, &first, &last, &c.Idea, &c.Answered)
	c.First, c.Last, c.Began = clock.FromMicros(first), clock.FromMicros(last), number == 1
	return c, err
}

// Credits lists who wrote at resources, each in the order in which they came, and before them who wrote what it is a version of, up to
// what was taken of it; after them who wrote what it was joined with, if something was taken of that. Outside the district it names schools and nobody. Whether the actor may see the resources has been decided.
func Credits(ctx context.Context, d *db.DB, by actor.Actor, resources []ResourceID) (map[ResourceID][]Contribution, error) {
	out := make(map[ResourceID][]Contribution, len(resources))
	if len(resources) == 0 {
		return out, nil
	}
	in, args := db.In(1, resources)
	list, err := db.All(ctx, d, scanContribution, `WITH RECURSIVE line (root, district, resource, upto, until, depth, apart) AS (
			SELECT r.id, r.district, r.id, v.number, v.at, 0, 0 FROM resource r JOIN version v ON v.district = r.district AND v.id = r.head WHERE r.id IN (`+in+`)
			UNION ALL
			SELECT l.root, o.district, o.id, v.number, v.at, l.depth + 1, CASE WHEN j.resource IS NULL THEN l.apart ELSE 1 END FROM line l
			JOIN resource r ON r.district = l.district AND r.id = l.resource
			JOIN resource o ON o.id = r.core
			JOIN version v ON v.district = o.district AND v.id = r.core_version
			LEFT JOIN joining j ON j.district = r.district AND j.resource = r.id
		)
		SELECT l.root, c.district, c.author, p.name, c.school, COALESCE(s.short_name, o.name), CASE WHEN r.core IS NULL OR j.resource IS NOT NULL THEN '' ELSE of.short_name END,
			CASE WHEN l.apart = 0 THEN '' ELSE of.short_name END,
			c.first, c.versions, c.first_at, CASE WHEN c.last_at < l.until THEN c.last_at ELSE l.until END,
			c.versions = 1 AND c.first > 1 AND EXISTS (SELECT 1 FROM version v JOIN version b ON b.district = v.district AND b.id = v.parent
				WHERE v.district = c.district AND v.resource = c.resource AND v.number = c.first AND v.manifest = b.manifest AND v.at = b.at),
			c.first > 1 AND EXISTS (SELECT 1 FROM version v JOIN version b ON b.district = v.district AND b.id = v.parent
				WHERE v.district = c.district AND v.resource = c.resource AND v.number = c.first AND v.manifest <> b.manifest AND v.at = b.at)
		FROM line l
		JOIN head_credit c ON c.district = l.district AND c.resource = l.resource AND c.first <= l.upto
		JOIN resource r ON r.district = l.district AND r.id = l.resource
		LEFT JOIN joining j ON j.district = r.district AND j.resource = r.id
		JOIN school of ON of.district = r.district AND of.id = r.school
		JOIN person p ON p.district = c.district AND p.id = c.author
		JOIN district o ON o.id = c.district
		LEFT JOIN school s ON s.district = c.district AND s.id = c.school
		ORDER BY l.root, l.apart, l.depth DESC, c.first`, args...)
	for _, c := range list {
		if c.district != by.District {
			c.Person, c.PersonName = "", ""
		}
		out[c.resource] = append(out[c.resource], c)
	}
	return out, err
}

// CreditsOf is Credits for what the actor has in a list.
func (s *Service) CreditsOf(ctx context.Context, by actor.Actor, cards []Card) (map[ResourceID][]Contribution, error) {
	ids := make([]ResourceID, len(cards))
	for i, c := range cards {
		ids[i] = c.ID
	}
	return Credits(ctx, s.db, by, ids)
}

// bySchool is the same without anybody's name.
func bySchool(list []Contribution) []Contribution {
	var out []Contribution
	for _, c := range list {
		c.Person, c.PersonName = "", ""
		i := slices.IndexFunc(out, func(o Contribution) bool {
			return o.School == c.School && o.VersionOf == c.VersionOf && o.Apart == c.Apart
		})
		if i < 0 {
			out = append(out, c)
			continue
		}
		o := &out[i]
		o.Began, o.Idea, o.Answered, o.Versions = o.Began || c.Began, o.Idea && c.Idea, o.Answered && c.Answered, o.Versions+c.Versions
		o.Last = slices.MaxFunc([]time.Time{o.Last, c.Last}, time.Time.Compare)
	}
	return out
}

// Who names whoever contributed with their school: outside the district the library alone.
func (c Contribution) Who(p lang.Printer) string {
	if c.PersonName == "" {
		return p.T("catalog.library", c.SchoolName)
	}
	return p.T("catalog.who", c.PersonName, c.SchoolName)
}

// Did says what they did and, where it was later than the first time, when last, by the days of a time zone.
func (c Contribution) Did(p lang.Printer, zone *time.Location) string {
	words := c.part(p)
	first, last := p.Date(c.First.In(zone)), p.Date(c.Last.In(zone))
	switch {
	case first == last:
		return words
	case c.Began:
		return words + ", " + p.T("catalog.credit_since", last)
	}
	return words + ", " + p.T("catalog.credit_last", last)
}

// part is what they did, without when.
func (c Contribution) part(p lang.Printer) string {
	switch {
	case c.Apart != "":
		return p.T("catalog.credit_apart", c.Apart)
	case c.Began && c.VersionOf != "":
		return p.T("catalog.credit_version", c.VersionOf)
	case c.Began:
		return p.T("catalog.credit_began")
	case c.Answered:
		return p.T("catalog.credit_answered")
	case c.Idea:
		return p.T("catalog.credit_idea")
	}
	return p.T("catalog.credit_changed")
}

// Line is all of it with its day, where there is no table.
func (c Contribution) Line(p lang.Printer, zone *time.Location) string {
	return p.T("catalog.credit_line", p.Date(c.First.In(zone)), c.Who(p), c.Did(p, zone))
}

// Foot says where a resource came from outside, and what may be done with it; empty: nothing is known of either.
func Foot(p lang.Printer, a block.About) string {
	var out []string
	from := slices.DeleteFunc([]string{a.Source.Title, a.Source.Creator, a.Source.URL}, func(word string) bool { return word == "" })
	if len(from) > 0 {
		out = append(out, p.T("catalog.source", strings.Join(from, ", ")))
	}
	if rights.Known(rights.Code(a.Rights)) {
		out = append(out, p.T("catalog.rights."+a.Rights))
	}
	return strings.Join(out, " ")
}
