package source

import (
	"errors"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/privacy"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// openJSONL reads a list of objects, one a line.
func openJSONL(in *input) (*Reader, error) {
	first, ok, err := in.text()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nothing("intake.note.empty"), nil
	}
	if !strings.HasPrefix(strings.TrimSpace(textfile.String(first)), "{") {
		return nil, refuse("intake.refused.not_jsonl")
	}
	in.keyed = true
	keys, err := in.keys()
	if err != nil {
		return nil, err
	}
	table, err := in.describe("", keys.columns)
	if err != nil {
		return nil, err
	}
	about := in.subject(table)
	out := &Reader{tables: []Table{table}}
	out.rows = func(yield func(Row) bool) error {
		return in.lines(func(l line) bool {
			at := Place{Unit: UnitLine, Number: l.number}
			if l.problem != "" {
				return yield(Row{Place: at, State: Failed, Reason: fault.Say(l.problem), Glimpse: glimpse(l.text)})
			}
			cells := make([]value, len(table.Columns))
			for _, f := range l.object {
				cells[keys.place[fold.Key(f.name)]] = f.value
			}
			return yield(table.row(at, about, cells))
		})
	}
	return out, nil
}

// sampler gathers the values of keys in the order of their first coming.
type sampler struct {
	bytes   int
	columns []privacy.Column
	place   map[string]int // of a folded key
}

// deepKeys is how many keys inside its values a key may have for each column that a table may.
const deepKeys = 10

// keys looks at every object once: its keys in the order of their first coming, a sample of their values, and, among
// them, no keys of student records at any depth. A line that is no object is looked at as a row of a table.
func (in *input) keys() (*sampler, error) {
	out, deep := &sampler{}, &sampler{}
	others := scan{in: in}
	good, bad := 0, 0
	var refused error
	err := in.lines(func(l line) bool {
		if errors.Is(l.err, errTooDeep) {
			refused = refuse("intake.refused.deep", deepest)
			return false
		}
		if l.problem != "" {
			bad++
			refused = others.row(l.number, strings.Split(l.text, ","))
			return refused == nil && (good > 0 || bad < 20)
		}
		good++
		if refused = in.meet(1); refused != nil {
			return false
		}
		for _, f := range l.object {
			out.note(f.name, f.name, f.value.words())
		}
		if err := l.node.texts([2]string{}, 0, deep.said); err != nil {
			refused = refuse("intake.refused.deep", deepest)
			return false
		}
		refused = in.tooWide(max(len(out.columns), len(deep.columns)/deepKeys))
		return refused == nil
	})
	switch {
	case refused != nil:
		return nil, refused
	case err != nil:
		return nil, err
	case good == 0:
		return nil, refuse("intake.refused.not_jsonl")
	}
	if err := others.end(); bad > 0 && err != nil {
		return nil, err
	}
	return out, in.students("", deep.columns)
}

// said takes in a text by the key that it stands under, and by the one above it: "student", "name" is "student name".
func (s *sampler) said(t said) {
	s.note(t.under[1], t.under[1], t.text)
	if t.under[0] != "" {
		both := t.under[0] + " " + t.under[1]
		s.note(both, both, t.text)
	}
}

// note takes in one value of a key.
func (s *sampler) note(key, heading, text string) {
	if s.place == nil {
		s.place = map[string]int{}
	}
	i, known := s.place[fold.Key(key)]
	if !known {
		i = len(s.columns)
		s.place[fold.Key(key)] = i
		s.columns = append(s.columns, privacy.Column{Heading: heading})
	}
	if text != "" && len(s.columns[i].Values) < sampleRows && s.bytes < sampleBytes {
		s.columns[i].Values = append(s.columns[i].Values, text)
		s.bytes += len(text)
	}
}

// line is a line of the file that is not empty.
type line struct {
	number  int
	text    string
	object  object
	node    node   // the same as it stood
	problem string // the key of what is wrong with it; empty: it is an object
	err     error
}

// lines reads line by line.
func (in *input) lines(yield func(line) bool) error {
	lines := textfile.NewLines(in.all(), in.options.Limits.Row)
	for number := 1; lines.Next(); number++ {
		l := line{number: number, text: strings.TrimSpace(lines.Line())}
		if l.text == "" {
			continue
		}
		l.object, l.node, l.err = parseObject(l.text)
		switch {
		case lines.TooLong():
			l.problem = "intake.failed.too_long"
		case errors.Is(l.err, errNoObject):
			l.problem = "intake.failed.no_object"
		case l.err != nil:
			l.problem = "intake.failed.no_json"
		}
		if !yield(l) {
			return nil
		}
	}
	return lines.Err()
}
