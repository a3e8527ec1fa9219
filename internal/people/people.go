package people

import (
	"context"
	"crypto/rand"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Random  io.Reader // of secrets; nil: the operating system's
	Jobs    *jobs.Jobs
	Mail    *mail.Sender
	Words   *lang.Catalog
	BaseURL string // address people type, without a slash at the end
}

// Service carries out what people ask of it.
type Service struct {
	db         *db.DB
	clock      clock.Clock
	ids        id.Source
	random     io.Reader
	jobs       *jobs.Jobs
	mail       *mail.Sender
	words      *lang.Catalog
	baseURL    string
	handOver   []HandOver
	withdraw   []HandOver
	begun      []func(ctx context.Context, tx *db.DB, district id.DistrictID) error
	refused    []func(ctx context.Context, p Person, codes string) error
	invited    []func(ctx context.Context, district id.DistrictID, person id.PersonID, letter string) error
	belongings []Belongings
	party      *webauthn.WebAuthn // nil: no passkeys
	site       string             // for which passkeys are made
	zones      sync.Map           // *time.Location by name: reading one takes longer than finding a token
}

// HandOver moves what a leaver had in hand to her schools, in the transaction in which she leaves. The domains that own such
// things register one each.
type HandOver func(ctx context.Context, tx *db.DB, by actor.Actor, leaver id.PersonID) error

// New returns a service and tells the queue how its letters are written.
func New(o Options) *Service {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	s := &Service{db: o.DB, clock: o.Clock, ids: o.IDs, random: o.Random, jobs: o.Jobs, mail: o.Mail, words: o.Words, baseURL: o.BaseURL}
	s.party, s.site = relyingParty(o.BaseURL)
	jobs.Register(o.Jobs, s.write, jobs.Options{Queue: jobs.Mail})
	jobs.Register(o.Jobs, func(ctx context.Context, _ sweeping) error { return s.Sweep(ctx) }, jobs.Options{Unique: true})
	o.Jobs.Every(time.Hour, sweeping{})
	return s
}

// sweeping is the job that forgets what is over.
type sweeping struct{}

// Kind implements jobs.Args.
func (sweeping) Kind() string { return "people.sweep" }

// OnLeave registers what else happens when somebody leaves. It is called while the program is put together, before the first
// operation.
func (s *Service) OnLeave(h HandOver) { s.handOver = append(s.handOver, h) }

// OnEndAll registers what else ends that reads in a person's name without them. It is called as OnLeave is.
func (s *Service) OnEndAll(h HandOver) { s.withdraw = append(s.withdraw, h) }

// OnBegin registers what else a new district is given, in the transaction in which it is made. It is called as OnLeave is.
func (s *Service) OnBegin(h func(ctx context.Context, tx *db.DB, district id.DistrictID) error) {
	s.begun = append(s.begun, h)
}

// OnInvited registers who is told of every invitation that went, by the name of its letter. It is called as OnLeave is.
func (s *Service) OnInvited(h func(ctx context.Context, district id.DistrictID, person id.PersonID, letter string) error) {
	s.invited = append(s.invited, h)
}

// OnRefused registers who is told that a mail server refused somebody's address for good, and with which codes. It is called as OnLeave is.
func (s *Service) OnRefused(h func(ctx context.Context, p Person, codes string) error) {
	s.refused = append(s.refused, h)
}

// State says how far a person has come.
type State string

// A person is listed by the coordinator, invited by mail, active from the first sign-in on, and one day has left.
const (
	Listed  State = "listed"
	Invited State = "invited"
	Active  State = "active"
	Left    State = "left"
)

// moves are the changes of state there are. A leaver who is taken back becomes what she was; the table names the nearest.
var moves = map[State][]State{
	Listed:  {Invited, Active, Left},
	Invited: {Active, Listed, Left},
	Active:  {Left},
	Left:    {Listed, Invited, Active},
}

func (s State) mayBecome(next State) bool { return slices.Contains(moves[s], next) }

// District is a school district, the border of everything a person may see.
type District struct {
	ID          id.DistrictID
	Name        string
	Consortium  string // districts that share with each other have the same; empty: none
	Zone        string // IANA time zone
	Calling     lang.Calling
	Locale      lang.Locale // of letters to people who chose no language
	PublicOn    bool        // public pages exist at all
	AccountOnly bool        // its people come in by their district account and no other way
	SetUp       Step        // with which setting up goes on; Done afterwards
}

// Membership is one person's work at one school.
type Membership struct {
	School  id.SchoolID
	Role    actor.Role
	Percent int // of a full post at this school, 1 to 100
}

// Person works in a district.
type Person struct {
	ID          id.PersonID
	District    id.DistrictID
	Name        string
	Mail        string      // empty some weeks after the person has left
	Locale      lang.Locale // empty: as the browser says
	Coordinator bool
	State       State
	Demo        string       // name on the demonstration's sign-in page; empty elsewhere
	Memberships []Membership // in the person's own order: the first is where they mostly are
}

// Actor is the person as one who acts.
func (p Person) Actor(consortium string) actor.Actor {
	a := actor.Actor{District: p.District, Consortium: consortium, Person: p.ID, Name: p.Name, Coordinator: p.Coordinator}
	for _, m := range p.Memberships {
		a.Schools = append(a.Schools, actor.Membership{School: m.School, Role: m.Role})
	}
	return a
}

// Given is the first name, to speak to someone: "Rosa".
func (p Person) Given() string { return Given(p.Name) }

// Given is the first of a person's names.
func Given(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
