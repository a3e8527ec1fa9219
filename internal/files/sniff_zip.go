package files

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
)

// openDocuments are the formats that write their own media type into the first entry of a zip archive.
var openDocuments = map[string]bool{EPUB: true, ODT: true, ODS: true, ODP: true, "application/vnd.oasis.opendocument.graphics": true}

// officeParts are the entries by which the formats of Microsoft Office are known.
var officeParts = []struct{ entry, mediaType string }{
	{"word/document.xml", DOCX},
	{"xl/workbook.xml", XLSX},
	{"ppt/presentation.xml", PPTX},
}

// macroTypes are the formats of Microsoft Office that carry programs.
var macroTypes = map[string]string{
	DOCX: "application/vnd.ms-word.document.macroenabled.12",
	XLSX: "application/vnd.ms-excel.sheet.macroenabled.12",
	PPTX: "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}

// sniffZip tells what a zip archive is by the names in it, without unpacking anything.
func sniffZip(r io.ReaderAt, size int64, head []byte) string {
	if declared := declaredType(head); openDocuments[declared] {
		return declared
	}
	directory, err := zipDirectory(r, size)
	if err != nil {
		return ZIP
	}
	found, macros := ZIP, false
	for name := range zipNames(directory) {
		for _, part := range officeParts {
			if name == part.entry {
				found = part.mediaType
			}
		}
		macros = macros || strings.HasSuffix(name, "/vbaProject.bin")
	}
	if macros && found != ZIP {
		return macroTypes[found]
	}
	return found
}

// declaredType is the content of the first entry if that is called mimetype and stored as it is.
func declaredType(head []byte) string {
	const header, name = 30, "mimetype"
	if len(head) < header+len(name) || string(head[header:header+len(name)]) != name {
		return ""
	}
	method := binary.LittleEndian.Uint16(head[8:])
	nameLength, extra := binary.LittleEndian.Uint16(head[26:]), binary.LittleEndian.Uint16(head[28:])
	length := int(binary.LittleEndian.Uint32(head[18:]))
	start := header + len(name) + int(extra)
	if method != 0 || int(nameLength) != len(name) || length > 128 || start+length > len(head) {
		return ""
	}
	return string(bytes.TrimSpace(head[start : start+length]))
}

// maxDirectory bounds the list of names that is read: some 40,000 entries.
const maxDirectory = 4 << 20

// zipDirectory reads the central directory of a zip archive, as its last record places it.
func zipDirectory(r io.ReaderAt, size int64) ([]byte, error) {
	const record, longest = 22, 22 + 1<<16
	tail := make([]byte, min(size, longest))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < record {
		return nil, io.ErrUnexpectedEOF
	}
	length := int64(binary.LittleEndian.Uint32(tail[at+12:]))
	start := int64(binary.LittleEndian.Uint32(tail[at+16:]))
	if length > maxDirectory || start+length > size {
		return nil, io.ErrUnexpectedEOF
	}
	directory := make([]byte, length)
	if _, err := r.ReadAt(directory, start); err != nil && err != io.EOF {
		return nil, err
	}
	return directory, nil
}

// zipNames yields the names of the entries in a central directory, up to the first that is damaged.
func zipNames(directory []byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		const header = 46
		for len(directory) >= header && string(directory[:4]) == "PK\x01\x02" {
			name := int(binary.LittleEndian.Uint16(directory[28:]))
			whole := header + name + int(binary.LittleEndian.Uint16(directory[30:])) + int(binary.LittleEndian.Uint16(directory[32:]))
			if whole > len(directory) || !yield(string(directory[header:header+name])) {
				return
			}
			directory = directory[whole:]
		}
	}
}
