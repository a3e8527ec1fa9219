package delimited_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/proto/delimited"
)

func TestNoCellIsRunAsAFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Whales": "Whales", "3-5": "3-5", "¿Por qué?": "¿Por qué?", " =1": " =1",
		"=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
	} {
		if got := delimited.Harmless(cell); got != want {
			t.Errorf("%q is written %q, want %q", cell, got, want)
		}
	}
}
