package index

import (
	"slices"
	"strings"
)

// Of every document the order of its words is kept, so that a phrase in quotes is found where its words follow each other as
// they were written. A word stands there as a code of twelve bits: of five thousand documents that have all the words of a phrase,
// but not in this order, about one is found wrongly, and the order of a million documents takes a third of a gigabyte.

// wordCode stands for a folded word in the order of words.
type wordCode uint16

const (
	codeBits  = 12
	noWord    = wordCode(0) // stands between fields, and where an odd number of words ends
	mostCodes = 1<<codeBits - 1
)

// codeOf is the code of a folded word: the same in every process, since it is stored.
func codeOf(folded string) wordCode {
	hash := uint32(2166136261) // FNV-1a
	for i := range len(folded) {
		hash = (hash ^ uint32(folded[i])) * 16777619
	}
	return 1 + wordCode((hash^hash>>16)%mostCodes)
}

// appendCodes writes codes down, two in three bytes.
func appendCodes(to []byte, codes []wordCode) []byte {
	for i := 0; i < len(codes); i += 2 {
		first, second := codes[i], noWord
		if i+1 < len(codes) {
			second = codes[i+1]
		}
		to = append(to, byte(first), byte(first>>8)|byte(second<<4), byte(second>>4))
	}
	return to
}

// codeAt is the code at a place of what appendCodes wrote.
func codeAt(order string, i int) wordCode {
	at := 3 * (i / 2)
	if i%2 == 0 {
		return wordCode(order[at]) | wordCode(order[at+1]&0x0f)<<8
	}
	return wordCode(order[at+1]>>4) | wordCode(order[at+2])<<4
}

// phrase is words that must follow each other in a document, or must not.
type phrase struct {
	codes []wordCode
	not   bool
}

// mostPhrases bounds the work of one query.
const mostPhrases = 8

// readPhrases reads the query's phrases.
func (r *run) readPhrases(list []Phrase) {
	r.phrases = r.phrases[:0]
	for _, p := range list {
		if len(r.phrases) == mostPhrases {
			r.passOver(p.Words)
			return
		}
		var codes []wordCode
		code := false
		eachWord(p.Words, ofQuery, func(word string) {
			if folded := foldWord(word); folded != "" && len(folded) <= mostFolded && len(codes) < mostQueryWords {
				codes = append(codes, codeOf(folded))
				code = strings.ContainsAny(folded, "-.")
			}
		})
		// A code by itself also stands within longer ones, where only its posting list knows of it.
		if len(codes) > 1 || len(codes) == 1 && !(code && !p.Not) {
			r.phrases = append(r.phrases, phrase{codes, p.Not})
		}
	}
}

// follows says whether the words of the phrase follow each other somewhere in a document.
func (p *phrase) follows(order string) bool {
	first, places := p.codes[0], len(order)/3*2
	for i := 0; i+len(p.codes) <= places; i++ {
		if codeAt(order, i) != first {
			continue
		}
		same := 1
		for same < len(p.codes) && codeAt(order, i+same) == p.codes[same] {
			same++
		}
		if same == len(p.codes) {
			return true
		}
	}
	return false
}

// spoken keeps the documents that have every phrase asked for, and none of the others.
func (r *run) spoken(docs []uint32, scores []float32) ([]uint32, []float32) {
	kept, orders := 0, &r.view.segment.orders
	for i, doc := range docs {
		order := orders.at(doc)
		if !slices.ContainsFunc(r.phrases, func(p phrase) bool { return p.follows(order) == p.not }) {
			docs[kept], scores[kept] = doc, scores[i]
			kept++
		}
	}
	return docs[:kept], scores[:kept]
}
