// Writes measures durable writes: sixteen callers through the group commits of the one writer, beside raw append and sync
// of one caller on the same disk in the same run, and whole saves of a resource.
//
//	go run ./bench/writes
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/search"
)

const callers = 16

func main() {
	runs := flag.Int("runs", 3, "measurements of each kind; the median is told")
	length := flag.Duration("length", 2*time.Second, "length of each")
	folder := flag.String("folder", ".", "where to write: on the disk to be measured")
	flag.Parse()
	if err := measure(context.Background(), *folder, *runs, *length); err != nil {
		log.Fatal(err)
	}
}

// result is what one measurement gives.
type result struct {
	rate float64 // a second
	p99  time.Duration
	work float64 // of processors, in µs for each
}

func measure(ctx context.Context, folder string, runs int, length time.Duration) (err error) {
	s, err := shelf.Open(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.DB.Exec(ctx, `CREATE TABLE bench (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)`); err != nil {
		return err
	}
	mine, err := ownResources(ctx, s)
	if err != nil {
		return err
	}
	others, err := ownResources(ctx, s)
	if err != nil {
		return err
	}
	var raw, plain, least, whole, found []result
	for run := range runs {
		r, err := rawAppend(filepath.Join(s.Folder, "raw"), length)
		if err != nil {
			return err
		}
		raw = append(raw, r)
		next := int64(run) << 40
		var mu sync.Mutex
		if r, err = together(length, func(int) error {
			mu.Lock()
			next++
			n := next
			mu.Unlock()
			return s.DB.Do(ctx, func(tx *db.DB) error {
				if _, err := tx.Exec(ctx, `INSERT INTO bench (id, n) VALUES ($1, 0)`, n); err != nil {
					return err
				}
				_, err := tx.Exec(ctx, `UPDATE bench SET n = n + 1 WHERE id = $1`, n)
				return err
			})
		}); err != nil {
			return err
		}
		plain = append(plain, r)
		if r, err = bare(ctx, s, others, length); err != nil {
			return err
		}
		least = append(least, r)
		if r, err = together(length, func(caller int) error { return save(ctx, s, &mine[caller]) }); err != nil {
			return err
		}
		whole = append(whole, r)
		if r, err = saveAndFind(ctx, s, &mine[0], length); err != nil {
			return err
		}
		found = append(found, r)
	}
	base := median(raw)
	fmt.Printf("raw append and sync, one caller      %8.0f/s\n", base.rate)
	for _, line := range []struct {
		name, bar string
		list      []result
	}{
		{"insert and update, 16 callers", "4 times", plain},
		{"the statements of a whole save alone", "none: no save can be faster", least},
		{"whole save with its index, 16 callers", "1.5 times, p99 20 ms", whole},
		{"save, then found by search, one caller", "p99 50 ms", found},
	} {
		m := median(line.list)
		p99 := ""
		if m.p99 > 0 {
			p99 = fmt.Sprintf("  p99 %s", m.p99.Round(10*time.Microsecond))
		}
		fmt.Printf("%-38s %6.0f/s  %4.1f times raw%s  %.0f µs of processor each  (bar %s)\n", line.name, m.rate, m.rate/base.rate, p99, m.work, line.bar)
	}
	return nil
}

func median(list []result) result {
	slices.SortFunc(list, func(a, b result) int { return int(a.rate - b.rate) })
	return list[len(list)/2]
}

// rawAppend appends a page to a file and syncs it, one after the other.
func rawAppend(path string, length time.Duration) (result, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return result{}, err
	}
	page := make([]byte, 4096)
	n, began := 0, time.Now()
	for time.Since(began) < length && err == nil {
		if _, err = f.Write(page); err == nil {
			err = f.Sync()
		}
		n++
	}
	return result{rate: float64(n) / time.Since(began).Seconds()}, errors.Join(err, f.Close())
}

// together lets sixteen callers do something over and over.
func together(length time.Duration, do func(caller int) error) (result, error) {
	times := make([][]time.Duration, callers)
	faults := make([]error, callers)
	began, idle := time.Now(), shelf.Worked()
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			for time.Since(began) < length && faults[caller] == nil {
				start := time.Now()
				faults[caller] = do(caller)
				times[caller] = append(times[caller], time.Since(start))
			}
		})
	}
	group.Wait()
	passed := time.Since(began)
	all := slices.Concat(times...)
	slices.Sort(all)
	return result{float64(len(all)) / passed.Seconds(), all[len(all)*99/100], float64((shelf.Worked() - idle).Microseconds()) / float64(len(all))}, errors.Join(faults...)
}

// resource is one that a caller saves again and again.
type resource struct {
	at       catalog.Resource
	document block.Document
	count    int
}

func ownResources(ctx context.Context, s *shelf.Shelf) ([]resource, error) {
	out := make([]resource, callers)
	for i := range out {
		d := block.Document{About: block.About{Title: fmt.Sprint("Measured ", i), Why: "To be saved.", Type: block.Guide, Grades: grade.All, Tags: []string{"maps"}}}
		for n := range 6 {
			d.Blocks = append(d.Blocks, block.Block{Key: block.Key(fmt.Sprint("part", n)), Body: block.Text{Markdown: fmt.Sprint("The words of part ", n, " of ", i)}})
		}
		at, err := s.Catalog.Share(ctx, s.By, catalog.ShareInput{School: s.By.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: d})
		if err != nil {
			return nil, err
		}
		out[i] = resource{at: at, document: d}
	}
	return out, nil
}

func save(ctx context.Context, s *shelf.Shelf, r *resource) error {
	r.count++
	r.document.Blocks[r.count%6].Body = block.Text{Markdown: fmt.Sprint("Written anew ", r.count, " by ", r.at.ID)}
	saved, err := s.Catalog.Save(ctx, s.By, catalog.SaveInput{Resource: r.at.ID, Base: r.at.Head, Document: r.document})
	r.at = saved.Resource
	return err
}

// saveAndFind saves a word that was never there and looks for it at once.
func saveAndFind(ctx context.Context, s *shelf.Shelf, r *resource, length time.Duration) (result, error) {
	var times []time.Duration
	began, idle := time.Now(), shelf.Worked()
	for time.Since(began) < length {
		r.count++
		word := fmt.Sprintf("zq%dx", r.count)
		r.document.Blocks[0].Body = block.Text{Markdown: word}
		start := time.Now()
		saved, err := s.Catalog.Save(ctx, s.By, catalog.SaveInput{Resource: r.at.ID, Base: r.at.Head, Document: r.document})
		if err != nil {
			return result{}, err
		}
		r.at = saved.Resource
		found, err := s.Search.Search(ctx, s.By, search.Query{Words: word})
		if err != nil {
			return result{}, err
		}
		if found.Total != 1 {
			return result{}, fmt.Errorf("%q is found %d times", word, found.Total)
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	return result{float64(len(times)) / time.Since(began).Seconds(), times[len(times)*99/100], float64((shelf.Worked() - idle).Microseconds()) / float64(len(times))}, nil
}
