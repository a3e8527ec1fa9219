package index

import (
	"iter"
	"runtime"
	"slices"
	"sync"
)

// What a build holds at most beside the finished segments: a few batches of documents, and in each worker the findings of
// one segment and a lexicon.
const (
	batchDocuments = 128
	buildFindings  = 1 << 20 // stems in documents before a segment is made of them
	buildMemory    = 500_000 // words remembered by each worker
)

// Build makes an index of all documents, by every processor. It reads documents one after the other and does not hold
// them; the first error of the sequence ends it. Of documents with one id the newest version counts, in whatever order
// they come.
//
// An index is built anew beside the one that answers: note the position of the log, build, apply the log from that
// position on, and put the new one in the place of the old. What is applied twice does no harm.
func Build(facets []string, docs iter.Seq2[Doc, error]) (*Index, error) {
	ix := New(facets...)
	w := buildWork{ix: ix, batches: make(chan []Doc, runtime.GOMAXPROCS(0)), used: make(chan []Doc, 2*runtime.GOMAXPROCS(0))}
	for range runtime.GOMAXPROCS(0) {
		w.Go(w.work)
	}
	err := w.feed(docs)
	close(w.batches)
	w.Wait()
	if err != nil {
		return nil, err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	views := make([]view, 0, len(w.segments))
	for _, s := range w.segments {
		views = append(views, view{segment: s})
	}
	w.segments = nil // what is merged may go
	dropDuplicates(views)
	ix.publish(mergeAll(ix, views))
	return ix, nil
}

// buildWork is what the workers of a build share.
type buildWork struct {
	sync.WaitGroup
	ix      *Index
	batches chan []Doc
	used    chan []Doc // batches to be filled again
	stems   sharedStems

	mu       sync.Mutex
	segments []*segment
}

func (w *buildWork) feed(docs iter.Seq2[Doc, error]) error {
	batch := w.empty()
	for d, err := range docs {
		if err != nil {
			return err
		}
		if batch = append(batch, d); len(batch) == batchDocuments {
			w.batches <- batch
			batch = w.empty()
		}
	}
	w.batches <- batch
	return nil
}

func (w *buildWork) empty() []Doc {
	select {
	case batch := <-w.used:
		return batch[:0]
	default:
		return make([]Doc, 0, batchDocuments)
	}
}

func (w *buildWork) work() {
	b := newBuilder(w.ix.names, buildMemory)
	b.words.shared = &w.stems
	for batch := range w.batches {
		for i := range batch {
			b.add(&batch[i])
		}
		clear(batch)
		select {
		case w.used <- batch:
		default:
		}
		if len(b.found) >= buildFindings {
			w.keep(b)
		}
	}
	w.keep(b)
}

func (w *buildWork) keep(b *builder) {
	if s := b.segment(w.ix.hash); s != nil {
		w.mu.Lock()
		w.segments = append(w.segments, s)
		w.mu.Unlock()
	}
	b.reset()
}

// dropDuplicates leaves of documents with one id the newest alive.
func dropDuplicates(views []view) {
	type place struct {
		id   string
		view int
		doc  uint32
	}
	var all []place
	for i, v := range views {
		for doc := range v.segment.documents() {
			all = append(all, place{v.segment.ids.at(doc), i, doc})
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		if a.id != b.id {
			if a.id < b.id {
				return -1
			}
			return 1
		}
		if va, vb := views[a.view].segment.versions[a.doc], views[b.view].segment.versions[b.doc]; va < vb {
			return -1
		}
		return 1
	})
	for i := 1; i < len(all); i++ {
		if all[i].id == all[i-1].id {
			views[all[i-1].view].kill(all[i-1].doc)
		}
	}
}

// mergeAll merges segments into few of at most mostDocuments each, in parallel.
func mergeAll(ix *Index, views []view) []view {
	var groups [][]view
	total := 0
	for _, v := range views {
		if total += v.live(); len(groups) == 0 || total > mostDocuments {
			groups = append(groups, nil)
			total = v.live()
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], v)
	}
	merged := make([]view, len(groups))
	running := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i, group := range groups {
		running <- struct{}{}
		wait.Go(func() {
			m := merger{names: ix.names, parts: group}
			merged[i].segment = m.merge(ix.hash)
			clear(group)
			<-running
		})
	}
	wait.Wait()
	return slices.DeleteFunc(merged, func(v view) bool { return v.segment == nil })
}
