package index

import (
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
)

// Segments are merged with others of their size, four at a time, so that a document is moved about once for every
// fourfold growth and a search meets a few segments of each size.
const (
	mergeWidth    = 4
	smallSegment  = 1 << 4  // below it, segments are merged by whoever saves: that takes less than a millisecond
	mostDocuments = 250_000 // of a segment that is merged from others
	mostlyDead    = 4       // a segment is written anew when one in so many of its documents is dead
)

// tier is the size of a segment in powers of four.
func tier(live int) int { return (bits.Len(uint(live)) - 1) / 2 }

// chooseMerge gives the segments below a size that are due to be merged next, none when all is well. The caller holds mu.
func (ix *Index) chooseMerge(views []view, below int) []view {
	var tiers [32][]view
	for _, v := range views {
		live := v.live()
		if ix.merging[v.segment] || live == 0 || live >= below {
			continue
		}
		if t := tier(live); live <= mostDocuments/2 {
			tiers[t] = append(tiers[t], v)
		}
		if dead := v.dead.len(); below == mostDocuments && dead > smallSegment && dead*mostlyDead > live+dead {
			return []view{v}
		}
	}
	for _, same := range tiers {
		if len(same) >= mergeWidth {
			return atMost(same)
		}
	}
	return nil
}

// atMost gives as many of the views, the smallest first, as one segment may hold.
func atMost(views []view) []view {
	slices.SortStableFunc(views, func(a, b view) int { return a.live() - b.live() })
	total := 0
	for i, v := range views {
		if total += v.live(); total > mostDocuments {
			return views[:max(i, 2)]
		}
	}
	return views
}

// mergeSmall merges what whoever saves merges at once. The caller holds mu.
func (ix *Index) mergeSmall(views []view) []view {
	for {
		parts := ix.chooseMerge(views, smallSegment)
		if len(parts) == 0 {
			return views
		}
		m := merger{names: ix.names, parts: parts}
		views = replace(views, parts, view{segment: m.merge(ix.hash)})
	}
}

// replace puts one view where several were.
func replace(views, parts []view, by view) []view {
	views = slices.DeleteFunc(views, func(v view) bool {
		return slices.ContainsFunc(parts, func(p view) bool { return p.segment == v.segment })
	})
	if by.segment != nil {
		views = append(views, by)
	}
	return views
}

// mergeLarge merges until nothing is due. Searches and writers go on meanwhile.
func (ix *Index) mergeLarge() {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for {
		parts := ix.chooseMerge(ix.current.Load().views, mostDocuments)
		if len(parts) == 0 {
			break
		}
		ix.rewrite(parts)
	}
	ix.busy = false
	ix.idle.Broadcast()
}

// rewrite puts one segment in the place of several, or of one with its dead. Documents that die while it is being written
// are marked dead in it. The caller is the one for whom the index is busy, and holds mu, which is free meanwhile.
func (ix *Index) rewrite(parts []view) {
	for _, p := range parts {
		ix.merging[p.segment] = true
	}
	ix.mu.Unlock()
	m := merger{names: ix.names, parts: parts, pace: &pace{}}
	merged := view{segment: m.merge(ix.hash)}
	ix.mu.Lock()
	views := slices.Clone(ix.current.Load().views)
	for i, p := range parts {
		now := views[slices.IndexFunc(views, func(v view) bool { return v.segment == p.segment })]
		now.dead.eachSince(p.dead, func(doc uint32) { merged.kill(m.moves[i][doc]) })
		delete(ix.merging, p.segment)
	}
	ix.publish(replace(views, parts, merged))
}

// Purge takes documents out for good and leaves nothing of their text behind, not even among what was replaced and waits to
// be merged away. Whatever version comes later is passed over.
func (ix *Index) Purge(ids ...string) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for ix.busy {
		ix.idle.Wait()
	}
	ix.busy = true
	views := slices.Clone(ix.current.Load().views)
	var touched []*segment
	for _, id := range ids {
		ix.removed[id] = math.MaxInt64
		hash := maphash.String(ix.hash.seed, id)
		for i := range views {
			if doc, ok := views[i].segment.find(id, hash); ok {
				views[i].kill(doc)
				touched = append(touched, views[i].segment)
			}
		}
	}
	ix.publish(views)
	for _, s := range touched {
		views := ix.current.Load().views
		if i := slices.IndexFunc(views, func(v view) bool { return v.segment == s }); i >= 0 {
			ix.rewrite(views[i : i+1 : i+1])
		}
	}
	ix.busy = false
	ix.idle.Broadcast()
	ix.publish(slices.Clone(ix.current.Load().views))
}
