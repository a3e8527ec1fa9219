package index

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/id"
)

// written is the index as a file.
func written(t testing.TB, ix *Index, about string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := ix.Capture().Write(&out, []byte(about)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBack(file []byte, facets ...string) (*Index, error) {
	stored, err := OpenStored(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	return stored.Index(facets...)
}

// busyIndex has segments of several sizes, dead documents and removals.
func busyIndex(t testing.TB, n int) *Index {
	t.Helper()
	docs := largeDocs(n)
	ix, err := Build(testFacets, docSeq(docs[:n/2]))
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range docs[n/2:] {
		ix.Put(d)
		if i%5 == 0 {
			d.Version, d.Title = 2, "changed"
			ix.Put(d)
		}
		if i%11 == 0 {
			ix.Remove(docs[i].ID, 4)
		}
	}
	ix.settle()
	return ix
}

func someQueries(random *rand.Rand, n int) []Query {
	words := []string{"", "worda", "wordas wordb", "rare", "changed", "rare worda", "word", "rare nothing", "wordq changed"}
	out := make([]Query, n)
	for i := range out {
		q := Query{Words: words[random.IntN(len(words))], Prefix: random.IntN(2) == 0, Counts: true, Limit: 25, Now: 2500 * 24 * 3600e6,
			Filters: map[string][]string{}, Sort: Sort(random.IntN(2)),
			Scope: Scope{District: "1", Schools: []id.SchoolID{"1", "2"}, SignedIn: random.IntN(3) > 0, System: random.IntN(4) == 0}}
		for _, facet := range testFacets {
			for range random.IntN(3) {
				q.Filters[facet] = append(q.Filters[facet], fmt.Sprint(random.IntN(4)))
			}
		}
		if random.IntN(3) == 0 {
			q.narrowAtRandom(random)
		}
		out[i] = q
	}
	return out
}

func TestAnIndexReadBackAnswersAsBefore(t *testing.T) {
	ix := busyIndex(t, 3000)
	again, err := readBack(written(t, ix, "noted"), testFacets...)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	found := 0
	for _, q := range someQueries(random, 300) {
		want := ix.Search(q)
		same(t, again.Search(q), want, true)
		found += want.Total
	}
	if found == 0 || again.Len() != ix.Len() {
		t.Errorf("%d documents, %d before; %d found", again.Len(), ix.Len(), found)
	}
	// What was removed stays away, and what is newer comes.
	gone := largeDocs(1)[0]
	gone.Version = 4
	if again.Put(gone); again.Len() != ix.Len() {
		t.Error("a document that was removed came back")
	}
	gone.Version = 5
	if again.Put(gone); again.Len() != ix.Len()+1 {
		t.Error("a newer version of a document that was removed did not come")
	}
}

// Whatever was put and removed before the index is written, and comes after it is read: it answers as one that was never written.
func TestWritingAndReadingChangesNothing(t *testing.T) {
	docs := largeDocs(60)
	rapid.Check(t, func(rt *rapid.T) {
		kept, stored := New(testFacets...), New(testFacets...)
		for range rapid.IntRange(0, 80).Draw(rt, "steps") {
			d := docs[rapid.IntRange(0, len(docs)-1).Draw(rt, "document")]
			d.Version = rapid.Int64Range(1, 4).Draw(rt, "version")
			d.Boost = rapid.SampledFrom([]float32{0, 0.5, 3}).Draw(rt, "boost")
			switch rapid.IntRange(0, 9).Draw(rt, "step") {
			case 0:
				kept.Remove(d.ID, d.Version)
				stored.Remove(d.ID, d.Version)
			case 1:
				var err error
				if stored, err = readBack(written(t, stored, ""), testFacets...); err != nil {
					rt.Fatal(err)
				}
			default:
				kept.Put(d)
				stored.Put(d)
			}
		}
		for _, q := range someQueries(rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1)), 5) {
			got, want := stored.Search(q), kept.Search(q)
			if got.Total != want.Total || got.Relaxed != want.Relaxed || fmt.Sprint(got.Facets) != fmt.Sprint(want.Facets) {
				rt.Fatalf("%+v: finds %+v, want %+v", q, got, want)
			}
		}
		for _, d := range docs {
			got, there := stored.Version(d.ID)
			want, wanted := kept.Version(d.ID)
			if got != want || there != wanted {
				rt.Fatalf("%s is at version %d, want %d", d.ID, got, want)
			}
		}
	})
}

func TestADamagedByteAnywhereIsSeen(t *testing.T) {
	file := written(t, busyIndex(t, 16), "noted")
	if _, err := readBack(file, testFacets...); err != nil {
		t.Fatal(err)
	}
	for at := range file {
		damaged := bytes.Clone(file)
		damaged[at] ^= 1 << (at % 8)
		if _, err := readBack(damaged, testFacets...); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) {
			t.Fatalf("byte %d of %d damaged: %v", at, len(file), err)
		}
	}
	for length := range file {
		if _, err := readBack(file[:length], testFacets...); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d of %d: %v", length, len(file), err)
		}
	}
	if _, err := readBack(append(bytes.Clone(file), 0), testFacets...); !errors.Is(err, ErrDamaged) {
		t.Errorf("with a byte too many: %v", err)
	}
}

func TestAnIndexOfOtherFacetsIsForeign(t *testing.T) {
	file := written(t, busyIndex(t, 16), "noted")
	for _, facets := range [][]string{{"kind"}, {"kind", "subject", "other"}} {
		if _, err := readBack(file, facets...); !errors.Is(err, ErrForeign) {
			t.Errorf("read with the facets %v: %v", facets, err)
		}
	}
}

// What was purged is in no segment, though it was replaced, removed or is being merged, and in no file written after.
func TestNothingIsLeftOfWhatWasPurged(t *testing.T) {
	ix := busyIndex(t, 3000)
	secret := func(version int64) Doc {
		return Doc{ID: "secret", Version: version, Language: "en", Title: fmt.Sprintf("Zyzzyva%d", version), Visibility: SeenByAnyone}
	}
	for version := range int64(60) {
		ix.Put(secret(version))
		ix.Put(largeDocs(3)[version%3])
	}
	if !bytes.Contains(written(t, ix, ""), []byte("zyzzyva")) {
		t.Fatal("nothing to purge")
	}
	held := ix.Len()
	ix.Purge("secret", "unknown")
	if file := written(t, ix, ""); bytes.Contains(file, []byte("zyzzyva")) {
		t.Error("a word of it is left")
	}
	ix.Put(secret(1000))
	if _, there := ix.Version("secret"); there || ix.Len() != held-1 {
		t.Error("it came back, or others went")
	}
	ix.settle()
}

// failing writes so many bytes and then no more.
type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

func TestADiskThatIsFullIsTold(t *testing.T) {
	ix := busyIndex(t, 200)
	size := len(written(t, ix, ""))
	for _, room := range []int{0, size / 2, size - 1} {
		if err := ix.Capture().Write(&failing{room}, nil); !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("with room for %d of %d bytes: %v", room, size, err)
		}
	}
}

// Whatever a file holds, and even if its checksums are right, reading ends with an index or an error and takes no more memory
// than the file could fill.
func FuzzReadStored(f *testing.F) {
	f.Add(written(f, busyIndex(f, 16), "noted"))
	f.Add(written(f, New(testFacets...), ""))
	f.Add([]byte(fileMark))
	f.Fuzz(func(t *testing.T, file []byte) {
		for range 2 {
			if ix, err := readBack(file, testFacets...); err == nil {
				ix.Len()
				ix.Version("d00001")
			} else if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) {
				t.Fatal(err)
			}
			file = sealed(file)
		}
	})
}

// sealed is the file with checksums that are right, as far as its frames can be told apart.
func sealed(file []byte) []byte {
	out := append(fileHead(), file[min(markSize, len(file)):]...)
	for at := markSize; at+frameHeadSize+checksumSize <= len(out); {
		length := binary.NativeEndian.Uint64(out[at+4:])
		if length > uint64(len(out)-at-frameHeadSize-checksumSize) {
			length = uint64(len(out) - at - frameHeadSize - checksumSize)
			binary.NativeEndian.PutUint64(out[at+4:], length)
		}
		end := at + frameHeadSize + int(length)
		binary.NativeEndian.PutUint32(out[end:], crc32.Checksum(out[at:end], castagnoli))
		at = end + checksumSize
	}
	return out
}
