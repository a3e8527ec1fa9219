package catalog

import (
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/id"
)

// ResourceID names a resource.
type ResourceID string

// slugLength is how much of a title an address carries.
const slugLength = 60

// Path is the address by which people know a resource, with as much of its title as reads well. It leads there without any
// title too.
func (r ResourceID) Path(title string) string {
	path := "/resources/" + string(r)
	if slug := fold.Slug(title, slugLength); slug != "" {
		path += "/" + slug
	}
	return path
}

// VersionID names one version of a resource.
type VersionID string

// ObjectKind is what the log calls a resource.
const ObjectKind = "resource"

// Verbs of the log.
const (
	Shared     activity.Verb = "resource.shared"
	Edited     activity.Verb = "resource.edited"
	Unshared   activity.Verb = "resource.unshared" // back to a draft
	Retired    activity.Verb = "resource.retired"
	PutBack    activity.Verb = "resource.put_back"
	Given      activity.Verb = "resource.given" // to another school, which the activity names; the data names the one before
	Noted      activity.Verb = "note.added"
	NoteGone   activity.Verb = "note.removed"
	LinkOpened activity.Verb = "share_link.made"
	LinkClosed activity.Verb = "share_link.closed"
	HandedOver activity.Verb = "draft.handed_over"
)

// State is where a resource stands.
type State string

// The states and the moves between them.
const (
	StateDraft     State = "draft"
	StatePublished State = "published"
	StateRetired   State = "retired"
)

var moves = map[State][]State{
	StateDraft:     {StatePublished},
	StatePublished: {StateRetired, StateDraft},
	StateRetired:   {StatePublished},
}

// May says whether a resource may go from s to the other state.
func (s State) May(to State) bool {
	for _, m := range moves[s] {
		if m == to {
			return true
		}
	}
	return false
}

// Visibility is who may see a published resource.
type Visibility string

// The circles, each within the next.
const (
	SeenBySchool     Visibility = "school"
	SeenByDistrict   Visibility = "district"
	SeenByConsortium Visibility = "consortium"
	SeenByAnyone     Visibility = "public"
)

// Visibilities lists the circles from the smallest.
var Visibilities = []Visibility{SeenBySchool, SeenByDistrict, SeenByConsortium, SeenByAnyone}

// Known says whether v is one of Visibilities.
func (v Visibility) Known() bool {
	return v == SeenBySchool || v == SeenByDistrict || v == SeenByConsortium || v == SeenByAnyone
}

// Within says whether v is a smaller circle than the other.
func (v Visibility) Within(other Visibility) bool {
	return slices.Index(Visibilities, v) < slices.Index(Visibilities, other)
}

// Resource is a resource without its content.
type Resource struct {
	ID           ResourceID
	District     id.DistrictID
	Consortium   string // of its district
	PublicOn     bool   // its district shows public pages
	TimeZone     string // of its district, IANA
	School       id.SchoolID
	State        State
	Visibility   Visibility
	Head         VersionID // empty for a draft that was never shared
	Revision     int64
	CreatedBy    id.PersonID
	CreatedAt    time.Time
	SharedAt     time.Time // zero: never
	ChangedAt    time.Time
	RetiredAt    time.Time
	RetiredBy    id.PersonID
	RetireReason string
	Import       string     // the import that made it; empty: none
	Core         ResourceID // the resource that it is a version of; empty: none
	CoreVersion  VersionID  // of the core, the newest from which something was taken
}

const resourceColumns = `r.id, r.district, d.consortium, d.public_on, d.time_zone, r.school, r.state, r.visibility, r.head, r.revision,
	r.created_by, r.created_at, r.shared_at, r.changed_at, r.retired_at, r.retired_by, r.retire_reason, r.import, r.core, r.core_version`

const resourceFrom = ` FROM resource r JOIN district d ON d.id = r.district `

func scanResource(row db.Row) (Resource, error) { return scanResourceAnd(row) }

// scanResourceAnd scans a resource and the columns that follow it.
func scanResourceAnd(row db.Row, more ...any) (Resource, error) {
	var r Resource
	var head, retiredBy, imported, core, coreVersion *string
	var created, changed int64
	var shared, retired *int64
	err := row.Scan(append([]any{&r.ID, &r.District, &r.Consortium, &r.PublicOn, &r.TimeZone, &r.School, &r.State, &r.Visibility, &head, &r.Revision,
		&r.CreatedBy, &created, &shared, &changed, &retired, &retiredBy, &r.RetireReason, &imported, &core, &coreVersion}, more...)...)
	r.Head = VersionID(text(head))
	r.RetiredBy = id.PersonID(text(retiredBy))
	r.Import, r.Core, r.CoreVersion = text(imported), ResourceID(text(core)), VersionID(text(coreVersion))
	r.CreatedAt, r.ChangedAt = clock.FromMicros(created), clock.FromMicros(changed)
	r.SharedAt, r.RetiredAt = moment(shared), moment(retired)
	return r, err
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func moment(us *int64) time.Time {
	if us == nil {
		return time.Time{}
	}
	return clock.FromMicros(*us)
}

// orNull stores empty text as no value.
func orNull[T ~string](s T) any {
	if s == "" {
		return nil
	}
	return string(s)
}
