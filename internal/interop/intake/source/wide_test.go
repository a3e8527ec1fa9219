package source_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func TestASheetIsNoWiderThanATable(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for _, cell := range []string{"A1", "B1", "A2", "XFD40"} {
		if err := f.SetCellValue("Sheet1", cell, "Title"); err != nil {
			t.Fatal(err)
		}
	}
	var data bytes.Buffer
	if err := f.Write(&data); err != nil {
		t.Fatal(err)
	}
	_, err := open(t, source.XLSX, "x.xlsx", data.Bytes(), source.Options{})
	refused(t, err, "intake.refused.columns", 500)
}
