package adapt

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/merge"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// Verbs of the log, about what became a version; the data names the core.
const (
	Joined activity.Verb = "adaptation.joined" // with what was written apart from it
	Parted activity.Verb = "adaptation.parted" // that was taken back
)

// Union is a resource as it would become a version of another that was written apart.
type Union struct{ core, version catalog.Shown }

// MayJoin looks whether a resource may become a version of another that was written apart from it: nothing of either is changed by that,
// both keep their addresses, versions and credit, and what the core changes from then on waits in the version, part by part.
//
// It returns fault.Denied and fault.NotFound by permission, and otherwise fault.Conflict with the reason.
func (s *Service) MayJoin(ctx context.Context, by actor.Actor, core, version catalog.ResourceID) (_ Union, err error) {
	defer fault.Wrap(&err, "join %s with %s", version, core)
	var u Union
	if u.core, err = s.Catalog.Show(ctx, by, core); err != nil {
		return u, err
	}
	if u.version, err = s.Catalog.Show(ctx, by, version); err != nil {
		return u, err
	}
	if err := permitted(by, join, u.version.School); err != nil {
		return u, err
	}
	if u.core.District != by.District || u.version.District != by.District || core == version {
		return u, fault.NotFound{What: catalog.ObjectKind}
	}
	if reason := unfit(u.core, u.version); reason != "" {
		return u, refused(reason, u)
	}
	return u, s.free(ctx, s.DB, u)
}

// unfit is why one may not become a version of the other, by what both are; empty: it may.
func unfit(core, version catalog.Shown) string {
	switch {
	case core.State != catalog.StatePublished || version.State != catalog.StatePublished:
		return "state"
	case core.School == version.School:
		return "school"
	case version.Core != "":
		return "version"
	case core.Visibility == catalog.SeenBySchool:
		return "hidden"
	case rights.Refuses(rights.Code(core.Document.About.Rights)) != "":
		return "rights"
	case catalog.Carried(version.Document.About, core.Document.About) != nil:
		return "carried"
	}
	return ""
}

// free says whether what stands around both lets one become a version of the other.
func (s *Service) free(ctx context.Context, d *db.DB, u Union) error {
	reason, err := db.One(ctx, d, db.Value[string], `SELECT CASE WHEN EXISTS (SELECT 1 FROM resource WHERE core = $2) THEN 'core'
		WHEN EXISTS (SELECT 1 FROM resource WHERE core = $1 AND id <> $2 AND school = $3 AND state <> 'draft') THEN 'twin' ELSE '' END`,
		u.core.ID, u.version.ID, u.version.School)
	if err == nil && reason != "" {
		err = refused(reason, u)
	}
	return err
}

// refused is why one may not become a version of the other, in words.
func refused(reason string, u Union) error {
	return fault.Conflict{Reason: fault.Say("join.refused."+reason, u.core.SchoolName, u.version.SchoolName)}
}

// JoinIn makes one a version of the other inside the transaction of a longer work. Parts that are the same on both sides get the core's
// keys; nothing waits for a decision, and nothing counts as taken from the core: each stays the work of who wrote it. The caller says Changed of both after its commit. Part undoes it.
//
// It returns fault.Conflict where either has changed since it was looked at.
func (s *Service) JoinIn(ctx context.Context, tx *db.DB, by actor.Actor, u Union) (err error) {
	defer fault.Wrap(&err, "join %s with %s", u.version.ID, u.core.ID)
	if err := unchanged(ctx, tx, u); err != nil {
		return err
	}
	if err := s.free(ctx, tx, u); err != nil {
		return err
	}
	core, version := u.core, u.version
	_, keys, err := s.Catalog.AdoptIn(ctx, tx, by, catalog.Adoption{Resource: version.ID, Core: core.ID, Keys: merge.Align(core.Document, version.Document)})
	if err != nil {
		return err
	}
	if err := rekeyKept(ctx, tx, version.Resource, keys); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO adaptation (district, resource, base, following, core_school) VALUES ($1, $2, $3, FALSE, $4)`,
		version.District, version.ID, core.Newest.Manifest.String(), core.School); err != nil {
		return err
	}
	now := s.Clock.Now()
	if _, err := tx.Exec(ctx, `INSERT INTO joining (district, resource, core, keys, person, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		version.District, version.ID, core.ID, joinPairs(keys), by.Person, clock.Micros(now)); err != nil {
		return err
	}
	return s.logJoining(ctx, tx, by, Joined, version.Resource, core.ID, now)
}

// unchanged says whether both are as they were looked at.
func unchanged(ctx context.Context, tx *db.DB, u Union) error {
	same, err := db.One(ctx, tx, db.Value[int], `SELECT count(*) FROM resource WHERE id = $1 AND revision = $2 OR id = $3 AND revision = $4`,
		u.core.ID, u.core.Revision, u.version.ID, u.version.Revision)
	if err == nil && same != 2 {
		err = fault.Conflict{Reason: fault.Say("adapt.conflict.moved")}
	}
	return err
}

// CoreOf is the core that an activity names which tells of a joining; empty: it tells of none.
func CoreOf(a activity.Activity) catalog.ResourceID {
	if a.Verb != Joined && a.Verb != Parted {
		return ""
	}
	var data struct {
		Core catalog.ResourceID `json:"core"`
	}
	if json.Unmarshal(a.Data, &data) != nil {
		return ""
	}
	return data.Core
}

func (s *Service) logJoining(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, version catalog.Resource, core catalog.ResourceID, at time.Time) error {
	return activity.Write(ctx, tx, activity.Activity{District: version.District, School: version.School, Person: by.Person, Verb: verb,
		ObjectKind: catalog.ObjectKind, Object: string(version.ID), At: at, Data: []byte(`{"core":"` + string(core) + `"}`)})
}

// rekeyKept has versions asked to keep the same parts, whatever these are called.
func rekeyKept(ctx context.Context, tx *db.DB, r catalog.Resource, keys map[block.Key]block.Key) error {
	for from, to := range keys {
		if _, err := tx.Exec(ctx, `UPDATE kept_part SET key = $4 WHERE district = $1 AND resource = $2 AND key = $3`, r.District, r.ID, from, to); err != nil {
			return err
		}
	}
	return nil
}

// PartIn takes back, inside the transaction of a longer work, that a resource was joined with its core: it is a version of nothing, and
// its parts are called as before. What was written since stays. The caller says Changed of both after its commit.
//
// It returns fault.Denied by permission, fault.NotFound for what nobody joined, and fault.Conflict once the version has used or
// suggested something as a version, or is one that others have versions of.
func (s *Service) PartIn(ctx context.Context, tx *db.DB, by actor.Actor, version catalog.ResourceID) (err error) {
	defer fault.Wrap(&err, "part %s from its core", version)
	if err := permitted(by, join, ""); err != nil {
		return err
	}
	type joining struct {
		core catalog.ResourceID
		keys string
	}
	was, err := db.One(ctx, tx, func(row db.Row) (j joining, err error) { return j, row.Scan(&j.core, &j.keys) },
		`SELECT core, keys FROM joining WHERE district = $1 AND resource = $2`, by.District, version)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound{What: "joining"}
	}
	if err != nil {
		return err
	}
	lives, err := db.One(ctx, tx, db.Value[bool], `SELECT EXISTS (SELECT 1 FROM decision WHERE district = $1 AND resource = $2 AND undone_at IS NULL)
		OR EXISTS (SELECT 1 FROM offer WHERE district = $1 AND resource = $2) OR EXISTS (SELECT 1 FROM resource WHERE core = $2)`, by.District, version)
	if err != nil {
		return err
	}
	if lives {
		return fault.Conflict{Reason: fault.Say("join.conflict.lives")}
	}
	for _, statement := range []string{`DELETE FROM decision WHERE district = $1 AND resource = $2`, `DELETE FROM adaptation WHERE district = $1 AND resource = $2`, `DELETE FROM joining WHERE district = $1 AND resource = $2`} {
		if _, err := tx.Exec(ctx, statement, by.District, version); err != nil {
			return err
		}
	}
	back := map[block.Key]block.Key{}
	for from, to := range splitPairs(was.keys) {
		back[to] = from
	}
	r, back, err := s.Catalog.AdoptIn(ctx, tx, by, catalog.Adoption{Resource: version, Keys: back})
	if err != nil {
		return err
	}
	if err := rekeyKept(ctx, tx, r, back); err != nil {
		return err
	}
	return s.logJoining(ctx, tx, by, Parted, r, was.core, s.Clock.Now())
}

func joinPairs(keys map[block.Key]block.Key) string {
	lines := make([]string, 0, len(keys))
	for from, to := range keys {
		lines = append(lines, string(from)+" "+string(to))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func splitPairs(text string) map[block.Key]block.Key {
	out := map[block.Key]block.Key{}
	for line := range strings.Lines(text) {
		from, to, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		out[block.Key(from)] = block.Key(to)
	}
	return out
}

// JoinedLine is a version that a coordinator made of something, with both cards.
type JoinedLine struct {
	Card, Of catalog.Card
	Person   string // name of who did
	At       time.Time
}

// JoinedSince lists what coordinators joined since a moment that concerns schools, as far as the actor may see both, the last first.
func (s *Service) JoinedSince(ctx context.Context, by actor.Actor, schools []id.SchoolID, since time.Time) (_ []JoinedLine, err error) {
	defer fault.Wrap(&err, "what was joined since %s", since)
	if len(schools) == 0 {
		return nil, nil
	}
	in, args := db.In(3, schools)
	type line struct {
		version, core catalog.ResourceID
		person        string
		at            int64
	}
	list, err := db.All(ctx, s.DB, func(row db.Row) (l line, err error) {
		return l, row.Scan(&l.version, &l.core, &l.person, &l.at)
	}, `SELECT j.resource, j.core, p.name, j.at FROM joining j JOIN person p ON p.district = j.district AND p.id = j.person
		JOIN resource r ON r.district = j.district AND r.id = j.resource JOIN resource c ON c.district = j.district AND c.id = j.core
		WHERE j.district = $1 AND j.at > $2 AND (r.school IN (`+in+`) OR c.school IN (`+in+`)) ORDER BY j.at DESC, j.resource`,
		append([]any{by.District, clock.Micros(since)}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var ids []catalog.ResourceID
	for _, l := range list {
		ids = append(ids, l.version, l.core)
	}
	slices.Sort(ids)
	cards, err := s.Catalog.Cards(ctx, by, slices.Compact(ids))
	known := map[catalog.ResourceID]catalog.Card{}
	for _, c := range cards {
		known[c.ID] = c
	}
	var out []JoinedLine
	for _, l := range list {
		card, seen := known[l.version]
		of, too := known[l.core]
		if seen && too {
			out = append(out, JoinedLine{card, of, l.person, clock.FromMicros(l.at)})
		}
	}
	return out, err
}
