package source

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/bookmarkfile"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/proto/linklist"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

// Kind is a kind of file that can be brought in, as on the command line.
type Kind string

// The kinds.
const (
	CSV       Kind = "csv"
	XLSX      Kind = "xlsx"
	JSONL     Kind = "jsonl"
	Notion    Kind = "notion"
	Bookmarks Kind = "bookmarks"
	Links     Kind = "links"
)

// Kinds lists the kinds in the order in which they are offered.
var Kinds = []Kind{CSV, XLSX, Notion, Bookmarks, Links, JSONL}

// Known says whether k is one of Kinds.
func (k Kind) Known() bool { return slices.Contains(Kinds, k) }

// Label is the key of the kind's name in the catalog of messages.
func (k Kind) Label() string { return "intake.kind." + string(k) }

// Hint is the key of a sentence that says where such a file comes from.
func (k Kind) Hint() string { return "intake.kind." + string(k) + ".hint" }

// HeadSize is how many first bytes Guess wants to see.
const HeadSize = textfile.HeadSize

// Guess tells the kind of a file by its first bytes and its name; empty when it looks like none.
func Guess(name string, head []byte) Kind {
	ext := strings.ToLower(path.Ext(name))
	switch textfile.Looks(head) {
	case textfile.Zip:
		if Single(head) != "" {
			return ""
		}
		if ext == ".xlsx" || ext == ".xlsm" || bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")) {
			return XLSX
		}
		return Notion
	case textfile.Plain:
	default:
		return ""
	}
	if promises(ext) {
		return ""
	}
	text := textfile.String(head)
	switch trimmed := strings.TrimSpace(text); {
	case bookmarkfile.Is([]byte(text)):
		return Bookmarks
	case strings.HasPrefix(trimmed, "{"):
		return JSONL
	case strings.HasPrefix(trimmed, "<?xml") || isTable(ext) && linklist.FormOf(text) == linklist.HTML:
		return ""
	case linklist.FormOf(text) != linklist.Plain || ext == ".md" || ext == ".html" || ext == ".htm":
		return Links
	case isTable(ext):
		return CSV
	case tabular(text):
		return CSV
	}
	return Links
}

// promises says whether the ending of a name is that of a file that is no text.
func promises(ext string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xls", ".ods", ".zip", ".pdf", ".docx", ".pptx", ".epub"}, ext)
}

// isTable says whether the ending of a name is that of a table written as text.
func isTable(ext string) bool { return ext == ".csv" || ext == ".tsv" || ext == ".tab" }

// Pasted tells the kind of what somebody pasted that holds no link: cells copied from a spreadsheet have tabs between them. It is
// empty for plain words.
func Pasted(text string) Kind {
	if strings.Contains(text, "\t") && strings.Contains(strings.TrimSpace(text), "\n") && tabular(text) {
		return CSV
	}
	return ""
}

// Single says what a file is that is one thing to share and no list of things: "pdf", "picture", "document", "slides", "book";
// empty for any other.
func Single(head []byte) string {
	switch nature := textfile.Looks(head); nature {
	case textfile.PDF, textfile.Picture:
		return string(nature)
	case textfile.Zip:
	default:
		return ""
	}
	for _, sign := range []struct{ bytes, what string }{
		{"mimetypeapplication/epub", "book"}, {"mimetypeapplication/vnd.oasis.opendocument.text", "document"}, {"mimetypeapplication/vnd.oasis.opendocument.presentation", "slides"},
	} {
		if bytes.Contains(head[:min(len(head), 200)], []byte(sign.bytes)) {
			return sign.what
		}
	}
	switch {
	case !bytes.Contains(head, []byte("[Content_Types].xml")) || bytes.Contains(head, []byte("xl/")):
		return ""
	case bytes.Contains(head, []byte("word/")):
		return "document"
	case bytes.Contains(head, []byte("ppt/")):
		return "slides"
	}
	return ""
}

// Refusal is the key of what is said of a file, by the name it has, that is no kind that can be brought in.
func Refusal(name string, head []byte) string {
	if what := Single(head); what != "" {
		return "intake.refused.is." + what
	}
	switch nature := textfile.Looks(head); nature {
	case textfile.Empty:
		return "intake.refused.empty"
	case textfile.OldOffice, textfile.Gzip, textfile.Rich:
		return "intake.refused.is." + string(nature)
	case textfile.Plain:
		switch ext := strings.ToLower(path.Ext(name)); {
		case promises(ext):
			return "intake.refused.is.text"
		case isTable(ext):
			return "intake.refused.is.html"
		}
	}
	return "bring.wrong.unknown"
}

// tabular says whether most lines of a text have the same number of cells, and more than one.
func tabular(text string) bool {
	comma := delimited.Separator([]byte(text))
	r := delimited.NewReader(textfile.NewLines(strings.NewReader(text), HeadSize), comma, HeadSize)
	widths, rows := map[int]int{}, 0
	for rows < 50 && r.Next() {
		if record := r.Record(); !record.Blank() {
			widths[len(record.Cells)]++
			rows++
		}
	}
	for width, n := range widths {
		if width > 1 && n*10 >= rows*8 {
			return true
		}
	}
	return false
}
