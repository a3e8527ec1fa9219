package people

import (
	"encoding/csv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// Limits of what one person pastes at a time.
const (
	mostLines    = 1000
	longestTyped = 120 // letters of a name
)

// WrongLine is a pasted line that could not be taken, and why. The others were.
type WrongLine struct {
	Number  int    // as pasted, from 1
	Text    string // as pasted
	Message fault.Message
}

// line is a pasted line that says something.
type line struct {
	number int
	text   string
	fields []string
}

// wrong says why a line cannot be taken.
func (l line) wrong(key string, args ...any) WrongLine {
	return WrongLine{Number: l.number, Text: l.text, Message: fault.Say(key, args...)}
}

// lines cuts pasted text. A line's fields are set apart by tabs, as a spreadsheet copies them; without one by commas, as in a
// CSV file; without these by semicolons or upright bars.
func lines(text string) []line {
	var out []line
	number := 0
	for raw := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(fold.Visible(text)), "\n") {
		number++
		if strings.TrimSpace(strings.Trim(raw, ",;|")) == "" {
			continue
		}
		out = append(out, line{number: number, text: strings.TrimSpace(raw), fields: fields(raw)})
	}
	return out
}

func fields(raw string) []string {
	separator := rune(0)
	for _, candidate := range "\t,;|" {
		if strings.ContainsRune(raw, candidate) {
			separator = candidate
			break
		}
	}
	if separator == 0 {
		return []string{strings.TrimSpace(raw)}
	}
	r := csv.NewReader(strings.NewReader(raw))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = separator, true, separator != '\t'
	cut, err := r.Read()
	if err != nil { // quotes that never end: take them as letters
		cut = strings.Split(raw, string(separator))
	}
	for i := range cut {
		cut[i] = strings.TrimSpace(cut[i])
	}
	return cut
}

// heading says whether the fields are the headings of a table rather than a row of it.
func heading(fields []string, words map[string]bool) bool {
	known := 0
	for _, f := range fields {
		if words[strings.Trim(fold.Key(f), ".:")] {
			known++
		}
	}
	return known > 0 && known*2 >= len(fields)
}
