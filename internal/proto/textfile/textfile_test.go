package textfile_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/proto/textfile"
)

const sample = "título;año\nEl niño y la cigüeña;1998\n"

func encodings(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"UTF-8": []byte(sample), "UTF-8 with mark": []byte("\xef\xbb\xbf" + sample)}
	for name, encoder := range map[string]interface{ String(string) (string, error) }{
		"Windows-1252":                charmap.Windows1252.NewEncoder(),
		"UTF-16 LE with mark":         unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 BE with mark":         unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16 LE with mark missing": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder(),
		"UTF-16 BE with mark missing": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder(),
	} {
		data, err := encoder.String(sample)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = []byte(data)
	}
	return out
}

func lines(t *testing.T, data []byte, limit int) []string {
	t.Helper()
	l := textfile.NewLines(bytes.NewReader(data), limit)
	var out []string
	for l.Next() {
		out = append(out, l.Line())
	}
	if l.Err() != nil {
		t.Fatal(l.Err())
	}
	return out
}

func TestEncodings(t *testing.T) {
	for name, data := range encodings(t) {
		if got := textfile.String(data); got != sample {
			t.Errorf("%s: got %q", name, got)
		}
		if got, want := lines(t, data, 1000), []string{"título;año", "El niño y la cigüeña;1998"}; !slices.Equal(got, want) {
			t.Errorf("%s: got lines %q", name, got)
		}
		if got := textfile.Looks(data); got != textfile.Plain {
			t.Errorf("%s looks like %s", name, got)
		}
	}
}

func TestALineOfAnotherEncodingInTheMiddle(t *testing.T) {
	if got, want := lines(t, []byte("niño\nni\xf1o\n\x93quoted\x94\n"), 1000), []string{"niño", "niño", "“quoted”"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestLineEnds(t *testing.T) {
	want := []string{"a", "", "b"}
	for _, text := range []string{"a\n\nb", "a\r\n\r\nb\r\n", "a\r\rb\r"} {
		if got := lines(t, []byte(text), 1000); !slices.Equal(got, want) {
			t.Errorf("%q: got %q", text, got)
		}
	}
	if got := lines(t, nil, 1000); got != nil {
		t.Errorf("nothing gave %q", got)
	}
}

func TestALongLineIsCutAndSaidToBe(t *testing.T) {
	l := textfile.NewLines(strings.NewReader("short\n"+strings.Repeat("x", 300_000)+"\nnext\n1234567890\n"), 10)
	want := []struct {
		line string
		long bool
	}{{"short", false}, {"xxxxxxxxxx", true}, {"next", false}, {"1234567890", false}}
	for _, w := range want {
		if !l.Next() || l.Line() != w.line || l.TooLong() != w.long {
			t.Errorf("got %q, %v, want %q, %v", l.Line(), l.TooLong(), w.line, w.long)
		}
	}
	if l.Next() {
		t.Errorf("one more: %q", l.Line())
	}
}

func TestAReaderThatFailsIsReported(t *testing.T) {
	broken := errors.New("the disk is gone")
	l := textfile.NewLines(iotest.ErrReader(broken), 10)
	if l.Next() || !errors.Is(l.Err(), broken) {
		t.Errorf("got %q, %v", l.Line(), l.Err())
	}
}

func TestLooks(t *testing.T) {
	for head, want := range map[string]textfile.Nature{
		"": textfile.Empty, " \r\n": textfile.Empty, "\xef\xbb\xbf": textfile.Empty, "title,url\n": textfile.Plain, "%PDF-1.7\n": textfile.PDF,
		"PK\x03\x04\x14\x00": textfile.Zip, "PK\x05\x06": textfile.Zip, "\xd0\xcf\x11\xe0\xa1\xb1": textfile.OldOffice, "\x1f\x8b\x08": textfile.Gzip,
		`{\rtf1`: textfile.Rich, "\x89PNG\r\n": textfile.Picture, "\x00\x01\x02\x03\x00\x00\x00": textfile.Binary,
		"\x7fELF\x02\x01\x01\x00\x00\x00": textfile.Binary, "one stray\x0b mark in a long enough text is no reason to refuse it": textfile.Plain,
	} {
		if got := textfile.Looks([]byte(head)); got != want {
			t.Errorf("%q looks like %s, want %s", head, got, want)
		}
	}
}

func TestLinesAndStringAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.SampledFrom([]byte("ab\xc3\xb1\xf1\x93\n \t,"))).Draw(t, "bytes")
		l := textfile.NewLines(bytes.NewReader(data), 1<<20)
		var got strings.Builder
		for l.Next() {
			got.WriteString(l.Line() + "\n")
		}
		want := textfile.String(data)
		if want != "" && !strings.HasSuffix(want, "\n") {
			want += "\n"
		}
		if got.String() != want {
			t.Fatalf("lines gave %q, the whole %q", got.String(), want)
		}
	})
}
