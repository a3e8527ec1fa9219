package merge

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/merge/mergetest"
)

func TestRecordedLessons(t *testing.T) {
	list, err := mergetest.Lessons()
	if err != nil || len(list) < 60 {
		t.Fatalf("%d lessons: %v", len(list), err)
	}
	ours, lines, better := 0, 0, 0
	for _, l := range list {
		got, clean := join(l.Base, l.Ours, l.Theirs)
		switch {
		case clean == l.Asks:
			t.Errorf("%s: asks %v: %q", l.Name, !clean, got)
		case clean && !l.Right(got):
			t.Errorf("%s: %q", l.Name, got)
		}
		_, byLines, err := mergetest.ByLines(l)
		if err != nil {
			t.Fatal(err)
		}
		if !clean {
			ours++
		}
		if !byLines {
			lines++
		}
		if clean && !byLines {
			better++
		}
		if !clean && byLines {
			t.Errorf("%s: lines can be joined and words cannot", l.Name)
		}
	}
	t.Logf("%d lessons: %d ask here, %d by lines (git merge-file); %d more are joined", len(list), ours, lines, better)
	if ours >= lines {
		t.Errorf("%d lessons ask, by lines %d do", ours, lines)
	}
}
