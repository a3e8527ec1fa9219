package index

import "slices"

// run is one search at work. Runs are kept and used again, so that a search allocates little more than its result.
type run struct {
	known map[string]*readings // by word as written

	snap   *snapshot
	query  *Query
	words  []queryWord
	order  []int // words, the rarest first
	found  []list
	places []lists

	matcher
	collector
	remembering
}

func newRun() *run { return &run{known: map[string]*readings{}} }

// Search answers a query from one moment of the index: hits, total and counts agree with each other.
func (ix *Index) Search(q Query) Result {
	r := ix.begin()
	defer ix.end(r)
	return r.search(ix, &q)
}

// begin gives a run for one search, to be given back by end.
func (ix *Index) begin() *run {
	select {
	case r := <-ix.runs:
		return r
	default:
		return newRun()
	}
}

func (ix *Index) end(r *run) {
	r.snap, r.query = nil, nil
	select {
	case ix.runs <- r:
	default:
	}
}

func (r *run) search(ix *Index, q *Query) Result {
	// The names are read after the snapshot: they hold all that its segments speak of.
	r.snap, r.query = ix.current.Load(), q
	r.readWords(q)
	r.find()
	r.order = r.order[:0]
	for w := range r.words {
		r.order = append(r.order, w)
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return r.words[a].having - r.words[b].having })
	r.prepare(ix, q)
	relaxed := false
	r.matchAll(ix)
	if r.met == 0 && r.mayRelax() {
		relaxed = true
		r.restart()
		r.matchAny()
	}
	return Result{Total: r.total, Hits: r.hits(), Facets: r.facets(ix.names), Relaxed: relaxed && r.met > 0}
}

// required says whether a document in the language must have the word: all words but the dispensable, or all when there
// are no others.
func (r *run) required(a analyser, word int) bool {
	return !r.dispensable(a, word) || r.onlyStops(a)
}

// dispensable words are those that carry grammar, and the first letter of a word that is being typed.
func (r *run) dispensable(a analyser, word int) bool {
	w := &r.words[word]
	if w.prefix {
		return len(w.folded) == 1
	}
	return w.stops[a]
}

// onlyStops says whether the query has nothing but dispensable words.
func (r *run) onlyStops(a analyser) bool {
	for w := range r.words {
		if !r.dispensable(a, w) {
			return false
		}
	}
	return true
}

// mayRelax says whether asking for any of the words is less than asking for all.
func (r *run) mayRelax() bool {
	for a := range analyser(analysers) {
		required := 0
		for w := range r.words {
			if r.required(a, w) {
				required++
			}
		}
		if required > 1 {
			return true
		}
	}
	return false
}

// matchAll gives the collector every document that has all the words.
func (r *run) matchAll(ix *Index) {
	if len(r.words) == 0 {
		r.browse(ix)
		return
	}
	for i, v := range r.snap.views {
		if !r.recall(ix, i, v) {
			r.matchAllIn(i, v)
		}
	}
}

func (r *run) matchAllIn(i int, v view) {
	for a := range analyser(analysers) {
		if v.segment.firstTerm[a] < v.segment.firstTerm[a+1] {
			r.matchAllOf(i, v, a)
		}
	}
}

func (r *run) matchAllOf(i int, v view, a analyser) {
	r.asked = r.asked[:0]
	single, expected := true, int(v.segment.documents())
	for _, w := range r.order {
		if !r.required(a, w) {
			continue
		}
		found := r.of(i, a, w)
		if len(found) == 0 {
			return
		}
		single = single && len(found) == 1 && found[0].asked == allForms
		expected = min(expected, listed(v.segment, found))
		r.asked = append(r.asked, asked{lists: found, rarity: r.words[w].rarity})
	}
	r.enter(i, v, expected)
	if single {
		r.conjunction(v.segment)
	} else {
		r.accumulate(v.segment, true)
	}
	r.leave()
}

// matchAny gives the collector every document that has at least one of the words.
func (r *run) matchAny() {
	for i, v := range r.snap.views {
		for a := range analyser(analysers) {
			r.asked = r.asked[:0]
			expected := 0
			for _, w := range r.order {
				if found := r.of(i, a, w); len(found) > 0 && r.required(a, w) {
					expected += listed(v.segment, found)
					r.asked = append(r.asked, asked{lists: found, rarity: r.words[w].rarity})
				}
			}
			if len(r.asked) > 0 {
				r.enter(i, v, expected)
				r.accumulate(v.segment, false)
				r.leave()
			}
		}
	}
}

func listed(s *segment, found []list) int {
	n := 0
	for _, l := range found {
		n += int(s.lists.heads[l.term].documents)
	}
	return n
}
