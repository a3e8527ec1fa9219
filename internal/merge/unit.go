package merge

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// shape is what a unit of Markdown is.
type shape string

const (
	paragraph shape = "paragraph"
	heading   shape = "heading"
	entry     shape = "entry" // of a list
	tableHead shape = "head"  // with the line of dashes below it
	tableRow  shape = "row"
	whole     shape = "whole" // code, a rule, a definition of a link: never joined inside
)

// unit is a paragraph, an entry of a list, a row of a table: what stays together.
type unit struct {
	space  string // lines and spaces before it
	shape  shape
	indent string // before the marker of an entry
	marker string // "-", "3.", "##"
	gap    string // between marker and text
	text   string
	cells  int  // of tables
	order  bool // an entry of a numbered list
	number int
}

// key finds the same unit again. The number of an entry does not count: it follows from its place.
func (u unit) key() string {
	return string(u.shape) + "\x00" + u.text
}

// source is the unit as it is written, without the space before it.
func (u unit) source() string {
	marker := u.marker
	if u.order {
		marker = strconv.Itoa(u.number) + u.marker
	}
	return u.indent + marker + u.gap + u.text
}

// reader takes Markdown apart into units, line by line. Space, units and the tail in order are the text.
type reader struct {
	lines []string // each with its end of line
	at    int
	out   []unit
	space strings.Builder
}

// units takes Markdown apart. tail is the space after the last.
func units(text string) (list []unit, tail string) {
	r := reader{lines: strings.SplitAfter(text, "\n")}
	for r.at < len(r.lines) {
		if line := r.lines[r.at]; strings.TrimSpace(line) == "" {
			r.space.WriteString(line)
			r.at++
			continue
		}
		r.unit()
	}
	return r.out, r.space.String()
}

func (r *reader) unit() {
	line := r.lines[r.at]
	switch {
	case fence(line) != "":
		r.take(unit{shape: whole}, r.fenced(r.at))
	case strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t"):
		if r.entry() {
			return
		}
		r.take(unit{shape: whole}, r.run(func(l string) bool { return strings.HasPrefix(l, "    ") || strings.HasPrefix(l, "\t") }))
	case isRule(line), isDefinition(line), strings.HasPrefix(strings.TrimSpace(line), "<!--"):
		r.take(unit{shape: whole}, r.at+1)
	case r.isTable():
		r.table()
	case headingMarker(line) != "":
		r.heading()
	case r.entry():
	default:
		r.take(unit{shape: paragraph}, r.run(func(l string) bool { return !r.interrupts(l) }))
	}
}

// take makes a unit of the lines up to end. What stands before its text in the first line is already in u.
func (r *reader) take(u unit, end int) {
	text := strings.Join(r.lines[r.at:end], "")
	trimmed := strings.TrimRight(text, " \t\r\n")
	u.space = r.space.String()
	if u.shape != whole && u.indent == "" && u.marker == "" {
		body := strings.TrimLeft(trimmed, " \t")
		u.space += trimmed[:len(trimmed)-len(body)]
		trimmed = body
	}
	u.text = trimmed[len(u.source()):]
	r.space.Reset()
	r.space.WriteString(text[len(strings.TrimRight(text, " \t\r\n")):])
	r.out = append(r.out, u)
	r.at = end
}

// run is the end of the lines from here on that go on, up to an empty one.
func (r *reader) run(goesOn func(string) bool) int {
	end := r.at + 1
	for end < len(r.lines) && strings.TrimSpace(r.lines[end]) != "" && goesOn(r.lines[end]) {
		end++
	}
	return end
}

// interrupts says whether a line begins something else than the paragraph before it.
func (r *reader) interrupts(line string) bool {
	_, isEntry := entryOf(line)
	return fence(line) != "" || isEntry || headingMarker(line) != ""
}

// fence is the run of backticks or tildes that opens code; empty if the line opens none.
func fence(line string) string {
	line = strings.TrimLeft(line, " ")
	for _, c := range []string{"`", "~"} {
		run := line[:len(line)-len(strings.TrimLeft(line, c))]
		if len(run) >= 3 && !(c == "`" && strings.Contains(line[len(run):], "`")) {
			return run
		}
	}
	return ""
}

// fenced is the end of the code that the line at a place opens.
func (r *reader) fenced(at int) int {
	open := fence(r.lines[at])
	for end := at + 1; end < len(r.lines); end++ {
		line := strings.TrimSpace(r.lines[end])
		if strings.HasPrefix(line, open) && strings.Trim(line, open[:1]) == "" {
			return end + 1
		}
	}
	return len(r.lines)
}

func isRule(line string) bool {
	if first := strings.TrimLeft(line, " \t"); first == "" || !strings.Contains("-*_", first[:1]) {
		return false
	}
	line = strings.Join(strings.Fields(line), "")
	return len(line) >= 3 && (strings.Trim(line, "-") == "" || strings.Trim(line, "*") == "" || strings.Trim(line, "_") == "")
}

func isDefinition(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "[") && strings.Contains(line, "]:")
}

func headingMarker(line string) string {
	marker := line[:len(line)-len(strings.TrimLeft(line, "#"))]
	rest := line[len(marker):]
	if len(marker) == 0 || len(marker) > 6 || rest != "" && !strings.ContainsAny(rest[:1], " \t\r\n") {
		return ""
	}
	return marker
}

func (r *reader) heading() {
	line := r.lines[r.at]
	u := unit{shape: heading, marker: headingMarker(line)}
	rest := strings.TrimRight(line[len(u.marker):], " \t\r\n")
	u.gap = rest[:len(rest)-len(strings.TrimLeft(rest, " \t"))]
	r.take(u, r.at+1)
}

// entryOf reads the start of an entry of a list.
func entryOf(line string) (unit, bool) {
	u := unit{shape: entry}
	rest := strings.TrimLeft(line, " \t")
	u.indent = line[:len(line)-len(rest)]
	digits := 0
	for digits < len(rest) && digits < 9 && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	if digits == len(rest) {
		return u, false
	}
	switch c := rest[digits]; {
	case digits == 0 && (c == '-' || c == '*' || c == '+'):
	case digits > 0 && (c == '.' || c == ')'):
		u.order = true
		u.number, _ = strconv.Atoi(rest[:digits])
		if strconv.Itoa(u.number) != rest[:digits] {
			return u, false // "007." is kept as it is
		}
	default:
		return u, false
	}
	u.marker = rest[digits : digits+1]
	rest = strings.TrimRight(rest[digits+1:], "\r\n")
	text := strings.TrimLeft(rest, " \t")
	u.gap = rest[:len(rest)-len(text)]
	return u, u.gap != "" && text != ""
}

// entry takes an entry of a list with the lines that belong to it; false if there is none here.
func (r *reader) entry() bool {
	u, ok := entryOf(r.lines[r.at])
	if !ok || isRule(r.lines[r.at]) || len(u.indent) >= 4 && !r.inList() {
		return false
	}
	end := r.at + 1
	for end < len(r.lines) {
		line := r.lines[end]
		if _, another := entryOf(line); another || isRule(line) {
			break
		}
		if strings.TrimSpace(line) == "" {
			if end+1 == len(r.lines) || !belongs(r.lines[end+1], u) {
				break
			}
			end++
			continue
		}
		if fence(line) != "" {
			if !belongs(line, u) {
				break
			}
			end = r.fenced(end)
			continue
		}
		if headingMarker(line) != "" {
			break
		}
		end++
	}
	r.take(u, end)
	return true
}

// belongs says whether a line after an empty one is still of an entry: it is indented as its text is.
func belongs(line string, u unit) bool {
	if strings.TrimSpace(line) == "" {
		return false
	}
	_, another := entryOf(line)
	width := len(line) - len(strings.TrimLeft(line, " \t"))
	return !another && width >= len(u.indent)+2
}

// inList says whether the unit before is an entry.
func (r *reader) inList() bool { return len(r.out) > 0 && r.out[len(r.out)-1].shape == entry }

// isTable says whether a table begins here: a line with bars, and one of dashes with as many cells below it.
func (r *reader) isTable() bool {
	if r.at+1 >= len(r.lines) || !strings.Contains(r.lines[r.at], "|") {
		return false
	}
	dashes := strings.TrimSpace(r.lines[r.at+1])
	return strings.Contains(dashes, "-") && strings.Trim(dashes, "|:- \t") == "" && len(splitCells(dashes)) == len(splitCells(r.lines[r.at]))
}

func (r *reader) table() {
	cells := len(splitCells(r.lines[r.at]))
	r.take(unit{shape: tableHead, cells: cells}, r.at+2)
	for r.at < len(r.lines) && strings.Contains(r.lines[r.at], "|") && fence(r.lines[r.at]) == "" {
		r.take(unit{shape: tableRow, cells: len(splitCells(r.lines[r.at]))}, r.at+1)
	}
}

// splitCells takes a row of a table apart. The bars at its ends are optional; one after a backslash is none.
func splitCells(line string) []string {
	line = strings.TrimSpace(line)
	line = strings.TrimPrefix(line, "|")
	if strings.HasSuffix(line, "|") && !strings.HasSuffix(line, `\|`) {
		line = line[:len(line)-1]
	}
	var out []string
	from := 0
	for i := 0; i < len(line); {
		c, size := utf8.DecodeRuneInString(line[i:])
		switch c {
		case '\\':
			if i+1 < len(line) {
				_, next := utf8.DecodeRuneInString(line[i+1:])
				size += next
			}
		case '|':
			out = append(out, strings.TrimSpace(line[from:i]))
			from = i + 1
		}
		i += size
	}
	return append(out, strings.TrimSpace(line[from:]))
}

// joinCells writes a row of a table.
func joinCells(cells []string) string { return "| " + strings.Join(cells, " | ") + " |" }
