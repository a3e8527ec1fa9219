package index

// Reason is by what a document has a word of a query: by the word itself, in any form, or by what stands for it.
type Reason struct {
	Word   string  // of the query, as read
	Itself bool    // the word itself stands there
	Is     string  // or the words that stand for it
	Facet  string  // or, where there are none, a value of a facet
	Value  string  // that
	Trait  string  // or a trait
	Score  float32 // what it counts
}

// reasonsOf gives by what a document was found, for each word of the query that it has: the word itself first, then what stands for it.
func (r *run) reasonsOf(c candidate) (out []Reason) {
	s := r.snap.views[c.view].segment
	a := analyser(s.tongues[c.doc])
	for w := range r.words {
		word := &r.words[w]
		found := r.of(int(c.view), a, w)
		for at := 0; at < len(found); at += 1 + int(found[at].with) {
			group := found[at : at+1+int(found[at].with)]
			r.openAll(s, group)
			score := float32(0)
			lead := &r.together[0]
			if !lead.seek(c.doc) {
				continue
			}
			score, ok := group[0].counts(s, lead, lead.pos, a, word.rarity)
			if asked := (asked{analyser: a, rarity: word.rarity}); !ok || !r.inAll(s, group, c.doc, 0, &asked, &score) {
				continue
			}
			reason := r.reasonOf(&group[0])
			reason.Word, reason.Score = word.folded, score
			out = append(out, reason)
		}
	}
	return out
}

// reasonOf says what a list stands for.
func (r *run) reasonOf(l *list) Reason {
	if l.own {
		return Reason{Itself: true}
	}
	alt := &r.also[l.alternative]
	if alt.from < 0 { // a word that is no other, but written otherwise
		is := ""
		for _, known := range alt.words {
			if is != "" {
				is += " "
			}
			is += known.folded
		}
		return Reason{Is: is}
	}
	from := &r.query.Also[alt.from]
	return Reason{Is: from.Is, Facet: from.Facet, Value: from.Value, Trait: from.Trait}
}
