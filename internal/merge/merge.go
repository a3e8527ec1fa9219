package merge

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
)

// Side is one of the two lines that are joined.
type Side string

// The sides. Both: each changed it, in the same way or in ways that could be joined.
const (
	Ours   Side = "ours"
	Theirs Side = "theirs"
	Both   Side = "both"
)

// Result is what came of joining.
type Result struct {
	Document  block.Document
	Changes   []Change   // what was changed since the base and by which side, in the order of the document
	Conflicts []Conflict // what both sides changed in different ways, in the order of the document
}

// Clean says whether everything could be joined.
func (r Result) Clean() bool { return len(r.Conflicts) == 0 }

// Conflict is one part that both sides changed in ways that cannot be joined without asking.
type Conflict struct {
	Key    block.Key
	Fields []string   // the fields in which they differ; none where one side removed the part
	Base   block.Body // as it was; nil: both sides added it
	Ours   block.Body // nil: removed
	Theirs block.Body // nil: removed
}

// Removed says which side took the part away; empty if neither did.
func (c Conflict) Removed() Side {
	switch {
	case c.Ours == nil:
		return Ours
	case c.Theirs == nil:
		return Theirs
	}
	return ""
}

// With is the part with everything joined that can be and the side followed in all else. It is nil where that side removed
// the part. For Both it holds the words of the two sides one after the other, as a text to be smoothed.
func (c Conflict) With(side Side) block.Body {
	if c.Removed() != "" {
		switch {
		case side == Ours:
			return c.Ours
		case side == Theirs:
			return c.Theirs
		case c.Ours == nil:
			return c.Theirs
		}
		return c.Ours
	}
	j := joiner{policy: map[Side]policy{Ours: oursFirst, Theirs: theirsFirst, Both: all}[side]}
	return j.joinBodies(c.Base, c.Ours, c.Theirs)
}

// Merge joins what two sides made of the same document.
func Merge(base, ours, theirs block.Document) Result {
	b, o, t := parts(base), parts(ours), parts(theirs)
	m := merging{base: b, ours: o, theirs: t}
	var r Result
	if about, ok := m.part(&r, block.AboutKey); ok {
		r.Document.About = about.(block.About)
	}
	for _, key := range order(keys(base), keys(ours), keys(theirs)) {
		if body, ok := m.part(&r, block.Key(key)); ok {
			r.Document.Blocks = append(r.Document.Blocks, block.Block{Key: block.Key(key), Body: body})
		}
	}
	r.Changes = attribute(base, ours, theirs, r.Document)
	return r
}

// Take joins one part alone: ours, with that part as Merge gives it. Everything else stays as it is on our side. It says
// which conflict there is in that part, if any; the part then stays ours. A part that theirs added comes where it belongs.
func Take(base, ours, theirs block.Document, key block.Key) (block.Document, *Conflict) {
	m := merging{base: parts(base), ours: parts(ours), theirs: parts(theirs)}
	var r Result
	body, stays := m.part(&r, key)
	if len(r.Conflicts) > 0 {
		return ours, &r.Conflicts[0]
	}
	if key == block.AboutKey {
		ours.About = body.(block.About)
		return ours, nil
	}
	return place(base, ours, theirs, key, body, stays), nil
}

// place puts a part into our document, takes it away or moves it, as the joined order says.
func place(base, ours, theirs block.Document, key block.Key, body block.Body, stays bool) block.Document {
	have := make(map[block.Key]block.Body, len(ours.Blocks)+1)
	for _, b := range ours.Blocks {
		have[b.Key] = b.Body
	}
	delete(have, key)
	if stays {
		have[key] = body
	}
	only := func(d block.Document) []string {
		var out []string
		for _, k := range keys(d) {
			if _, wanted := have[block.Key(k)]; wanted || k == string(key) {
				out = append(out, k)
			}
		}
		return out
	}
	mine := only(ours)
	others := only(theirs)
	rest := slices.DeleteFunc(slices.Clone(mine), func(k string) bool { return k == string(key) })
	// Only the order of this part against the others is theirs to say: the others stay as they are here.
	sequence := mine
	if !slices.Contains(mine, string(key)) || movedKeys(keys(base), keys(theirs))[string(key)] {
		sequence = insert(rest, string(key), order(only(base), mine, others))
	}
	out := ours
	out.Blocks = nil
	for _, k := range sequence {
		if b, ok := have[block.Key(k)]; ok {
			out.Blocks = append(out.Blocks, block.Block{Key: block.Key(k), Body: b})
		}
	}
	return out
}

// insert puts a key into a list after the nearest of those that precede it in an order.
func insert(rest []string, key string, sequence []string) []string {
	at := 0
	if i := slices.Index(sequence, key); i >= 0 {
		for ; i > 0; i-- {
			if k := slices.Index(rest, sequence[i-1]); k >= 0 {
				at = k + 1
				break
			}
		}
	}
	return slices.Insert(slices.Clone(rest), at, key)
}

// Resolve is a joined document with a decision for its conflicts: what each part is to be, nil to leave it out. A conflict
// without a decision stays as the document has it.
func Resolve(r Result, decided map[block.Key]block.Body) block.Document {
	out := block.Document{About: r.Document.About}
	for _, b := range r.Document.Blocks {
		body, ok := decided[b.Key]
		switch {
		case !ok:
			out.Blocks = append(out.Blocks, b)
		case body != nil:
			out.Blocks = append(out.Blocks, block.Block{Key: b.Key, Body: body})
		}
	}
	if about, ok := decided[block.AboutKey].(block.About); ok {
		out.About = about
	}
	return out
}

func keys(d block.Document) []string {
	out := make([]string, len(d.Blocks))
	for i, b := range d.Blocks {
		out[i] = string(b.Key)
	}
	return out
}

func parts(d block.Document) map[block.Key]block.Body {
	out := make(map[block.Key]block.Body, len(d.Blocks)+1)
	out[block.AboutKey] = d.About
	for _, b := range d.Blocks {
		out[b.Key] = b.Body
	}
	return out
}

// merging is three documents by key.
type merging struct {
	base, ours, theirs map[block.Key]block.Body
}

// part joins one part and says whether it stays.
func (m merging) part(r *Result, key block.Key) (block.Body, bool) {
	b, o, t := m.base[key], m.ours[key], m.theirs[key]
	switch {
	case o == nil && t == nil:
		return nil, false
	case o == nil:
		return m.survivor(r, key, b, t, Conflict{Key: key, Base: b, Theirs: t})
	case t == nil:
		return m.survivor(r, key, b, o, Conflict{Key: key, Base: b, Ours: o})
	}
	var j joiner
	body := j.joinBodies(b, o, t)
	if len(j.fields) > 0 {
		r.Conflicts = append(r.Conflicts, Conflict{Key: key, Fields: j.fields, Base: b, Ours: o, Theirs: t})
	}
	return body, true
}

// survivor decides about a part that one side does not have: it is new on the other, or gone unless the other changed it.
func (m merging) survivor(r *Result, key block.Key, base, left block.Body, c Conflict) (block.Body, bool) {
	switch {
	case base == nil:
		return left, true
	case sameBody(base, left):
		return nil, false
	}
	r.Conflicts = append(r.Conflicts, c)
	return left, true
}
