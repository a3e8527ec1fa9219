// Search measures the index: how long queries take at a given size, alone and with readers and a writer beside, what completing a
// word that is being typed takes, how soon a save is found, how long a build takes and how much memory it holds.
//
//	go run ./bench/search -size 100000
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"iter"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

var facets = []string{"kind", "subject", "grade", "language", "format", "school", "tag", "access", "purchase", "captions"}

func main() {
	size := flag.Int("size", 100_000, "resources in the catalog")
	districts := flag.Int("districts", 1, "districts among which they are spread")
	seconds := flag.Int("seconds", 5, "length of each measurement")
	readers := flag.Int("readers", 2, "goroutines that search without pause")
	writes := flag.Int("writes", 200, "saves a second beside them")
	runs := flag.Int("runs", 3, "measurements of each kind; the median is told")
	flag.Parse()
	if err := measure(*size, *districts, time.Duration(*seconds)*time.Second, *readers, *writes, *runs); err != nil {
		log.Fatal(err)
	}
}

func measure(size, districts int, length time.Duration, readers, writes, runs int) error {
	search.BoundGarbage(size)
	catalog := gen.New(size, districts, 1)
	ix, err := build(catalog)
	if err != nil {
		return err
	}
	if ix, err = storeAndRead(ix); err != nil {
		return err
	}
	b := &bench{catalog: catalog, index: ix, queries: prepare(catalog)}
	b.run(1, 0, time.Second) // warm up
	for _, c := range []struct {
		name            string
		readers, writes int
	}{{"one reader alone", 1, 0}, {fmt.Sprintf("%d readers, %d saves a second", readers, writes), readers, writes}} {
		var measured []measurement
		for range runs {
			measured = append(measured, b.run(c.readers, c.writes, length))
		}
		report(c.name, measured)
	}
	b.allocations()
	b.queries = typed(b.queries)
	var measured []measurement
	for range runs {
		measured = append(measured, b.run(readers, writes, length))
	}
	report(fmt.Sprintf("what is being typed, completed; %d readers, %d saves a second", readers, writes), measured)
	b.pauses()
	fmt.Printf("\n%d documents, %d MB by the index's own estimate\n", ix.Len(), ix.Memory()>>20)
	return nil
}

// allocations tells what a question leaves to be collected: its result, if the index needs nothing more.
func (b *bench) allocations() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	asked := min(len(b.queries), 2000)
	for _, q := range b.queries[:asked] {
		b.index.Search(q.query)
	}
	runtime.ReadMemStats(&after)
	fmt.Printf("\na question allocates %.1f times, %d bytes\n", float64(after.Mallocs-before.Mallocs)/float64(asked), (after.TotalAlloc-before.TotalAlloc)/uint64(asked))
}

func ms(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

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
	fmt.Printf("stored: %d MB, written in %v, read in %v\n", info.Size()>>20, wrote.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
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

func document(r gen.Resource, version int64) index.Doc {
	circles := map[string]index.Visibility{"school": index.SeenBySchool, "district": index.SeenByDistrict,
		"consortium": index.SeenByConsortium, "public": index.SeenByAnyone}
	chance := crc32.ChecksumIEEE([]byte(r.ID))
	return index.Doc{
		ID: r.ID, Version: version, District: id.DistrictID(r.District), Consortium: r.Consortium, School: id.SchoolID(r.School),
		Visibility: circles[r.Visibility], Language: r.Language, Title: r.Title, Summary: r.Summary, Body: r.Body, Shared: r.Shared.UnixMicro(),
		Facets: map[string][]string{"kind": {r.Kind}, "subject": r.Subjects, "grade": grades(r, chance), "language": {r.Language},
			"format": {r.Format}, "school": {r.School}, "tag": r.Tags, "access": r.Access, "purchase": some("none", chance%5 > 0), "captions": some("yes", chance%12 == 0)},
		Family: strings.Join(some(fmt.Sprint(chance>>8%2048), chance%12 == 0), ""),
		Traits: slices.Concat([]string{"tried:" + r.School, "worked:" + r.School, fmt.Sprint("by:", chance%200)}, some(fmt.Sprint("tried:", chance%40), chance%7 == 0), some("limited", chance%20 == 0)),
	}
}

// grades are the bands of a resource and single grades within them, as the catalog has them.
func grades(r gen.Resource, chance uint32) []string {
	out := slices.Clone(r.Grades)
	var bands []string
	for _, band := range r.Grades {
		bands = append(bands, strings.ToLower(band))
	}
	codes := grade.FromBands(bands).Codes()
	if len(codes) > 2 { // not every band is whole
		codes = codes[chance/16%2 : len(codes)-int(chance/32%2)]
	}
	for _, code := range codes {
		if code = strings.ToLower(code); !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// some is a value that not every resource has.
func some(value string, has bool) []string {
	if !has {
		return nil
	}
	return []string{value}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// question is a query of a class.
type question struct {
	class string
	query index.Query
}

// prepare asks as a media specialist at one school does.
func prepare(catalog *gen.Catalog) []question {
	var out []question
	for _, q := range catalog.Queries(4000, 2) {
		sort := index.ByFit
		if q.Newest {
			sort = index.ByNewest
		}
		out = append(out, question{q.Class, index.Query{
			Words: q.Words, Filters: q.Filters, Sort: sort, Limit: 20, Counts: true, Values: 12, Now: gen.Until.UnixMicro(),
			Once: true, Own: index.Own{Facet: search.School, Values: []string{gen.School(0, 1)}},
			Favors: []index.Favor{{Trait: "worked:" + gen.School(0, 1), By: 0.2}, {Trait: "worked:3-5", By: 0.1}},
			Scope: index.Scope{District: id.DistrictID(gen.District(0)), Consortium: gen.Consortium,
				Schools: []id.SchoolID{id.SchoolID(gen.School(0, 1))}, SignedIn: true},
		}})
	}
	return out
}

// typed asks at each letter of the words, from the second on, for what begins so.
func typed(queries []question) (out []question) {
	for _, q := range queries {
		for n := range q.query.Words {
			if n < search.SuggestFrom || strings.HasSuffix(q.query.Words[:n], " ") {
				continue
			}
			out = append(out, question{q.class, index.Query{Words: q.query.Words[:n], Prefix: true, Exactly: true, HitsOnly: true, Limit: 20, Now: q.query.Now, Scope: q.query.Scope}})
		}
	}
	return out
}

// bench is an index under measurement.
type bench struct {
	catalog *gen.Catalog
	index   *index.Index
	queries []question
	written atomic.Int64
}

// measurement is the times of one run.
type measurement struct {
	length time.Duration
	byText map[string][]time.Duration // by class; "all" holds all
	saves  []time.Duration            // from the call to the first search that finds the new version
}

func (b *bench) run(readers, writes int, length time.Duration) measurement {
	m := measurement{length: length, byText: map[string][]time.Duration{}}
	var mu sync.Mutex
	var wait sync.WaitGroup
	deadline := time.Now().Add(length)
	for i := range readers {
		wait.Go(func() {
			mine := b.read(i*len(b.queries)/readers, deadline)
			mu.Lock()
			defer mu.Unlock()
			for class, times := range mine {
				m.byText[class] = append(m.byText[class], times...)
				m.byText["all"] = append(m.byText["all"], times...)
			}
		})
	}
	if writes > 0 {
		wait.Go(func() { m.saves = b.write(writes, deadline) })
	}
	wait.Wait()
	return m
}

func (b *bench) read(from int, deadline time.Time) map[string][]time.Duration {
	times := map[string][]time.Duration{}
	for i := from; ; i++ {
		q := &b.queries[i%len(b.queries)]
		begin := time.Now()
		b.index.Search(q.query)
		end := time.Now()
		times[q.class] = append(times[q.class], end.Sub(begin))
		if end.After(deadline) {
			return times
		}
	}
}

// write saves at a steady pace: three of four are new versions of resources that exist.
func (b *bench) write(rate int, deadline time.Time) []time.Duration {
	var times []time.Duration
	next := time.Now()
	for next.Before(deadline) {
		n := b.written.Add(1)
		at := int(n*7919) % b.catalog.Size
		if n%4 == 0 {
			at = b.catalog.Size + int(n)
		}
		d := document(b.catalog.Resource(at), 1+n)
		d.Title = fmt.Sprintf("%s saved%d", d.Title, n)
		d.Visibility = index.SeenByAnyone
		begin := time.Now()
		b.index.Put(d)
		found := b.index.Search(index.Query{Words: fmt.Sprintf("saved%d", n), Limit: 1})
		times = append(times, time.Since(begin))
		if found.Total != 1 {
			log.Fatalf("saved and not found: %s", d.ID)
		}
		next = next.Add(time.Second / time.Duration(rate))
		time.Sleep(time.Until(next))
	}
	return times
}

func report(name string, runs []measurement) {
	fmt.Printf("\n%s: %.0f queries/s\n", name, median(runs, func(m measurement) float64 {
		return float64(len(m.byText["all"])) / m.length.Seconds()
	}))
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\tp50 ms\tp95 ms\tp99 ms\tqueries\t")
	for _, class := range append([]string{"all"}, gen.Classes...) {
		row(out, class, runs, func(m measurement) []time.Duration { return m.byText[class] })
	}
	row(out, "saved and found", runs, func(m measurement) []time.Duration { return m.saves })
	out.Flush()
}

func row(out *tabwriter.Writer, name string, runs []measurement, of func(measurement) []time.Duration) {
	at := func(p float64) float64 {
		return median(runs, func(m measurement) float64 {
			times := of(m)
			if len(times) == 0 {
				return 0
			}
			slices.Sort(times)
			return ms(times[int(p*float64(len(times)-1))])
		})
	}
	count := median(runs, func(m measurement) float64 { return float64(len(of(m))) })
	if count > 0 {
		fmt.Fprintf(out, "%s\t%.3f\t%.3f\t%.3f\t%.0f\t\n", name, at(0.5), at(0.95), at(0.99), count)
	}
}

func median[T any](runs []T, of func(T) float64) float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = of(run)
	}
	slices.SortFunc(values, cmp.Compare[float64])
	return values[len(values)/2]
}
