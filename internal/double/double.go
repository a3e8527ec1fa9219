package double

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/search"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	Catalog *catalog.Service
	Search  *search.Service
	Adapt   *adapt.Service
}

// Service finds pairs and keeps what was decided about them.
type Service struct {
	Options
	finding sync.Mutex // held to look a district through: two at once would do the same
	last    *expirable.LRU[id.DistrictID, finding]
}

// finding is what a district was found to have, when its log had come so far.
type finding struct {
	at     int64
	groups [][]found
}

// Of so many districts it is remembered what they have, for so long: the index of this node may have lagged behind the log.
const (
	mostRemembered = 32
	rememberedFor  = time.Minute
)

// New returns the service.
func New(o Options) *Service {
	return &Service{Options: o, last: expirable.NewLRU[id.DistrictID, finding](mostRemembered, nil, rememberedFor)}
}

// Verbs of the log, each about the resource that was shared later; the data names the other.
const (
	KeptApart activity.Verb = "pair.kept_apart" // two that resemble each other are two things
	Linked    activity.Verb = "pair.linked"     // each names the other
	Reopened  activity.Verb = "pair.reopened"   // what was decided about them was taken back
)
