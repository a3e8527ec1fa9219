package index

// matcher finds the documents of a segment that have the words asked for, in batches of ascending documents with scores.
type matcher struct {
	asked   []asked
	cursors []cursor
	docs    [blockSize]uint32
	scores  [blockSize]float32

	// For accumulate, by document of the segment; zero between searches.
	standings   []standing
	seen, mixed []uint64
	within      []uint32 // the documents seen
	together    []cursor

	// For accumulateOne, by document of the segment; zero between searches.
	held    []uint16
	holding []uint64
	holdOn  bool // what is held is still needed

	// For filter, by document of the segment.
	passes  [][]uint64 // one set for each facet that is filtered
	common  []uint64
	missing []uint32 // by combination
}

// asked is one word of the query in the segment at hand.
type asked struct {
	lists    []list
	analyser analyser
	rarity   float32
	worth    uint32
	spare    bool // a document may lack it
}

// everything gives all documents, the last first: they are most often the newest, so that the best are soon known.
func (r *run) everything(s *segment, take func(docs []uint32, scores []float32)) {
	for end := s.documents(); end > 0; {
		n := min(end, blockSize)
		end -= n
		for i := range n {
			r.docs[i], r.scores[i] = end+i, 1
		}
		take(r.docs[:n], r.scores[:n])
	}
}

// conjunction gives the documents that are in the one list of every word asked. The first list, the shortest, is read
// whole; in the others its documents are sought.
func (r *run) conjunction(s *segment) {
	if missing := len(r.asked) - len(r.cursors); missing > 0 {
		r.cursors = append(r.cursors, make([]cursor, missing)...)
	}
	for i, word := range r.asked {
		r.cursors[i].open(&s.lists, word.lists[0].term)
	}
	lead := &r.cursors[0]
	for lead.next() {
		n := lead.count
		copy(r.docs[:n], lead.docs[:n])
		lead.weigh(r.scores[:n], r.asked[0].rarity, r.asked[0].lists[0].exact)
		for i := 1; i < len(r.asked) && n > 0; i++ {
			n = r.narrow(&r.cursors[i], &r.asked[i], n)
		}
		r.take(r.docs[:n], r.scores[:n])
	}
}

// weigh scores the block read.
func (c *cursor) weigh(scores []float32, rarity float32, exact uint64) {
	impacts := c.impacts[:len(scores)]
	switch c.head.forms {
	case 0:
		if exact == 0 {
			rarity *= StemShare
		}
		for i, impact := range impacts {
			scores[i] = rarity * float32(impact)
		}
	case 1:
		weights, forms := [2]float32{rarity * StemShare, rarity}, c.forms[:len(scores)]
		for i, impact := range impacts {
			is := 0
			if forms[i]&uint8(exact) != 0 {
				is = 1
			}
			scores[i] = weights[is] * float32(impact)
		}
	default:
		for i := range impacts {
			scores[i] = c.score(i, rarity, exact)
		}
	}
}

func (c *cursor) score(i int, rarity float32, exact uint64) float32 {
	if c.formsAt(i)&exact == 0 {
		rarity *= StemShare // in the order of weigh and of best.score, so that rounding is the same
	}
	return rarity * float32(c.impacts[i])
}

// narrow keeps of the first n documents of the batch those that are in the cursor's list too, and gives their number.
func (r *run) narrow(c *cursor, word *asked, n int) int {
	kept := 0
	exact := word.lists[0].exact
	for i, doc := range r.docs[:n] {
		if c.seek(doc) {
			r.docs[kept], r.scores[kept] = doc, r.scores[i]+c.score(c.pos, word.rarity, exact)
			kept++
		}
	}
	return kept
}
