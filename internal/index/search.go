package index

import "slices"

// run is one search at work. Runs are kept and used again, so that a search allocates little more than its result.
type run struct {
	known map[string]*readings // by word as written

	names    *names
	snap     *snapshot
	query    *Query
	words    []queryWord
	joined   []byte // two neighboring words written as one
	sequence []int  // words as they follow each other, by their place in words
	also     []alternative
	barring  []*readings // words that must not be there
	over     string      // the first word that is passed over
	phrases  []phrase
	order    []int // words, the rarest first
	found    []list
	places   []lists

	matcher
	collector
	remembering
	nearness
	closeness
	kindred
	favors []favored
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
	r.forgetKin()
	r.snap, r.query = nil, nil
	select {
	case ix.runs <- r:
	default:
	}
}

func (r *run) search(ix *Index, q *Query) Result {
	// The names are read after the snapshot: they hold all that its segments speak of.
	r.names, r.snap, r.query = ix.names, ix.current.Load(), q
	r.readWords(q)
	r.prepare(ix, q)
	r.wantsOnce(q)
	r.wantsNear()
	r.wantsFavors(q)
	r.find()
	taken, offered := r.correct(q)
	r.order = r.order[:0]
	for w := range r.words {
		r.order = append(r.order, w)
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return r.words[a].having - r.words[b].having })
	out := Result{Taken: taken, Offered: offered, Unknown: r.unknown(), Over: r.over}
	if len(out.Unknown) == 0 {
		r.matchAll(ix)
		r.takeRecalled(ix)
	}
	if out.Whole = r.total - r.repeated; r.mayRelax(len(out.Unknown)) {
		met := r.met
		r.restart()
		r.matchNear()
		out.Relaxed = r.met > met
	}
	r.offerKin()
	r.countKin()
	out.Total, out.Every, out.Hits, out.Facets = r.total-r.repeated, r.total, r.hits(), r.facets(ix.names)
	if q.Reasons {
		for _, c := range r.page() {
			out.Reasons = append(out.Reasons, r.reasonsOf(c))
		}
	}
	return out
}

// required says whether a document in the language must have the word: all words that exist but the dispensable, or all when
// there are no others.
func (r *run) required(a analyser, word int) bool {
	return !r.words[word].unknown && (!r.dispensable(a, word) || r.onlyStops(a))
}

// dispensable words are those that carry grammar, and the first letter of a word that is being typed.
func (r *run) dispensable(a analyser, word int) bool {
	w := &r.words[word]
	if w.prefix {
		return len(w.folded) == 1
	}
	return w.stops[a]
}

// foreign says whether words are left without those that carry grammar in a language in which people ask, whatever the document's: an English
// document is not found by the "en" of "libros en español" alone.
func (r *run) foreign() bool {
	return slices.ContainsFunc(r.words, func(w queryWord) bool { return !w.unknown && !w.passing() })
}

// telling says whether one of the words that must be there says more than little: then those that say little need not be.
func (r *run) telling(a analyser) bool {
	for w := range r.words {
		if !r.words[w].weak && !r.words[w].passing() && r.required(a, w) {
			return true
		}
	}
	return false
}

// passing says whether the word carries grammar in a language in which people ask, and is whole.
func (w *queryWord) passing() bool { return !w.prefix && w.stopsSomewhere() }

// onlyStops says whether the query has nothing but dispensable words.
func (r *run) onlyStops(a analyser) bool {
	for w := range r.words {
		if !r.dispensable(a, w) {
			return false
		}
	}
	return true
}

// mayRelax says whether to look for documents that lack some of the words: few have all, and to have most is less than that.
// Newest first, they would hide those that have all.
func (r *run) mayRelax(unknown int) bool {
	if r.query.Literal || !tooFew(r.snap.live, r.met) || r.newest && r.met > 0 {
		return false
	}
	for a := range analyser(analysers) {
		required := 0
		for w := range r.words {
			if r.required(a, w) {
				required++
			}
		}
		if required > 1 || unknown > 0 && required > 0 {
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
	foreign, telling := r.foreign(), r.telling(a)
	for _, w := range r.order {
		if !r.required(a, w) || foreign && r.words[w].passing() || telling && r.words[w].weak {
			continue
		}
		found := r.of(i, a, w)
		if len(found) == 0 {
			return
		}
		single = single && len(found) == 1 && found[0].asked == allForms && found[0].share == 1 && !found[0].facet
		expected = min(expected, listed(v.segment, found))
		r.asked = append(r.asked, asked{lists: found, analyser: a, rarity: r.words[w].rarity})
	}
	for _, w := range r.order {
		if found := r.of(i, a, w); telling && r.words[w].weak && r.required(a, w) && len(found) > 0 {
			single = false
			r.asked = append(r.asked, asked{lists: found, analyser: a, rarity: r.words[w].rarity, spare: true})
		}
	}
	if len(r.asked) == 0 {
		return
	}
	r.enter(i, v, expected)
	if single {
		r.conjunction(v.segment)
	} else if r.alone() {
		r.accumulateOne(v.segment)
	} else {
		r.accumulate(v.segment)
	}
	r.leave()
}

// matchNear gives the collector every document whose words are worth most of all.
func (r *run) matchNear() {
	r.weighWords()
	for i, v := range r.snap.views {
		for a := range analyser(analysers) {
			if v.segment.firstTerm[a] < v.segment.firstTerm[a+1] {
				r.matchNearOf(i, v, a)
			}
		}
	}
}

// weighWords finds what each word is worth. What is found depends on it, so documents that died do not count: two indexes of the same
// documents must not differ. A word for which only others stand is worth as much as one that a single document has.
func (r *run) weighWords() {
	for w := range r.words {
		living := 0
		for i, v := range r.snap.views {
			for a := range analyser(analysers) {
				for _, l := range r.of(i, a, w) {
					if l.own {
						living += v.living(l.term)
					}
				}
			}
		}
		rare := rarity(r.snap.live, max(1, living))
		if r.words[w].weak {
			rare *= weakShare
		}
		r.words[w].worth = worth(rare)
	}
}

// living is how many documents of a list count.
func (v view) living(term uint32) int {
	documents := int(v.segment.lists.heads[term].documents)
	if v.dead.len() == 0 {
		return documents
	}
	var c cursor
	c.open(&v.segment.lists, term)
	if documents < v.dead.len() {
		for c.next() {
			for _, doc := range c.docs[:c.count] {
				if v.dead.has(doc) {
					documents--
				}
			}
		}
		return documents
	}
	v.dead.eachSince(nil, func(doc uint32) {
		if c.seek(doc) {
			documents--
		}
	})
	return documents
}

func (r *run) matchNearOf(i int, v view, a analyser) {
	r.asked = r.asked[:0]
	words, total, expected := 0, uint32(0), 0
	foreign := r.foreign()
	for _, w := range r.order {
		if !r.required(a, w) || foreign && r.words[w].passing() {
			continue
		}
		words++
		total += r.words[w].worth
		if found := r.of(i, a, w); len(found) > 0 {
			expected += listed(v.segment, found)
			r.asked = append(r.asked, asked{lists: found, analyser: a, rarity: r.words[w].rarity, worth: r.words[w].worth})
		}
	}
	need := needed(r.snap.live, words, total)
	// The commonest words, which even together are not worth enough, lead to no document: they are sought in those found.
	lead, rest := len(r.asked), uint32(0)
	for lead > 0 && rest+r.asked[lead-1].worth < need {
		rest += r.asked[lead-1].worth
		lead--
	}
	if lead == 0 {
		return
	}
	r.enter(i, v, expected)
	r.nearest(v.segment, lead, need, total)
	r.leave()
}

func listed(s *segment, found []list) int {
	n := 0
	for _, l := range found {
		if l.facet {
			n += int(s.holders.heads[l.term].documents)
		} else {
			n += int(s.lists.heads[l.term].documents)
		}
	}
	return n
}
