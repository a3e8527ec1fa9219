package privacy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Watch looks for student records in the rows of a table while they are read: headings further down, cells without a
// heading, people in a column that had none for long.
type Watch struct {
	headings []string
	named    bool              // the table has headings
	columns  map[int]*crowd    // whose values decide, by the heading of the table
	below    map[int]*lower    // under a heading further down
	loose    map[int]*crowd    // of cells that no heading stands above
	verdicts map[string]ruling // of cells seen
}

// Place is where a watch found student records.
type Place struct {
	Finding
	Heading string // as it is written there
}

// lower is a heading that stands further down, and what stands below it.
type lower struct {
	heading string
	crowd
}

// NewWatch watches the rows below the headings of a table. Named says that it has any.
func NewWatch(headings []string, named bool) *Watch {
	w := &Watch{headings: headings, named: named, columns: map[int]*crowd{}, below: map[int]*lower{}, loose: map[int]*crowd{}, verdicts: map[string]ruling{}}
	for i, h := range headings {
		if judge(h) == byValues {
			w.columns[i] = &crowd{}
		}
	}
	return w
}

// chunk is how many values of a column are judged together: what comes late is not outweighed by what came before.
const chunk = 100

// Row looks at the next row. What it finds it says once.
func (w *Watch) Row(cells []string) (Place, bool) {
	if at, ok := w.headingsIn(cells); ok {
		return at, true
	}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if c := w.columns[i]; c != nil {
			if c.add(cell); c.full == chunk {
				if c.personal() {
					return Place{Finding{i, ByValues}, w.headings[i]}, true
				}
				*c = crowd{before: true}
			}
		}
		if l := w.below[i]; l != nil && l.heading != cell {
			if l.add(cell); l.full > 1 && l.personal() {
				return Place{Finding{i, ByValues}, l.heading}, true
			} else if l.full == chunk {
				delete(w.below, i)
			}
		}
		if !w.named || i >= len(w.headings) || strings.TrimSpace(w.headings[i]) == "" {
			c := w.loose[i]
			if c == nil && len(w.loose) < 2*chunk {
				c = &crowd{}
				w.loose[i] = c
			}
			if c != nil && c.full < chunk {
				c.add(cell)
			}
		}
	}
	return Place{}, false
}

// End looks at what is left after the last row.
func (w *Watch) End() (Place, bool) {
	for i, c := range w.columns {
		if (!c.before || c.full >= chunk/10) && c.personal() {
			return Place{Finding{i, ByValues}, w.headings[i]}, true
		}
	}
	for i, l := range w.below {
		if judge(l.heading) == certain && l.personal() {
			return Place{Finding{i, ByValues}, l.heading}, true
		}
	}
	return w.unnamed()
}

// unnamed finds a list of people with numbers or mail addresses of theirs among the cells that no heading stands above, in a
// table of nothing that could be a resource.
func (w *Watch) unnamed() (Place, bool) {
	people, given := -1, false
	for i, c := range w.loose {
		switch {
		case c.mostly(c.links+c.long, 0.3):
			if !w.named {
				return Place{}, false
			}
		case c.named():
			if people < 0 || i < people {
				people = i
			}
		case c.numbered() || c.mostly(c.mails, 0.5) || c.mostly(c.days, 0.8):
			given = true
		}
	}
	if people < 0 || !given {
		return Place{}, false
	}
	return Place{Finding{people, ByValues}, ""}, true
}

// ruling is what is remembered of a cell.
type ruling struct {
	verdict
	strong bool // students, and what names one of them
}

// headingsIn finds headings of student records in a row further down: two of them, one beyond the headings, or one whose
// values are to be watched.
func (w *Watch) headingsIn(cells []string) (Place, bool) {
	found, strong, like := []int(nil), false, true
	for i, cell := range cells {
		r, heading := w.ruling(cell)
		like = like && heading
		if r.verdict == certain {
			found = append(found, i)
			strong = strong || r.strong
			if r.strong && w.named && i >= len(w.headings) {
				return Place{Finding{i, ByHeading}, strings.TrimSpace(cell)}, true
			}
		}
	}
	if like && (len(found) > 1 && strong || len(found) > 2) {
		return Place{Finding{found[0], ByHeading}, strings.TrimSpace(cells[found[0]])}, true
	}
	if !like {
		return Place{}, false
	}
	for i, cell := range cells {
		if r, _ := w.ruling(cell); r.verdict == certain && r.strong || r.verdict == byValues {
			if old := w.below[i]; old == nil || old.heading != strings.TrimSpace(cell) {
				w.below[i] = &lower{heading: strings.TrimSpace(cell)}
			}
		}
	}
	return Place{}, false
}

const (
	longestHeading = 60 // characters
	mostVerdicts   = 20_000
)

// ruling judges a cell as if it were a heading, and says whether it could be one.
func (w *Watch) ruling(cell string) (r ruling, heading bool) {
	cell = strings.TrimSpace(cell)
	if len(cell) > longestHeading && utf8.RuneCountInString(cell) > longestHeading {
		return ruling{}, false
	}
	if cell == "" {
		return ruling{}, true
	}
	if strings.Contains(cell, "://") || strings.Trim(cell, "0123456789.,-/: ") == "" || mailAddress.MatchString(cell) {
		return ruling{}, false
	}
	r, seen := w.verdicts[cell]
	if !seen {
		r = rule(cell)
		if len(w.verdicts) < mostVerdicts {
			w.verdicts[cell] = r
		}
	}
	return r, true
}

// stems are in every heading that judge does not find harmless.
var stems = []string{"stud", "stu", "std", "stn", "pupil", "learn", "alumn", "estud", "scholar", "sasid", "lasid", "parent", "padre", "madre", "tutor", "child", "kid", "nin",
	"hij", "famil", "birth", "dob", "nacim", "home", "hogar", "guard", "patron", "borrow", "eleve", "aluno", "aluna", "matric", "expedient", "curp", "acudi", "apoder", "represent", "biblio", "checked", "loaned", "prestad"}

func rule(cell string) ruling {
	joined := strings.ReplaceAll(foldKey(cell), " ", "")
	if !slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(joined, stem) }) {
		return ruling{}
	}
	list := split(cell)
	v, strong := weigh(list)
	if v != certain {
		if parts := apart(strings.Join(list, "")); parts != nil {
			if other, also := weigh(parts); other > v {
				v, strong = other, also
			}
		}
	}
	return ruling{v, strong}
}
