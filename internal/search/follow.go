package search

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// pause is how long the reader of the log waits when there is nothing new.
const pause = 200 * time.Millisecond

// Start fills the index, from the one stored if that is of use and else from the database, brings it to the end of the log,
// and gives the place from which Follow goes on.
func (s *Service) Start(ctx context.Context) (activity.Position, error) {
	position, err := s.openStored(ctx)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.log.InfoContext(ctx, "search index: built anew", "reason", err)
		}
		if position, err = s.Build(ctx); err != nil {
			return position, err
		}
	} else {
		s.at.Store(&position)
		BoundGarbage(s.Len())
	}
	if position, err = s.catchUp(ctx, position); err != nil {
		return position, err
	}
	if err := s.applyCommitted(ctx, position); err != nil {
		return position, err
	}
	s.ready.Store(true)
	return position, nil
}

// Follow reads the log from a position until ctx ends, so that what other nodes wrote is found here too, and stores the index
// now and then.
func (s *Service) Follow(ctx context.Context, from activity.Position) {
	ticks := time.NewTicker(pause)
	defer ticks.Stop()
	hinted, unlisten := s.listen(ctx)
	defer unlisten()
	s.pulse.ended(s.reached.Load())
	s.pulse.follows.Store(true)
	keeping := keeper{Service: s}
	defer keeping.wait()
	for {
		next, err := s.catchUp(ctx, from)
		if err != nil && ctx.Err() == nil {
			s.pulse.lost.Store(true)
			s.log.ErrorContext(ctx, "search index: reading the log failed", "error", err)
		}
		from = next
		keeping.consider(ctx)
		s.index.Load().WarmNext(s.now()) // one at a time: it takes some milliseconds
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
		case <-hinted:
		}
	}
}

// listenAgain is how long it is waited before listening for hints again after the connection has failed.
const listenAgain = time.Second

// listen gives what tells that the log may hold something new, for whoever cannot wait for the next look. Call unlisten once ctx
// has ended.
func (s *Service) listen(ctx context.Context) (hinted <-chan struct{}, unlisten func()) {
	hints, ended := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			err := s.db.Listen(ctx, func() {
				select {
				case hints <- struct{}{}:
				default:
				}
			})
			if ctx.Err() == nil {
				s.log.WarnContext(ctx, "search index: no hints from other nodes for now", "error", err)
			}
			select {
			case <-ctx.Done():
			case <-time.After(listenAgain):
			}
		}
	}()
	return hints, func() { <-ended }
}

// catchUp applies the log from a position to its end and gives the position it came to.
func (s *Service) catchUp(ctx context.Context, from activity.Position) (activity.Position, error) {
	for {
		asked := s.now()
		s.pulse.silent(asked)
		horizon, err := s.db.Horizon(ctx)
		if err != nil {
			return from, err
		}
		list, err := activity.Below(ctx, s.db, from, horizon, batch)
		if err == nil && len(list) == 0 {
			err = s.atEnd(ctx, from, asked, horizon)
		}
		if err != nil || len(list) == 0 {
			return from, err
		}
		if err := s.apply(ctx, list); err != nil {
			return from, err
		}
		from = list[len(list)-1].Position
		s.at.Store(&from)
		s.pulse.heard(s.now())
		if s.tell != nil {
			s.tell(list)
		}
		s.applied.Add(int64(len(list)))
	}
}

// atEnd notes that the log had nothing more below the horizon when it was asked for. A node that had lost sight of the log reads what
// transactions under way hold back, too.
func (s *Service) atEnd(ctx context.Context, from activity.Position, asked, horizon int64) error {
	if s.pulse.lost.Load() {
		if err := s.applyCommitted(ctx, from); err != nil {
			return err
		}
	}
	s.reached.Store(asked)
	s.pulse.ended(asked)
	s.upTo.raise(horizon)
	return nil
}

// applyCommitted applies what is committed after a position, though transactions under way hold readers of the log back: what
// was saved before a start is found after it.
func (s *Service) applyCommitted(ctx context.Context, from activity.Position) error {
	for {
		list, err := activity.Committed(ctx, s.db, from, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.apply(ctx, list); err != nil {
			return err
		}
		from = list[len(list)-1].Position
	}
}

// apply brings the index to what the activities tell of. What it did already does no harm.
func (s *Service) apply(ctx context.Context, list []activity.Activity) error {
	changed := map[catalog.ResourceID]bool{}
	topics := map[id.DistrictID][]vocab.TermID{}
	shows := map[id.DistrictID]bool{}
	var used, versions, moved []catalog.ResourceID
	var subscriptions []string
	for _, a := range list {
		switch {
		case a.ObjectKind == catalog.ObjectKind && aboutUse(a):
			used = append(used, catalog.ResourceID(a.Object))
		case a.ObjectKind == catalog.ObjectKind:
			if a.Verb == adapt.Joined || a.Verb == adapt.Parted {
				moved = append(moved, catalog.ResourceID(a.Object), adapt.CoreOf(a))
			}
			if aboutVersions(a) {
				versions = append(versions, catalog.ResourceID(a.Object))
			}
			changed[catalog.ResourceID(a.Object)] = true
		case a.ObjectKind == vocab.ObjectKind:
			terms, err := vocab.Concerned(a)
			if err != nil {
				return err
			}
			topics[a.District] = append(topics[a.District], terms...)
		case a.Verb == vocab.ProposalTaken:
			term, err := s.topics.Became(ctx, a.District, vocab.ProposalID(a.Object))
			if err != nil {
				return err
			}
			topics[a.District] = append(topics[a.District], term)
		case a.Verb == people.DistrictChanged: // it may show its schools, or no longer
			shows[a.District] = true
			s.forgetRosters()
		case a.ObjectKind == "person" || a.Verb == people.PeopleAdded || a.ObjectKind == "school" || a.Verb == people.SchoolsAdded:
			s.forgetRosters()
		case aboutSubscription(a):
			subscriptions = append(subscriptions, a.Object)
		}
	}
	if err := s.refreshOlder(ctx, slices.Collect(maps.Keys(changed))); err != nil {
		return err
	}
	below, err := s.below(ctx, moved)
	if err != nil {
		return err
	}
	if err := s.liftAnew(ctx, append(used, below...), versions); err != nil {
		return err
	}
	for district, terms := range topics {
		s.topics.Forget(district)
		s.around.Add(1)
		if err := s.refresh(ctx, s.carrying(district, terms)); err != nil {
			return err
		}
	}
	if err := s.refreshSubscribed(ctx, subscriptions); err != nil {
		return err
	}
	for district := range shows {
		if err := s.refreshOutward(ctx, district); err != nil {
			return err
		}
	}
	return nil
}

// refreshOlder refreshes those resources of which the index holds an older state than the database. Most of what the log
// tells of was written here and is in the index.
func (s *Service) refreshOlder(ctx context.Context, resources []catalog.ResourceID) error {
	type state struct {
		id       catalog.ResourceID
		revision int64
		shared   bool
	}
	in, args := db.In(1, resources)
	states, err := db.All(ctx, s.db, func(row db.Row) (st state, err error) {
		err = row.Scan(&st.id, &st.revision, &st.shared)
		return st, err
	}, `SELECT id, revision, state = 'published' FROM resource WHERE id IN (`+in+`)`, args...)
	if err != nil {
		return err
	}
	var older []catalog.ResourceID
	gone := map[catalog.ResourceID]bool{}
	for _, r := range resources {
		gone[r] = true
	}
	ix := s.index.Load()
	for _, st := range states {
		delete(gone, st.id)
		if version, there := ix.Version(string(st.id)); there != st.shared || there && version>>aroundBits < st.revision {
			older = append(older, st.id)
		}
	}
	return s.refresh(ctx, slices.AppendSeq(older, maps.Keys(gone)))
}

// carrying lists the resources in the index that are filed under one of the topics.
func (s *Service) carrying(district id.DistrictID, topics []vocab.TermID) []catalog.ResourceID {
	values := make([]string, len(topics))
	for i, t := range topics {
		values[i] = string(t)
	}
	ix := s.index.Load()
	result := ix.Search(index.Query{Filters: map[string][]string{Tag: values}, Scope: index.Scope{District: district, System: true}, Limit: ix.Len()})
	return idsOf(result.Hits)
}

// refreshOutward refreshes what a district shares beyond itself: who may find that depends on the district too.
func (s *Service) refreshOutward(ctx context.Context, district id.DistrictID) error {
	s.forgetDatabases()
	s.around.Add(1)
	list, err := db.All(ctx, s.db, db.Value[catalog.ResourceID], `SELECT id FROM resource
		WHERE district = $1 AND state = 'published' AND visibility IN ('consortium', 'public')`, district)
	if err != nil {
		return err
	}
	return s.refresh(ctx, list)
}
