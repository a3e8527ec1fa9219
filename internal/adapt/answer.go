package adapt

import (
	"context"
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
)

// OfferShown is an offer beside the core as it is now.
type OfferShown struct {
	Offer
	CoreNow   catalog.Shown
	Sides     Sides // Base: the core as the version had decided about it; Ours: the core now; Core: the base with the parts as offered
	Sees      bool  // whoever reads may see the core; else the sides say nothing of it as it is now
	MayAnswer bool
	MayUndo   bool // withdraw it, or take back what was decided
}

// Moved says whether the core has changed a part since, so that it was joined anew.
func (o OfferShown) Moved(key block.Key) bool {
	return hashes(o.Base)[key] != hashes(o.CoreNow.Newest.Manifest)[key]
}

// Already says whether the core says the same already.
func (o OfferShown) Already(key block.Key) bool {
	return hashes(o.Offered)[key] == hashes(o.CoreNow.Newest.Manifest)[key]
}

// Seen is the core's part as it is now, which whoever answers has before them; empty: it has none.
func (o OfferShown) Seen(key block.Key) block.Hash { return hashes(o.CoreNow.Newest.Manifest)[key] }

// ShowOffer gives an offer to those whom it concerns: who decide for the version, and who may edit the core. To anybody else it is
// fault.NotFound.
func (s *Service) ShowOffer(ctx context.Context, by actor.Actor, offer OfferID) (_ OfferShown, err error) {
	defer fault.Wrap(&err, "show the offer %s", offer)
	o, err := readOffer(ctx, s.DB, by, offer)
	if err != nil {
		return OfferShown{}, err
	}
	out := OfferShown{Offer: o}
	if out.CoreNow, err = s.Catalog.Show(ctx, program(o.District), o.Core); err != nil {
		return out, err
	}
	base, err := s.Catalog.Assemble(ctx, program(o.District), o.Base)
	if err != nil {
		return out, err
	}
	offered, err := s.Catalog.Assemble(ctx, program(o.District), o.Offered)
	if err != nil {
		return out, err
	}
	out.Sides = Sides{Base: base, Ours: out.CoreNow.Document, Core: carry(base, offered, o.Keys)}
	err = s.Catalog.MaySee(ctx, by, o.Core)
	if err != nil && !fault.IsNotFound(err) {
		return out, err
	}
	if out.Sees = err == nil; !out.Sees {
		out.Sides.Ours, out.CoreNow.Document = base, block.Document{About: base.About}
	}
	out.MayAnswer = out.Sees && permitted(by, answer, o.CoreSchool) == nil && out.CoreNow.State == catalog.StatePublished
	out.MayUndo = permitted(by, decide, o.School) == nil
	if o.State == Accepted || o.State == Declined {
		out.MayUndo = permitted(by, answer, o.CoreSchool) == nil
	}
	return out, nil
}

// Picked is what somebody who may edit the core chooses about one part that is offered.
type Picked struct {
	Choice Choice     // Use: as offered, joined with what the core changed since; Combine: in other words; Keep: not this one
	Body   block.Body // for Combine
	Seen   block.Hash // of the core's part when it was decided about
}

// AcceptInput is what becomes of an offer.
type AcceptInput struct {
	Parts  map[block.Key]Picked
	Reason string // of the version that comes of it
}

// Accept makes parts that are offered, as they are or in other words, a version of the core credited to who offered and to who
// accepts. Their own version then has them from the core.
//
// It returns fault.Denied by permission, fault.Fields where a part needs a choice, and fault.Conflict where somebody has decided about
// the offer already or the core has changed a part since it was looked at.
func (s *Service) Accept(ctx context.Context, by actor.Actor, offer OfferID, in AcceptInput) (err error) {
	defer fault.Wrap(&err, "accept the offer %s", offer)
	o, err := s.ShowOffer(ctx, by, offer)
	if err != nil {
		return err
	}
	if err := permitted(by, answer, o.CoreSchool); err != nil {
		return err
	}
	if !o.State.May(Accepted) {
		return fault.Conflict{Reason: fault.Say("offer.conflict.decided")}
	}
	plain, final, used, err := o.joined(in)
	if err != nil {
		return err
	}
	author := actor.Actor{District: o.District, Person: o.Person, Schools: []actor.Membership{{School: o.School, Role: actor.MediaSpecialist}}}
	save := catalog.SaveInput{Resource: o.Core, Base: o.CoreNow.Head, Document: final, Reason: in.Reason,
		Beside: &catalog.Written{Base: o.CoreNow.Head, Document: plain, By: &author, Reason: o.Why}}
	save.Also = func(ctx context.Context, tx *db.DB, saved catalog.Resource) error {
		if err := s.move(ctx, tx, by, o.Offer, Accepted, OfferUsed, decision{used: used, head: o.CoreNow.Head, headAfter: saved.Head}); err != nil {
			return err
		}
		return rebase(ctx, tx, o.Offer, func(base block.Manifest) block.Manifest { return carryManifest(base, o.Offered, used) })
	}
	_, err = s.Catalog.Save(ctx, by, save)
	return err
}

// joined is the core with the parts that are used as they were offered, and with them as they are to be.
func (o OfferShown) joined(in AcceptInput) (plain, final block.Document, used []block.Key, err error) {
	plainly, finally := o.Sides, o.Sides
	var wrong fault.Fields
	for _, key := range o.Keys {
		p := in.Parts[key]
		if p.Seen != o.Seen(key) {
			return plain, final, nil, fault.Conflict{Reason: fault.Say("offer.conflict.moved")}
		}
		if p.Choice == "" && o.Sides.Clash(key) == nil {
			p.Choice = Use
		}
		switch p.Choice {
		case Use:
			finally = finally.Choose(key, Use, nil)
		case Combine:
			finally = finally.Choose(key, Combine, p.Body)
		case Keep:
			continue
		default:
			wrong.Add("do."+string(key), "adapt.wrong.choose")
			continue
		}
		plainly = plainly.Choose(key, Use, nil)
		used = append(used, key)
	}
	if len(used) == 0 && len(wrong) == 0 {
		wrong.Add("do."+string(o.Keys[0]), "offer.wrong.none")
	}
	return plainly.Ours, finally.Ours, used, wrong.Err()
}

// decision is what is kept of what was decided about an offer.
type decision struct {
	reason          string
	used            []block.Key
	head, headAfter catalog.VersionID
}

// move brings an offer into another state, unless somebody else did meanwhile.
func (s *Service) move(ctx context.Context, tx *db.DB, by actor.Actor, o Offer, to OfferState, verb activity.Verb, d decision) error {
	now := s.Clock.Now()
	who, at := any(string(by.Person)), any(clock.Micros(now))
	if to == Open {
		who, at = nil, nil
	}
	moved, err := tx.Exec(ctx, `UPDATE offer SET state = $4, decided_by = $5, decided_at = $6, reason = $7, used = $8, head = $9, head_after = $10
		WHERE district = $1 AND id = $2 AND state = $3`, o.District, o.ID, o.State, to, who, at, d.reason, joinKeys(d.used), orNone(d.head), orNone(d.headAfter))
	if err != nil {
		return err
	}
	if moved == 0 {
		return fault.Conflict{Reason: fault.Say("offer.conflict.decided")}
	}
	return logOffer(ctx, tx, by, verb, o, now)
}

func orNone(v catalog.VersionID) any {
	if v == "" {
		return nil
	}
	return string(v)
}

// rebase lets the version that an offer came from stand otherwise to its core.
func rebase(ctx context.Context, tx *db.DB, o Offer, change func(base block.Manifest) block.Manifest) error {
	text, err := db.One(ctx, tx, db.Value[string], `SELECT base FROM adaptation WHERE district = $1 AND resource = $2`, o.District, o.Version)
	if err != nil {
		return err
	}
	base, err := block.ParseManifest(text)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE adaptation SET base = $3 WHERE district = $1 AND resource = $2`, o.District, o.Version, change(base).String())
	return err
}

const maxReason = 600 // characters

// Decline says that an offer is not used this time, and why, for whoever offered alone.
//
// It returns fault.Fields without a reason, fault.Denied by permission, and fault.Conflict once somebody has decided.
func (s *Service) Decline(ctx context.Context, by actor.Actor, offer OfferID, reason string) (err error) {
	defer fault.Wrap(&err, "decline the offer %s", offer)
	reason = strings.TrimSpace(reason)
	var wrong fault.Fields
	switch {
	case reason == "":
		wrong.Add("reason", "offer.wrong.reason")
	case utf8.RuneCountInString(reason) > maxReason:
		wrong.Add("reason", "offer.wrong.reason_long", maxReason)
	}
	return s.turn(ctx, by, offer, Declined, OfferRefused, decision{reason: reason}, wrong)
}

// Withdraw takes an offer back.
func (s *Service) Withdraw(ctx context.Context, by actor.Actor, offer OfferID) (err error) {
	defer fault.Wrap(&err, "withdraw the offer %s", offer)
	return s.turn(ctx, by, offer, Withdrawn, OfferGone, decision{}, nil)
}

// turn moves an offer in a transaction of its own.
func (s *Service) turn(ctx context.Context, by actor.Actor, offer OfferID, to OfferState, verb activity.Verb, d decision, wrong fault.Fields) error {
	return s.DB.Do(ctx, func(tx *db.DB) error {
		o, err := readOffer(ctx, tx, by, offer)
		if err != nil {
			return err
		}
		do, school := answer, o.CoreSchool
		if to == Withdrawn {
			do, school = decide, o.School
		}
		if err := permitted(by, do, school); err != nil {
			return err
		}
		if !o.State.May(to) {
			return fault.Conflict{Reason: fault.Say("offer.conflict.decided")}
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		return s.move(ctx, tx, by, o, to, verb, d)
	})
}

// Reopen takes back what was decided about an offer, or that it was withdrawn: it waits again, and the core and the version are as
// before, but for what changed since.
//
// It returns fault.Conflict where a part waits in another offer, or a colleague has changed the same in the core since.
func (s *Service) Reopen(ctx context.Context, by actor.Actor, offer OfferID, reason string) (err error) {
	defer fault.Wrap(&err, "reopen the offer %s", offer)
	o, err := s.ShowOffer(ctx, by, offer)
	if err != nil {
		return err
	}
	switch {
	case o.State == Open:
		return nil
	case o.State == Withdrawn:
		err = permitted(by, decide, o.School)
	default:
		err = permitted(by, answer, o.CoreSchool)
	}
	if err != nil {
		return err
	}
	back := func(ctx context.Context, tx *db.DB, _ catalog.Resource) error {
		if err := free(ctx, tx, o.District, o.Version, o.Keys); err != nil {
			return err
		}
		if err := s.move(ctx, tx, by, o.Offer, Open, OfferBack, decision{}); err != nil || len(o.Used) == 0 {
			return err
		}
		return rebase(ctx, tx, o.Offer, func(base block.Manifest) block.Manifest {
			return carryManifest(base, o.Base, alike(base, o.Offered, o.Used))
		})
	}
	if o.head == o.headAfter {
		return s.DB.Do(ctx, func(tx *db.DB) error { return back(ctx, tx, catalog.Resource{}) })
	}
	former, err := s.Catalog.ShowVersion(ctx, by, o.Core, o.head)
	if err != nil {
		return err
	}
	_, err = s.Catalog.Save(ctx, by, catalog.SaveInput{Resource: o.Core, Base: o.headAfter, Document: former.Document, Reason: reason, Also: back})
	return err
}

// Offers are those of versions of a resource and those that it made itself, as a list of it shows them.
type Offers struct{ In, Out []Offer }

// OffersOf lists what waits for a resource from its versions, for those who may edit it, and what waits of its own elsewhere, for those
// who decide for it.
func (s *Service) OffersOf(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (out Offers, err error) {
	defer fault.Wrap(&err, "offers of %s", resource)
	if !by.Contributes() {
		return out, nil
	}
	list, err := db.All(ctx, s.DB, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.state = 'waiting' AND (f.core = $2 OR f.resource = $2)
		ORDER BY f.at, f.id`, by.District, resource)
	for _, o := range list {
		switch {
		case o.Core == resource && permitted(by, answer, o.CoreSchool) == nil:
			out.In = append(out.In, o)
		case o.Version == resource && permitted(by, decide, o.School) == nil:
			out.Out = append(out.Out, o)
		}
	}
	return out, err
}

// Patience is how long an offer waits before a coordinator is asked.
const Patience = 14 * 24 * time.Hour

// OfferLine is an offer in a list, with the title of the core.
type OfferLine struct {
	Offer
	Card catalog.Card // of the core
}

// Asked lists what waits for the actor to answer: of versions of what their schools shared, and for a coordinator what has waited for
// long elsewhere. The longest waiting come first.
func (s *Service) Asked(ctx context.Context, by actor.Actor) (_ []OfferLine, err error) {
	defer fault.Wrap(&err, "offers that wait for %s", by.Person)
	if !by.Contributes() {
		return nil, nil
	}
	list, err := db.All(ctx, s.DB, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.state = 'waiting' AND c.state = 'published'
		ORDER BY f.at, f.id`, by.District)
	if err != nil {
		return nil, err
	}
	late := s.Clock.Now().Add(-Patience)
	list = slices.DeleteFunc(list, func(o Offer) bool {
		return o.Person == by.Person || !by.MediaSpecialistAt(o.CoreSchool) && !(by.Coordinator && o.At.Before(late))
	})
	return s.lines(ctx, by, list)
}

// Answered lists what became since a moment of what the actor offered, the last first.
func (s *Service) Answered(ctx context.Context, by actor.Actor, since time.Time) (_ []OfferLine, err error) {
	defer fault.Wrap(&err, "answers to offers of %s", by.Person)
	list, err := db.All(ctx, s.DB, scanOffer, `SELECT `+offerColumns+offerFrom+`WHERE f.district = $1 AND f.person = $2 AND f.state IN ('accepted', 'declined')
		AND f.decided_at > $3 AND f.decided_by <> f.person ORDER BY f.decided_at DESC, f.id`, by.District, by.Person, clock.Micros(since))
	if err != nil {
		return nil, err
	}
	return s.lines(ctx, by, list)
}

// lines are offers whose core the actor may see, each with its card.
func (s *Service) lines(ctx context.Context, by actor.Actor, list []Offer) ([]OfferLine, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ids := make([]catalog.ResourceID, len(list))
	for i, o := range list {
		ids[i] = o.Core
	}
	cards, err := s.Catalog.Cards(ctx, by, ids)
	if err != nil {
		return nil, err
	}
	var out []OfferLine
	for _, o := range list {
		if i := slices.IndexFunc(cards, func(c catalog.Card) bool { return c.ID == o.Core }); i >= 0 {
			out = append(out, OfferLine{o, cards[i]})
		}
	}
	return out, nil
}
