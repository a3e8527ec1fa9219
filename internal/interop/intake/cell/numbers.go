package cell

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// longest is how long a cell may be that is read for its meaning: nobody writes a grade or a cost at greater length.
const longest = 400

var (
	plainNumber = regexp.MustCompile(`^(\d{1,5})(?:[.,]0+)?$`)
	timeUnits   = regexp.MustCompile(`^(?:(?:about|approx\.?|ca\.?|unos|aprox\.?|~)\s*)?(?:(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hr|hrs|hour|hours|hora|horas)\.?)?(?:\s*(?:and|y|,)?\s*(?:\d{1,3}\s*(?:-|–|to|a)\s*)?(\d{1,4})\s*(?:m|min|mins|minute|minutes|minuto|minutos)\.?)?$`)
	hoursColon  = regexp.MustCompile(`^(\d{1,2}):(\d{2})\s*h(?:rs?|oras?|ours?)?$`)
	isoDuration = regexp.MustCompile(`^pt(?:(\d{1,2})h)?(?:(\d{1,4})m)?$`)
	numberSpan  = regexp.MustCompile(`^\d{1,3}\s*(?:-|–|to|a)\s*(\d{1,3})$`)
)

// Minutes reads "45", "45 min", "1 hour 30", "1.5 h", "20-30 minutos" (the longer counts), "PT45M".
func Minutes(text string) (int, bool) {
	if len(text) > longest {
		return 0, false
	}
	words := fold.Key(text)
	if m := plainNumber.FindStringSubmatch(words); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, n > 0
	}
	if m := numberSpan.FindStringSubmatch(words); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n, n > 0
	}
	for _, form := range []*regexp.Regexp{isoDuration, hoursColon, timeUnits} {
		if m := form.FindStringSubmatch(words); m != nil {
			hours, _ := strconv.ParseFloat(strings.Replace("0"+m[1], ",", ".", 1), 64)
			minutes, _ := strconv.Atoi("0" + m[2])
			total := int(math.Round(hours*60)) + minutes
			return total, total > 0
		}
	}
	return 0, false
}

var (
	amount  = regexp.MustCompile(`^(?:us)?[$€£]?\s*(\d{1,3}(?:,\d{3})+|\d{1,7})(?:[.,](\d{1,2}))?\s*(?:[$€£]|usd|dollars?|dolares)?(?:\s*(?:(?:per|a|each|por|cada|/)\s*)?(student|class|school|year|estudiante|alumno|clase|escuela|ano|yr|pupil|classroom)s?)?$`)
	perWord = map[string]string{
		"student": "student", "pupil": "student", "estudiante": "student", "alumno": "student", "class": "class", "classroom": "class",
		"clase": "class", "school": "school", "escuela": "school", "year": "year", "yr": "year", "ano": "year",
	}
)

// Cost reads "free", "gratis", "$4.50", "4,50 per student", "$1,200 a year", "unknown".
func Cost(text string) (block.Cost, bool) {
	if len(text) > longest {
		return block.Cost{}, false
	}
	words := fold.Key(text)
	switch words {
	case "free", "gratis", "gratuito", "gratuita", "no cost", "sin costo", "none", "0", "$0", "no", "libre":
		return block.Cost{}, true
	case "unknown", "?", "desconocido", "not sure", "no se sabe", "varies", "varia":
		return block.Cost{Unknown: true}, true
	}
	m := amount.FindStringSubmatch(words)
	if m == nil {
		return block.Cost{}, false
	}
	whole, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
	if err != nil {
		return block.Cost{}, false
	}
	cents, _ := strconv.Atoi((m[2] + "00")[:2])
	return block.Cost{Cents: whole*100 + cents, Per: perWord[m[3]]}, true
}

var yearIn = regexp.MustCompile(`(?:^|[^\d])(-?\d{3,4})(?:\.0+)?(?:$|[^\d.])`)

// Year reads "1998", "1998.0", "c1998", "2008-09-14", "-720.0" (before our era).
func Year(text string) (int, bool) {
	if len(text) > longest {
		return 0, false
	}
	m := yearIn.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n > 2200 || n == 0 {
		return 0, false
	}
	return n, true
}
