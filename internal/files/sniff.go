package files

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// Types that others ask for by name. Unknown is the answer for bytes that nothing recognises.
const (
	JPEG    = "image/jpeg"
	PNG     = "image/png"
	GIF     = "image/gif"
	WebP    = "image/webp"
	PDF     = "application/pdf"
	DOCX    = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX    = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	PPTX    = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	ODT     = "application/vnd.oasis.opendocument.text"
	ODS     = "application/vnd.oasis.opendocument.spreadsheet"
	ODP     = "application/vnd.oasis.opendocument.presentation"
	EPUB    = "application/epub+zip"
	ZIP     = "application/zip"
	OLE     = "application/x-ole-storage" // Word, Excel and PowerPoint before 2007
	VTT     = "text/vtt"
	CSV     = "text/csv"
	TSV     = "text/tab-separated-values"
	Text    = "text/plain"
	HTML    = "text/html"
	SVG     = "image/svg+xml"
	XML     = "application/xml"
	Script  = "text/x-script" // a program that begins with #! or <?php
	Program = "application/x-executable"
	Unknown = "application/octet-stream"
)

// cleanable are the pictures that clean makes anew; uncleanable are those that may hold a place and cannot be.
var (
	cleanable   = map[string]bool{JPEG: true, PNG: true, GIF: true, WebP: true}
	uncleanable = map[string]bool{"image/heic": true, "image/avif": true, "image/tiff": true}
)

// headSize is how much of a file is looked at to know its type, archives apart.
const headSize = 8 << 10

// Sniff tells the media type of size bytes by what they are. It never fails: what it does not know is Unknown.
func Sniff(r io.ReaderAt, size int64) string {
	head := make([]byte, min(size, headSize))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return Unknown
	}
	head = head[:n]
	for _, look := range []func([]byte) string{bySignature, byRIFF, byMP4, byMP3} {
		if found := look(head); found != "" {
			return found
		}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return sniffZip(r, size, head)
	}
	if text, ok := asText(head, size > int64(n)); ok {
		return textType(text, size > int64(n))
	}
	if found := http.DetectContentType(head); !strings.HasPrefix(found, "text/") {
		return found
	}
	return Unknown
}

// signatures are the first bytes of formats that have them.
var signatures = []struct{ prefix, mediaType string }{
	{"\xff\xd8\xff", JPEG},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"GIF87a", GIF},
	{"GIF89a", GIF},
	{"%PDF-", PDF},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE},
	{"II*\x00", "image/tiff"},
	{"MM\x00*", "image/tiff"},
	{"{\\rtf", "application/rtf"},
	{"fLaC", "audio/flac"},
	{"ID3", "audio/mpeg"},
	{"MZ", Program},
	{"\x7fELF", Program},
	{"\xcf\xfa\xed\xfe", Program},
	{"\xca\xfe\xba\xbe", Program},
}

func bySignature(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.prefix)) {
			return s.mediaType
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("OggS")):
		return oggType(head)
	case bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")):
		if bytes.Contains(head[:min(len(head), 64)], []byte("webm")) {
			return "video/webm"
		}
		return "video/x-matroska"
	}
	return ""
}

func oggType(head []byte) string {
	first := head[:min(len(head), 128)]
	switch {
	case bytes.Contains(first, []byte("\x80theora")):
		return "video/ogg"
	case bytes.Contains(first, []byte("\x01vorbis")), bytes.Contains(first, []byte("OpusHead")),
		bytes.Contains(first, []byte("Speex   ")), bytes.Contains(first, []byte("\x7fFLAC")):
		return "audio/ogg"
	}
	return "application/ogg"
}

func byRIFF(head []byte) string {
	if len(head) < 12 || string(head[:4]) != "RIFF" {
		return ""
	}
	switch string(head[8:12]) {
	case "WEBP":
		return WebP
	case "WAVE":
		return "audio/wav"
	case "AVI ":
		return "video/x-msvideo"
	}
	return ""
}

// byMP4 reads the brands of the ISO base media family.
func byMP4(head []byte) string {
	if len(head) < 12 || string(head[4:8]) != "ftyp" {
		return ""
	}
	switch brand := string(head[8:12]); brand {
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	case "M4A ", "M4B ", "M4P ":
		return "audio/mp4"
	case "qt  ":
		return "video/quicktime"
	}
	return "video/mp4"
}

// byMP3 knows a sound recording without tags by two frames of MPEG layer 3, one after the other.
func byMP3(head []byte) string {
	length, ok := mp3Frame(head)
	if !ok {
		return ""
	}
	if length < len(head) {
		if _, ok := mp3Frame(head[length:]); !ok {
			return ""
		}
	}
	return "audio/mpeg"
}

// mp3Frame gives the length of the frame that head begins with, from the tables of ISO 11172-3 and 13818-3.
func mp3Frame(head []byte) (length int, ok bool) {
	if len(head) < 4 || head[0] != 0xff || head[1]&0xe6 != 0xe2 {
		return 0, false
	}
	version, rate, frequency := head[1]>>3&3, head[2]>>4, head[2]>>2&3
	const reserved = 1
	if version == reserved || rate == 0 || rate == 15 || frequency == 3 {
		return 0, false
	}
	const mpeg1 = 3
	kilobits := [...]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	samples, hertz := 72, [...]int{22050, 24000, 16000}[frequency]
	switch version {
	case mpeg1:
		kilobits = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
		samples, hertz = 144, hertz*2
	case 0: // MPEG 2.5
		hertz /= 2
	}
	return samples*kilobits[rate]*1000/hertz + int(head[2]>>1&1), true
}

// asText decodes the head of a text: UTF-8, UTF-16 with its mark, or a one-byte encoding without control characters.
func asText(head []byte, more bool) (string, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16Text(head[2:], binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16Text(head[2:], binary.BigEndian)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			return "", false
		}
	}
	for cut := 0; more && cut < utf8.UTFMax-1 && !utf8.Valid(head); cut++ { // the last character may be cut
		if last := len(head) - 1; head[last] >= utf8.RuneSelf {
			head = head[:last]
		}
	}
	if utf8.Valid(head) {
		return string(head), true
	}
	return string(bytes.ToValidUTF8(head, []byte("?"))), mostlyLetters(head)
}

// mostlyLetters tells text in a one-byte encoding, where few bytes are above ASCII, from noise.
func mostlyLetters(head []byte) bool {
	high := 0
	for _, c := range head {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	return high*3 < len(head)
}

func utf16Text(head []byte, order binary.ByteOrder) (string, bool) {
	var out strings.Builder
	for ; len(head) >= 2; head = head[2:] {
		c := rune(order.Uint16(head))
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return "", false
		}
		if c >= 0xd800 && c < 0xe000 {
			c = utf8.RuneError // half of a pair: what it says does not matter here
		}
		out.WriteRune(c)
	}
	return out.String(), true
}

// textType tells kinds of text apart. Whatever a browser might run is called by its name.
func textType(text string, more bool) string {
	start := strings.TrimLeft(text, " \t\r\n\f")
	lower := strings.ToLower(start)
	switch {
	case strings.HasPrefix(text, "WEBVTT") && (len(text) == 6 || strings.ContainsRune(" \t\r\n", rune(text[6]))):
		return VTT
	case strings.HasPrefix(start, "#!"), strings.HasPrefix(lower, "<?php"):
		return Script
	}
	if strings.HasPrefix(lower, "<") {
		if found := markupType(lower); found != "" {
			return found
		}
	}
	if separator := tableSeparator(text, more); separator != 0 {
		if separator == '\t' {
			return TSV
		}
		return CSV
	}
	return Text
}

// markupType looks past declarations and comments for the first element. Text that merely begins with "<" is no markup.
func markupType(lower string) string {
	isXML := strings.HasPrefix(lower, "<?xml")
	rest := lower
	for {
		rest = strings.TrimLeft(rest, " \t\r\n\f")
		var end string
		switch {
		case strings.HasPrefix(rest, "<!doctype html"):
			return HTML
		case strings.HasPrefix(rest, "<!doctype svg"):
			return SVG
		case strings.HasPrefix(rest, "<!--"):
			end = "-->"
		case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
			end = ">"
		default:
			return elementType(rest, isXML)
		}
		_, after, found := strings.Cut(rest, end)
		if !found {
			return HTML // a browser would go on reading
		}
		rest = after
	}
}

func elementType(rest string, isXML bool) string {
	name, opens := strings.CutPrefix(rest, "<")
	if !opens {
		return ""
	}
	if i := strings.IndexFunc(name, func(c rune) bool { return !isNameChar(c) }); i >= 0 {
		name = name[:i]
	}
	_, local, prefixed := strings.Cut(name, ":")
	switch {
	case name == "svg" || prefixed && local == "svg":
		return SVG
	case name == "html" || prefixed && local == "html":
		return HTML
	case isXML:
		return XML
	case name != "" && name[0] >= 'a' && name[0] <= 'z':
		return HTML
	}
	return ""
}

func isNameChar(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '/'
}

// tableSeparator finds what parts the columns when all lines have the same number of them, at least two, and there are
// at least two lines; 0 when the text is no table.
func tableSeparator(text string, more bool) rune {
	if more {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	for _, separator := range []rune{'\t', ',', ';'} {
		if isTable(text, separator, more) {
			return separator
		}
	}
	return 0
}

func isTable(text string, separator rune, more bool) bool {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	for rows := 0; ; rows++ {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, csv.ErrQuote) && more: // the cut may fall within quotes
			return rows >= 2
		case err != nil, len(row) < 2:
			return false
		}
	}
}
