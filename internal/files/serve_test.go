package files_test

import (
	"image"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
)

func serveSmall(t *testing.T, s *files.Store, hash files.Hash) image.Image {
	t.Helper()
	return serveSmallTo(t, s, maple, hash)
}

func serveSmallTo(t *testing.T, s *files.Store, district id.DistrictID, hash files.Hash) image.Image {
	t.Helper()
	w := httptest.NewRecorder()
	if err := s.ServeSmall(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), district, hash); err != nil {
		t.Fatal(err)
	}
	img, format, err := image.Decode(w.Body)
	if err != nil || w.Header().Get("Content-Type") != "image/"+format {
		t.Fatalf("%v, sent as %s", err, w.Header().Get("Content-Type"))
	}
	return img
}

func get(t *testing.T, s *files.Store, f files.File, name string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	if err := s.Serve(w, r, maple, f.Hash, name, f.MediaType); err != nil {
		t.Fatal(err)
	}
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAFileIsServedWhollyOrInRanges(t *testing.T) {
	each(t, func(t *testing.T, s *files.Store) {
		f := put(t, s, "%PDF-1.7 checklist")
		whole := get(t, s, f, "checklist.pdf")
		if got := body(t, whole); whole.StatusCode != 200 || got != "%PDF-1.7 checklist" {
			t.Errorf("got %d %q", whole.StatusCode, got)
		}
		tag := whole.Header.Get("Etag")
		part := get(t, s, f, "checklist.pdf", "Range", "bytes=9-12", "If-Range", tag)
		if got := body(t, part); part.StatusCode != 206 || got != "chec" || part.Header.Get("Content-Range") != "bytes 9-12/18" {
			t.Errorf("the range is %d %q %s", part.StatusCode, got, part.Header.Get("Content-Range"))
		}
		if again := get(t, s, f, "checklist.pdf", "If-None-Match", tag); again.StatusCode != 304 {
			t.Errorf("asked again, it answers %d", again.StatusCode)
		}
	})
}

func TestServedFilesCanRunNothing(t *testing.T) {
	s, _ := inFolder(t)
	for _, c := range []struct{ content, wantType, wantHow string }{
		{"%PDF-1.7", files.PDF, "inline"},
		{"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav", "inline"},
		{"WEBVTT\n", "text/vtt; charset=utf-8", "inline"},
		{"plain words", files.Text, "attachment"},
		{"a,b\nc,d\n", files.CSV, "attachment"},
		{"<!doctype html><script>alert(1)</script>", files.Unknown, "attachment"},
		{"<svg onload=alert(1)>", files.Unknown, "attachment"},
		{"#!/bin/sh\n", files.Unknown, "attachment"},
	} {
		r := get(t, s, put(t, s, c.content), "x")
		h := r.Header
		if h.Get("Content-Type") != c.wantType || !strings.HasPrefix(h.Get("Content-Disposition"), c.wantHow+";") {
			t.Errorf("%q is sent as %s, %s", c.content, h.Get("Content-Type"), h.Get("Content-Disposition"))
		}
		if sandboxed := strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox;"); sandboxed != (c.wantType != files.PDF) {
			t.Errorf("%q is sent with the policy %s", c.content, h.Get("Content-Security-Policy"))
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'self'") {
			t.Errorf("%q is sent with %v", c.content, h)
		}
	}
}

func TestATypeThatIsClaimedShowsNothing(t *testing.T) {
	s, _ := inFolder(t)
	f := put(t, s, "plain words")
	f.MediaType = "text/html"
	if h := get(t, s, f, "x.html").Header; h.Get("Content-Type") != files.Unknown || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") {
		t.Errorf("sent as %v", h)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	s, _ := inFolder(t)
	text := put(t, s, "plain words")
	missing := files.Hash(strings.Repeat("0", files.HashLength))
	w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	for what, err := range map[string]error{
		"a missing file":       s.Serve(w, r, maple, missing, "x", files.PDF),
		"another district":     s.Serve(w, r, birch, text.Hash, "x", files.Text),
		"a missing picture":    s.ServeSmall(w, r, maple, missing),
		"a text as a picture":  s.ServeSmall(w, r, maple, text.Hash),
		"a hash that is none":  s.ServeSmall(w, r, maple, "../x"),
		"a district elsewhere": s.ServeSmall(w, r, birch, text.Hash),
	} {
		if !fault.IsNotFound(err) {
			t.Errorf("%s gives %v", what, err)
		}
	}
	if len(w.Header()) > 0 || w.Body.Len() > 0 {
		t.Error("something was answered all the same")
	}
}

func TestNamesOfDownloads(t *testing.T) {
	for _, c := range []struct{ name, mediaType, want, header string }{
		{"plan.pdf", files.PDF, "plan.pdf", `inline; filename="plan.pdf"`},
		{"Año 1.pdf", files.PDF, "Año 1.pdf", `inline; filename="A_o 1.pdf"; filename*=UTF-8''A%C3%B1o%201.pdf`},
		{`C:\Users\Ana\plan.docx`, files.DOCX, "plan.docx", `attachment; filename="plan.docx"`},
		{"../../etc/passwd", files.Text, "passwd", `attachment; filename="passwd"`},
		{"a\"b\r\nSet-Cookie: x=1", files.Text, "a_b Set-Cookie_ x=1", `attachment; filename="a_b Set-Cookie_ x=1"`},
		{"50%.txt", files.Text, "50%.txt", `attachment; filename="50_.txt"; filename*=UTF-8''50%25.txt`},
		{"fdp\u202eexe.pdf", files.PDF, "fdpexe.pdf", `inline; filename="fdpexe.pdf"`},
		{"IMG_1.webp", files.JPEG, "IMG_1.jpg", `inline; filename="IMG_1.jpg"`},
		{"IMG_1.JPG", files.JPEG, "IMG_1.JPG", `inline; filename="IMG_1.JPG"`},
		{" .. ", files.Unknown, "file", `attachment; filename="file"`},
		{"", files.PNG, "file.png", `inline; filename="file.png"`},
	} {
		if got := files.FileName(c.name, c.mediaType); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.name, got, c.want)
		}
		s, _ := inFolder(t)
		f := put(t, s, "x")
		f.MediaType = c.mediaType
		if got := get(t, s, f, c.name).Header.Get("Content-Disposition"); got != c.header {
			t.Errorf("%q is sent as %s, want %s", c.name, got, c.header)
		}
	}
	long := files.FileName(strings.Repeat("ñ", 300)+".pdf", files.PDF)
	if len(long) > 150 || !strings.HasSuffix(long, "ñ.pdf") {
		t.Errorf("a long name becomes %q", long)
	}
}
