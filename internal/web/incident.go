package web

import "github.com/commonshelf/commonshelf/internal/id"

// incidentWords are short, easily told apart over a telephone, and mean nothing unkind in English or Spanish.
var incidentWords = [64]string{
	"acorn", "amber", "anchor", "apple", "apron", "arrow", "autumn", "bamboo", "barley", "basket", "beacon", "birch", "bridge", "button", "cabin", "candle",
	"canyon", "carpet", "castle", "cedar", "cherry", "circle", "clover", "comet", "copper", "cotton", "cricket", "daisy", "delta", "desert", "drum", "eagle",
	"ember", "falcon", "fern", "forest", "garden", "ginger", "harbor", "hazel", "island", "ivory", "jasmine", "kettle", "ladder", "lantern", "lemon", "lilac",
	"maple", "marble", "meadow", "mirror", "nectar", "olive", "orchid", "pebble", "pepper", "planet", "quartz", "raven", "saddle", "tulip", "velvet", "willow",
}

// incidentWord names one failure: two words and two digits, "maple-raven-42", one of 409,600.
func incidentWord(ids id.Source) string {
	raw := id.New[string](ids)
	word := func(i int) string { return incidentWords[raw[i]%8*8+raw[i+1]%8] }
	digit := func(i int) string { return string('0' + rune(raw[i]%10)) }
	return word(0) + "-" + word(2) + "-" + digit(4) + digit(5)
}
