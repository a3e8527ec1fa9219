package source

import (
	"errors"
	"io"
	"strings"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// withMacros is the type of a workbook that holds programs.
const withMacros = "application/vnd.ms-excel.sheet.macroenabled.12"

// Screen refuses a file that holds student records, whatever it is to be kept for: tables as text, workbooks and JSON, by what
// they are and not by their name. It returns fault.Fields for "file", and nothing for a file that it cannot read as a table.
func Screen(mediaType string, r io.ReaderAt, size int64) error {
	in := &input{from: r, size: size, options: Options{Limits: Limits{}.withDefaults()}}
	head, err := in.head()
	if err != nil {
		return err
	}
	kind := Kind("")
	switch {
	case mediaType == files.XLSX, mediaType == withMacros:
		kind = XLSX
	case !strings.HasPrefix(mediaType, "text/"):
		return nil
	case mediaType == files.CSV || mediaType == files.TSV:
		kind = CSV
	default:
		text := strings.TrimSpace(textfile.String(head))
		if strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") {
			if err := in.screenJSON(); err != nil {
				return err
			}
			kind = JSONL
		} else if tabular(text) {
			kind = CSV
		}
	}
	if kind == "" {
		return nil
	}
	opened, err := Open(kind, "", r, size, Options{})
	if err == nil {
		return opened.Close()
	}
	return ofStudents(err)
}

// ofStudents lets an error pass that refuses student records, or what nobody can look into.
func ofStudents(err error) error {
	wrong, ok := fault.AsFields(err)
	if !ok {
		return err
	}
	if key := wrong["file"].Key; strings.HasPrefix(key, "intake.refused.students") || key == "intake.refused.deep" {
		return wrong
	}
	return nil
}

// screenJSON looks at a file that is one JSON value.
func (in *input) screenJSON() error {
	text, ok, err := in.whole()
	if err != nil || !ok {
		return ofStudents(err)
	}
	n, err := parseJSON(text)
	if err == nil {
		keys := &sampler{}
		err = n.texts([2]string{}, 0, keys.said)
		if err == nil {
			in.keyed = true
			return in.students("", keys.columns)
		}
	}
	if errors.Is(err, errTooDeep) {
		return refuse("intake.refused.deep", deepest)
	}
	return nil
}

// Screens says whether reading a file as this kind looks for all that Screen looks for.
func (k Kind) Screens(head []byte) bool {
	return (k == CSV || k == XLSX || k == JSONL) && Guess("", head) == k
}
