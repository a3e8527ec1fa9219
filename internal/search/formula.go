package search

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/index"
)

// Formula is the numbers by which results are ordered, as they are. How they come together stands in package index.
type Formula struct {
	Fields   []index.FieldWeight // where a word stands, and how much it counts there
	Form     float64             // what another form of a word counts beside the very word
	Other    float64             // what another word for the same counts
	Beside   float64             // what it adds at most that words stand side by side as in the question
	Oldest   float64             // what age takes at most
	Ages     []Age               // the kinds, those first that age soonest
	Schools  float64             // what other schools add at most
	Worked   float64             // what the first school adds where it worked
	Adapted  float64             // what the first school adds that made its own version
	Here     float64             // what it adds for a reader that it worked at their school
	Like     float64             // what it adds that it worked at one with grades of theirs
	Named    float64             // what it adds that the school that is named beside other words shared it
	Kind     float64             // what it adds to what is of a kind that the words name
	Language float64             // what it adds to what is in a language that the words name
	Own      float64             // what their own version must count, of the best, to stand in its place
	Complete int                 // where fewer have all the words, those are found too that have most
}

// Age is the kinds that lose half of what age may take in so many days.
type Age struct {
	Days  int
	Kinds []block.ResourceKind
}

// TheFormula gives the numbers.
func TheFormula() Formula {
	f := Formula{Fields: index.FieldWeights(), Form: index.StemShare, Other: seedShare * index.ApartShare, Beside: index.MostNear, Oldest: index.AgingPart,
		Schools: mostLift, Worked: mostLift * (1 - workedLeft), Adapted: mostLift * (1 - adaptedLeft), Here: hereFavor, Like: likeFavor, Named: schoolFavor, Kind: kindFavor, Language: tongueFavor, Own: index.OwnShare, Complete: index.Enough}
	for _, kind := range block.ResourceKinds {
		days := halfLives[kind]
		i := slices.IndexFunc(f.Ages, func(a Age) bool { return a.Days == days })
		if i < 0 {
			i = len(f.Ages)
			f.Ages = append(f.Ages, Age{Days: days})
		}
		f.Ages[i].Kinds = append(f.Ages[i].Kinds, kind)
	}
	slices.SortFunc(f.Ages, func(a, b Age) int { return a.Days - b.Days })
	return f
}
