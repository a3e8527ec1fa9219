package search

import (
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/prose"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// The facets of the catalog.
const (
	Kind     = "kind"
	Subject  = "subject"
	Grade    = "grade" // bands
	Language = "language"
	Format   = "format"
	School   = "school" // ids
	Tag      = "tag"
	Access   = "access"
	Purchase = "purchase" // NoPurchase alone
	Captions = "captions" // Captioned alone
)

// What the catalog is narrowed by beside its facets. It is counted for nobody by value.
const (
	Use    = "use"    // OfMySchool alone: what the asker's schools may use
	Tried  = "tried"  // NotYet alone: what nobody at the asker's schools has used or shared
	Shared = "shared" // Periods
)

// The values of questions with one answer.
const (
	NoPurchase = "none"
	Captioned  = "yes"
	OfMySchool = "my-school"
	NotYet     = "not-yet"
)

// Facets lists the facets in the order in which they are shown.
var Facets = []string{Kind, Grade, Subject, Language, Format, School, Tag, Access, Purchase, Captions}

// Narrowing lists all by which the catalog is narrowed: the facets, and what is not counted by value.
var Narrowing = append(slices.Clone(Facets), Use, Tried, Shared)

// Service answers searches from the index of this process.
type Service struct {
	db      *db.DB
	catalog *catalog.Service
	topics  *vocab.Service
	clock   clock.Clock
	log     *slog.Logger
	prose   *prose.Renderer
	rosters *expirable.LRU[id.DistrictID, []person]     // people of districts, as they were read last
	called  *expirable.LRU[id.DistrictID, []SchoolName] // schools of districts, as they were read last; of none: those that anybody knows
	why     *expirable.LRU[reason, Match]               // as they were last shown

	index      atomic.Pointer[index.Index]
	around     atomic.Int64               // changes so far of what documents take from around them: names of topics, what districts show
	databases  atomic.Pointer[[]database] // as they were read last; nil: they are to be read
	subscribed atomic.Int64               // changes of them so far
	enrolled   atomic.Int64               // changes of people and schools so far
	ready      atomic.Bool
	at         atomic.Pointer[activity.Position] // all of the log up to here is in the index
	upTo       watermark
	pulse      pulse
	tell       func([]activity.Activity) // nil: nobody asked
	ahead      ahead

	folder  string       // where the index is stored; empty: nowhere
	storing sync.Mutex   // held to write it
	stored  atomic.Bool  // a file that is good is there
	applied atomic.Int64 // activities of the log so far
	reached atomic.Int64 // when the end of the log was last reached, in microseconds; 0: not yet
	naming  sync.Mutex   // held to give the file its name, or to take it away
	purges  atomic.Int64 // so far: what was begun before one is not stored
}

// mostRosters is of how many districts the people and the schools are remembered.
const mostRosters = 64

// New returns a service with an empty index; Start or Build fill it.
func New(d *db.DB, topics *vocab.Service, c clock.Clock, log *slog.Logger) *Service {
	s := &Service{db: d, topics: topics, clock: c, log: log, prose: prose.New(), rosters: expirable.NewLRU[id.DistrictID, []person](mostRosters, nil, 0), called: expirable.NewLRU[id.DistrictID, []SchoolName](mostRosters, nil, 0), why: expirable.NewLRU[reason, Match](mostMatches, nil, 0)}
	s.index.Store(index.New(Facets...))
	s.at.Store(&activity.Position{})
	return s
}

func (s *Service) position() activity.Position { return *s.at.Load() }

// Use hands the service the catalog whose cards it gives. The two know each other: the catalog tells of changes, and asks for
// texts that are like another.
func (s *Service) Use(c *catalog.Service) {
	s.catalog = c
	c.Use(s.likeTexts)
}

// Tell has a function called with what the log brought, once it can be found. It must not block, and is set before Follow.
func (s *Service) Tell(tell func([]activity.Activity)) { s.tell = tell }

// Ready says whether the index has been filled.
func (s *Service) Ready() bool { return s.ready.Load() }

// Behind is how long ago the index last had all of the log: a fraction of a second while all is well.
func (s *Service) Behind() time.Duration {
	reached := s.reached.Load()
	if reached == 0 {
		return 0
	}
	return s.clock.Now().Sub(clock.FromMicros(reached))
}

// Len is the number of resources in the index.
func (s *Service) Len() int { return s.index.Load().Len() }
