package adapt

import (
	"context"
	"database/sql"
	"errors"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// Options are what the service stands on.
type Options struct {
	DB      *db.DB
	Clock   clock.Clock
	IDs     id.Source
	Jobs    *jobs.Jobs
	Catalog *catalog.Service
	// Form is the draft from which a document would be shared, as the form of sharing keeps it.
	Form func(d block.Document, school id.SchoolID, v catalog.Visibility) ([]byte, error)
	// BaseURL is the address people type, without a slash at the end.
	BaseURL string
}

// Service keeps how versions stand to their cores.
type Service struct{ Options }

// New returns the service.
func New(o Options) *Service { return &Service{o} }

// Verbs of the log.
const (
	Begun      activity.Verb = "adaptation.begun"      // somebody makes a version for their school
	Settled    activity.Verb = "adaptation.decided"    // about changes of its core
	TakenBack  activity.Verb = "adaptation.taken_back" // such a decision
	Followed   activity.Verb = "adaptation.followed"   // what its core changes comes at once where nothing was changed
	Unfollowed activity.Verb = "adaptation.unfollowed" // and does not any more
)

// Adaptation is a resource that is a version of another.
type Adaptation struct {
	Resource  catalog.ResourceID
	District  id.DistrictID
	Core      catalog.ResourceID
	In        id.DistrictID  // the core's district
	Base      block.Manifest // the core as it was taken up, part by part
	Following bool
	Former    string // short name of the school whose the core was when the version was made; empty: it is still
	Apart     bool   // it was written apart from its core, and joined with it later
}

const columns = `a.resource, a.district, c.id, c.district, a.base, a.following,
	CASE WHEN a.core_school <> c.school THEN COALESCE(fs.short_name, '') ELSE '' END,
	EXISTS (SELECT 1 FROM joining j WHERE j.district = a.district AND j.resource = a.resource)`

const from = ` FROM adaptation a
	JOIN resource r ON r.district = a.district AND r.id = a.resource
	JOIN resource c ON c.id = r.core
	LEFT JOIN school fs ON fs.district = c.district AND fs.id = a.core_school `

func scan(row db.Row) (Adaptation, error) {
	var a Adaptation
	var base string
	if err := row.Scan(&a.Resource, &a.District, &a.Core, &a.In, &base, &a.Following, &a.Former, &a.Apart); err != nil {
		return a, err
	}
	var err error
	a.Base, err = block.ParseManifest(base)
	return a, err
}

// find reads how a resource stands to its core; fault.NotFound for what is no version of anything.
func find(ctx context.Context, d *db.DB, resource catalog.ResourceID) (Adaptation, error) {
	a, err := db.One(ctx, d, scan, `SELECT `+columns+from+`WHERE a.resource = $1`, resource)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fault.NotFound{What: "adaptation"}
	}
	return a, err
}

// program reads in a district what somebody was let see when they took it up.
func program(district id.DistrictID) actor.Actor {
	return actor.Actor{District: district, System: true}
}
