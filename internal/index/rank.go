package index

import (
	"math"
	"time"
)

// saturation is BM25's k1: how soon one more mention of a word stops counting. It is higher than for plain text, since a
// mention in a title weighs as much as many.
const saturation = 5

// StemShare is what a mention in another form counts beside the very word: "library" for the query "libraries".
const StemShare = 0.8

// By which words a document has what a word of the query asks for.
const (
	ApartShare    = 0.65 // what stands for a word counts, where the word itself does not stand there
	togetherShare = 0.5  // the lesser of two counts, such as the word itself and another name of it
	weakShare     = 0.3  // a word that says little counts
)

// fieldWeights are the weights of BM25F: how much a mention counts in each field, in how long a field it counts so, and
// how strongly a longer field thins it and a shorter one, down to a quarter of that length, thickens it. Lengths are
// constants and not averages of the catalog, so that an impact once computed stays right while documents come and go.
var fieldWeights = [fields]struct {
	weight, length, thinning float32
}{
	titleField:    {weight: 10, length: 8, thinning: 0.5},
	tagsField:     {weight: 4, length: 12, thinning: 0.4},
	summaryField:  {weight: 2, length: 30, thinning: 0.4},
	headingsField: {weight: 1.2, length: 20, thinning: 0.4},
	booksField:    {weight: 1.2, length: 20, thinning: 0.4},
	bodyField:     {weight: 0.6, length: 220, thinning: 0.5},
}

// FieldWeight is how much a word counts in a field.
type FieldWeight struct {
	Name   string
	Weight float64
}

// FieldWeights are the fields by name with their weights, the highest first.
func FieldWeights() []FieldWeight {
	out := make([]FieldWeight, fields)
	for i, name := range [fields]string{"title", "tags", "summary", "headings", "books", "body"} {
		out[i] = FieldWeight{name, math.Round(1000*float64(fieldWeights[i].weight)) / 1000}
	}
	return out
}

// mention is what one occurrence in a field of so many words adds to a word's weight in the document.
func mention(f field, words int) float32 {
	w := &fieldWeights[f]
	return w.weight / (1 - w.thinning + w.thinning*max(0.25, float32(words)/w.length))
}

// impactOf brings a word's weight in a document to the scale 1 to 255, on which every further mention adds less.
func impactOf(weight float32) uint8 {
	return uint8(max(1, min(255, math.Round(float64(255*weight/(weight+saturation))))))
}

// rarity is BM25's inverse document frequency, scaled for impacts.
func rarity(documents, having int) float32 {
	having = min(having, documents)
	return float32(math.Log(1+(float64(documents-having)+0.5)/(float64(having)+0.5))) * (1 + saturation) / 255
}

// facetImpact is what a document's value of a facet counts for a word that names it: about as much as the word in its text.
const facetImpact = 128

// worth is a rarity as a whole number, so that sums are exact.
func worth(rarity float32) uint32 { return 1 + uint32(rarity*(1<<16)) }

// When fewer documents than Enough have all the words, those are found too whose words are worth at least nearShare of all, and more
// than one word that many documents have: among 100,000 resources, one common word of three leads nowhere. Words of which none is
// rarer than that need to be worth mostShare. A sentence has words that lead nowhere by themselves: of longer ones than fewWords a larger share is
// needed, up to twice as much.
const (
	Enough    = 10 // in a catalog of a district
	enoughOf  = 3  // among more documents than large, where it costs more to find them, and what has all the words fits better
	large     = 20_000
	nearShare = 0.05
	mostShare = 0.6
	fewWords  = 3
	many      = 256
)

// tooFew says whether so few documents have all the words that others are looked for.
func tooFew(documents, met int) bool {
	if documents > large {
		return met < enoughOf
	}
	return met < Enough
}

// needed is what the words of a document must be worth, of so many worth so much.
func needed(documents, words int, total uint32) uint32 {
	alone := float64(0)
	if documents > many {
		alone = float64(worth(rarity(documents, many)))
	}
	return uint32(math.Ceil(max(float64(total)*nearShare*max(1, min(2, float64(words)/fewWords)), min(alone, float64(total)*mostShare))))
}

// cover lessens the score of a document that lacks some of the words.
func cover(have, total uint32) float32 {
	return float32(math.Sqrt(float64(have) / float64(total)))
}

// Freshness is a factor by age in days: half of the part that ages is lost in every half-life of the document, and an old document
// keeps three quarters of its score.
const (
	AgingPart = 0.25
	oldestAge = 1 << 12
)

// halfLives are the half-lives that are told apart, in days: the first where a document says none, else the nearest.
var halfLives = [1 << halfLifeBits]int{730, 60, 120, 180, 365, 1095, 1825, 3650}

const halfLifeBits = 3

// freshnessTable is the factor by half-life and age.
type freshnessTable [len(halfLives)][oldestAge]float32

func newFreshnessTable() *freshnessTable {
	t := new(freshnessTable)
	for i, halfLife := range halfLives {
		for age := range t[i] {
			t[i][age] = float32(1 - AgingPart + AgingPart*math.Exp2(-float64(age)/float64(halfLife)))
		}
	}
	return t
}

// nearestHalfLife is where the half-life stands among those that are told apart.
func nearestHalfLife(days int) uint16 {
	nearest := 0
	if days > 0 {
		for i, d := range halfLives {
			if apart(d, days) < apart(halfLives[nearest], days) {
				nearest = i
			}
		}
	}
	return uint16(nearest)
}

// apart is by what one number of days must be multiplied to give the other.
func apart(a, b int) float64 { return max(float64(a)/float64(b), float64(b)/float64(a)) }

// dayOf is the day of a time in microseconds, counted from 2000-01-01, the first and the last day standing for all before
// and after.
func dayOf(micros int64) uint16 {
	const first = 10957 // days from 1970
	day := micros/(24*int64(time.Hour/time.Microsecond)) - first
	return uint16(max(0, min(day, math.MaxUint16)))
}

// standingOf is a document's boost and half-life as its row holds them; boostUnit is a boost of 1.
func standingOf(boost float32, halfLife int) uint16 {
	return storedBoost(boost)&^(1<<halfLifeBits-1) | nearestHalfLife(halfLife)
}

func (r *row) boost() float32 { return float32(r.standing&^(1<<halfLifeBits-1)) / boostUnit }

func (r *row) halfLife() uint16 { return r.standing & (1<<halfLifeBits - 1) }

const boostUnit = 1 << 12

func storedBoost(boost float32) uint16 {
	if boost == 0 || boost != boost {
		boost = 1
	}
	return uint16(max(0.125, min(boost, 8)) * boostUnit)
}
