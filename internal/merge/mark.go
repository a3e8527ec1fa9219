package merge

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/prose"
)

// Span is a run of words that both texts have, or only one.
type Span struct {
	What What // Same, Added or Removed
	Text string
}

// Words compares two plain texts word by word. The texts of what is not removed are the newer, of what is not added the
// older, but for spaces.
func Words(older, newer string) []Span {
	if older == newer {
		return spanOf(nil, Same, newer)
	}
	b, s := tokens(older), tokens(newer)
	_, list := difference(b, s, numbered{})
	var out []Span
	at := 0
	for _, h := range append(list, hunk{len(b), len(b), len(s), len(s)}) {
		out = spanOf(out, Same, sourceOf(s[at:h.from]))
		out = spanOf(out, Removed, sourceOf(b[h.lo:h.hi]))
		added := sourceOf(s[h.from:h.to])
		if h.hi > h.lo && h.to > h.from && s[h.from].space == "" {
			added = " " + added
		}
		out = spanOf(out, Added, added)
		at = h.to
	}
	return out
}

func spanOf(list []Span, what What, text string) []Span {
	if text == "" {
		return list
	}
	return append(list, Span{what, text})
}

func sourceOf(list []token) string {
	var b strings.Builder
	for _, t := range list {
		b.WriteString(t.space)
		b.WriteString(t.text)
	}
	return b.String()
}

// Mark gives Markdown that holds the words of both texts, what was added and removed between the marks of package prose,
// which shows it. A paragraph that moved is removed where it stood and added where it stands.
func Mark(older, newer string) string {
	older, newer = prose.Unmarked(older), prose.Unmarked(newer)
	if older == newer {
		return newer
	}
	b, _ := units(older)
	s, _ := units(newer)
	toBase := proseUnits.match(b, s)
	stays := stayInOrder(toBase)
	var out markWriter
	at := 0
	for i, u := range s {
		if !stays[i] {
			out.write(u, markAll(u, prose.Inserted))
			continue
		}
		for ; at < toBase[i]; at++ {
			out.write(b[at], markAll(b[at], prose.Deleted))
		}
		out.write(u, markUnit(b[at], u))
		at++
	}
	for ; at < len(b); at++ {
		out.write(b[at], markAll(b[at], prose.Deleted))
	}
	return out.String()
}

// MarkLine is Mark for text without markup.
func MarkLine(older, newer string) string {
	var out strings.Builder
	for _, s := range Words(prose.Unmarked(older), prose.Unmarked(newer)) {
		text := strings.TrimLeft(s.Text, " ")
		out.WriteString(s.Text[:len(s.Text)-len(text)])
		switch s.What {
		case Added:
			text = prose.Inserted.Open() + text + prose.Inserted.Close()
		case Removed:
			text = prose.Deleted.Open() + text + prose.Deleted.Close()
		}
		out.WriteString(text)
	}
	return out.String()
}

// stayInOrder says which of a side's things are in the base and need not move. All others are shown as new.
func stayInOrder(toBase []int) []bool {
	var at, places []int
	for i, p := range toBase {
		if p != nowhere {
			at, places = append(at, i), append(places, p)
		}
	}
	out := make([]bool, len(toBase))
	for _, i := range rising(places) {
		out[at[i]] = true
	}
	return out
}

// markWriter writes units below one another.
type markWriter struct {
	strings.Builder
	last unit
}

func (w *markWriter) write(u unit, text string) {
	if w.Len() > 0 {
		switch {
		case w.last.isTable() && u.shape == tableRow && w.last.cells == u.cells, w.last.shape == entry && u.shape == entry:
			w.WriteString("\n")
		case w.last.shape == entry && u.shape == whole:
			w.WriteString("\n\n<!-- -->\n\n")
		default:
			w.WriteString("\n\n")
		}
	}
	w.last = u
	u.text = text
	w.WriteString(u.source())
}

// markAll marks a whole unit.
func markAll(u unit, m prose.Mark) string {
	switch u.shape {
	case whole:
		return markCode(u.text, m)
	case tableHead, tableRow:
		return markCells(u.text, func(cell string) string { return markRun(tokens(cell), m) })
	}
	return markRun(tokens(u.text), m)
}

// markCode marks lines of code within their fence; other things that are never joined are shown as they are.
func markCode(text string, m prose.Mark) string {
	lines := strings.Split(text, "\n")
	if fence(lines[0]) == "" {
		return text
	}
	for i := 1; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) != "" && (i+1 < len(lines) || fence(lines[i]) == "") {
			lines[i] = m.Open() + lines[i] + m.Close()
		}
	}
	return strings.Join(lines, "\n")
}

func markCells(text string, mark func(string) string) string {
	first, dashes, isHead := strings.Cut(text, "\n")
	cells := splitCells(first)
	for i := range cells {
		cells[i] = mark(cells[i])
	}
	out := joinCells(cells)
	if isHead {
		out += "\n" + dashes
	}
	return out
}

// markUnit marks what differs between two states of a unit.
func markUnit(older, newer unit) string {
	switch {
	case older.text == newer.text:
		return newer.text
	case newer.shape == whole:
		return markCode(newer.text, prose.Inserted)
	case newer.isTable():
		before := splitCells(strings.Split(older.text, "\n")[0])
		at := -1
		return markCells(newer.text, func(cell string) string {
			if at++; at < len(before) {
				return markWords(before[at], cell)
			}
			return markRun(tokens(cell), prose.Inserted)
		})
	}
	return markWords(older.text, newer.text)
}

func markWords(older, newer string) string {
	b, s := tokens(older), tokens(newer)
	_, list := difference(b, s, numbered{})
	var out strings.Builder
	at := 0
	for _, h := range append(list, hunk{len(b), len(b), len(s), len(s)}) {
		out.WriteString(sourceOf(s[at:h.from]))
		out.WriteString(markRun(b[h.lo:h.hi], prose.Deleted))
		if h.hi > h.lo && h.to > h.from && s[h.from].space == "" {
			out.WriteString(" ")
		}
		out.WriteString(markRun(s[h.from:h.to], prose.Inserted))
		at = h.to
	}
	return strings.TrimLeft(out.String(), " \t\n")
}

// markRun marks tokens. Emphasis stays outside of the marks, and no mark goes on over the end of a line.
func markRun(list []token, m prose.Mark) string {
	var out strings.Builder
	open := false
	shut := func() {
		if open {
			out.WriteString(m.Close())
			open = false
		}
	}
	for _, t := range list {
		if t.marks || strings.Contains(t.space, "\n") {
			shut()
		}
		out.WriteString(t.space)
		if !open && !t.marks {
			out.WriteString(m.Open())
			open = true
		}
		if addressLength(t.text) == len(t.text) {
			out.WriteString("<" + t.text + ">")
		} else {
			out.WriteString(t.text)
		}
	}
	shut()
	return out.String()
}
