package files

import "testing"

func TestAFileIsWhatItsNameSays(t *testing.T) {
	for _, c := range []struct{ name, mediaType, want string }{
		{"fake.pdf", Program, "files.program"}, {"tool.exe", Program, "files.program"}, {"tool", Program, "files.program"}, {"", Program, ""},
		{"fake.pdf", Text, "files.misnamed"}, {"FAKE.PDF", Unknown, "files.misnamed"}, {"sheet.pdf", PDF, ""}, {"sheet.PDF", PDF, ""},
		{"map.png", Unknown, "files.misnamed"}, {"map.png", JPEG, ""}, {"map.jpg", PNG, ""}, {"map.jpeg", Text, "files.misnamed"},
		{"letter.docx", DOCX, ""}, {"letter.docx", ZIP, ""}, {"letter.docx", OLE, ""}, {"letter.docx", Text, "files.misnamed"},
		{"film.mp4", "video/mp4", ""}, {"film.mp4", Text, "files.misnamed"}, {"notes.txt", Unknown, ""}, {"data.csv", Text, ""}, {"thing.xyz", Unknown, ""},
	} {
		if got := misnamed(c.name, c.mediaType); got != c.want {
			t.Errorf("%s of type %s: %q, want %q", c.name, c.mediaType, got, c.want)
		}
	}
}
