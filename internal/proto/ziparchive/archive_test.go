package ziparchive_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

type entry struct {
	name  string
	data  string
	mode  fs.FileMode
	store bool
}

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.store {
			h.Method = zip.Store
		}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(data []byte, l ziparchive.Limits) (*ziparchive.Archive, error) {
	return ziparchive.Open(bytes.NewReader(data), int64(len(data)), l)
}

func refused(t *testing.T, err error, reason ziparchive.Reason, name string) {
	t.Helper()
	if want := (ziparchive.Refusal{Reason: reason, Name: name}); !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func TestFilesAreReadUnderCleanNames(t *testing.T) {
	a, err := open(pack(t, entry{name: "folder/"}, entry{name: `folder\a.md`, data: "one"}, entry{name: "./b.md", data: "two", store: true}), ziparchive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range a.Files() {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(data)
	}
	if len(got) != 2 || got["folder/a.md"] != "one" || got["b.md"] != "two" {
		t.Errorf("got %q", got)
	}
}

func TestNamesAreRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		reason ziparchive.Reason
	}{
		{"../up.md", ziparchive.Climbs}, {"a/../../up.md", ziparchive.Climbs}, {`..\up.md`, ziparchive.Climbs}, {"a/..", ziparchive.Climbs},
		{"/etc/passwd", ziparchive.Climbs}, {`\server\share`, ziparchive.Climbs}, {"C:/windows", ziparchive.Climbs}, {`c:\windows`, ziparchive.Climbs},
		{"a\x00b", ziparchive.Climbs},
	} {
		_, err := open(pack(t, entry{name: "fine.md"}, entry{name: c.name}), ziparchive.Limits{})
		refused(t, err, c.reason, strings.ReplaceAll(c.name, `\`, "/"))
	}
}

func TestLinksAndDevicesAreRefused(t *testing.T) {
	for _, mode := range []fs.FileMode{fs.ModeSymlink | 0o777, fs.ModeDevice | 0o600, fs.ModeNamedPipe | 0o600} {
		_, err := open(pack(t, entry{name: "link", data: "/etc/passwd", mode: mode}), ziparchive.Limits{})
		refused(t, err, ziparchive.Link, "link")
	}
}

func TestNamesThatComeTwiceAreRefused(t *testing.T) {
	_, err := open(pack(t, entry{name: "a/b.md", data: "one"}, entry{name: "./a/b.md", data: "two"}), ziparchive.Limits{})
	refused(t, err, ziparchive.Twice, "a/b.md")
}

func TestEncryptedIsRefused(t *testing.T) {
	data := pack(t, entry{name: "a.md", data: "secret"})
	directory := bytes.Index(data, []byte("PK\x01\x02"))
	data[directory+8] |= 1
	_, err := open(data, ziparchive.Limits{})
	refused(t, err, ziparchive.Encrypted, "a.md")
}

func TestTooManyEntriesAreRefusedUnread(t *testing.T) {
	var entries []entry
	for i := range 30 {
		entries = append(entries, entry{name: strings.Repeat("a", i+1)})
	}
	_, err := open(pack(t, entries...), ziparchive.Limits{Entries: 20})
	refused(t, err, ziparchive.TooMany, "")
}

func TestBombsAreRefused(t *testing.T) {
	zeros := strings.Repeat("\x00", 1<<20)
	for name, limits := range map[string]ziparchive.Limits{
		"too dense": {Free: 1 << 16, Ratio: 100},
		"too large": {Bytes: 1 << 19},
	} {
		a, err := open(pack(t, entry{name: "a", data: "small"}, entry{name: "zeros", data: zeros}), limits)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		refused(t, a.Check(), ziparchive.TooLarge, "zeros")
	}
}

func TestManyFilesCountTogether(t *testing.T) {
	part := strings.Repeat("x", 1000)
	a, err := open(pack(t, entry{name: "a", data: part}, entry{name: "b", data: part}, entry{name: "c", data: part}), ziparchive.Limits{Bytes: 2500})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, a.Check(), ziparchive.TooLarge, "c")
}

func TestAFileCountsOnceHoweverOftenItIsRead(t *testing.T) {
	a, err := open(pack(t, entry{name: "a", data: strings.Repeat("x", 1000)}), ziparchive.Limits{Bytes: 1500})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := a.Check(); err != nil {
			t.Fatal(err)
		}
	}
}

// A header may claim fewer bytes than come out.
func TestALyingHeaderIsRefused(t *testing.T) {
	data := pack(t, entry{name: "zeros", data: strings.Repeat("\x00", 1<<20)})
	directory := bytes.Index(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[directory+24:], 10)
	a, err := open(data, ziparchive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Check(); err == nil {
		t.Error("a file of 1 MiB passed as one of 10 bytes")
	}
}

func TestDamageIsNoticed(t *testing.T) {
	data := pack(t, entry{name: "a", data: "a text that will be damaged", store: true})
	data[bytes.Index(data, []byte("damaged"))] = 'D'
	a, err := open(data, ziparchive.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, a.Check(), ziparchive.Broken, "a")

	_, err = open([]byte("no archive at all"), ziparchive.Limits{})
	refused(t, err, ziparchive.Broken, "")
}

func TestArchivesInsideAreReadAndCounted(t *testing.T) {
	inner := pack(t, entry{name: "page.md", data: strings.Repeat("words ", 2000)})
	for _, stored := range []bool{true, false} {
		data := pack(t, entry{name: "Part-1.zip", data: string(inner), store: stored})
		a, err := open(data, ziparchive.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		part, err := a.Files()[0].Inside(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if err := part.Check(); err != nil || part.Files()[0].Name != "page.md" {
			t.Errorf("stored %v: %v, %+v", stored, err, part.Files())
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}

		a, err = open(data, ziparchive.Limits{Bytes: 5000})
		if err != nil {
			t.Fatal(err)
		}
		part, err = a.Files()[0].Inside(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		refused(t, part.Check(), ziparchive.TooLarge, "page.md")
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestArchivesTooDeepInsideAreRefused(t *testing.T) {
	data := pack(t, entry{name: "a.md", data: "end"})
	for range 3 {
		data = pack(t, entry{name: "inner.zip", data: string(data), store: true})
	}
	a, err := open(data, ziparchive.Limits{Depth: 2})
	if err != nil {
		t.Fatal(err)
	}
	inner, err := a.Files()[0].Inside(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	_, err = inner.Files()[0].Inside(t.TempDir())
	refused(t, err, ziparchive.TooDeep, "inner.zip")
}

func FuzzOpen(f *testing.F) {
	f.Add(pack(f, entry{name: "a.md", data: "text"}, entry{name: "folder/b.csv", data: "a,b\n", store: true}))
	f.Add(pack(f, entry{name: "inner.zip", data: string(pack(f, entry{name: "x"})), store: true}))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := open(data, ziparchive.Limits{Bytes: 1 << 20, Entries: 100})
		if err != nil {
			return
		}
		defer a.Close()
		for _, file := range a.Files() {
			if strings.HasPrefix(file.Name, "/") || strings.Contains("/"+file.Name+"/", "/../") {
				t.Fatalf("name %q passed", file.Name)
			}
			if inner, err := file.Inside(t.TempDir()); err == nil {
				_ = inner.Check()
			}
		}
		_ = a.Check()
	})
}
