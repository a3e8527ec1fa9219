package bagit_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/proto/bagit"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

// write fills a sink with a small bag.
func write(t *testing.T, sink bagit.Sink) {
	t.Helper()
	w, err := bagit.New(sink, t.TempDir())
	must(t, err)
	must(t, w.Add("notes/año nuevo.txt", text("a long first text")))
	onPurpose := errors.New("on purpose")
	err = w.Add("failed.txt", func(w io.Writer) error {
		must(t, text("half of it")(w))
		return onPurpose
	})
	if !errors.Is(err, onPurpose) {
		t.Errorf("got %v", err)
	}
	must(t, w.Add("empty.txt", text("")))
	for _, bad := range []string{"", "../x", "/x", "a//b", "a/", "./a", "a\nb", "50%", `a\b`, "\xff"} {
		if err := w.Add(bad, text("")); err == nil {
			t.Errorf("the name %q was taken", bad)
		}
	}
	must(t, w.Finish([]bagit.Field{{Label: "Source-Organization", Value: "Maple\nValley"}}))
	must(t, w.Close())
}

// valid checks a bag as anybody would.
func valid(t *testing.T, dir string) {
	t.Helper()
	for _, manifest := range []string{"manifest-sha512.txt", "tagmanifest-sha512.txt"} {
		check := exec.Command("sha512sum", "--check", "--strict", manifest)
		check.Dir = dir
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", manifest, err, out)
		}
	}
}

func read(t *testing.T, elements ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elements...))
	must(t, err)
	return string(data)
}

func TestFolderIsAValidBag(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "bag")
	folder, err := bagit.NewFolder(dir)
	must(t, err)
	write(t, folder)
	must(t, folder.Close())
	valid(t, dir)
	if got := read(t, dir, "bagit.txt"); got != "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n" {
		t.Errorf("bagit.txt: %q", got)
	}
	if got := read(t, dir, "bag-info.txt"); got != "Source-Organization: Maple Valley\nPayload-Oxum: 17.2\n" {
		t.Errorf("bag-info.txt: %q", got)
	}
	if got := read(t, dir, "data", "notes", "año nuevo.txt"); got != "a long first text" {
		t.Errorf("payload: %q", got)
	}
	if n := strings.Count(read(t, dir, "manifest-sha512.txt"), "\n"); n != 2 {
		t.Errorf("the manifest has %d lines, want 2", n)
	}
	if n := strings.Count(read(t, dir, "tagmanifest-sha512.txt"), "\n"); n != 3 {
		t.Errorf("the tag manifest has %d lines, want 3", n)
	}
	if _, err := bagit.NewFolder(dir); err == nil {
		t.Error("a folder that holds something was taken")
	}
}

func TestStreamArrivesWholeOrNotAtAll(t *testing.T) {
	var stream bytes.Buffer
	s := bagit.NewStream(&stream, time.Unix(0, 0))
	write(t, s)
	must(t, s.Close())
	dir := t.TempDir()
	folder, err := bagit.NewFolder(dir)
	must(t, err)
	must(t, bagit.Receive(bytes.NewReader(stream.Bytes()), folder))
	valid(t, dir)
	for _, length := range []int{0, 512, 700, 1536, stream.Len() - 2048} {
		folder, err := bagit.NewFolder(t.TempDir())
		must(t, err)
		if err := bagit.Receive(bytes.NewReader(stream.Bytes()[:length]), folder); err == nil {
			t.Errorf("a stream cut at %d bytes was taken", length)
		}
	}
}

func TestFolderRefusesWhatLeadsOutOfIt(t *testing.T) {
	folder, err := bagit.NewFolder(filepath.Join(t.TempDir(), "bag"))
	must(t, err)
	for _, name := range []string{"../out", "/etc/out", "a/../../out"} {
		if err := folder.Put(name, 0, strings.NewReader("")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	must(t, folder.Put("twice", 0, strings.NewReader("")))
	if err := folder.Put("twice", 0, strings.NewReader("")); err == nil {
		t.Error("a file was overwritten")
	}
	if err := folder.Put("short", 5, strings.NewReader("abc")); err == nil {
		t.Error("a file of the wrong size was taken")
	}
}
