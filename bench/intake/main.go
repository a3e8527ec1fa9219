// Intake measures how fast a table is looked at and brought in, index and all.
//
//	go run ./bench/intake
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/bench/shelf"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func main() {
	rows := flag.Int("rows", 5000, "rows of the table")
	runs := flag.Int("runs", 3, "measurements; the median is told")
	flag.Parse()
	if err := measure(context.Background(), *rows, *runs); err != nil {
		log.Fatal(err)
	}
}

// result is what one measurement gives.
type result struct {
	looked, brought float64       // rows a second
	work            float64       // of processors, in µs for each row brought in
	save            time.Duration // p99 of somebody who saves beside
}

func measure(ctx context.Context, rows, runs int) error {
	var list []result
	for run := range runs {
		r, err := once(ctx, rows, uint64(run))
		if err != nil {
			return err
		}
		list = append(list, r)
	}
	fmt.Printf("%d rows: preview %.0f a second (bar 5,000), brought in %.0f a second (bar 2,000), %.0f µs of processor each\nbeside it: a save p99 %s (bar 50 ms)\n", rows,
		median(list, func(r result) float64 { return r.looked }), median(list, func(r result) float64 { return r.brought }), median(list, func(r result) float64 { return r.work }),
		median(list, func(r result) time.Duration { return r.save }).Round(100*time.Microsecond))
	return nil
}

func median[T cmp.Ordered](list []result, of func(result) T) T {
	values := make([]T, len(list))
	for i, r := range list {
		values[i] = of(r)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// once looks at a table and brings it in twice: alone, and with somebody beside who saves.
func once(ctx context.Context, rows int, seed uint64) (r result, err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	in := intake.BringInput{School: s.By.Schools[0].School, Name: "catalog.csv", Kind: source.CSV, From: strings.NewReader(table(rows, seed))}
	i, err := s.Intake.Bring(ctx, s.By, in)
	if err != nil {
		return result{}, err
	}
	began := time.Now()
	seen, err := s.Intake.Look(ctx, s.By, i.ID, intake.Window{Limit: 50})
	if err != nil {
		return result{}, err
	}
	r.looked = float64(seen.Total) / time.Since(began).Seconds()
	if err := s.Intake.Discard(ctx, s.By, i.ID); err != nil {
		return result{}, err
	}
	idle := shelf.Worked()
	took, err := bring(ctx, s, rows, seed)
	if err != nil {
		return result{}, err
	}
	r.work = float64((shelf.Worked() - idle).Microseconds()) / float64(rows)
	r.brought = float64(rows) / took.Seconds()
	r.save, err = saveBeside(ctx, s, func() error {
		_, err := bring(ctx, s, rows, seed+1000)
		return err
	})
	return r, err
}

// bring brings a table in and tells how long that took.
func bring(ctx context.Context, s *shelf.Shelf, rows int, seed uint64) (time.Duration, error) {
	in := intake.BringInput{School: s.By.Schools[0].School, Name: "catalog.csv", Kind: source.CSV, From: strings.NewReader(table(rows, seed))}
	began := time.Now()
	done, err := s.Intake.Run(ctx, s.By, intake.RunInput{BringInput: in})
	if err == nil && done.Counts.Imported != rows {
		err = fmt.Errorf("of %d rows came %+v", rows, done.Counts)
	}
	return time.Since(began), err
}

// saveBeside saves a resource fifty times a second while work lasts and gives the p99 of the saves.
func saveBeside(ctx context.Context, s *shelf.Shelf, work func() error) (time.Duration, error) {
	d := block.Document{About: block.About{Title: "Saved beside", Why: "To be saved.", Type: block.Guide, Grades: grade.All}}
	at, err := s.Catalog.Share(ctx, s.By, catalog.ShareInput{School: s.By.Schools[0].School, Visibility: catalog.SeenByDistrict, Document: d})
	if err != nil {
		return 0, err
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	ticks := time.NewTicker(20 * time.Millisecond)
	defer ticks.Stop()
	head := at.Head
	var times []time.Duration
	for {
		select {
		case err := <-done:
			slices.Sort(times)
			if err == nil && len(times) == 0 {
				err = errors.New("the work was done before anybody saved")
			}
			if err != nil {
				return 0, err
			}
			return times[len(times)*99/100], nil
		case <-ticks.C:
		}
		d.About.Why = fmt.Sprint("Saved ", len(times))
		began := time.Now()
		saved, err := s.Catalog.Save(ctx, s.By, catalog.SaveInput{Resource: at.ID, Base: head, Document: d})
		if err != nil {
			return 0, err
		}
		head = saved.Head
		times = append(times, time.Since(began))
	}
}

// table is a spreadsheet of made-up resources.
func table(rows int, seed uint64) string {
	catalog := gen.New(rows, 1, seed+1)
	var b strings.Builder
	b.WriteString("id,title,why,link,grades,subject,notes\n")
	for n := range rows {
		r := catalog.Resource(n)
		fmt.Fprintf(&b, "%s,%q,%q,https://example.org/%d/%d,3-5,science,%q\n", r.ID, strings.ReplaceAll(r.Title, `"`, ""), strings.ReplaceAll(r.Summary, `"`, ""), seed, n, clip(strings.ReplaceAll(r.Body, `"`, "")))
	}
	return b.String()
}

func clip(text string) string { return text[:min(len(text), 600)] }
