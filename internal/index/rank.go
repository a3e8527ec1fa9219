package index

import (
	"math"
	"time"
)

// saturation is BM25's k1: how soon one more mention of a word stops counting.
const saturation = 1.2

// stemShare is what a mention in another form counts beside the very word: "library" for the query "libraries".
const stemShare = 0.8

// fieldWeights are the weights of BM25F: how much a mention counts in each field, in how long a field it counts so, and
// how strongly a longer field thins it and a shorter one, down to a quarter of that length, thickens it. Lengths are
// constants and not averages of the catalog, so that an impact once computed stays right while documents come and go.
var fieldWeights = [fields]struct {
	weight, length, thinning float32
}{
	titleField:   {weight: 4, length: 8, thinning: 0.4},
	tagsField:    {weight: 3, length: 12, thinning: 0.3},
	summaryField: {weight: 2, length: 30, thinning: 0.5},
	bodyField:    {weight: 1, length: 220, thinning: 0.75},
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

// freshness is a factor by age in days: half of the part that ages is lost every two years, and an old document keeps
// three quarters of its score.
const (
	agingPart    = 0.25
	halfLifeDays = 730
	oldestAge    = 1 << 12
)

type freshnessTable [oldestAge]float32

func newFreshnessTable() *freshnessTable {
	t := new(freshnessTable)
	for age := range t {
		t[age] = float32(1 - agingPart + agingPart*math.Exp2(-float64(age)/halfLifeDays))
	}
	return t
}

// dayOf is the day of a time in microseconds, counted from 2000-01-01, the first and the last day standing for all before
// and after.
func dayOf(micros int64) uint16 {
	const first = 10957 // days from 1970
	day := micros/(24*int64(time.Hour/time.Microsecond)) - first
	return uint16(max(0, min(day, math.MaxUint16)))
}

// boostUnit is 1 as a boost is stored.
const boostUnit = 1 << 12

func storedBoost(boost float32) uint16 {
	if boost == 0 || boost != boost {
		boost = 1
	}
	return uint16(max(0.125, min(boost, 8)) * boostUnit)
}
