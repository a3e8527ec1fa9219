package source

import (
	"path"
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// What programs and people add to the name of a file when they save it once more.
var additions = []*regexp.Regexp{
	regexp.MustCompile(`[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}`), // the id of an export
	regexp.MustCompile(`[(\[]\d{1,3}[)\]]`),                             // tools (2)
	regexp.MustCompile(`\b(?:19|20)\d\d[-._/ ]?[01]\d[-._/ ]?[0-3]\d(?:[-_ t]{1,3}[0-2]\d[-:._h][0-5]\d(?:[-:._][0-5]\d)?z?|t\d{4,6}z?)?\b`),
	regexp.MustCompile(`\b\d{1,2}[-._/ ]\d{1,2}[-._/ ](?:19|20)\d\d\b`),
	regexp.MustCompile(`\b(?:\d{1,2}(?:st|nd|rd|th)?[-_ ])?(?:de )?` + months + `(?:[-_ ]\d{1,2}(?:st|nd|rd|th)?)?,?[-_ ](?:de )?(?:19|20)\d\d\b`),
	regexp.MustCompile(`\b(?:copy|copia)(?: (?:of|de))?(?: \d{1,3})?\b`),
	regexp.MustCompile(`\b(?:v|version|ver) ?\d{1,3}(?:\.\d{1,3})*\b`),
}

const months = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?` +
	`|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?|septiembre|octubre|noviembre|dic(?:iembre)?)`

var noName = regexp.MustCompile(`[^\p{L}\p{N}]+`)

// ListName is what a list is called whenever it is brought in again: the name of its file without its ending, and without
// the dates and numbers of copies that were added to it. "Tools (2).csv" and "tools 2026-11-30.xlsx" are "tools".
func ListName(file string) string {
	whole := strings.ReplaceAll(fold.Key(file), "_", " ")
	if ending := path.Ext(whole); len(ending) <= 6 && !strings.Contains(ending, " ") {
		whole = strings.TrimSuffix(whole, ending)
	}
	name := whole
	for _, addition := range additions {
		name = addition.ReplaceAllString(name, " ")
	}
	if name = strings.TrimSpace(noName.ReplaceAllString(name, " ")); name != "" {
		return name
	}
	return strings.TrimSpace(noName.ReplaceAllString(whole, " "))
}
