package catalog

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

// fewestPairs is how many pairs of words a text needs before its likeness to another means anything.
const fewestPairs = 12

// enoughAlike is the share of pairs of words that two nearly identical texts have in common.
const enoughAlike = 0.6

// pairs is the set of pairs of neighboring words in a document, hashed, in order.
type pairs []uint64

func pairsOf(d block.Document) pairs {
	text := fold.Key(Words(d))
	out := make(pairs, 0, len(text)/4)
	before, has := uint64(0), false
	eachWord(text, func(word string) {
		h := hashOf(word)
		if has {
			out = append(out, mix(before^mix(h)))
		}
		before, has = h, true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// eachWord calls visit with every run of letters and digits.
func eachWord(text string, visit func(word string)) {
	for text != "" {
		start := strings.IndexFunc(text, wordRune)
		if start < 0 {
			return
		}
		end := start
		for end < len(text) {
			r, width := utf8.DecodeRuneInString(text[end:])
			if !wordRune(r) {
				break
			}
			end += width
		}
		visit(text[start:end])
		text = text[end:]
	}
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || 'A' <= r && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// hashOf is FNV-1a of a word.
func hashOf(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

// rowsOfABand is how many smallest members make one part of a fingerprint.
const rowsOfABand = 3

// PrintOf fingerprints the words of a document. The fingerprint of a short one is none.
func PrintOf(d block.Document) index.Print { return printOf(pairsOf(d)) }

// printOf fingerprints a set by its smallest members under several orders (MinHash: Broder, 1997), three to a part. Sets that
// have 80 of 100 members in common share a part with probability 0.98, those with 30 of 100 with 0.15. Sets too small to tell
// have no fingerprint.
func printOf(set pairs) (out index.Print) {
	if len(set) < fewestPairs {
		return out
	}
	var smallest [len(out) * rowsOfABand]uint64
	for i := range smallest {
		order, least := uint64(i+1)*0x9e3779b97f4a7c15, uint64(math.MaxUint64)
		for _, p := range set {
			least = min(least, mix(p^order))
		}
		smallest[i] = least
	}
	for i := range out {
		part := uint64(0)
		for _, least := range smallest[i*rowsOfABand:][:rowsOfABand] {
			part = mix(part ^ least)
		}
		out[i] = uint32(part)
	}
	return out
}

// mix scatters the bits of a number (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// alike says whether two texts are nearly identical: most pairs of words of either are in both (Jaccard).
func alike(a, b pairs) bool { return likeness(a, b) >= enoughAlike }

// likeness is the share of the pairs of words of either that are in both.
func likeness(a, b pairs) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
