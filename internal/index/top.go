package index

import (
	"cmp"
	"math"
)

func (r *run) rankFit(docs []uint32, scores []float32) {
	rows, highest := r.view.segment.rows, r.view.segment.highestBoost
	floor := float32(-1) // below it, nothing comes among the best, however new
	if len(r.heap) == r.limit {
		floor = math.Float32frombits(uint32(r.heap[0].key)) / highest * (1 - 1e-5)
	}
	scores = scores[:len(docs)]
	for i, doc := range docs {
		if scores[i] < floor {
			continue
		}
		r.offer(r.fitKey(&rows[doc], scores[i]), doc)
	}
}

// fitKey orders a document by its score; positive floats are ordered as their bits are.
func (r *run) fitKey(row *row, score float32) int64 {
	age := int(r.today) - int(row.day)
	return int64(math.Float32bits(score * r.aging[row.halfLife()][max(0, min(age, oldestAge-1))] * row.boost()))
}

// scoreOf is the score by which a key orders.
func scoreOf(key int64) float32 { return math.Float32frombits(uint32(key)) }

// keyOf is by what a document is ordered.
func (r *run) keyOf(doc uint32, score float32) int64 {
	if r.newest {
		return r.view.segment.shared[doc]
	}
	return r.fitKey(&r.view.segment.rows[doc], score)
}

func (r *run) rankNewest(docs []uint32) {
	shared := r.view.segment.shared
	for _, doc := range docs {
		r.offer(shared[doc], doc)
	}
}

// offer keeps the document if it is among the best so far.
func (r *run) offer(key int64, doc uint32) { r.offerThis(candidate{key, int32(r.at), doc}) }

func (r *run) offerThis(c candidate) {
	if len(r.heap) < r.limit {
		r.heap = append(r.heap, c)
		for i := len(r.heap) - 1; i > 0; {
			parent := (i - 1) / 2
			if !r.worse(r.heap[i], r.heap[parent]) {
				break
			}
			r.heap[i], r.heap[parent] = r.heap[parent], r.heap[i]
			i = parent
		}
		return
	}
	if r.limit == 0 || c.key < r.heap[0].key {
		return
	}
	if r.worse(r.heap[0], c) {
		r.replaceWorst(c)
	}
}

func (r *run) replaceWorst(c candidate) {
	heap := r.heap
	i := 0
	for {
		child := 2*i + 1
		if child >= len(heap) {
			break
		}
		if child+1 < len(heap) && r.worse(heap[child+1], heap[child]) {
			child++
		}
		if !r.worse(heap[child], c) {
			break
		}
		heap[i] = heap[child]
		i = child
	}
	heap[i] = c
}

// worse orders candidates: by key, then by newest, then by id. No two are equal.
func (r *run) worse(a, b candidate) bool {
	if a.key != b.key {
		return a.key < b.key
	}
	x, y := r.snap.views[a.view].segment, r.snap.views[b.view].segment
	if c := cmp.Compare(x.shared[a.doc], y.shared[b.doc]); c != 0 {
		return c < 0
	}
	return x.ids.at(a.doc) > y.ids.at(b.doc)
}

// hits gives the page asked for, the best first.
func (r *run) hits() []Hit {
	r.sortBest(r.heap)
	r.liftNear()
	r.liftFavored()
	page := r.page()
	if len(page) == 0 {
		return nil
	}
	hits := make([]Hit, len(page))
	for i, c := range page {
		hits[i].ID = r.snap.views[c.view].segment.ids.at(c.doc)
		if r.once {
			hits[i].Family = r.familyOf(c)
		}
		if !r.newest {
			hits[i].Score = math.Float32frombits(uint32(c.key))
		}
	}
	return hits
}

// page is the candidates of the page asked for, of the best in order.
func (r *run) page() []candidate {
	page := r.heap[min(max(r.query.Offset, 0), len(r.heap)):]
	return page[:min(max(r.query.Limit, 0), len(page))]
}
