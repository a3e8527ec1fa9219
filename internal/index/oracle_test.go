package index

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/id"
)

// oracle says by reading every document what the index should answer.
type oracle struct {
	facets  []string
	docs    map[string]Doc
	removed map[string]int64
	read    map[string]readDoc
	// vocabulary is the stem of every form that was read, by how it was read.
	vocabulary map[analyser]map[string]string
	index      *Index // that says how many documents have a word, dead ones included
}

// readDoc is the words of a document by stem: the weight of each, and the forms in which it stands there.
type readDoc struct {
	version int64
	weights map[string]float32
	forms   map[string][]string
}

func newOracle(facets ...string) *oracle {
	return &oracle{facets: facets, docs: map[string]Doc{}, removed: map[string]int64{}, read: map[string]readDoc{}, vocabulary: map[analyser]map[string]string{}}
}

func (o *oracle) put(d Doc) {
	if held, ok := o.docs[d.ID]; ok && held.Version >= d.Version {
		return
	}
	if at, ok := o.removed[d.ID]; ok && at >= d.Version {
		return
	}
	delete(o.removed, d.ID)
	o.docs[d.ID] = d
}

func (o *oracle) remove(id string, version int64) {
	if held, ok := o.docs[id]; ok && held.Version > version {
		return
	}
	delete(o.docs, id)
	o.removed[id] = max(version, o.removed[id])
}

// wordsIn reads a document, once for each version.
func (o *oracle) wordsIn(d Doc) readDoc {
	if known, ok := o.read[d.ID]; ok && known.version == d.Version {
		return known
	}
	out, a := readDoc{d.Version, map[string]float32{}, map[string][]string{}}, analyserOf(d.Language)
	for f := range field(fields) {
		words := wordsOf(d.text(f), ofDocument)
		for _, word := range words {
			stem := a.stem(word)
			out.weights[stem] += mention(f, len(words))
			if !slices.Contains(out.forms[stem], word) {
				out.forms[stem] = append(out.forms[stem], word)
			}
		}
	}
	if o.vocabulary[a] == nil {
		o.vocabulary[a] = map[string]string{}
	}
	for stem, forms := range out.forms {
		for _, form := range forms {
			o.vocabulary[a][form] = stem
		}
	}
	o.read[d.ID] = out
	return out
}

// match gives the best impact a word has in the document, and how many of its stems answer to the word.
func (o *oracle) match(d Doc, word string, prefix bool) (impact float32, stems int) {
	a := analyserOf(d.Language)
	read, asks := o.wordsIn(d), a.stem(word)
	if _, ok := read.weights[asks]; !ok && !prefix {
		return 0, 0
	}
	for stem, weight := range read.weights {
		asked := stem == asks
		if prefix && len(word) > 1 && strings.HasPrefix(stem, leading(word, 3)) {
			asked = asked || slices.ContainsFunc(read.forms[stem], func(form string) bool { return strings.HasPrefix(form, word) })
		}
		if !asked {
			continue
		}
		score := float32(impactOf(weight))
		if !slices.Contains(read.forms[stem], word) {
			score *= StemShare
		}
		impact = max(impact, score)
		stems++
	}
	return impact, stems
}

func (o *oracle) words(q Query) []string {
	var words []string
	for _, word := range wordsOf(q.Words, ofQuery) {
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

func (o *oracle) needed(d Doc, q Query) (words []string, last string) {
	words = o.words(q)
	if q.Prefix && len(words) > 0 {
		last = words[len(words)-1]
	}
	a := analyserOf(d.Language)
	topical := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return a.isStop(w) && w != last || w == last && len(w) == 1 })
	if len(topical) > 0 {
		words = topical
	}
	return words, last
}

// hasAll says whether a document has all the words that it must have and that something has.
func (o *oracle) hasAll(d Doc, q Query, unknown []string) bool {
	words, last := o.needed(d, q)
	return !slices.ContainsFunc(words, func(word string) bool {
		_, stems := o.match(d, word, word == last)
		return stems == 0 && !slices.Contains(unknown, word)
	})
}

// living counts the documents that have a word: once for each stem that answers, whoever may see them.
func (o *oracle) living(word string, prefix bool) int {
	n := 0
	for _, d := range o.docs {
		_, stems := o.match(d, word, prefix)
		n += stems
	}
	return n
}

// having says in how many documents the index counts each word of a query.
func (ix *Index) having(q Query) map[string]int {
	r := ix.begin()
	defer ix.end(r)
	r.names, r.snap, r.query = ix.names, ix.current.Load(), &q
	r.readWords(&q)
	r.find()
	out := map[string]int{}
	for _, w := range r.words {
		out[w.folded] = w.having
	}
	return out
}

func sees(s Scope, d Doc) bool {
	home := s.District != "" && s.District == d.District
	switch {
	case d.Visibility == SeenByAnyone, home && s.System:
		return true
	case !s.SignedIn && !s.System:
		return false
	case d.Visibility == SeenByConsortium:
		return home || s.Consortium != "" && s.Consortium == d.Consortium
	case d.Visibility == SeenByDistrict:
		return home
	case d.Visibility == SeenBySchool:
		return home && d.School != "" && slices.Contains(s.Schools, d.School)
	}
	return false
}

func passes(d Doc, q Query, without string) bool {
	for facet, wanted := range q.Filters {
		if facet != without && len(wanted) > 0 &&
			!slices.ContainsFunc(wanted, func(v string) bool { return slices.Contains(d.Facets[facet], v) }) {
			return false
		}
	}
	return true
}

// within says whether a document is not left out by what the query is narrowed by.
func within(d Doc, q Query) bool {
	has := func(list []string) bool {
		return slices.ContainsFunc(list, func(trait string) bool { return slices.Contains(d.Traits, trait) })
	}
	for _, n := range q.Narrow {
		if has(n.Without) && !has(n.Unless) {
			return false
		}
	}
	return (q.Since == 0 || d.Shared >= q.Since) && (q.Until == 0 || d.Shared < q.Until)
}

// search answers the query; the scores are right when the index holds no dead documents.
func (o *oracle) search(q Query) Result {
	having := o.index.having(q)
	var unknown []string
	words := o.words(q)
	for i, word := range words {
		prefix := q.Prefix && i == len(words)-1
		known := prefix && len(word) == 1
		for a := range analyser(analysers) {
			known = known || a.isStop(word)
		}
		for _, d := range o.docs {
			_, stems := o.match(d, word, prefix)
			known = known || stems > 0 && sees(q.Scope, d)
		}
		if !known {
			unknown = append(unknown, word)
		}
	}
	unfiltered := q
	unfiltered.Filters, unfiltered.Narrow, unfiltered.Since, unfiltered.Until, unfiltered.Once = nil, nil, 0, 0, false
	all := o.find(q, having, unknown, false)
	met := o.find(unfiltered, having, unknown, false).Total
	out := all
	if tooFew(len(o.docs), met) && (q.Sort == ByFit || met == 0) {
		out = o.find(q, having, unknown, true)
		out.Relaxed = o.find(unfiltered, having, unknown, true).Total > met
	}
	out.Whole, out.Unknown = all.Total, unknown
	return out
}

// find gives the documents that have all the words, or those whose words are worth enough.
func (o *oracle) find(q Query, having map[string]int, unknown []string, relaxed bool) Result {
	type hit struct {
		Hit
		shared int64
	}
	var hits []hit
	worths := map[string]uint32{}
	counts, counted := map[string]map[string]int{}, map[[3]string]bool{} // of families: facet, value, family
	for _, facet := range o.facets {
		counts[facet] = map[string]int{}
	}
	for _, d := range o.docs {
		words, last := o.needed(d, q)
		asked := len(words)
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(unknown, w) })
		passing := func(w string) bool {
			in := stopsOf()[w]
			return w != last && (in[englishWords] || in[spanishWords] || in[frenchWords])
		}
		if slices.ContainsFunc(o.words(q), func(w string) bool { return !slices.Contains(unknown, w) && !passing(w) }) {
			words = slices.DeleteFunc(words, passing)
		}
		score, have, total := float32(0), uint32(0), uint32(0)
		for _, word := range words {
			if _, ok := worths[word]; !ok {
				worths[word] = worth(rarity(len(o.docs), max(1, o.living(word, word == last))))
			}
			total += worths[word]
			if impact, stems := o.match(d, word, word == last); stems > 0 {
				have += worths[word]
				score += impact * rarity(len(o.docs), having[word])
			}
		}
		if asked == 0 {
			score = 1
		}
		switch {
		case !sees(q.Scope, d), !relaxed && (len(unknown) > 0 || have < total), asked > 0 && have == 0, relaxed && have < needed(len(o.docs), len(words), total):
			continue
		case relaxed && total > 0:
			score *= cover(have, total)
		}
		if !within(d, q) {
			continue
		}
		for _, facet := range o.facets {
			if passes(d, q, facet) {
				for _, v := range slices.Compact(slices.Sorted(slices.Values(d.Facets[facet]))) {
					if kin := [3]string{facet, v, d.Family}; !q.Once || d.Family == "" || !counted[kin] {
						counts[facet][v]++
						counted[kin] = true
					}
				}
			}
		}
		if passes(d, q, "") {
			hits = append(hits, hit{Hit{ID: d.ID, Score: score * static(d, q.Now)}, d.Shared})
		}
	}
	order := func(a, b hit) int {
		if q.Sort == ByFit && math.Abs(float64(a.Score-b.Score)) > 1e-4*float64(a.Score) {
			return cmp.Compare(b.Score, a.Score)
		}
		return cmp.Or(cmp.Compare(b.shared, a.shared), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(hits, order)
	every := len(hits)
	if q.Once {
		var once []hit
		at := map[string]int{}
		for _, h := range hits {
			h.Family = o.docs[h.ID].Family
			first, known := at[h.Family]
			switch own := owns(o.docs[h.ID], q); {
			case h.Family == "" || !known:
				at[h.Family] = len(once)
				once = append(once, h)
			case own && !owns(o.docs[once[first].ID], q) && q.Sort == ByFit && h.Score >= OwnShare*once[first].Score:
				once[first].ID, once[first].shared = h.ID, h.shared
			}
		}
		hits = once
		slices.SortFunc(hits, order)
	}
	if q.Sort == ByFit && q.Limit+q.Offset > 0 && len(o.words(q)) > 0 {
		top, known := hits[:min(nearTop, len(hits))], o.forms(q)
		for i := range top {
			top[i].Score *= known.lift(o.docs[top[i].ID])
		}
		slices.SortFunc(top, order)
		for i := range top {
			risen := map[string]bool{}
			for _, f := range q.Favors {
				d := o.docs[top[i].ID]
				if f.Whole && !o.hasAll(d, q, unknown) {
					continue
				}
				if !risen[f.Facet] && (f.Facet == "" && slices.Contains(d.Traits, f.Trait) || f.Facet != "" && slices.Contains(d.Facets[f.Facet], f.Value)) {
					top[i].Score *= 1 + f.By
					risen[f.Facet] = true
				}
			}
		}
		slices.SortFunc(top, order)
	}
	out := Result{Total: len(hits), Every: every}
	for i := q.Offset; i < min(q.Offset+q.Limit, len(hits)); i++ {
		out.Hits = append(out.Hits, hits[i].Hit)
	}
	if q.Counts {
		out.Facets = o.list(counts, q)
	}
	return out
}

// owns says whether a document is the asker's own.
func owns(d Doc, q Query) bool {
	return slices.ContainsFunc(q.Own.Values, func(v string) bool { return slices.Contains(d.Facets[q.Own.Facet], v) })
}

var aging = newFreshnessTable()

func static(d Doc, now int64) float32 {
	age := 0
	if now != 0 {
		age = max(0, int(dayOf(now))-int(dayOf(d.Shared)))
	}
	return aging[nearestHalfLife(d.HalfLife)][min(age, oldestAge-1)] * float32(storedBoost(d.Boost)&^(1<<halfLifeBits-1)) / boostUnit
}

func (o *oracle) list(counts map[string]map[string]int, q Query) []Facet {
	var out []Facet
	for _, facet := range o.facets {
		values := []Value{}
		for _, v := range q.Filters[facet] {
			if counts[facet][v] == 0 {
				counts[facet][v] = 0 // chosen values are listed at zero
			}
		}
		for v, n := range counts[facet] {
			values = append(values, Value{v, n, slices.Contains(q.Filters[facet], v)})
		}
		slices.SortFunc(values, func(a, b Value) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
		out = append(out, Facet{facet, values})
	}
	return out
}

// everywhere sees all that a district has.
func everywhere(district id.DistrictID) Scope { return Scope{District: district, System: true} }
