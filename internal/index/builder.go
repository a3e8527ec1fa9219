package index

import (
	"slices"
	"strings"
	"unsafe"
)

// builder turns documents into a segment. It may be used again: what it learnt of words it keeps.
type builder struct {
	names  *localNames
	words  *lexicon
	memory int             // how many words as written are remembered between segments
	heads  map[string]bool // in which German compounds end

	// Of the document being read.
	written []string // the words of one field
	field   []meaning
	codes   []wordCode
	order   []byte
	weights []weighing // by term
	touched []uint32   // terms

	// Of the documents read so far.
	found  []finding
	ends   []uint32 // by document: where its findings end
	values valueTable
	traits []traitOf
	docs   []docFacts
}

// weighing is what a term has in the document being read.
type weighing struct {
	forms  uint64
	weight float32
}

// finding is a stem in a document.
type finding struct {
	forms  uint64
	term   uint32
	impact uint8
}

// docFacts is what a segment keeps of a document beside its words and facets.
type docFacts struct {
	id              string
	version, shared int64
	row             row
	print           Print
	tongue          analyser
	orderEnd        int // of the order of its words
}

func newBuilder(n *names, memory int) *builder {
	return &builder{names: newLocalNames(n), words: newLexicon(), memory: memory, heads: headsOf(germanHeads), values: valueTable{facets: len(n.facets)}}
}

// reset forgets the documents, and the words too when there are too many.
func (b *builder) reset() {
	b.found, b.ends, b.docs, b.order = b.found[:0], b.ends[:0], b.docs[:0], b.order[:0]
	b.values.reset()
	b.traits = b.traits[:0]
	if b.words.words() > b.memory {
		shared := b.words.shared
		b.words, b.weights = newLexicon(), nil
		b.words.shared = shared
	}
}

func (b *builder) add(d *Doc) {
	a := analyserOf(d.Language)
	b.codes = b.codes[:0]
	for f := range field(fields) {
		b.read(a, f, d.text(f))
		b.follow(a, f, d.text(f))
	}
	b.order = appendCodes(b.order, b.codes)
	for _, t := range b.touched {
		w := &b.weights[t]
		b.found = append(b.found, finding{forms: w.forms, term: t, impact: impactOf(w.weight)})
		*w = weighing{}
	}
	b.touched = b.touched[:0]
	b.ends = append(b.ends, uint32(len(b.found)))
	for i, facet := range b.names.facets {
		for _, text := range d.Facets[facet] {
			b.values.values = append(b.values.values, b.names.value(uint8(i), text))
		}
		b.values.closeFacet()
	}
	if d.Family != "" {
		b.traits = append(b.traits, traitOf{uint32(len(b.docs)), b.names.value(traitFacet, familyTrait+d.Family)})
	}
	for i, trait := range d.Traits {
		if !slices.Contains(d.Traits[:i], trait) {
			b.traits = append(b.traits, traitOf{uint32(len(b.docs)), b.names.value(traitFacet, trait)})
		}
	}
	b.docs = append(b.docs, docFacts{id: strings.Clone(d.ID), version: d.Version, shared: d.Shared,
		row: row{audience: b.names.audienceOf(d), day: dayOf(d.Shared), standing: standingOf(d.Boost, d.HalfLife)}, print: d.Print, tongue: a, orderEnd: len(b.order)})
}

// read weighs the words of one field.
func (b *builder) read(a analyser, f field, text string) {
	b.written = b.written[:0]
	eachWord(text, ofDocument, func(word string) { b.written = append(b.written, word) })
	if a == germanWords {
		b.written = withParts(b.written, b.heads)
	}
	b.field = b.words.meanings(b.field[:0], a, b.written)
	if missing := len(b.words.terms) - len(b.weights); missing > 0 {
		b.weights = append(b.weights, make([]weighing, missing)...)
	}
	weight := mention(f, len(b.field))
	for _, m := range b.field {
		s := m.sense
		w := &b.weights[s.term()]
		if w.forms == 0 {
			b.touched = append(b.touched, s.term())
		}
		w.forms |= 1 << s.bit()
		w.weight += weight
	}
}

// follow notes in which order the words of one field stand. Each tag, heading and book stands by itself.
func (b *builder) follow(a analyser, f field, text string) {
	if f == tagsField || f == headingsField || f == booksField {
		for line := range strings.Lines(text) {
			b.followOn(a, line)
		}
		return
	}
	b.followOn(a, text)
}

func (b *builder) followOn(a analyser, text string) {
	b.codes = append(b.codes, noWord)
	b.written = b.written[:0]
	eachWord(text, ofQuery, func(word string) { b.written = append(b.written, word) })
	b.field = b.words.meanings(b.field[:0], a, b.written)
	for _, m := range b.field {
		b.codes = append(b.codes, m.code)
	}
}

// segment makes a segment of the documents added since the last reset. It returns nil when there are none.
func (b *builder) segment(h idHash) *segment {
	if len(b.docs) == 0 {
		return nil
	}
	s := &segment{rows: make([]row, len(b.docs)), versions: make([]int64, len(b.docs)), shared: make([]int64, len(b.docs)), prints: make([]Print, len(b.docs)),
		tongues: make([]byte, len(b.docs))}
	s.orders.bytes = slices.Clone(b.order)
	for i, d := range b.docs {
		s.rows[i], s.versions[i], s.shared[i], s.prints[i], s.tongues[i] = d.row, d.version, d.shared, d.print, byte(d.tongue)
		s.ids.add(d.id)
		s.orders.ends = append(s.orders.ends, uint32(d.orderEnd))
	}
	b.values.arrange(s, nil)
	s.tallyUp(len(b.names.values.all()), nil)
	s.listHolders(len(b.names.values.all()), b.traits, nil)
	s.indexIDs(h, nil)
	b.writeTerms(s)
	return s.clipped()
}

// writeTerms writes the dictionary and the posting lists: findings are sorted by term, in two passes.
func (b *builder) writeTerms(s *segment) {
	starts := make([]uint32, len(b.words.terms)+1)
	var terms []uint32
	for i := range b.found {
		t := b.found[i].term
		if starts[t] == 0 {
			terms = append(terms, t)
		}
		starts[t]++
	}
	terms = b.words.inOrder(terms)
	at := uint32(0)
	for _, t := range terms {
		at, starts[t] = at+starts[t], at
	}
	postings := make([]posting, len(b.found))
	from := uint32(0)
	for doc, to := range b.ends {
		for _, f := range b.found[from:to] {
			postings[starts[f.term]] = posting{doc: uint32(doc), impact: f.impact, forms: f.forms}
			starts[f.term]++
		}
		from = to
	}
	d := dictionaryWriter{}
	d.expect(len(terms), 8*len(terms), 4*len(terms), 4*len(postings))
	from = 0
	for _, t := range terms {
		entry, to := &b.words.terms[t], starts[t]
		d.term(entry.analyser, entry.stem, entry.forms, postings[from:to])
		from = to
	}
	d.finish(s, nil)
}

// dictionaryWriter writes terms in order, each with its posting list.
type dictionaryWriter struct {
	lists     listWriter
	stems     texts
	forms     texts
	firstTerm [analysers + 1]uint32
	kept      []string
	encoded   []byte
}

// term adds a term. Of its forms those are kept that a posting names.
func (d *dictionaryWriter) term(a analyser, stem string, forms []string, postings []posting) {
	var to [mostForms]uint8
	kept, moves := forms, false
	if len(forms) > 1 && len(forms) <= mostForms {
		kept, moves = d.usedForms(forms, postings, &to)
	}
	d.lists.begin(len(kept))
	for _, p := range postings {
		if moves {
			p.forms = moveBits(p.forms, &to)
		}
		d.lists.add(p)
	}
	d.close(a, stem, kept)
}

// usedForms gives the forms that a posting names, where each of the forms is among them, and whether any has moved.
func (d *dictionaryWriter) usedForms(forms []string, postings []posting, to *[mostForms]uint8) ([]string, bool) {
	used := uint64(0)
	for i := range postings {
		used |= postings[i].forms
	}
	d.kept = d.kept[:0]
	for bit, form := range forms {
		if used&(1<<bit) != 0 {
			to[bit] = uint8(len(d.kept))
			d.kept = append(d.kept, form)
		}
	}
	return d.kept, len(d.kept) < len(forms)
}

// close ends the list being written and enters its term, unless nothing was written.
func (d *dictionaryWriter) close(a analyser, stem string, forms []string) {
	if !d.lists.end() {
		return
	}
	d.stems.add(stem)
	d.encoded = encodeForms(d.encoded[:0], stem, forms)
	d.forms.add(unsafe.String(unsafe.SliceData(d.encoded), len(d.encoded)))
	d.firstTerm[a+1] = uint32(d.stems.len())
}

// expect makes room for about so many terms, with so many bytes of stems, of forms and of postings.
func (d *dictionaryWriter) expect(terms, stems, forms, postings int) {
	d.lists.bytes = make([]byte, 0, postings)
	d.lists.heads = make([]listHead, 0, terms)
	d.stems = texts{make([]byte, 0, stems), make([]uint32, 0, terms)}
	d.forms = texts{make([]byte, 0, forms), make([]uint32, 0, terms)}
}

func (d *dictionaryWriter) finish(s *segment, p *pace) {
	for a := 1; a <= analysers; a++ {
		d.firstTerm[a] = max(d.firstTerm[a], d.firstTerm[a-1])
	}
	s.stems, s.forms, s.firstTerm = d.stems, d.forms, d.firstTerm
	s.markStems()
	s.meetWords(p)
	s.lists = d.lists.postingLists
}

// clipped gives back the memory that growing slices hold beyond their length.
func (s *segment) clipped() *segment {
	for _, t := range []*texts{&s.stems, &s.forms, &s.orders, &s.ids} {
		t.bytes, t.ends = clip(t.bytes), clip(t.ends)
	}
	s.lists.clip()
	s.holders.clip()
	return s
}

// moveBits gives each member of a set its new place.
func moveBits(set uint64, to *[mostForms]uint8) uint64 {
	out := uint64(0)
	for bit := range mostForms {
		if set&(1<<bit) != 0 {
			out |= 1 << to[bit]
		}
	}
	return out
}
