package index

import "slices"

// renewed is an answer as it is now that documents died, and segments came, since it was found. It gives nothing where that is as much work as to
// find it anew.
func (r *run) renewed(then *kinAnswer) *kinAnswer {
	if !r.touchSince(then) {
		return nil
	}
	if len(r.touched) == 0 {
		next := *then
		next.parts = slices.Clone(r.parts)
		return &next
	}
	next := &kinAnswer{allowed: then.allowed, own: then.own, parts: slices.Clone(r.parts), families: then.families, repeated: then.repeated, counts: then.counts}
	r.weigh(r.parts, r.touched)
	r.changes, r.risen = resized(r.changes, len(r.values)), r.risen[:0]
	repeated := r.repeated
	for _, family := range r.touched {
		if passing := r.assess(family, then.parts, minusOne, r.changes, nil); passing > 0 {
			next.families--
			next.repeated -= passing - 1
		}
		r.addFamily(next, family)
	}
	r.repeated = repeated
	next.takeCounts(r.changes)
	if !r.keepBest(then, next) {
		return nil
	}
	r.chooseBest(next)
	return next
}

// touchSince finds the families of which documents died since an answer was found, or came with segments. It gives false where there are many.
func (r *run) touchSince(then *kinAnswer) bool {
	r.touched = r.touched[:0]
	families := 0
	for p := range r.parts {
		part, f := &r.parts[p], &r.snap.views[r.partIn[p]].segment.kin
		families = max(families, len(f.list))
		if p >= len(then.parts) {
			r.touched = part.marks.families(f, r.touched)
			continue
		}
		if part.dead.len() < then.parts[p].dead.len() {
			return false // asked beside others, of a moment before
		}
		part.dead.eachSince(then.parts[p].dead, func(doc uint32) {
			if f.has(doc) && part.marks.has(f.place(doc)) {
				r.touched = append(r.touched, f.of[f.place(doc)])
			}
		})
	}
	slices.Sort(r.touched)
	r.touched = slices.Compact(r.touched)
	return 2*len(r.touched) <= families
}

// keepBest puts what is still known of the best families beside those that have changed. It gives false when too few are left.
func (r *run) keepBest(then, next *kinAnswer) bool {
	changed, all := len(r.risen), len(then.best) == then.families
	for i := range then.best {
		if _, is := slices.BinarySearch(r.touched, then.best[i].family); !is {
			k := &then.best[i]
			r.risen = append(r.risen, r.keyed(k))
			r.keepWeight(k.best)
			if k.hasOwn {
				r.keepWeight(k.own)
			}
		}
	}
	if all {
		return true
	}
	kept := r.risen[changed:]
	if len(kept) < rememberedTop/2 {
		return false
	}
	last := kept[0].best
	for _, k := range kept {
		if r.worse(k.best, last) {
			last = k.best
		}
	}
	r.risen = slices.DeleteFunc(r.risen, func(k relatives) bool { return r.worse(k.best, last) })
	return true
}

func (r *run) keepWeight(d kinDoc) {
	if len(r.words) > 0 {
		r.weightsOf(int(d.part))[r.snap.views[r.partIn[d.part]].segment.kin.place(d.doc)] = d.best
	}
}
