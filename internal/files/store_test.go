package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/peer"
)

var (
	maple = id.New[id.DistrictID](id.Seeded("maple"))
	birch = id.New[id.DistrictID](id.Seeded("birch"))
)

func inFolder(t *testing.T) (*files.Store, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "files")
	return open(t, folder), folder
}

func open(t *testing.T, location string) *files.Store {
	t.Helper()
	s, err := files.Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// each runs a test on a folder and on an S3 server.
func each(t *testing.T, run func(t *testing.T, s *files.Store)) {
	t.Run("folder", func(t *testing.T) {
		s, _ := inFolder(t)
		run(t, s)
	})
	t.Run("s3", func(t *testing.T) { run(t, open(t, s3(t))) })
}

// s3 starts an S3 server with an empty bucket and gives its location.
func s3(t *testing.T) string {
	t.Helper()
	const key, secret = "shelfkey", "shelfsecret"
	t.Setenv("AWS_ACCESS_KEY_ID", key)
	t.Setenv("AWS_SECRET_ACCESS_KEY", secret)
	root, address := t.TempDir(), ""
	if err := os.Mkdir(filepath.Join(root, "shelf"), 0o755); err != nil {
		t.Fatal(err)
	}
	program := peer.Program(t, "versitygw", "github.com/versity/versitygw/cmd/versitygw")
	peer.Run(t, func() peer.Server {
		address = peer.FreeAddress(t)
		return peer.Server{
			Command: exec.Command(program, "--access", key, "--secret", secret, "--port", address, "--quiet", "posix", "--sidecar", t.TempDir(), root),
			Ready:   func(ctx context.Context) error { return peer.Answers(ctx, "http://"+address+"/") },
		}
	})
	return "s3://shelf?region=us-east-1&use_path_style=true&endpoint=http://" + address
}

func put(t *testing.T, s *files.Store, content string) files.File {
	t.Helper()
	f, err := s.Put(t.Context(), maple, strings.NewReader(content), 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func read(t *testing.T, s *files.Store, hash files.Hash) string {
	t.Helper()
	r, info, err := s.Get(t.Context(), maple, hash)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil || int64(len(data)) != info.Size {
		t.Fatalf("read %d of %d bytes, %v", len(data), info.Size, err)
	}
	return string(data)
}

func TestAFileComesBackAsItWasPut(t *testing.T) {
	each(t, func(t *testing.T, s *files.Store) {
		long := strings.Repeat("Ñandú, 12 books\n", 400_000) // more than one part of an upload to S3
		for _, content := range []string{"Opening checklist\n", long} {
			f := put(t, s, content)
			if got := read(t, s, f.Hash); got != content || f.Size != int64(len(content)) {
				t.Errorf("got %d bytes back of %d", len(got), len(content))
			}
			if again := put(t, s, content); again != f {
				t.Errorf("the same bytes are first %+v and then %+v", f, again)
			}
		}
		if all, err := s.List(t.Context(), maple); err != nil || len(all) != 2 {
			t.Errorf("%d files are kept, %v; want 2", len(all), err)
		}
	})
}

func TestADistrictSeesOnlyItsOwnFiles(t *testing.T) {
	each(t, func(t *testing.T, s *files.Store) {
		f := put(t, s, "Opening checklist\n")
		if _, _, err := s.Get(t.Context(), birch, f.Hash); !fault.IsNotFound(err) {
			t.Errorf("another district gets %v, want not found", err)
		}
		if all, err := s.List(t.Context(), birch); err != nil || len(all) != 0 {
			t.Errorf("another district lists %v, %v", all, err)
		}
	})
}

func TestNamesThatAreNoNamesReachNothing(t *testing.T) {
	s, folder := inFolder(t)
	f := put(t, s, "Opening checklist\n")
	if err := os.WriteFile(filepath.Join(folder, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []struct {
		district id.DistrictID
		hash     files.Hash
	}{{"..", f.Hash}, {maple, "../secret"}, {"", "secret"}, {maple, ""}, {maple, files.Hash(strings.ToUpper(string(f.Hash)))}} {
		if _, _, err := s.Get(t.Context(), name.district, name.hash); !fault.IsNotFound(err) {
			t.Errorf("%q / %q gives %v, want not found", name.district, name.hash, err)
		}
		if err := s.Delete(t.Context(), name.district, name.hash); err != nil {
			t.Errorf("deleting %q / %q gives %v", name.district, name.hash, err)
		}
	}
	if _, err := s.Put(t.Context(), "../maple", strings.NewReader("x"), 0); err == nil {
		t.Error("a district that is no id was accepted")
	}
	if _, err := os.Stat(filepath.Join(folder, "secret")); err != nil {
		t.Error("a file beside the districts was deleted")
	}
}

func TestPutRefuses(t *testing.T) {
	s, _ := inFolder(t)
	for _, c := range []struct{ name, content, want string }{
		{"an empty file", "", "files.empty"},
		{"a file over the limit", strings.Repeat("a", 2<<20+1), "files.too_big"},
		{"a picture that is cut", "\xff\xd8\xff\xe0\x00\x10JFIF", "files.unreadable"},
		{"a picture that cannot be cleaned", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "files.unclean"},
	} {
		_, err := s.Put(t.Context(), maple, strings.NewReader(c.content), 2<<20)
		fields, ok := fault.AsFields(err)
		if !ok || fields[files.Field].Key != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if f, err := s.Put(t.Context(), maple, strings.NewReader(strings.Repeat("a", 2<<20)), 2<<20); err != nil || f.Size != 2<<20 {
		t.Errorf("a file of exactly the limit: %+v, %v", f, err)
	}
	if all, err := s.List(t.Context(), maple); err != nil || len(all) != 1 {
		t.Errorf("refused files were kept: %v, %v", all, err)
	}
}

// breaking gives some bytes and then fails, as a lost connection does.
type breaking struct{ r io.Reader }

func (b breaking) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if err == io.EOF {
		err = errors.New("connection lost")
	}
	return n, err
}

func TestAnInterruptedPutLeavesNothing(t *testing.T) {
	s, folder := inFolder(t)
	if _, err := s.Put(t.Context(), maple, breaking{strings.NewReader("half a file")}, 0); err == nil {
		t.Fatal("a broken upload was accepted")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, maple, strings.NewReader("too late"), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("a put after its end gives %v", err)
	}
	_ = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			t.Errorf("left behind: %s, %v", path, err)
		}
		return nil
	})
}

func TestTheSweepTakesOnlyOldLeftovers(t *testing.T) {
	s, folder := inFolder(t)
	f := put(t, s, "Opening checklist\n")
	half := filepath.Join(folder, string(maple), string(f.Hash)+".18a2b3c4.tmp")
	for _, path := range []string{half, filepath.Join(folder, "incoming", "commonshelf-123"), filepath.Join(folder, "README")} {
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if all, err := s.List(t.Context(), maple); err != nil || len(all) != 1 {
		t.Errorf("a half-written file is listed: %v, %v", all, err)
	}
	now := time.Now()
	if n, err := s.Sweep(t.Context(), now.Add(files.Grace/2)); n != 0 || err != nil {
		t.Errorf("swept %d young leftovers, %v", n, err)
	}
	if n, err := s.Sweep(t.Context(), now.Add(files.Grace+time.Hour)); n != 2 || err != nil {
		t.Errorf("swept %d old leftovers, %v; want 2", n, err)
	}
	if read(t, s, f.Hash) == "" {
		t.Error("the file itself was swept")
	}
	if _, err := os.Stat(filepath.Join(folder, "README")); err != nil {
		t.Error("a file that is none of ours was swept")
	}
}

func TestCollectionSparesTheYoungAndTheReferred(t *testing.T) {
	each(t, func(t *testing.T, s *files.Store) {
		kept, loose := put(t, s, "kept"), put(t, s, "loose")
		referred := func(h files.Hash) bool { return h == kept.Hash }
		now := time.Now()
		if removed, err := s.Collect(t.Context(), maple, referred, now.Add(files.Grace-time.Minute)); err != nil || len(removed) != 0 {
			t.Errorf("a young file was collected: %v, %v", removed, err)
		}
		removed, err := s.Collect(t.Context(), maple, referred, now.Add(files.Grace+time.Minute))
		if err != nil || len(removed) != 1 || removed[0].Hash != loose.Hash || removed[0].Size != loose.Size {
			t.Errorf("collected %v, %v; want the loose file", removed, err)
		}
		if got := read(t, s, kept.Hash); got != "kept" {
			t.Errorf("the referred file is %q", got)
		}
		if _, _, err := s.Get(t.Context(), maple, loose.Hash); !fault.IsNotFound(err) {
			t.Errorf("the loose file is still there: %v", err)
		}
	})
}

func TestPuttingAgainMakesAFileYoung(t *testing.T) {
	s, folder := inFolder(t)
	f := put(t, s, "Opening checklist\n")
	path := filepath.Join(folder, string(maple), string(f.Hash))
	old := time.Now().Add(-2 * files.Grace)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	put(t, s, "Opening checklist\n")
	if removed, err := s.Collect(t.Context(), maple, func(files.Hash) bool { return false }, time.Now()); err != nil || len(removed) != 0 {
		t.Errorf("collected %v, %v", removed, err)
	}
}

func TestABackupGoesOutAndIn(t *testing.T) {
	each(t, func(t *testing.T, s *files.Store) {
		f := put(t, s, "Opening checklist\n")
		var copied bytes.Buffer
		if err := s.CopyOut(t.Context(), maple, f.Hash, &copied); err != nil {
			t.Fatal(err)
		}
		if err := s.Delete(t.Context(), maple, f.Hash); err != nil {
			t.Fatal(err)
		}
		if err := s.CopyIn(t.Context(), birch, f.Hash, bytes.NewReader(copied.Bytes()[1:])); !errors.Is(err, files.ErrDamaged) {
			t.Errorf("damaged bytes give %v", err)
		}
		if all, err := s.List(t.Context(), birch); err != nil || len(all) != 0 {
			t.Errorf("damaged bytes were kept: %v, %v", all, err)
		}
		if err := s.CopyIn(t.Context(), maple, f.Hash, &copied); err != nil {
			t.Fatal(err)
		}
		if got := read(t, s, f.Hash); got != "Opening checklist\n" {
			t.Errorf("came back as %q", got)
		}
	})
}

func TestDamageOnTheDiskIsNoticed(t *testing.T) {
	s, folder := inFolder(t)
	f := put(t, s, "Opening checklist\n")
	if err := os.WriteFile(filepath.Join(folder, string(maple), string(f.Hash)), []byte("Opening checkl1st\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.CopyOut(t.Context(), maple, f.Hash, io.Discard); !errors.Is(err, files.ErrDamaged) {
		t.Errorf("got %v", err)
	}
	put(t, s, "Opening checklist\n")
	if err := s.CopyOut(t.Context(), maple, f.Hash, io.Discard); err != nil {
		t.Errorf("putting it again did not heal it: %v", err)
	}
}

func TestOpenRefusesWhatItCannotReach(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	gone := strings.Replace(s3(t), "s3://shelf", "s3://attic", 1)
	for _, location := range []string{blocked, "gs://bucket", gone} {
		if s, err := files.Open(t.Context(), location); err == nil {
			_ = s.Close()
			t.Errorf("%s was opened", location)
		}
	}
}

func TestListIsInOrder(t *testing.T) {
	s, _ := inFolder(t)
	for _, content := range []string{"a", "b", "c", "d", "e"} {
		put(t, s, content)
	}
	all, err := s.List(t.Context(), maple)
	if err != nil || len(all) != 5 || !slices.IsSortedFunc(all, func(a, b files.Info) int { return strings.Compare(string(a.Hash), string(b.Hash)) }) {
		t.Errorf("got %v, %v", all, err)
	}
}
