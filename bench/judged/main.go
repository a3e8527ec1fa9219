// Judged measures whether a search finds the right thing: queries as librarians and teachers type them, each with what
// helps and how much, asked of Commonshelf and of SQLite's full text over the same fields in the same run.
//
// It asks over the demonstration district, through the whole program, and over recorded lessons where their folder is there
// (COMMONSHELF_LESSONS; ../shared/data/lessons when nothing is said).
//
// A third of the queries is held out: their averages are printed, never what became of one of them, and their file is
// not opened while the ranking is worked on.
//
//	go run ./bench/judged [-each]
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/commonshelf/commonshelf/internal/index"
)

// collection is documents with a search over them.
type collection struct {
	name  string
	files string // the questions are in this file, and in the one held out
	docs  []index.Doc
	ask   func(ctx context.Context, words string) ([]string, error)      // ids, the best first
	helps func(key string, grade int) (grades map[string]int, err error) // documents that a judgment speaks of
	close func() error
}

func main() {
	log.SetFlags(0)
	each := flag.Bool("each", false, "say how each query fared, of those that are not held out")
	flag.Parse()
	for _, open := range []func(context.Context) (*collection, error){demonstration, lessons} {
		if err := measure(context.Background(), open, *each); err != nil {
			log.Fatal(err)
		}
	}
}

func measure(ctx context.Context, open func(context.Context) (*collection, error), each bool) (err error) {
	c, err := open(ctx)
	if err != nil {
		return err
	}
	if c == nil {
		fmt.Printf("the recorded lessons are not here: %s names no folder that has them\n", lessonsFolder)
		return nil
	}
	defer func() { err = errors.Join(err, c.close()) }()
	lines, err := baselines(c.docs)
	if err != nil {
		return err
	}
	for _, held := range []bool{false, true} {
		name, shown := c.files, c.name
		if held {
			name, shown = name+".heldout", shown+", held out"
		}
		list, err := questions(name)
		if err != nil {
			return err
		}
		if err := c.compare(ctx, shown, list, lines, each && !held); err != nil {
			return err
		}
	}
	return nil
}

// compare asks every question of everybody.
func (c *collection) compare(ctx context.Context, shown string, list []question, lines []*baseline, each bool) error {
	var ours []score
	theirs := make([][]score, len(lines))
	byClass := map[string][]score{}
	for _, q := range list {
		grades, err := c.grades(q)
		if err != nil {
			return err
		}
		answer, err := c.ask(ctx, q.words)
		if err != nil {
			return err
		}
		answer = c.once(answer)
		s := judge(answer, grades)
		ours = append(ours, s)
		byClass[q.class] = append(byClass[q.class], s)
		for i, b := range lines {
			answer, err := b.ask(ctx, q.words)
			if err != nil {
				return err
			}
			theirs[i] = append(theirs[i], judge(c.once(answer), grades))
		}
		if each {
			fmt.Printf("    %.2f %.2f  %-9s %s\n", s.ndcg, theirs[len(lines)-1][len(ours)-1].ndcg, q.class, q.words)
			for _, id := range answer[:min(5, len(answer))] {
				fmt.Printf("        %d %s\n", grades[id], c.title(id))
			}
		}
	}
	best := slices.MaxFunc(theirs, func(a, b []score) int { return cmp.Compare(mean(a).ndcg, mean(b).ndcg) })
	fmt.Printf("  %s: %d queries over %d documents; nDCG@10 is %.2f times the best of FTS5\n", shown, len(list), len(c.docs), mean(ours).ndcg/mean(best).ndcg)
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\tnDCG@10\trecall@50\tbest in first 5\t")
	row(out, "Commonshelf", ours)
	if each {
		for _, class := range slices.Sorted(maps.Keys(byClass)) {
			row(out, class, byClass[class])
		}
	}
	for i, b := range lines {
		row(out, b.name, theirs[i])
	}
	return out.Flush()
}

func row(out *tabwriter.Writer, name string, scores []score) {
	m := mean(scores)
	fmt.Fprintf(out, "%s\t%.3f\t%.3f\t%.0f %%\t\n", name, m.ndcg, m.recall, 100*m.first)
}

func (c *collection) title(id string) string {
	if i := slices.IndexFunc(c.docs, func(d index.Doc) bool { return d.ID == id }); i >= 0 {
		return c.docs[i].Title
	}
	return id
}

// first is what stands for a document and its versions: whoever finds one of them has found what they look for.
func (c *collection) first(id string) string {
	if i := slices.IndexFunc(c.docs, func(d index.Doc) bool { return d.ID == id }); i >= 0 && c.docs[i].Family != "" {
		return c.docs[i].Family
	}
	return id
}

// once is an answer with the versions of one resource where the first of them stands, whoever gave it.
func (c *collection) once(answer []string) (out []string) {
	for _, id := range answer {
		if id = c.first(id); !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// grades are the documents that help with a question.
func (c *collection) grades(q question) (map[string]int, error) {
	out := map[string]int{}
	for key, grade := range q.grades {
		documents, err := c.helps(key, grade)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", q.words, err)
		}
		for id, g := range documents {
			id = c.first(id)
			out[id] = max(out[id], g)
		}
	}
	return out, nil
}
