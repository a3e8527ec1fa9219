package typed

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Dollars reads an amount as people write it: "12", "$0.60", "1,200.50". Empty is nothing.
func Dollars(text string) (cents int, ok bool) {
	text = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(text), "$"), ",", "")
	if text == "" {
		return 0, true
	}
	amount, err := strconv.ParseFloat(text, 64)
	if err != nil || !(amount >= 0 && amount < 1e7) {
		return 0, false
	}
	return int(math.Round(amount * 100)), true
}

// Amount is what Dollars reads.
func Amount(cents int) string {
	if cents%100 == 0 {
		return strconv.Itoa(cents / 100)
	}
	return fmt.Sprintf("%d.%02d", cents/100, cents%100)
}

// Lines are the lines that hold something.
func Lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// JoinCells writes texts on one line with semicolons between them. Semicolons within a text stand behind a backslash.
func JoinCells(texts []string) string {
	escape := strings.NewReplacer(`\`, `\\`, `;`, `\;`, "\n", " ")
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = escape.Replace(text)
	}
	return strings.Join(out, "; ")
}

// SplitCells reads what JoinCells wrote, and what people write without knowing of backslashes.
func SplitCells(line string) []string {
	var out []string
	var cell strings.Builder
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && (line[i+1] == ';' || line[i+1] == '\\'):
			i++
			cell.WriteByte(line[i])
		case c == ';':
			out = append(out, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			cell.WriteByte(c)
		}
	}
	return append(out, strings.TrimSpace(cell.String()))
}

// JoinSteps writes steps one a line. Where one of them has lines of its own, a line of dashes stands between two, longer than
// any that stands within.
func JoinSteps(steps []string) string {
	text := strings.Join(steps, "\n")
	if len(Lines(text)) == len(steps) && longestDashes(text) == 0 {
		return text
	}
	between := strings.Repeat("-", max(longestDashes(text)+1, fewestDashes))
	return strings.Join(steps, "\n"+between+"\n") + "\n" + between
}

// SplitSteps reads what JoinSteps wrote: with lines of dashes what stands between the longest of them, else one step a line.
func SplitSteps(text string) []string {
	longest := longestDashes(text)
	if longest == 0 {
		return Lines(text)
	}
	var out []string
	var step []string
	add := func() {
		if words := strings.TrimSpace(strings.Join(step, "\n")); words != "" {
			out = append(out, words)
		}
		step = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if dashes(line) == longest {
			add()
			continue
		}
		step = append(step, line)
	}
	add()
	return out
}

// fewestDashes make a line between steps.
const fewestDashes = 3

// dashes is the length of a line of dashes; 0 for any other line.
func dashes(line string) int {
	line = strings.TrimSpace(line)
	if len(line) < fewestDashes || strings.Trim(line, "-") != "" {
		return 0
	}
	return len(line)
}

func longestDashes(text string) int {
	longest := 0
	for line := range strings.SplitSeq(text, "\n") {
		longest = max(longest, dashes(line))
	}
	return longest
}

// Address completes what people type as an address: "loc.gov/maps" is meant as https.
func Address(text string) string {
	if text == "" || strings.Contains(text, "://") || !strings.Contains(text, ".") || strings.ContainsAny(text, " \n") {
		return text
	}
	return "https://" + text
}
