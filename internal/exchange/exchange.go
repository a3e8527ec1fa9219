package exchange

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/people"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	People  *people.Service
	Catalog *catalog.Service
	Letters *letterbox.Service // nil: nobody is written to
	Feed    *feed.Service
	Words   *lang.Catalog
	BaseURL string // address people type, without a slash at the end
}

// Service keeps the exchanges of every district.
type Service struct{ Options }

// New returns the service and tells who writes its letters.
func New(o Options) *Service {
	s := &Service{o}
	if o.Letters != nil {
		o.Letters.Register(Invitation, s.writeInvitation, letterbox.Rules{})
		o.Letters.Register(HandedOn, s.writeHandedOn, letterbox.Rules{Changing: true})
		o.Letters.Register(Relieved, s.writeRelieved, letterbox.Rules{Changing: true})
		o.Letters.Register(Cancelled, s.writeCancelled, letterbox.Rules{})
		o.Letters.Register(Awaited, s.writeCancelled, letterbox.Rules{Asked: true})
		o.Letters.Register(TakesPlace, s.writeTakesPlace, letterbox.Rules{Asked: true})
	}
	return s
}

// ExchangeID names an exchange.
type ExchangeID string

// State says how far an exchange has come.
type State string

// The states and the moves between them.
const (
	Invited State = "invited"
	Off     State = "off"
	Held    State = "held"
)

var moves = map[State][]State{Invited: {Off}, Held: {Off}, Off: {Invited, Held}}

// ObjectKind is what the log calls an exchange.
const ObjectKind = "exchange"

// Verbs of the log.
const (
	Planned     activity.Verb = "exchange.planned"
	Recorded    activity.Verb = "exchange.recorded"
	CalledOff   activity.Verb = "exchange.called_off"
	OnAgain     activity.Verb = "exchange.on_again"
	Handed      activity.Verb = "exchange.handed_on"
	Summed      activity.Verb = "exchange.summed_up"
	SummedAnew  activity.Verb = "exchange.summary_taken"
	Noted       activity.Verb = "exchange.noted"
	NoteRemoved activity.Verb = "exchange.note_removed"
)

// Minutes is how long an exchange takes.
const Minutes = 20

// Exchange is one of them.
type Exchange struct {
	ID         ExchangeID
	District   id.DistrictID
	Topic      string
	Resource   catalog.ResourceID // empty: words alone
	School     id.SchoolID        // which was invited; empty: all
	SchoolName string             // short
	Host       id.PersonID
	HostName   string
	HostBefore id.PersonID // who handed it on; empty: nobody
	Maker      id.PersonID
	First      time.Time
	Second     time.Time // zero: one time only
	Place      string
	State      State
	Recorded   bool // written down after it was held: nobody was invited
	Summary    string
	SummaryBy  string // name
	before     written
	Sequence   int
	ChangedAt  time.Time
	Answers    []Answer
}

// Answer is what somebody said to an invitation.
type Answer struct {
	Person id.PersonID
	Name   string
	Says   Says
}

// Says is the answer itself.
type Says string

// The answers.
const (
	ToFirst  Says = "first"
	ToSecond Says = "second"
	No       Says = "no"
)

// At is when it takes place: at the time that more can come to, the first if as many.
func (e Exchange) At() time.Time {
	if !e.Second.IsZero() && e.count(ToSecond) > e.count(ToFirst) {
		return e.Second
	}
	return e.First
}

// Sure says whether the time is settled: there is only one, or somebody can come.
func (e Exchange) Sure() bool {
	return e.Second.IsZero() || e.State == Held || e.count(ToFirst)+e.count(ToSecond) > 0
}

func (e Exchange) count(says Says) int { return len(e.Who(says)) }

// Who lists the names of those who gave an answer.
func (e Exchange) Who(says Says) []string {
	var out []string
	for _, a := range e.Answers {
		if a.Says == says {
			out = append(out, a.Name)
		}
	}
	return out
}

// Said is what somebody answered; empty: nothing.
func (e Exchange) Said(person id.PersonID) Says {
	for _, a := range e.Answers {
		if a.Person == person {
			return a.Says
		}
	}
	return ""
}

// Over says whether it has taken place, or would have.
func (e Exchange) Over(now time.Time) bool {
	return e.State == Held || !now.Before(e.At().Add(Minutes*time.Minute))
}

// stands is how long a summary is waited for until the notes stand in its place.
const stands = 7 * 24 * time.Hour

// NotesStand says whether the notes stand in place of the summary that nobody wrote within seven days.
func (e Exchange) NotesStand(now time.Time) bool {
	return e.Summary == "" && e.State != Off && e.Over(now) && !now.Before(e.At().Add(stands))
}

const columns = `e.id, e.district, e.topic, coalesce(e.resource, ''), coalesce(e.school, ''), coalesce(s.short_name, ''), e.host, p.name, coalesce(e.host_before, ''), e.maker, e.first_at, coalesce(e.second_at, 0),
	e.place, e.state, e.recorded, e.summary, coalesce(w.name, ''), e.summary_before, coalesce(e.summary_before_by, ''), e.sequence, e.changed_at`

const from = ` FROM exchange e
	JOIN person p ON p.district = e.district AND p.id = e.host
	LEFT JOIN school s ON s.district = e.district AND s.id = e.school
	LEFT JOIN person w ON w.district = e.district AND w.id = e.summary_by
	WHERE e.district = $1 `

func scan(row db.Row) (Exchange, error) {
	var e Exchange
	var first, second, changed int64
	err := row.Scan(&e.ID, &e.District, &e.Topic, &e.Resource, &e.School, &e.SchoolName, &e.Host, &e.HostName, &e.HostBefore, &e.Maker, &first, &second,
		&e.Place, &e.State, &e.Recorded, &e.Summary, &e.SummaryBy, &e.before.text, &e.before.by, &e.Sequence, &changed)
	e.First, e.ChangedAt = clock.FromMicros(first), clock.FromMicros(changed)
	if second > 0 {
		e.Second = clock.FromMicros(second)
	}
	return e, err
}

// find reads one exchange of a district with its answers, or fault.NotFound.
func find(ctx context.Context, d *db.DB, district id.DistrictID, which ExchangeID) (Exchange, error) {
	e, err := db.One(ctx, d, scan, `SELECT `+columns+from+`AND e.id = $2`, district, which)
	if errors.Is(err, sql.ErrNoRows) {
		return Exchange{}, fault.NotFound{What: ObjectKind}
	}
	if err != nil {
		return Exchange{}, err
	}
	list := []Exchange{e}
	err = withAnswers(ctx, d, district, list)
	return list[0], err
}

func withAnswers(ctx context.Context, d *db.DB, district id.DistrictID, list []Exchange) error {
	if len(list) == 0 {
		return nil
	}
	at := map[ExchangeID]int{}
	ids := make([]ExchangeID, len(list))
	for i, e := range list {
		at[e.ID], ids[i] = i, e.ID
	}
	in, args := db.In(2, ids)
	_, err := db.All(ctx, d, func(row db.Row) (which ExchangeID, err error) {
		var a Answer
		err = row.Scan(&which, &a.Person, &a.Name, &a.Says)
		list[at[which]].Answers = append(list[at[which]].Answers, a)
		return which, err
	}, `SELECT a.exchange, a.person, p.name, a.answer FROM exchange_answer a JOIN person p ON p.district = a.district AND p.id = a.person
		WHERE a.district = $1 AND a.exchange IN (`+in+`) ORDER BY p.name_key, a.person`, append([]any{district}, args...)...)
	return err
}

// Find gives one exchange of the actor's district, or fault.NotFound.
func (s *Service) Find(ctx context.Context, by actor.Actor, which ExchangeID) (_ Exchange, err error) {
	defer fault.Wrap(&err, "find exchange %s", which)
	if err := permitted(by, see, Exchange{}); err != nil {
		return Exchange{}, err
	}
	return find(ctx, s.DB, by.District, which)
}

// lookedAt is how many exchanges a list has at most.
const lookedAt = 100

// List gives the exchanges of the actor's district: those to come, the next first, and those that were, the last first. What was called
// off is left out.
func (s *Service) List(ctx context.Context, by actor.Actor) (coming, past []Exchange, err error) {
	defer fault.Wrap(&err, "list exchanges")
	if err := permitted(by, see, Exchange{}); err != nil {
		return nil, nil, err
	}
	list, err := db.All(ctx, s.DB, scan, `SELECT `+columns+from+`AND e.state <> 'off' ORDER BY e.first_at DESC, e.id LIMIT $2`, by.District, lookedAt)
	if err != nil {
		return nil, nil, err
	}
	if err := withAnswers(ctx, s.DB, by.District, list); err != nil {
		return nil, nil, err
	}
	for _, e := range list {
		if e.Over(s.Clock.Now()) {
			past = append(past, e)
		} else {
			coming = append([]Exchange{e}, coming...)
		}
	}
	return coming, past, nil
}

// tidy is text on one line.
func tidy(text string) string { return strings.Join(strings.Fields(text), " ") }

func (s *Service) log(ctx context.Context, tx *db.DB, by actor.Actor, verb activity.Verb, which ExchangeID) error {
	return activity.Write(ctx, tx, activity.Activity{District: by.District, Person: by.Person, Verb: verb, ObjectKind: ObjectKind, Object: string(which), At: s.Clock.Now()})
}
