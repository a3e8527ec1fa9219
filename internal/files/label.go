package files

import "strings"

// labels are the messages that say what a file is, where the first half of its type does not.
var labels = map[string]string{
	PDF: "files.type.pdf", EPUB: "files.type.ebook", ZIP: "files.type.archive",
	DOCX: "files.type.document", ODT: "files.type.document", "application/rtf": "files.type.document",
	XLSX: "files.type.sheet", ODS: "files.type.sheet", CSV: "files.type.sheet", TSV: "files.type.sheet",
	PPTX: "files.type.slides", ODP: "files.type.slides",
	VTT: "files.type.captions", HTML: "files.type.webpage", Text: "files.type.text",
	macroTypes[DOCX]: "files.type.document", macroTypes[XLSX]: "files.type.sheet", macroTypes[PPTX]: "files.type.slides",
}

// Label is the key of the message that says in plain words what a file of the type is: "PDF", "Slides", "Picture".
func Label(mediaType string) string {
	if key := labels[mediaType]; key != "" {
		return key
	}
	switch half, _, _ := strings.Cut(mediaType, "/"); half {
	case "image":
		return "files.type.picture"
	case "audio":
		return "files.type.audio"
	case "video":
		return "files.type.video"
	}
	return "files.type.other"
}
