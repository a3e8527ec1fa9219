package merge

import (
	"strings"
)

// policy says what stands where both sides changed the same thing in different ways.
type policy int

const (
	before      policy = iota // what was there
	oursFirst                 // ours
	theirsFirst               // theirs
	all                       // both, one after the other where that is possible
)

// joiner joins the fields of one part under one policy and notes which could not be joined.
type joiner struct {
	policy policy
	field  string
	fields []string // that both sides changed in different ways, each once
}

// differ notes that the field under way could not be joined.
func (j *joiner) differ() {
	for _, f := range j.fields {
		if f == j.field {
			return
		}
	}
	j.fields = append(j.fields, j.field)
}

// pick decides about text that cannot be joined.
func (j *joiner) pick(base, ours, theirs, between string) string {
	j.differ()
	switch j.policy {
	case oursFirst:
		return ours
	case theirsFirst:
		return theirs
	case all:
		if ours == "" || theirs == "" {
			return ours + theirs
		}
		return ours + between + theirs
	}
	return base
}

// prose joins three texts of Markdown.
func (j *joiner) prose(base, ours, theirs string) string {
	switch {
	case ours == theirs, theirs == base:
		return ours
	case ours == base:
		return theirs
	}
	b, tail := units(base)
	o, oursTail := units(ours)
	t, theirsTail := units(theirs)
	if len(o) == 0 || len(t) == 0 {
		return j.pick(base, ours, theirs, "\n\n")
	}
	trial := joiner{policy: j.policy, field: j.field}
	list := joinList(&trial, proseUnits, b, o, t)
	m := unitMerge{list: list, b: b, o: o, t: t}
	if m.torn() {
		return j.pick(base, ours, theirs, "\n\n")
	}
	if len(trial.fields) > 0 {
		j.differ()
	}
	m.renumber()
	text := m.text() + changed(tail, oursTail, theirsTail)
	if !balanced(text) && balanced(ours) && balanced(theirs) {
		return j.pick(base, ours, theirs, "\n\n")
	}
	return text
}

var proseUnits = things[unit]{key: unit.key, like: likeUnits, join: joinUnits}

func likeUnits(a, b unit) bool {
	if a.shape != b.shape || a.shape == tableHead {
		return a.shape == b.shape
	}
	if a.shape == tableRow {
		return splitCells(a.text)[0] == splitCells(b.text)[0] || alike(a.text, b.text)
	}
	return alike(a.text, b.text)
}

// joinUnits joins three states of one unit.
func joinUnits(j *joiner, base, ours, theirs unit) unit {
	out := base
	out.indent, out.marker, out.gap = changed(base.indent, ours.indent, theirs.indent), changed(base.marker, ours.marker, theirs.marker), changed(base.gap, ours.gap, theirs.gap)
	switch {
	case ours.shape != theirs.shape || ours.shape != base.shape:
		out = unit{space: base.space, shape: paragraph, text: j.pick(base.source(), ours.source(), theirs.source(), "\n\n")}
	case out.shape == whole:
		out.text = j.pick(base.text, ours.text, theirs.text, "\n\n")
	case out.shape == tableRow || out.shape == tableHead:
		out.text = j.row(base.text, ours.text, theirs.text)
		out.cells = len(splitCells(out.text))
	default:
		out.text = j.words(base.text, ours.text, theirs.text)
	}
	return out
}

// row joins a row of a table cell by cell.
func (j *joiner) row(base, ours, theirs string) string {
	b, o, t := splitCells(base), splitCells(ours), splitCells(theirs)
	if len(b) != len(o) || len(b) != len(t) || strings.Contains(base, "\n") {
		return j.pick(base, ours, theirs, "\n")
	}
	cells := make([]string, len(b))
	for i := range b {
		cells[i] = j.words(b[i], o[i], t[i])
	}
	return joinCells(cells)
}

// unitMerge is units in their joined order.
type unitMerge struct {
	list    []listed[unit]
	b, o, t []unit
}

// torn says whether the joined units would be read as something that nobody wrote: an entry below another than its own, a row
// outside its table, a table with rows of another width.
func (m unitMerge) torn() bool {
	for i, one := range m.list {
		switch one.value.shape {
		case entry:
			if one.value.indent != "" && !m.sameAbove(i, func(u unit) bool { return u.shape == entry && len(u.indent) < len(one.value.indent) }) {
				return true
			}
		case tableRow:
			if i == 0 || !m.list[i-1].value.isTable() || m.list[i-1].value.cells != one.value.cells && m.even(one) {
				return true
			}
		case tableHead:
			if i > 0 && m.list[i-1].value.isTable() && !m.hasTableBefore(one) {
				return true
			}
		}
	}
	return false
}

func (u unit) isTable() bool { return u.shape == tableHead || u.shape == tableRow }

// even says whether a row was as wide as what stood above it wherever it came from.
func (m unitMerge) even(one listed[unit]) bool {
	uneven := func(list []unit, at int) bool {
		return at > 0 && list[at-1].isTable() && list[at-1].cells != list[at].cells
	}
	return !uneven(m.o, one.ours) && !uneven(m.t, one.theirs)
}

func (m unitMerge) hasTableBefore(one listed[unit]) bool {
	before := func(list []unit, at int) bool { return at > 0 && list[at-1].isTable() }
	return before(m.o, one.ours) || before(m.t, one.theirs)
}

// sameAbove says whether the nearest unit above that is a parent is one that the unit had on a side.
func (m unitMerge) sameAbove(i int, parent func(unit) bool) bool {
	above := piece{nowhere, nowhere, nowhere}
	for k := i - 1; k >= 0; k-- {
		if parent(m.list[k].value) {
			above = m.list[k].piece
			break
		}
	}
	own := func(list []unit, at int) int {
		for at--; at >= 0; at-- {
			if parent(list[at]) {
				return at
			}
		}
		return nowhere
	}
	one := m.list[i]
	if one.ours != nowhere && own(m.o, one.ours) == above.ours {
		return true
	}
	if one.theirs != nowhere && own(m.t, one.theirs) == above.theirs {
		return true
	}
	return one.ours == nowhere && one.theirs == nowhere
}

// renumber gives the entries of numbered lists their numbers: one after the other, unless their writers numbered otherwise.
func (m unitMerge) renumber() {
	rising := risingNumbers(m.o) && risingNumbers(m.t)
	if !rising {
		return
	}
	last := map[string]int{}
	for i := range m.list {
		u := &m.list[i].value
		if u.shape != entry {
			clear(last)
			continue
		}
		for indent := range last {
			if len(indent) > len(u.indent) {
				delete(last, indent)
			}
		}
		if !u.order {
			delete(last, u.indent)
			continue
		}
		if number, ok := last[u.indent]; ok {
			u.number = number + 1
		}
		last[u.indent] = u.number
	}
}

// risingNumbers says whether the entries of every numbered list rise by one.
func risingNumbers(list []unit) bool {
	last := map[string]int{}
	for _, u := range list {
		if u.shape != entry {
			clear(last)
			continue
		}
		for indent := range last {
			if len(indent) > len(u.indent) {
				delete(last, indent)
			}
		}
		if !u.order {
			delete(last, u.indent)
			continue
		}
		if number, ok := last[u.indent]; ok && u.number != number+1 {
			return false
		}
		last[u.indent] = u.number
	}
	return true
}

// text writes the joined units.
func (m unitMerge) text() string {
	var b strings.Builder
	for i, one := range m.list {
		var s apart
		if one.base != nowhere {
			s.base = m.b[one.base].space
		}
		if one.ours != nowhere {
			s.ours = m.o[one.ours].space
		}
		if one.theirs != nowhere {
			s.theirs = m.t[one.theirs].space
		}
		if i == 0 {
			first := changed(firstSpace(m.b), firstSpace(m.o), firstSpace(m.t))
			b.WriteString(first)
		} else {
			space, known := spaceBetween(m.list[i-1].piece, one.piece, s)
			if !known {
				space = usualSpace(m.list[i-1].value, one.value, space)
			}
			b.WriteString(space)
		}
		b.WriteString(one.value.source())
	}
	return b.String()
}

func firstSpace(list []unit) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].space
}

// usualSpace is what stands between two units that were never neighbours.
func usualSpace(x, y unit, known string) string {
	lines := strings.Count(known, "\n")
	switch {
	case x.isTable() && y.shape == tableRow:
		return "\n"
	case x.shape == entry && y.shape == entry:
		if lines > 0 {
			return known
		}
		return "\n"
	case lines >= 2:
		return known
	}
	return "\n\n"
}

// balanced says whether strong emphasis that is opened is closed, unit by unit.
func balanced(text string) bool {
	list, _ := units(text)
	for _, u := range list {
		if u.shape == whole || !strings.Contains(u.text, "**") {
			continue
		}
		count := 0
		for _, t := range tokens(u.text) {
			if t.marks && strings.HasPrefix(t.text, "**") {
				count++
			}
		}
		if count%2 == 1 {
			return false
		}
	}
	return true
}
