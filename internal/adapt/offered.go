package adapt

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
)

// carry gives a document parts as another has them: with its words, put in behind what precedes them there, or left out.
func carry(d, from block.Document, keys []block.Key) block.Document {
	for _, key := range keys {
		switch body := part(from, key); {
		case body == nil:
			d = without(d, key)
		case part(d, key) != nil:
			d = with(d, key, body)
		default:
			at := 0
			for _, b := range from.Blocks {
				if b.Key == key {
					break
				}
				if i := slices.IndexFunc(d.Blocks, func(o block.Block) bool { return o.Key == b.Key }); i >= 0 {
					at = i + 1
				}
			}
			d.Blocks = slices.Insert(slices.Clone(d.Blocks), at, block.Block{Key: key, Body: body})
		}
	}
	return d
}

// carryManifest is carry by hashes.
func carryManifest(m, from block.Manifest, keys []block.Key) block.Manifest {
	m = slices.Clone(m)
	for _, key := range keys {
		here, there := placeOf(m, key), placeOf(from, key)
		switch {
		case there < 0 && here >= 0:
			m = slices.Delete(m, here, here+1)
		case there >= 0 && here >= 0:
			m[here] = from[there]
		case there >= 0:
			at := min(1, len(m))
			for _, e := range from[:there] {
				if i := placeOf(m, e.Key); i >= 0 {
					at = i + 1
				}
			}
			m = slices.Insert(m, at, from[there])
		}
	}
	return m
}

func placeOf(m block.Manifest, key block.Key) int {
	return slices.IndexFunc(m, func(e block.Entry) bool { return e.Key == key })
}

// alike keeps of some parts those that two documents have in the same words, or both have not.
func alike(a, b block.Manifest, keys []block.Key) []block.Key {
	mine, others := hashes(a), hashes(b)
	var out []block.Key
	for _, key := range keys {
		if mine[key] == others[key] {
			out = append(out, key)
		}
	}
	return out
}
