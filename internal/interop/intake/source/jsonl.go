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
		return in.objects(func(number int, o object, problem string) bool {
			at := Place{Unit: UnitLine, Number: number}
			if problem != "" {
				return yield(Row{Place: at, State: Failed, Reason: fault.Say(problem)})
			}
			cells := make([]value, len(table.Columns))
			for _, f := range o {
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
// them, no keys of student records at any depth.
func (in *input) keys() (*sampler, error) {
	out, deep := &sampler{}, &sampler{}
	good, bad := 0, 0
	var refused error
	err := in.objects(func(_ int, o object, problem string) bool {
		if problem != "" {
			bad++
			return good > 0 || bad < 20
		}
		good++
		for _, f := range o {
			out.note(f.name, f.name, f.value.words())
			for _, inner := range f.inner {
				deep.note(inner.name, lastKeys(inner.name), inner.value.words())
			}
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
	return out, in.students("", deep.columns)
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

// lastKeys is the end of a path of keys, which says what a value is: "classes.student.name" is "student name".
func lastKeys(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(parts[max(0, len(parts)-2):], " ")
}

// objects reads line by line. A line that is no object comes with the key of the problem.
func (in *input) objects(yield func(number int, o object, problem string) bool) error {
	lines := textfile.NewLines(in.all(), in.options.Limits.Row)
	for number := 1; lines.Next(); number++ {
		text := strings.TrimSpace(lines.Line())
		if text == "" {
			continue
		}
		o, err := parseObject(text)
		problem := ""
		switch {
		case lines.TooLong():
			problem = "intake.failed.too_long"
		case errors.Is(err, errNoObject):
			problem = "intake.failed.no_object"
		case err != nil:
			problem = "intake.failed.no_json"
		}
		if !yield(number, o, problem) {
			return nil
		}
	}
	return lines.Err()
}
