package adapt

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
)

// OfferID names an offer.
type OfferID string

// OfferState is what became of an offer.
type OfferState string

// The states and the moves between them. From each there is a way back to waiting.
const (
	Open      OfferState = "waiting" // for those who may edit the core
	Accepted  OfferState = "accepted"
	Declined  OfferState = "declined"
	Withdrawn OfferState = "withdrawn"
)

var offerMoves = map[OfferState][]OfferState{
	Open: {Accepted, Declined, Withdrawn}, Accepted: {Open}, Declined: {Open}, Withdrawn: {Open},
}

// May says whether an offer may go from s to the other state.
func (s OfferState) May(to OfferState) bool { return slices.Contains(offerMoves[s], to) }

// OfferKind is what the log calls an offer.
const OfferKind = "offer"

// Verbs of the log about offers.
const (
	Offered      activity.Verb = "offer.made" // or made again
	OfferUsed    activity.Verb = "offer.accepted"
	OfferRefused activity.Verb = "offer.declined"
	OfferGone    activity.Verb = "offer.withdrawn"
	OfferBack    activity.Verb = "offer.reopened" // what was decided about it was taken back
)

// Offer is parts of a version offered to its core.
type Offer struct {
	ID            OfferID
	Version       catalog.ResourceID
	Core          catalog.ResourceID
	District      id.DistrictID
	Person        id.PersonID
	PersonName    string
	School        id.SchoolID // of the version
	SchoolName    string      // short
	CoreSchool    id.SchoolID
	At            time.Time
	Why           string
	Keys          []block.Key
	Base          block.Manifest // the core as the version had decided about it
	Offered       block.Manifest // the version then
	State         OfferState
	DecidedBy     id.PersonID
	DecidedByName string
	DecidedAt     time.Time
	Reason        string // why it was declined; empty for everybody but who offered
	Used          []block.Key
	head          catalog.VersionID // of the core, before it was accepted
	headAfter     catalog.VersionID
}

const offerColumns = `f.id, f.district, f.resource, f.core, f.person, p.name, f.school, s.short_name, c.school, f.at, f.why, f.parts, f.base, f.offered, f.state,
	COALESCE(f.decided_by, ''), COALESCE(q.name, ''), COALESCE(f.decided_at, 0), f.reason, f.used, COALESCE(f.head, ''), COALESCE(f.head_after, '')`

const offerFrom = ` FROM offer f
	JOIN person p ON p.district = f.district AND p.id = f.person
	JOIN school s ON s.district = f.district AND s.id = f.school
	JOIN resource c ON c.district = f.district AND c.id = f.core
	LEFT JOIN person q ON q.district = f.district AND q.id = f.decided_by `

func scanOffer(row db.Row) (Offer, error) {
	var o Offer
	var at, decided int64
	var parts, base, offered, used string
	if err := row.Scan(&o.ID, &o.District, &o.Version, &o.Core, &o.Person, &o.PersonName, &o.School, &o.SchoolName, &o.CoreSchool, &at, &o.Why, &parts, &base, &offered,
		&o.State, &o.DecidedBy, &o.DecidedByName, &decided, &o.Reason, &used, &o.head, &o.headAfter); err != nil {
		return o, err
	}
	o.At, o.Keys, o.Used = clock.FromMicros(at), splitKeys(parts), splitKeys(used)
	if decided > 0 {
		o.DecidedAt = clock.FromMicros(decided)
	}
	var err error
	if o.Base, err = block.ParseManifest(base); err == nil {
		o.Offered, err = block.ParseManifest(offered)
	}
	return o, err
}

func splitKeys(words string) []block.Key {
	var out []block.Key
	for _, w := range strings.Fields(words) {
		out = append(out, block.Key(w))
	}
	return out
}

// readOffer reads an offer of the actor's district, if they are among those whom it concerns; else it is not found. Why it was
// declined is for whoever offered alone.
func readOffer(ctx context.Context, d *db.DB, by actor.Actor, offer OfferID) (Offer, error) {
	o, err := db.One(ctx, d, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.id = $2`, by.District, offer)
	if errors.Is(err, sql.ErrNoRows) || err == nil && permitted(by, decide, o.School) != nil && permitted(by, answer, o.CoreSchool) != nil {
		return Offer{}, fault.NotFound{What: OfferKind}
	}
	if o.Person != by.Person {
		o.Reason = ""
	}
	return o, err
}

// OfferInput is what somebody offers.
type OfferInput struct {
	Version catalog.ResourceID
	Keys    []block.Key
	Why     string // in a line
}

const maxWhy = 300 // characters

// Offerable are the parts of a version that differ from its core as it was taken up, and so may be offered to it.
func Offerable(s Shown) []Part {
	var out []Part
	for _, p := range s.Parts {
		if p.State == Changed || p.State == Added || p.State == Removed {
			out = append(out, p)
		}
	}
	return out
}

// Offer offers parts of a version to its core, as they are now.
//
// It returns fault.Denied by permission; fault.Fields for no part, a part that is as in the core, or no reason; and fault.Conflict
// where a part is on offer already, or the core is another district's or does not go on.
func (s *Service) Offer(ctx context.Context, by actor.Actor, in OfferInput) (_ OfferID, err error) {
	defer fault.Wrap(&err, "offer parts of %s", in.Version)
	shown, err := s.Show(ctx, by, in.Version)
	if err != nil {
		return "", err
	}
	if err := permitted(by, decide, shown.Ours.School); err != nil {
		return "", err
	}
	switch {
	case shown.In != shown.District:
		return "", fault.Conflict{Reason: fault.Say("offer.conflict.far")}
	case !shown.Lives():
		return "", fault.Conflict{Reason: fault.Say("offer.conflict.ended")}
	case shown.Ours.State != catalog.StatePublished:
		return "", fault.Conflict{Reason: fault.Say("catalog.conflict.state")}
	}
	keys, err := in.check(shown)
	if err != nil {
		return "", err
	}
	offer := id.New[OfferID](s.IDs)
	return offer, s.DB.Do(ctx, func(tx *db.DB) error {
		if err := free(ctx, tx, shown.District, shown.Resource, keys); err != nil {
			return err
		}
		now := s.Clock.Now()
		if _, err := tx.Exec(ctx, `INSERT INTO offer (id, district, resource, core, person, school, at, why, parts, base, offered, state, reason, used)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', '', '')`, offer, shown.District, shown.Resource, shown.Core.ID, by.Person, shown.Ours.School,
			clock.Micros(now), strings.TrimSpace(in.Why), joinKeys(keys), shown.Base.String(), shown.Ours.Newest.Manifest.String()); err != nil {
			return err
		}
		return logOffer(ctx, tx, by, Offered, Offer{ID: offer, District: shown.District, School: shown.Ours.School, Core: shown.Core.ID}, now)
	})
}

// check gives the parts that are offered, in the order of the version.
func (in OfferInput) check(shown Shown) ([]block.Key, error) {
	var keys []block.Key
	for _, p := range Offerable(shown) {
		if slices.Contains(in.Keys, p.Key) {
			keys = append(keys, p.Key)
		}
	}
	var wrong fault.Fields
	if len(keys) == 0 || len(keys) < len(in.Keys) {
		wrong.Add("part", "offer.wrong.part")
	}
	switch why := strings.TrimSpace(in.Why); {
	case why == "":
		wrong.Add("why", "offer.wrong.why")
	case utf8.RuneCountInString(why) > maxWhy:
		wrong.Add("why", "offer.wrong.why_long", maxWhy)
	}
	return keys, wrong.Err()
}

// free is fault.Conflict where one of the parts of a version waits in another offer.
func free(ctx context.Context, tx *db.DB, district id.DistrictID, version catalog.ResourceID, keys []block.Key) error {
	waiting, err := db.All(ctx, tx, db.Value[string], `SELECT parts FROM offer WHERE district = $1 AND resource = $2 AND state = 'waiting'`, district, version)
	if err != nil {
		return err
	}
	for _, parts := range waiting {
		for _, key := range splitKeys(parts) {
			if slices.Contains(keys, key) {
				return fault.Conflict{Reason: fault.Say("offer.conflict.twice")}
			}
		}
	}
	return nil
}

func logOffer(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, o Offer, at time.Time) error {
	return activity.Write(ctx, tx, activity.Activity{District: o.District, School: o.School, Person: by.Person, Verb: verb,
		ObjectKind: OfferKind, Object: string(o.ID), At: at, Data: []byte(`{"core":"` + string(o.Core) + `"}`)})
}
