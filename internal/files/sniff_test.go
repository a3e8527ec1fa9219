package files_test

import (
	"bytes"
	"image/color"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/files"
)

func TestTheTypeOfAFileIsWhatItsBytesSay(t *testing.T) {
	frame := "\xff\xfb\x90\x00" + strings.Repeat("\x00", 413)
	for _, c := range []struct{ name, content, want string }{
		{"jpeg", string(jpegOf(t, corners(4, 4))), files.JPEG},
		{"png", string(pngOf(t, corners(4, 4))), files.PNG},
		{"gif", string(gifOf(t, 1, 4, 4)), files.GIF},
		{"webp", string(webpOf(4, 4, color.NRGBA{A: 255})), files.WebP},
		{"bitmap", "BM\x46\x00\x00\x00", "image/bmp"},
		{"heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"},
		{"avif", "\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "image/avif"},
		{"tiff", "II*\x00\x08\x00\x00\x00", "image/tiff"},
		{"pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", files.PDF},
		{"docx", string(zipOf(t, "[Content_Types].xml", "word/document.xml")), files.DOCX},
		{"xlsx", string(zipOf(t, "[Content_Types].xml", "xl/workbook.xml")), files.XLSX},
		{"pptx", string(zipOf(t, "[Content_Types].xml", "ppt/presentation.xml", "ppt/slides/slide1.xml")), files.PPTX},
		{"docx with macros", string(zipOf(t, "word/document.xml", "word/vbaProject.bin")), "application/vnd.ms-word.document.macroenabled.12"},
		{"odp", string(zipOf(t, "mimetype="+files.ODP, "content.xml")), files.ODP},
		{"epub", string(zipOf(t, "mimetype=application/epub+zip", "META-INF/container.xml")), files.EPUB},
		{"zip that claims to be a page", string(zipOf(t, "mimetype=text/html", "a")), files.ZIP},
		{"zip", string(zipOf(t, "notes.txt", "more/word/document.xml")), files.ZIP},
		{"zip that is cut", string(zipOf(t, "word/document.xml"))[:40], files.ZIP},
		{"old word", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", files.OLE},
		{"mp4", "\x00\x00\x00\x18ftypisom\x00\x00\x02\x00", "video/mp4"},
		{"canon raw", "\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01", "image/x-canon-cr3"},
		{"m4a", "\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00", "audio/mp4"},
		{"mov", "\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00", "video/quicktime"},
		{"webm", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"},
		{"mkv", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "video/x-matroska"},
		{"mp3 with tags", "ID3\x04\x00\x00\x00\x00\x00\x00", "audio/mpeg"},
		{"mp3 without tags", frame + frame, "audio/mpeg"},
		{"a frame without a second", frame + "nothing of the kind", files.Unknown},
		{"ogg sound", "OggS\x00\x02" + strings.Repeat("\x00", 22) + "\x01vorbis", "audio/ogg"},
		{"ogg film", "OggS\x00\x02" + strings.Repeat("\x00", 22) + "\x80theora", "video/ogg"},
		{"wav", "RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"},
		{"captions", "WEBVTT\n\n00:01.000 --> 00:02.000\nHola\n", files.VTT},
		{"captions with a mark", "\xef\xbb\xbfWEBVTT - Oak\n", files.VTT},
		{"a word that begins like captions", "WEBVTTX\n", files.Text},
		{"csv", "title,school\nHoles,Oak\nFrindle,\"Elm, main\"\n", files.CSV},
		{"csv of a Spanish spreadsheet", "título;escuela\nHoyos;Roble\n", files.CSV},
		{"csv cut within quotes", "title,note\n" + strings.Repeat("Holes,\"one\ntwo\"\n", 1000), files.CSV},
		{"tsv in UTF-16", "\xff\xfet\x00\t\x00s\x00\n\x00a\x00\t\x00b\x00\n\x00", files.TSV},
		{"text", "Dear colleagues,\nthe shelf is open, and the cart, too.\n", files.Text},
		{"text in Latin-1", "El ni\xf1o ley\xf3 el libro en la biblioteca\n", files.Text},
		{"text with a character at the cut", strings.Repeat("a", 8191) + "ñ y más", files.Text},
		{"text that begins with less-than", "<3 this list\n", files.Text},
		{"html", "<!DOCTYPE html><title>x</title>", files.HTML},
		{"html after blanks and a comment", "\n  <!-- Oak -->\n<P>hello", files.HTML},
		{"html in a comment that never ends", "<!-- <script>alert(1)</script>", files.HTML},
		{"html in UTF-16", "\xff\xfe<\x00b\x00>\x00", files.HTML},
		{"a bare script element", "<script src=x>", files.HTML},
		{"svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, files.SVG},
		{"svg behind a declaration", "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<svg/>", files.SVG},
		{"svg with a prefix", `<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg"/>`, files.SVG},
		{"xhtml", `<?xml version="1.0"?><h:html xmlns:h="http://www.w3.org/1999/xhtml"/>`, files.HTML},
		{"xml", `<?xml version="1.0"?><feed/>`, files.XML},
		{"xml without declaration", "<record xmlns='x'><leader/></record>", files.XML},
		{"an element closed at once", "<br/>hello", files.HTML},
		{"shell script", "#!/bin/sh\nrm -r /\n", files.Script},
		{"php", "<?php phpinfo();", files.Script},
		{"windows program", "MZ\x90\x00", files.Program},
		{"linux program", "\x7fELF\x02\x01", files.Program},
		{"noise", "\x00\x01\x02\x03\xfa\xce", files.Unknown},
		{"nothing", "", files.Text},
	} {
		if got := files.Sniff(strings.NewReader(c.content), int64(len(c.content))); got != c.want {
			t.Errorf("%s is %s, want %s", c.name, got, c.want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, seed := range [][]byte{
		zipOf(f, "mimetype="+files.ODP, "word/document.xml"), []byte("<!-- --><?x <svg"), []byte("a,b\n\"c"), {0xff, 0xfb, 0x90, 0},
		[]byte("\xff\xfe<\x00"), append(bytes.Repeat([]byte("a"), 8191), "ñ"...), []byte("RIFF1234WEBP"), []byte("OggS\x80theora"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found := files.Sniff(bytes.NewReader(data), int64(len(data)))
		if !strings.Contains(found, "/") {
			t.Errorf("%q is no media type", found)
		}
		trimmed := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n\f"))
		if bytes.HasPrefix(trimmed, []byte("<script")) && files.Shown(found) {
			t.Errorf("a script would be shown as %s", found)
		}
	})
}
