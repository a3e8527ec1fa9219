package intakeweb

import "github.com/commonshelf/commonshelf/internal/web/ui"

func (p beginPage) faults() []ui.FieldFault {
	if p.Wrong["file"] == "" {
		return nil
	}
	return []ui.FieldFault{{Field: "file", Text: p.Wrong["file"]}}
}

func (p resultPage) heading() string {
	switch {
	case p.Running:
		return p.T("bring.running", p.Done)
	case p.Undone:
		return p.T("bring.undone")
	case p.Broken:
		return p.T("bring.broken")
	}
	return p.T("bring.done", p.Counts.Imported)
}

var outcomeIcons = map[string]string{"imported": "check", "skipped": "swap", "failed": "alert"}

func outcomeIcon(outcome string) string { return outcomeIcons[outcome] }
