package index

// Where nobody asks how many documents there are, as while a word is being typed, one answer serves everybody: the best of all documents,
// of which each asker is given those that they may see. Who died since is passed over, and nothing has to be counted again.

// hitsAlone says whether one answer serves everybody.
func (r *run) hitsAlone() bool {
	return r.query.HitsOnly && !r.counting && !r.newest && len(r.words) == 1 && r.filtered == 0
}

// recallHits answers a query of one word in one view with the best that the asker may see. It gives false when too few of what is
// remembered are left for that.
func (r *run) recallHits(i int, v view) bool {
	q := question{word: r.words[0].folded, prefix: r.words[0].prefix, today: r.today}
	known := v.segment.hits.get(q)
	if known == nil {
		known = r.answerAnybody(i, v)
		v.segment.hits.put(q, known, rememberedOnes)
	}
	r.mine = r.mine[:0]
	for _, b := range known.best {
		if len(r.mine) < r.limit && r.allowed[v.segment.rows[b.doc].audience] == 1 && !v.dead.has(b.doc) {
			r.mine = append(r.mine, b)
		}
	}
	if len(r.mine) < r.limit && len(known.best) < known.total {
		return false
	}
	r.met += len(r.mine)
	r.total += len(r.mine)
	r.at, r.view = i, v
	r.rankAgain(r.mine)
	return true
}

// answerAnybody finds the best of one view, whoever may see them.
func (r *run) answerAnybody(i int, v view) *answer {
	mine := r.allowed
	r.everybody = resized(r.everybody, len(mine))
	for a := range r.everybody {
		r.everybody[a] = 1
	}
	r.allowed = r.everybody
	known := r.answer(i, v, rememberedHits)
	r.allowed, known.allowed = mine, nil // it holds for all
	return known
}
