package index

import (
	"cmp"
	"slices"
	"strings"
)

// counted is a facet value with its count, on the way into a result.
type counted struct {
	value uint32
	count uint32
}

// facets gives the counts wanted, ordered, the chosen values always among them.
func (r *run) facets(n *names) []Facet {
	if !r.counting {
		return nil
	}
	for len(r.buckets) < len(n.facets) {
		r.buckets = append(r.buckets, nil)
	}
	for i := range r.buckets {
		r.buckets[i] = r.buckets[i][:0]
	}
	for v, count := range r.counts {
		if count > 0 {
			bucket := &r.buckets[r.values[v].facet]
			*bucket = append(*bucket, counted{uint32(v), count})
		}
	}
	for i, v := range r.picked {
		if r.counts[v] == 0 && !slices.Contains(r.picked[:i], v) {
			bucket := &r.buckets[r.values[v].facet]
			*bucket = append(*bucket, counted{v, 0})
		}
	}
	total := 0
	for i, facet := range n.facets {
		r.buckets[i] = r.topValues(r.buckets[i])
		total += len(r.buckets[i]) + len(r.query.Filters[facet])
	}
	out, room := make([]Facet, len(n.facets)), make([]Value, 0, total)
	for i, facet := range n.facets {
		room = room[len(room):]
		for _, c := range r.buckets[i] {
			room = append(room, Value{Value: r.values[c.value].text, Count: int(c.count), Chosen: r.chosen[c.value]})
		}
		room = withUnknown(room, r.query.Filters[facet])
		out[i] = Facet{Name: facet, Values: slices.Clip(room)}
	}
	return out
}

// topValues orders as many values of one facet as are wanted, the highest counts first, and the chosen ones beside.
func (r *run) topValues(bucket []counted) []counted {
	most := r.query.Values
	if most <= 0 || len(bucket) <= most {
		slices.SortFunc(bucket, r.listed)
		return bucket
	}
	top, rest := bucket[:most], bucket[most:]
	slices.SortFunc(top, r.listed)
	for i := range rest {
		if c := rest[i]; c.count >= top[most-1].count && r.listed(c, top[most-1]) < 0 {
			at, _ := slices.BinarySearchFunc(top, c, r.listed)
			rest[i] = top[most-1]
			copy(top[at+1:], top[at:])
			top[at] = c
		}
	}
	chosen := slices.DeleteFunc(rest, func(c counted) bool { return !r.chosen[c.value] })
	slices.SortFunc(chosen, r.listed)
	return bucket[:most+len(chosen)]
}

// listed orders the values of a facet by count, then by name.
func (r *run) listed(a, b counted) int {
	if a.count != b.count {
		return cmp.Compare(b.count, a.count)
	}
	return strings.Compare(r.values[a.value].text, r.values[b.value].text)
}

// withUnknown adds the chosen values that no document ever had.
func withUnknown(values []Value, chosen []string) []Value {
	for _, text := range chosen {
		if !slices.ContainsFunc(values, func(v Value) bool { return v.Value == text }) {
			values = append(values, Value{Value: text, Chosen: true})
			slices.SortFunc(values, func(a, b Value) int { return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value)) })
		}
	}
	return values
}
