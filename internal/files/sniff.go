package files

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
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
	uncleanable = map[string]bool{"image/heic": true, "image/avif": true, "image/tiff": true, "image/x-canon-cr3": true}
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
	case "crx ":
		return "image/x-canon-cr3"
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
