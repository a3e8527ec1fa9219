package index

import (
	"hash/maphash"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Index answers queries from memory. Any number of goroutines may search and change it at once.
type Index struct {
	names *names
	hash  idHash
	aging *freshnessTable

	remembered int // documents of a segment in which a word stands, from which on its answer is remembered

	current atomic.Pointer[snapshot] // what a search sees, whole
	kin     kinOfAll

	recalled kinAnswers
	warming  warming

	mu      sync.Mutex        // held to change current
	removed map[string]int64  // version at which an id went, until it comes again
	merging map[*segment]bool // parts of the merge under way
	idle    *sync.Cond        // nothing is merging
	busy    bool              // a goroutine is merging

	builders chan *builder // at rest
	runs     chan *run     // at rest
}

// snapshot is the index at one moment. Of all documents with one id at most one lives.
type snapshot struct {
	views []view
	live  int
}

// view is a segment and which of its documents no longer count.
type view struct {
	segment *segment
	dead    *deadSet
}

func (v view) live() int { return int(v.segment.documents()) - v.dead.len() }

// New makes an empty index that counts and filters by the facets named, at most 32.
func New(facets ...string) *Index {
	if len(facets) > mostFacets {
		panic("index: more than 32 facets")
	}
	ix := &Index{
		names: newNames(slices.Clone(facets)), hash: idHash{maphash.MakeSeed()}, aging: newFreshnessTable(), remembered: rememberedMatches,
		removed: map[string]int64{}, merging: map[*segment]bool{},
		builders: make(chan *builder, 2), runs: make(chan *run, 2*runtime.GOMAXPROCS(0)),
	}
	ix.idle = sync.NewCond(&ix.mu)
	ix.current.Store(&snapshot{})
	return ix
}

// Len is the number of documents.
func (ix *Index) Len() int { return ix.current.Load().live }

// Version is the version held of a document; false when there is none.
func (ix *Index) Version(id string) (int64, bool) {
	hash := maphash.String(ix.hash.seed, id)
	for _, v := range ix.current.Load().views {
		if doc, ok := v.segment.find(id, hash); ok && !v.dead.has(doc) {
			return v.segment.versions[doc], true
		}
	}
	return 0, false
}

// Memory estimates the bytes taken by the documents, without what searches and writers hold for their work.
func (ix *Index) Memory() int {
	size := 0
	for _, v := range ix.current.Load().views {
		size += v.segment.size()
		if v.dead != nil {
			size += len(v.dead.chunks) * 8
			for _, chunk := range v.dead.chunks {
				if chunk != nil {
					size += len(chunk) * 8
				}
			}
		}
	}
	const entry = 160 // a name, its key and its place in the table of names
	return size + entry*(len(ix.names.values.all())+len(ix.names.places.all())+len(ix.names.audiences.all()))
}

// writerMemory is how many words a writer remembers between documents.
const writerMemory = 50_000

// Put adds documents and replaces older versions of them. Searches that begin after it returns find all of them, no
// search finds some. A document at or below the version held, or removed, is passed over.
func (ix *Index) Put(docs ...Doc) {
	var b *builder
	select {
	case b = <-ix.builders:
	default:
		b = newBuilder(ix.names, writerMemory)
	}
	b.reset()
	for i := range docs {
		held, ok := ix.Version(docs[i].ID)
		if (!ok || held < docs[i].Version) && !outdated(docs, i) {
			b.add(&docs[i])
		}
	}
	fresh := b.segment(ix.hash)
	select {
	case ix.builders <- b:
	default:
	}
	if fresh == nil {
		return
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.publish(ix.admit(fresh))
}

// outdated says whether another of the documents is the same one at a higher version, or came before at this version.
func outdated(docs []Doc, i int) bool {
	for j := range docs {
		if i != j && docs[i].ID == docs[j].ID && (docs[i].Version < docs[j].Version || docs[i].Version == docs[j].Version && j < i) {
			return true
		}
	}
	return false
}

// admit gives the views with a fresh segment among them, in which those documents live that are newer than what is held.
// The caller holds mu.
func (ix *Index) admit(fresh *segment) []view {
	views := slices.Clone(ix.current.Load().views)
	self := len(views)
	views = append(views, view{segment: fresh})
	for doc := range fresh.documents() {
		id, version := fresh.ids.at(doc), fresh.versions[doc]
		if at, ok := ix.removed[id]; ok {
			if at >= version {
				views[self].kill(doc)
				continue
			}
			delete(ix.removed, id)
		}
		hash := maphash.String(ix.hash.seed, id)
		for i := range views[:self] {
			v := &views[i]
			old, ok := v.segment.find(id, hash)
			if !ok || v.dead.has(old) {
				continue
			}
			if v.segment.versions[old] >= version {
				views[self].kill(doc)
			} else {
				v.kill(old)
			}
			break
		}
	}
	return views
}

func (v *view) kill(doc uint32) { v.dead = v.dead.with(doc, v.segment.documents()) }

// Remove takes a document out, unless a newer version than the one given is held. A version of it at or below that one,
// should it arrive later, is passed over. To remember that takes a little memory until the index is built anew.
func (ix *Index) Remove(id string, version int64) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	views := slices.Clone(ix.current.Load().views)
	hash := maphash.String(ix.hash.seed, id)
	for i := range views {
		v := &views[i]
		doc, ok := v.segment.find(id, hash)
		if !ok || v.dead.has(doc) {
			continue
		}
		if v.segment.versions[doc] > version {
			return
		}
		v.kill(doc)
		break
	}
	if at, ok := ix.removed[id]; !ok || at < version {
		ix.removed[id] = version
	}
	ix.publish(views)
}

// publish makes the views what searches see from now on, after small merges, and starts larger ones in the background.
// The caller holds mu.
func (ix *Index) publish(views []view) {
	views = ix.mergeSmall(views)
	next := &snapshot{views: slices.DeleteFunc(views, func(v view) bool { return v.live() == 0 && !ix.merging[v.segment] })}
	for _, v := range next.views {
		next.live += v.live()
		v.segment.families(ix.names) // here, so that no search waits for it
	}
	ix.current.Store(next)
	if !ix.busy && len(ix.chooseMerge(next.views, mostDocuments)) > 0 {
		ix.busy = true
		go ix.mergeLarge()
	}
}
