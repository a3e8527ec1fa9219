package files_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/lang"
)

func TestWhatAFileIsCanBeSaid(t *testing.T) {
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	for mediaType, want := range map[string]string{
		files.PDF: "PDF", files.PPTX: "Slides", files.ODT: "Document", files.CSV: "Spreadsheet", files.JPEG: "Picture", files.EPUB: "E-book",
		"audio/mpeg": "Audio", "video/mp4": "Video", files.VTT: "Captions", files.ZIP: "Archive", files.Unknown: "File", files.OLE: "File",
	} {
		if got := catalog.Printer(lang.English, "").T(files.Label(mediaType)); got != want {
			t.Errorf("%s is called %q, want %q", mediaType, got, want)
		}
	}
}
