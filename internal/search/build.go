package search

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"slices"
	"sync"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// batch is how many resources are handed on, or asked for by name, at once.
const batch = 200

// mostReaders is how many connections a build holds.
const mostReaders = 4

// Build fills the index from the database and gives the place in the log from which Follow goes on.
func (s *Service) Build(ctx context.Context) (activity.Position, error) {
	asked := clock.Micros(s.clock.Now())
	// The position is taken first: what changes during the build is read again from the log.
	position, err := activity.End(ctx, s.db)
	if err != nil {
		return position, err
	}
	docs, resources, err := s.documents(ctx)
	if err != nil {
		return position, err
	}
	BoundGarbage(resources)
	built, err := index.Build(Facets, docs)
	if err != nil {
		return position, err
	}
	s.index.Store(built)
	s.at.Store(&position)
	s.reached.Store(asked)
	s.ready.Store(true)
	return position, nil
}

// Documents gives every resource of the catalog as the index takes it.
func (s *Service) Documents(ctx context.Context) (iter.Seq2[index.Doc, error], error) {
	docs, _, err := s.documents(ctx)
	return docs, err
}

// documents gives about how many there are, too.
func (s *Service) documents(ctx context.Context) (docs iter.Seq2[index.Doc, error], resources int, err error) {
	districts, err := db.All(ctx, s.db, db.Value[id.DistrictID], `SELECT id FROM district`)
	if err != nil {
		return nil, 0, err
	}
	if resources, err = db.One(ctx, s.db, db.Value[int], `SELECT COUNT(*) FROM resource WHERE state = 'published'`); err != nil {
		return nil, 0, err
	}
	b := building{s, map[id.DistrictID]*vocab.Terms{}, s.around.Load(), resources}
	for _, d := range districts {
		if b.terms[d], err = s.topics.Terms(ctx, d); err != nil {
			return nil, 0, err
		}
	}
	return b.published(ctx), resources, nil
}

// building is a build under way.
type building struct {
	*Service
	terms  map[id.DistrictID]*vocab.Terms
	around int64 // at its beginning

	resources int // about as many are read
}

// published gives every resource of the catalog. Several are read and decoded at once; a few batches are held in memory.
func (b *building) published(ctx context.Context) iter.Seq2[index.Doc, error] {
	return func(yield func(index.Doc, error) bool) {
		ctx, stop := context.WithCancel(ctx)
		var readers sync.WaitGroup
		spans, out := make(chan span), make(chan found)
		for range min(runtime.GOMAXPROCS(0), mostReaders) {
			readers.Go(func() {
				for next := range spans {
					b.read(ctx, next, out)
				}
			})
		}
		go func() {
			for _, next := range allSpans(b.resources) {
				spans <- next
			}
			close(spans)
			readers.Wait()
			close(out)
		}()
		defer func() {
			stop()
			for range out { // until the readers have ended
			}
		}()
		for part := range out {
			for _, doc := range part.docs {
				if !yield(doc, nil) {
					return
				}
			}
			if part.err != nil {
				yield(index.Doc{}, part.err)
				return
			}
		}
	}
}

// found is what a reader hands on.
type found struct {
	docs []index.Doc
	err  error
}

// span is the resources whose ids lie between two texts, the second left out.
type span struct{ from, to catalog.ResourceID }

// letters are those of ids, in their order.
const letters = "0123456789abcdefghjkmnpqrstvwxyz"

// manyResources is from how many on ids are cut by two letters: what a reader holds of a span at once stays small.
const manyResources = 50_000

// allSpans cuts all ids there can be into pieces, small enough that readers end together.
func allSpans(resources int) (out []span) {
	last := catalog.ResourceID("")
	cut := func(at string) {
		out = append(out, span{last, catalog.ResourceID(at)})
		last = catalog.ResourceID(at)
	}
	for i := range letters {
		cut(letters[i : i+1])
		for j := 0; resources >= manyResources && j < len(letters); j++ {
			cut(letters[i:i+1] + letters[j:j+1])
		}
	}
	cut("\x7f")
	return out
}

// read hands on the documents of a span, and an error if there is one. Once ctx has ended nobody listens.
func (b *building) read(ctx context.Context, in span, out chan<- found) {
	send := func(f found) error {
		select {
		case out <- f:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	const condition = `r.id >= $1 AND r.id < $2 AND r.state = 'published'`
	n, err := b.readNearby(ctx, condition, in.from, in.to)
	if err != nil {
		_ = send(found{err: err})
		return
	}
	docs := make([]index.Doc, 0, batch)
	err = b.each(ctx, func(r resource) error {
		n.around(&r)
		terms, ok := b.terms[r.district]
		if !ok {
			return nil // of a district that came during the build: the log tells of it
		}
		if docs = append(docs, r.doc(terms, b.around)); len(docs) < batch {
			return nil
		}
		full := docs
		docs = make([]index.Doc, 0, batch)
		return send(found{docs: full})
	}, condition, in.from, in.to)
	if send(found{docs, err}) != nil {
		return
	}
}

// Refresh puts resources into the index as they stand, or takes them out. What the change does not tell is read. It never fails
// for the caller: what could not be had now is read again from the log.
func (s *Service) Refresh(ctx context.Context, changes ...catalog.Change) {
	ctx = context.WithoutCancel(ctx) // the resources changed, whoever goes away
	var told []resource
	var unread []catalog.ResourceID
	for _, c := range changes {
		if c.Now == nil || c.Now.State != catalog.StatePublished {
			unread = append(unread, c.ID)
			continue
		}
		told = append(told, standing(c.Now))
	}
	if err := errors.Join(s.take(ctx, told), s.refresh(ctx, unread)); err != nil {
		s.log.ErrorContext(ctx, "search index: refresh failed", "resources", len(changes), "error", err)
	}
}

// take puts resources that are at hand into the index. What lies around them is read, until it has not changed meanwhile.
func (s *Service) take(ctx context.Context, told []resource) error {
	for len(told) > 0 {
		around := s.around.Load()
		if err := s.readDistricts(ctx, told); err != nil {
			return err
		}
		if err := s.putAll(ctx, told, around); err != nil || s.around.Load() == around {
			return err
		}
	}
	return nil
}

// putAll puts published resources into the index.
func (s *Service) putAll(ctx context.Context, list []resource, around int64) error {
	if err := s.nearbyOf(ctx, list); err != nil {
		return err
	}
	docs := make([]index.Doc, len(list))
	for i := range list {
		terms, err := s.topics.Terms(ctx, list[i].district)
		if err != nil {
			return err
		}
		docs[i] = list[i].doc(terms, around)
	}
	s.index.Load().Put(docs...)
	return nil
}

func (s *Service) refresh(ctx context.Context, resources []catalog.ResourceID) error {
	for len(resources) > 0 {
		n := min(len(resources), batch)
		if err := s.refreshSome(ctx, resources[:n]); err != nil {
			return err
		}
		if resources = resources[n:]; len(resources) > 0 {
			s.pulse.heard(s.now()) // what follows the log works through a great change
		}
	}
	return nil
}

// refreshSome reads until nothing around the resources has changed meanwhile: whoever notes such a change looks for the
// documents that have to do with it in the index, where these were not yet.
func (s *Service) refreshSome(ctx context.Context, resources []catalog.ResourceID) error {
	for {
		around := s.around.Load()
		if err := s.refreshAs(ctx, resources, around); err != nil || s.around.Load() == around {
			return err
		}
	}
}

func (s *Service) refreshAs(ctx context.Context, resources []catalog.ResourceID, around int64) error {
	var read []resource
	in, args := db.In(1, resources)
	err := s.each(ctx, func(r resource) error {
		read = append(read, r)
		return nil
	}, `r.id IN (`+in+`)`, args...)
	if err != nil {
		return err
	}
	var published []resource
	for _, r := range read {
		if r.state == catalog.StatePublished {
			published = append(published, r)
		} else {
			s.index.Load().Remove(string(r.id), r.version(around))
		}
	}
	if err := s.putAll(ctx, published, around); err != nil {
		return err
	}
	return s.purge(ctx, without(resources, read))
}

// without gives those that were not read: they are no more.
func without(resources []catalog.ResourceID, read []resource) []catalog.ResourceID {
	return slices.DeleteFunc(slices.Clone(resources), func(r catalog.ResourceID) bool {
		return slices.ContainsFunc(read, func(have resource) bool { return have.id == r })
	})
}

// purge leaves nothing of resources that the database has no more, neither in the index nor in the one that is stored.
func (s *Service) purge(ctx context.Context, resources []catalog.ResourceID) error {
	if len(resources) == 0 {
		return nil
	}
	ids := make([]string, len(resources))
	for i, r := range resources {
		ids[i] = string(r)
	}
	s.index.Load().Purge(ids...)
	s.log.InfoContext(ctx, "search index: purged", "resources", len(ids))
	return s.dropStored()
}
