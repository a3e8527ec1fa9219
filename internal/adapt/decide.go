package adapt

import (
	"cmp"
	"context"
	"database/sql"
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
)

// DecisionID names a decision.
type DecisionID string

// Decided is what somebody chooses about one change of the core.
type Decided struct {
	Key    block.Key
	Choice Choice
	Body   block.Body // of the part, for Combine
	Seen   block.Hash // of the core's part when it was decided about; empty: it is not there
	Here   block.Hash // of the version's part then; empty: it is not there
	Reason string     // of the version that comes of it
}

// Weigh gives a version with the texts of all three sides. Of a core that the actor may not see it gives what the version has taken up.
func (s *Service) Weigh(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Shown, _ Sides, err error) {
	defer fault.Wrap(&err, "weigh %s", resource)
	shown, err := s.Show(ctx, by, resource)
	if err != nil {
		return shown, Sides{}, err
	}
	sides := Sides{Ours: shown.Ours.Document, Core: shown.Core.Document}
	sides.Base, err = s.Catalog.Assemble(ctx, program(shown.In), shown.Base)
	if !shown.Sees {
		sides.Core = sides.Base
	}
	return shown, sides, err
}

// Decide does what somebody chose about one change of the core.
//
// It returns fault.Denied by permission, and fault.Conflict where nothing waits any more in that part, or either side has changed since
// it was looked at, or the core is not open to the actor any more. Taken out of the catalog meanwhile, it is still what they decided about.
func (s *Service) Decide(ctx context.Context, by actor.Actor, resource catalog.ResourceID, in Decided) (_ DecisionID, err error) {
	defer fault.Wrap(&err, "decide about %s of %s", in.Key, resource)
	shown, sides, err := s.deciding(ctx, by, resource)
	if err != nil {
		return "", err
	}
	waits := slices.ContainsFunc(shown.Parts, func(p Part) bool { return p.Key == in.Key && p.Waits != "" })
	is, here := hashes(shown.Core.Newest.Manifest), hashes(shown.Ours.Newest.Manifest)
	if !waits || !in.Choice.Known() || is[in.Key] != in.Seen || here[in.Key] != in.Here {
		return "", fault.Conflict{Reason: fault.Say("adapt.conflict.moved")}
	}
	next, keys := sides.Choose(in.Key, in.Choice, in.Body), []block.Key{in.Key}
	var taken catalog.VersionID
	if in.Choice != Keep {
		if taken, err = s.taken(ctx, shown, keys); err != nil {
			return "", err
		}
	}
	return s.settle(ctx, by, shown, next, keys, in.Reason, taken)
}

// TakeAll uses every change of the core that touches nothing which was changed here.
func (s *Service) TakeAll(ctx context.Context, by actor.Actor, resource catalog.ResourceID, reason string) (_ DecisionID, err error) {
	defer fault.Wrap(&err, "take all changes into %s", resource)
	shown, sides, err := s.deciding(ctx, by, resource)
	if err != nil {
		return "", err
	}
	next, keys := takeAll(sides, shown.Parts)
	if len(keys) == 0 {
		return "", fault.Conflict{Reason: fault.Say("adapt.conflict.moved")}
	}
	taken, err := s.taken(ctx, shown, keys)
	if err != nil {
		return "", err
	}
	return s.settle(ctx, by, shown, next, keys, reason, taken)
}

// takeAll uses what waits in parts that were not changed here.
func takeAll(sides Sides, parts []Part) (Sides, []block.Key) {
	var keys []block.Key
	for _, p := range Waiting(parts) {
		if !p.Touches() {
			sides = sides.Choose(p.Key, Use, nil)
			keys = append(keys, p.Key)
		}
	}
	return sides, keys
}

func (s *Service) deciding(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (Shown, Sides, error) {
	shown, sides, err := s.Weigh(ctx, by, resource)
	if err != nil {
		return shown, sides, err
	}
	if err := permitted(by, decide, shown.Ours.School); err != nil {
		return shown, sides, err
	}
	switch {
	case !shown.Sees:
		return shown, sides, fault.Conflict{Reason: fault.Say("adapt.conflict.ended")}
	case shown.Ours.State != catalog.StatePublished:
		return shown, sides, fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	return shown, sides, nil
}

// taken is the newest version of the core from which a version has something once it uses parts of it: whoever wrote there later is not
// named. It is what it was where nothing newer is used.
func (s *Service) taken(ctx context.Context, shown Shown, keys []block.Key) (catalog.VersionID, error) {
	brought, err := s.Catalog.Brought(ctx, program(shown.In), shown.Core.ID, keys)
	if err != nil {
		return "", err
	}
	newest, err := s.newest(ctx, shown, keys, brought)
	return cmp.Or(newest.ID, shown.Ours.CoreVersion), err
}

// newest is the newest of the versions that brought parts, if it is newer than what a version has taken already; else none.
func (s *Service) newest(ctx context.Context, shown Shown, keys []block.Key, brought map[block.Key]catalog.Version) (out catalog.Version, err error) {
	last, err := db.One(ctx, s.DB, db.Value[int], `SELECT COALESCE(MAX(number), 0) FROM version WHERE district = $1 AND id = $2`, shown.In, shown.Ours.CoreVersion)
	for _, key := range keys {
		if v := brought[key]; v.Number > last {
			out, last = v, v.Number
		}
	}
	return out, err
}

// settle saves what came of choices about parts. taken is the newest version of the core from which something is used; empty: nothing is.
func (s *Service) settle(ctx context.Context, by actor.Actor, shown Shown, next Sides, keys []block.Key, reason string, taken catalog.VersionID) (DecisionID, error) {
	base, _, err := block.Split(next.Base)
	if err != nil {
		return "", err
	}
	in := catalog.SaveInput{Resource: shown.Resource, Base: shown.Ours.Head, Document: next.Ours, Reason: reason, CoreVersion: taken}
	decision := id.New[DecisionID](s.IDs)
	in.Also = func(ctx context.Context, tx *db.DB, saved catalog.Resource) error {
		if err := moveBase(ctx, tx, shown.Adaptation, shown.Base.String(), base.String()); err != nil {
			return err
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `INSERT INTO decision (id, district, resource, person, at, parts, base, base_after, head, head_after, core_version)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, decision, shown.District, shown.Resource, orNull(by), clock.Micros(now), joinKeys(keys),
			shown.Base.String(), base.String(), shown.Ours.Head, saved.Head, shown.Ours.CoreVersion); err != nil {
			return err
		}
		return log(ctx, tx, by, Settled, shown, now)
	}
	_, err = s.Catalog.Save(ctx, by, in)
	return decision, err
}

// orNull is the person who decides; nobody where a school follows.
func orNull(by actor.Actor) any {
	if by.System {
		return nil
	}
	return string(by.Person)
}

func joinKeys(keys []block.Key) string {
	words := make([]string, len(keys))
	for i, k := range keys {
		words[i] = string(k)
	}
	return strings.Join(words, " ")
}

// moveBase lets a version stand to its core as was decided, unless somebody else decided meanwhile.
func moveBase(ctx context.Context, tx *db.DB, a Adaptation, before, after string) error {
	moved, err := tx.Exec(ctx, `UPDATE adaptation SET base = $4 WHERE district = $1 AND resource = $2 AND base = $3`, a.District, a.Resource, before, after)
	if err == nil && moved == 0 {
		err = fault.Conflict{Reason: fault.Say("adapt.conflict.moved")}
	}
	return err
}

func log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, s Shown, at time.Time) error {
	return activity.Write(ctx, tx, activity.Activity{District: s.District, School: s.Ours.School, Person: by.Person, Verb: verb,
		ObjectKind: catalog.ObjectKind, Object: string(s.Resource), At: at, Data: []byte(`{"core":"` + string(s.Core.ID) + `"}`)})
}

// withoutAny is the version of the core from which a version was made, where nothing of the core came by another decision that stands;
// else that from which something was taken last.
func (s *Service) withoutAny(ctx context.Context, of Shown, but DecisionID) (catalog.VersionID, error) {
	return db.One(ctx, s.DB, db.Value[catalog.VersionID], `SELECT COALESCE((SELECT core_version FROM decision WHERE district = $1 AND resource = $2
		AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.district = $1 AND o.resource = $2 AND o.id <> $3 AND o.undone_at IS NULL AND o.head <> o.head_after)
		ORDER BY at, id LIMIT 1), $4)`, of.District, of.Resource, but, of.Ours.CoreVersion)
}

// takeNothing says of a version that nothing in it is taken from its core: it was written apart.
func takeNothing(ctx context.Context, tx *db.DB, a Adaptation) error {
	_, err := tx.Exec(ctx, `UPDATE resource SET core_version = NULL WHERE district = $1 AND id = $2`, a.District, a.Resource)
	return err
}

func manifests(one, other string) (a, b block.Manifest, err error) {
	if a, err = block.ParseManifest(one); err == nil {
		b, err = block.ParseManifest(other)
	}
	return a, b, err
}

// apart says whether a decision, which let a version stand otherwise to its core in some parts, can be taken back without touching what
// was decided since: those parts are as it left them, and it moved none.
func apart(before, after, now block.Manifest, parts []block.Key) bool {
	if len(alike(after, now, parts)) < len(parts) {
		return false
	}
	both := func(m, other block.Manifest) []block.Key {
		var out []block.Key
		for _, e := range m {
			if placeOf(other, e.Key) >= 0 {
				out = append(out, e.Key)
			}
		}
		return out
	}
	return slices.Equal(both(before, after), both(after, before))
}

// Undo takes a decision back: its parts, and what waits about them, are exactly as before. What was decided about others since stands.
//
// It returns fault.Conflict once something else was decided about the same parts, or a colleague has changed the same; and fault.NotFound
// for a decision that is none of this version's.
func (s *Service) Undo(ctx context.Context, by actor.Actor, resource catalog.ResourceID, decision DecisionID, reason string) (err error) {
	defer fault.Wrap(&err, "take back the decision %s", decision)
	shown, err := s.Show(ctx, by, resource)
	if err != nil {
		return err
	}
	if err := permitted(by, decide, shown.Ours.School); err != nil {
		return err
	}
	var before, after, parts string
	var head, headAfter, coreVersion catalog.VersionID
	undone, err := db.One(ctx, s.DB, func(row db.Row) (undone *int64, err error) {
		return undone, row.Scan(&parts, &before, &after, &head, &headAfter, &coreVersion, &undone)
	}, `SELECT parts, base, base_after, head, head_after, core_version, undone_at FROM decision WHERE district = $1 AND resource = $2 AND id = $3`, shown.District, resource, decision)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound{What: "decision"}
	}
	if err != nil || undone != nil {
		return err
	}
	base := before
	if shown.Base.String() != after {
		was, is, err := manifests(before, after)
		if err != nil {
			return err
		}
		if !apart(was, is, shown.Base, splitKeys(parts)) {
			return fault.Conflict{Reason: fault.Say("adapt.conflict.later")}
		}
		base = carryManifest(shown.Base, was, splitKeys(parts)).String()
		if coreVersion, err = s.withoutAny(ctx, shown, decision); err != nil {
			return err
		}
	}
	former, err := s.Catalog.ShowVersion(ctx, by, resource, head)
	if err != nil {
		return err
	}
	in := catalog.SaveInput{Resource: resource, Base: headAfter, Document: former.Document, Reason: reason, CoreVersion: coreVersion}
	if head == headAfter {
		in.Base, in.Document = shown.Ours.Head, shown.Ours.Document
	}
	in.Also = func(ctx context.Context, tx *db.DB, _ catalog.Resource) error {
		if err := moveBase(ctx, tx, shown.Adaptation, shown.Base.String(), base); err != nil {
			return err
		}
		if coreVersion == "" {
			if err := takeNothing(ctx, tx, shown.Adaptation); err != nil {
				return err
			}
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `UPDATE decision SET undone_at = $3 WHERE district = $1 AND id = $2`, shown.District, decision, clock.Micros(now)); err != nil {
			return err
		}
		return log(ctx, tx, by, TakenBack, shown, now)
	}
	_, err = s.Catalog.Save(ctx, by, in)
	return err
}
