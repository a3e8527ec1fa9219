package index

import (
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
)

// What a build holds at most beside the finished segments: a few batches of documents, and in each worker the findings of
// one segment and a lexicon.
const (
	batchDocuments = 128
	buildFindings  = 1 << 20 // stems in documents before a segment is made of them
	buildMemory    = 200_000 // words remembered by each worker
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
	w.join(w.segments)
	if len(w.joined) > 1 {
		debug.FreeOSMemory() // what the last join was made of
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	dropDuplicates(w.joined)
	ix.publish(w.joined)
	return ix, nil
}

// buildWork is what the workers of a build share.
type buildWork struct {
	sync.WaitGroup
	ix      *Index
	batches chan []Doc
	used    chan []Doc // batches to be filled again
	stems   sharedStems

	mu        sync.Mutex
	segments  []view // of some thousand documents each
	documents int    // in them

	joining sync.Mutex // held to merge: one at a time, for while it lasts its documents are held twice
	joined  []view     // of about mostDocuments each
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

// keep makes a segment of what a worker has read. Whoever fills the last place of a large one merges it, while the others go on.
func (w *buildWork) keep(b *builder) {
	s := b.segment(w.ix.hash)
	b.reset()
	if s == nil {
		return
	}
	var full []view
	w.mu.Lock()
	w.segments = append(w.segments, view{segment: s})
	if w.documents += int(s.documents()); w.documents >= mostDocuments {
		full, w.segments, w.documents = w.segments, nil, 0
	}
	w.mu.Unlock()
	w.join(full)
}

// join makes one segment of several.
func (w *buildWork) join(parts []view) {
	w.joining.Lock()
	defer w.joining.Unlock()
	dropDuplicates(parts)
	if documents(parts) >= mostDocuments || len(w.joined) > 0 {
		debug.FreeOSMemory() // what the batches before left: beside it the documents would be held twice
	}
	m := merger{names: w.ix.names, parts: parts, last: true}
	if s := m.merge(w.ix.hash); s != nil {
		w.joined = append(w.joined, view{segment: s})
	}
}

// documents is how many the views hold, dead ones included.
func documents(views []view) (n int) {
	for _, v := range views {
		n += int(v.segment.documents())
	}
	return n
}

// dropDuplicates leaves of documents with one id the newest alive.
func dropDuplicates(views []view) {
	type place struct {
		id   string
		view int
		doc  uint32
	}
	all := make([]place, 0, documents(views))
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
