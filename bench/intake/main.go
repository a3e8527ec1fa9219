// Intake measures how fast a table is looked at and brought in, index and all.
//
//	go run ./bench/intake
package main

import (
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

func measure(ctx context.Context, rows, runs int) error {
	var looked, brought []float64
	for run := range runs {
		look, bring, err := once(ctx, rows, uint64(run))
		if err != nil {
			return err
		}
		looked, brought = append(looked, look), append(brought, bring)
	}
	slices.Sort(looked)
	slices.Sort(brought)
	fmt.Printf("%d rows: preview %.0f a second, brought in %.0f a second\n", rows, looked[runs/2], brought[runs/2])
	return nil
}

func once(ctx context.Context, rows int, seed uint64) (look, bring float64, err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	in := intake.BringInput{School: s.By.Schools[0].School, Name: "catalog.csv", Kind: source.CSV, From: strings.NewReader(table(rows, seed))}
	i, err := s.Intake.Bring(ctx, s.By, in)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	seen, err := s.Intake.Look(ctx, s.By, i.ID, intake.Window{Limit: 50})
	if err != nil {
		return 0, 0, err
	}
	look = float64(seen.Total) / time.Since(began).Seconds()
	if err := s.Intake.Discard(ctx, s.By, i.ID); err != nil {
		return 0, 0, err
	}
	in.From = strings.NewReader(table(rows, seed))
	began = time.Now()
	done, err := s.Intake.Run(ctx, s.By, intake.RunInput{BringInput: in})
	if err == nil && done.Counts.Imported != rows {
		err = fmt.Errorf("of %d rows came %+v", rows, done.Counts)
	}
	return look, float64(rows) / time.Since(began).Seconds(), err
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
