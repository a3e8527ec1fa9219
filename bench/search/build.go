package main

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"runtime"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/index"
)

// build tells how long it takes to build, less what it takes to make the resources up.
func build(catalog *gen.Catalog) (*index.Index, error) {
	before := heap()
	begin := time.Now()
	making := time.Duration(0)
	var peak uint64
	ix, err := index.Build(facets, made(catalog, &making, &peak))
	if err != nil {
		return nil, err
	}
	took := time.Since(begin)
	fmt.Printf("build %v for %d documents (reading from memory; making them up, %v beside, is within), heap %d MB after, %d MB at the most\n",
		took.Round(time.Millisecond), ix.Len(), making.Round(time.Millisecond), (heap()-before)>>20, (peak-before)>>20)
	bar.Under("heap at the most", float64((peak-before)>>20), 1536, "MB")
	return ix, nil
}

// storeAndRead writes the index to a file and goes on with what it reads back, as a start does.
func storeAndRead(ix *index.Index) (_ *index.Index, err error) {
	f, err := os.CreateTemp("", "commonshelf-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	begin := time.Now()
	if err := errors.Join(ix.Capture().Write(f, nil), f.Sync()); err != nil {
		return nil, err
	}
	wrote := time.Since(begin)
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	begin = time.Now()
	stored, err := index.OpenStored(f, info.Size())
	if err != nil {
		return nil, err
	}
	read, err := stored.Index(facets...)
	took := time.Since(begin)
	fmt.Printf("stored: %d MB, written in %v, read in %v\n", info.Size()>>20, wrote.Round(time.Millisecond), took.Round(time.Millisecond))
	bar.Under("read in", took.Seconds(), 5, "s")
	return read, err
}

// made gives the catalog's documents, made a few thousand at a time.
func made(catalog *gen.Catalog, making *time.Duration, peak *uint64) iter.Seq2[index.Doc, error] {
	return func(yield func(index.Doc, error) bool) {
		chunk := make([]index.Doc, 0, 4096)
		for i := 0; i < catalog.Size; i += len(chunk) {
			begin := time.Now()
			chunk = chunk[:0]
			for j := i; j < min(i+cap(chunk), catalog.Size); j++ {
				chunk = append(chunk, document(catalog.Resource(j), 1))
			}
			*making += time.Since(begin)
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapAlloc)
			for _, d := range chunk {
				if !yield(d, nil) {
					return
				}
			}
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
