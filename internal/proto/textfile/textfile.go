package textfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Nature is what the first bytes of a file show it to be.
type Nature string

// The natures told apart.
const (
	Empty     Nature = "empty"
	Plain     Nature = "text"
	PDF       Nature = "pdf"
	Zip       Nature = "zip"
	OldOffice Nature = "ole" // Word, Excel and PowerPoint before 2007
	Gzip      Nature = "gzip"
	Rich      Nature = "rtf"
	Picture   Nature = "picture"
	Binary    Nature = "binary" // anything else that is no text
)

// HeadSize is how many first bytes the questions about a file want to see.
const HeadSize = 64 << 10

// Looks judges a file by its first bytes.
func Looks(head []byte) Nature {
	for _, mark := range []struct {
		bytes  string
		nature Nature
	}{
		{"%PDF-", PDF}, {"PK\x03\x04", Zip}, {"PK\x05\x06", Zip}, {"\xd0\xcf\x11\xe0", OldOffice}, {"\x1f\x8b", Gzip}, {`{\rtf`, Rich},
		{"\x89PNG", Picture}, {"\xff\xd8\xff", Picture}, {"GIF8", Picture},
	} {
		if bytes.HasPrefix(head, []byte(mark.bytes)) {
			return mark.nature
		}
	}
	if utf16(head) != nil {
		return Plain
	}
	head = bytes.TrimPrefix(head, utf8Mark)
	control := 0
	for _, b := range head {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			control++
		}
	}
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return Empty
	case control*50 > len(head): // one in fifty is beyond what a stray character explains
		return Binary
	}
	return Plain
}

var utf8Mark = []byte("\xef\xbb\xbf")

// utf16 gives the decoder that the first bytes call for: a byte order mark, or every other byte zero.
func utf16(head []byte) transform.Transformer {
	var order unicode.Endianness
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		order = unicode.LittleEndian
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		order = unicode.BigEndian
	default:
		var zeros [2]int
		sample := head[:min(len(head), 512)]
		for i, b := range sample {
			if b == 0 {
				zeros[i%2]++
			}
		}
		half := len(sample) / 2
		switch {
		case half < 4 || zeros[0]+zeros[1] < half/2:
			return nil
		case zeros[0] == 0:
			order = unicode.LittleEndian
		case zeros[1] == 0:
			order = unicode.BigEndian
		default:
			return nil
		}
	}
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder()
}

// String gives the text of bytes that are held already.
func String(data []byte) string {
	if decoder := utf16(data); decoder != nil {
		if decoded, _, err := transform.Bytes(decoder, data); err == nil {
			data = decoded
		}
	}
	var out strings.Builder
	out.Grow(len(data))
	for line := range bytes.Lines(bytes.TrimPrefix(data, utf8Mark)) {
		out.WriteString(decode(line))
	}
	return out.String()
}

// decode gives the text of one line. What is no UTF-8 was written as Windows-1252. Zero bytes are dropped: no store keeps
// them.
func decode(line []byte) string {
	text := string(line)
	if !utf8.ValidString(text) {
		if decoded, err := charmap.Windows1252.NewDecoder().String(text); err == nil {
			text = decoded
		}
	}
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", "")
	}
	return text
}

// Lines reads a text line by line. It begins before the first line.
type Lines struct {
	from  *bufio.Reader
	limit int
	ends  byte // what ends a line: \n, or \r in a text that has no \n
	line  string
	long  bool
	err   error
}

// NewLines reads lines of at most limit bytes; of a longer line the first limit bytes are given.
func NewLines(r io.Reader, limit int) *Lines {
	from := bufio.NewReaderSize(r, HeadSize)
	head, _ := from.Peek(HeadSize)
	if decoder := utf16(head); decoder != nil {
		from = bufio.NewReaderSize(transform.NewReader(from, decoder), HeadSize)
		head, _ = from.Peek(HeadSize)
	}
	if bytes.HasPrefix(head, utf8Mark) {
		_, _ = from.Discard(len(utf8Mark)) // they were just seen
	}
	l := &Lines{from: from, limit: limit, ends: '\n'}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		l.ends = '\r'
	}
	return l
}

// Next goes to the next line. It is false at the end and on an error of the reader, which Err gives.
func (l *Lines) Next() bool {
	var line []byte
	l.long = false
	read := false
	for {
		part, err := l.from.ReadSlice(l.ends)
		read = read || len(part) > 0
		if room := l.limit + 2 - len(line); len(part) > room { // two more for the end of the line
			part, l.long = part[:max(room, 0)], true
		}
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			l.err = err
			return false
		}
		break
	}
	if !read {
		return false
	}
	line = bytes.TrimRight(line, "\r\n")
	if len(line) > l.limit {
		line, l.long = line[:l.limit], true
	}
	l.line = decode(line)
	return true
}

// Line is the present line without its end.
func (l *Lines) Line() string { return l.line }

// TooLong says whether the present line was cut.
func (l *Lines) TooLong() bool { return l.long }

// Err is what kept the reader from going on; nil at the end.
func (l *Lines) Err() error { return l.err }
