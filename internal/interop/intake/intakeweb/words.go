package intakeweb

import (
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

func (p beginPage) faults() []ui.FieldFault {
	var out []ui.FieldFault
	for _, field := range []string{"pasted", "file"} {
		if p.Wrong[field] != "" {
			out = append(out, ui.FieldFault{Field: field, Text: p.Wrong[field]})
		}
	}
	return out
}

// fate is what became of a row, as the end of a key: its outcome, or that it is out again.
func fate(row intake.Row) string {
	if row.Out {
		return "out"
	}
	return string(row.Outcome)
}

func (p previewPage) lead() string {
	if p.New == 0 && p.Left > 0 {
		return p.T("bring.preview.none")
	}
	if p.New == 0 {
		return p.T("bring.preview.nothing")
	}
	return p.T("bring.preview", p.New)
}

// lacks says how many of what would come in lack something: all of it in other words than some.
func (p previewPage) lacks(count int, some, all string) string {
	if count == p.New {
		return p.T(all, count)
	}
	return p.T(some, count)
}

// underWay is what is said while a job works, by the state; the words with a number and those without.
var underWay = map[intake.State][2]string{
	intake.Running: {"bring.running", "bring.running.begins"},
	intake.Undoing: {"bring.undoing", "bring.undoing.begins"},
	intake.Redoing: {"bring.redoing", "bring.redoing.ends"},
}

// goesOn is where a form is posted to set a work going again.
var goesOn = map[intake.State]string{intake.Running: "/go", intake.Undoing: "/undo", intake.Redoing: "/redo"}

func (p resultPage) heading() string {
	if keys, ok := underWay[p.State]; ok && p.Done > 0 {
		return p.T(keys[0], p.Done)
	} else if ok {
		return p.T(keys[1])
	}
	switch {
	case p.State == intake.Taken:
		return p.T("bring.undone")
	case p.State == intake.Broken:
		return p.T("bring.broken")
	case p.Counts.Imported == 0:
		return p.T("bring.done.nothing")
	}
	return p.T("bring.done", p.Counts.Imported)
}

func (p resultPage) mayUndo() bool {
	return (p.State == intake.Done || p.State == intake.Broken) && p.Counts.Imported > 0
}

var outcomeIcons = map[string]string{"imported": "check", "skipped": "swap", "failed": "alert", "out": "undo"}

func outcomeIcon(outcome string) string { return outcomeIcons[outcome] }
