package search

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// The facets of the catalog, in the order in which they are shown.
const (
	Kind     = "kind"
	Subject  = "subject"
	Grade    = "grade"
	Language = "language"
	Format   = "format"
	School   = "school"
	Tag      = "tag"
	Access   = "access"
)

// Facets lists the facets in the order in which they are shown.
var Facets = []string{Kind, Grade, Subject, Language, Format, School, Tag, Access}

// Service answers searches from the index of this process.
type Service struct {
	db      *db.DB
	catalog *catalog.Service
	topics  *vocab.Service
	clock   clock.Clock
	log     *slog.Logger
	index   *index.Index
	ready   atomic.Bool
}

// New returns a service with an empty index; Build fills it.
func New(d *db.DB, topics *vocab.Service, c clock.Clock, log *slog.Logger) *Service {
	return &Service{db: d, topics: topics, clock: c, log: log, index: index.New(Facets...)}
}

// Use hands the service the catalog whose cards it gives. The two know each other: the catalog tells of changes.
func (s *Service) Use(c *catalog.Service) { s.catalog = c }

// Ready says whether the index has caught up with the database.
func (s *Service) Ready() bool { return s.ready.Load() }

// Len is the number of resources in the index.
func (s *Service) Len() int { return s.index.Len() }

// batch is how many resources are read at once.
const batch = 200

// row is a resource as the index needs it.
type row struct {
	id         catalog.ResourceID
	district   id.DistrictID
	consortium string
	publicOn   bool
	school     id.SchoolID
	visibility catalog.Visibility
	state      catalog.State
	revision   int64
	shared     int64
	document   block.Document
}

const rowColumns = `r.id, r.district, d.consortium, d.public_on, r.school, r.visibility, r.state, r.revision, COALESCE(r.shared_at, 0), h.key, b.hash, b.kind, b.body`

const rowFrom = ` FROM resource r
	JOIN district d ON d.id = r.district
	JOIN head_block h ON h.district = r.district AND h.resource = r.id
	JOIN block b ON b.district = h.district AND b.hash = h.hash `

// part is one block of one resource, as a query gives it.
type part struct {
	row
	key    block.Key
	stored block.Stored
}

func scanPart(r db.Row) (part, error) {
	var p part
	var body string
	err := r.Scan(&p.id, &p.district, &p.consortium, &p.publicOn, &p.school, &p.visibility, &p.state, &p.revision, &p.shared,
		&p.key, &p.stored.Hash, &p.stored.Kind, &body)
	p.stored.Body = []byte(body)
	return p, err
}

// gather joins parts, ordered by resource, into rows.
func gather(parts []part) ([]row, error) {
	var out []row
	for i := 0; i < len(parts); {
		j := i
		var manifest block.Manifest
		bodies := map[block.Hash]block.Stored{}
		for ; j < len(parts) && parts[j].id == parts[i].id; j++ {
			manifest = append(manifest, block.Entry{Key: parts[j].key, Hash: parts[j].stored.Hash})
			bodies[parts[j].stored.Hash] = parts[j].stored
		}
		r := parts[i].row
		var err error
		if r.document, err = block.Join(manifest, bodies); err != nil {
			return nil, err
		}
		out = append(out, r)
		i = j
	}
	return out, nil
}

// doc is the row as the index takes it.
func (r row) doc(terms *vocab.Terms) index.Doc {
	a := r.document.About
	var tags []byte
	for _, code := range a.Tags {
		term, ok := terms.Get(vocab.TermID(code))
		if !ok {
			continue
		}
		for _, name := range term.Names {
			tags = append(append(tags, name.Text...), ' ')
		}
	}
	language := a.Language
	if language == "" {
		language = "en"
	}
	return index.Doc{
		ID: string(r.id), Version: r.revision, District: r.district, Consortium: r.consortium, School: r.school,
		Visibility: circle(r), Language: language, Title: a.Title, Tags: string(tags), Summary: a.Why, Body: catalog.BodyWords(r.document),
		Shared: r.shared,
		Facets: map[string][]string{
			Kind: {string(a.Type)}, Subject: a.Subjects, Grade: grade.BandsOf(a.Grades), Language: {language},
			Format: a.Formats, School: {string(r.school)}, Tag: a.Tags, Access: a.Access,
		},
	}
}

// circle is who may find the row. What is for anyone is for partners only while the district shows no public pages.
func circle(r row) index.Visibility {
	switch r.visibility {
	case catalog.SeenByDistrict:
		return index.SeenByDistrict
	case catalog.SeenByConsortium:
		return index.SeenByConsortium
	case catalog.SeenByAnyone:
		if !r.publicOn {
			return index.SeenByConsortium
		}
		return index.SeenByAnyone
	}
	return index.SeenBySchool
}

// Refresh reads resources anew and puts them into the index, or takes them out. It never fails for the caller: what could
// not be read now is read again from the log.
func (s *Service) Refresh(ctx context.Context, resources ...catalog.ResourceID) {
	ctx = context.WithoutCancel(ctx) // the resource changed, whoever goes away
	for len(resources) > 0 {
		n := min(len(resources), batch)
		if err := s.refresh(ctx, resources[:n]); err != nil {
			s.log.ErrorContext(ctx, "search index: refresh failed", "resources", n, "error", err)
		}
		resources = resources[n:]
	}
}

func (s *Service) refresh(ctx context.Context, resources []catalog.ResourceID) error {
	in, args := db.In(1, resources)
	parts, err := db.All(ctx, s.db, scanPart, `SELECT `+rowColumns+rowFrom+`WHERE r.id IN (`+in+`) ORDER BY r.id, h.place`, args...)
	if err != nil {
		return err
	}
	rows, err := gather(parts)
	if err != nil {
		return err
	}
	docs := make([]index.Doc, 0, len(rows))
	for _, r := range rows {
		if r.state != catalog.StatePublished {
			s.index.Remove(string(r.id), r.revision)
			continue
		}
		terms, err := s.topics.Terms(ctx, r.district)
		if err != nil {
			return err
		}
		docs = append(docs, r.doc(terms))
	}
	s.index.Put(docs...)
	return nil
}

// Build fills the index from the database and notes where in the log it stands.
func (s *Service) Build(ctx context.Context) (activity.Position, error) {
	// The position is taken first: what changes during the build is read again from the log.
	position, err := activity.End(ctx, s.db)
	if err != nil {
		return position, err
	}
	after := catalog.ResourceID("")
	for {
		last, n, err := s.buildSome(ctx, after)
		if err != nil {
			return position, err
		}
		if n == 0 {
			s.ready.Store(true)
			return position, nil
		}
		after = last
	}
}

func (s *Service) buildSome(ctx context.Context, after catalog.ResourceID) (catalog.ResourceID, int, error) {
	ids, err := db.All(ctx, s.db, db.Value[catalog.ResourceID], `SELECT id FROM resource WHERE id > $1 AND state = 'published' ORDER BY id LIMIT $2`, after, batch)
	if err != nil || len(ids) == 0 {
		return after, 0, err
	}
	return ids[len(ids)-1], len(ids), s.refresh(ctx, ids)
}

// pause is how long the reader of the log waits when there is nothing new.
const pause = 200 * time.Millisecond

// Follow reads the log from a position until ctx ends, so that what other nodes wrote is found here too.
func (s *Service) Follow(ctx context.Context, from activity.Position) {
	ticks := time.NewTicker(pause)
	defer ticks.Stop()
	for {
		next, err := s.catchUp(ctx, from)
		if err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "search index: reading the log failed", "error", err)
		}
		from = next
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		}
	}
}

func (s *Service) catchUp(ctx context.Context, from activity.Position) (activity.Position, error) {
	for {
		list, err := activity.Next(ctx, s.db, from, batch)
		if err != nil || len(list) == 0 {
			return from, err
		}
		var changed []catalog.ResourceID
		seen := map[string]bool{}
		for _, a := range list {
			if a.ObjectKind == catalog.ObjectKind && !seen[a.Object] {
				seen[a.Object] = true
				changed = append(changed, catalog.ResourceID(a.Object))
			}
		}
		if err := s.refresh(ctx, changed); err != nil {
			return from, err
		}
		from = list[len(list)-1].Position
	}
}
