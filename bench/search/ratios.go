package main

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/index"
	"github.com/commonshelf/commonshelf/internal/search"
)

const (
	sharing   = 10 // resources that have a seldom word
	asked     = 1000
	asksEach  = 3 // the quickest counts, so that what else the machine does counts little
	mostTimes = 2
)

// severalValues tells what it costs to choose several values in two facets of what a question finds.
func (b *bench) severalValues() {
	var plain, chosen []time.Duration
	for _, q := range b.queries {
		if q.query.Words == "" || len(q.query.Filters) > 0 || len(plain) == asked {
			continue
		}
		with := q.query
		if with.Filters = b.twoOfEach(q.query, "kind", "subject"); len(with.Filters) < 2 {
			continue
		}
		plain, chosen = append(plain, b.quickest(q.query)), append(chosen, b.quickest(with))
	}
	fmt.Printf("\n%d questions of words, and the same with two kinds and two subjects chosen (one reader alone):\n", len(plain))
	tell("as they are", plain)
	tell("with both chosen", chosen)
	bar.Under("all of them take, of the time without", float64(total(chosen))/float64(total(plain)), mostTimes, "times")
	bar.Under("the middle one takes, of the time without", float64(at(chosen, 0.5))/float64(at(plain, 0.5)), mostTimes, "times")
}

// twoOfEach chooses the two values of each facet that most of what a question finds has.
func (b *bench) twoOfEach(q index.Query, facets ...string) map[string][]string {
	out := map[string][]string{}
	for _, facet := range b.index.Search(q).Facets {
		if slices.Contains(facets, facet.Name) && len(facet.Values) > 1 {
			out[facet.Name] = []string{facet.Values[0].Value, facet.Values[1].Value}
		}
	}
	return out
}

func (b *bench) quickest(q index.Query) time.Duration {
	var times [asksEach]time.Duration
	for i := range times {
		begin := time.Now()
		b.index.Search(q)
		times[i] = time.Since(begin)
	}
	return slices.Min(times[:])
}

// flat tells how long questions take that find little, in catalogs of several sizes, the smallest first.
func flat(sizes string) error {
	var middle []time.Duration
	fmt.Printf("%d questions that find %d, alone and with a filter, one reader alone:\n", asked, sharing)
	for text := range strings.SplitSeq(sizes, ",") {
		size, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		search.BoundGarbage(size)
		catalog := gen.New(size, 1, 1)
		ix, err := index.Build(facets, seldom(made(catalog, new(time.Duration), new(uint64))))
		if err != nil {
			return err
		}
		b := &bench{catalog: catalog, index: ix}
		times := b.selective()
		tell(fmt.Sprint(size, " resources"), times)
		middle = append(middle, at(times, 0.5))
	}
	bar.Under("the middle one in the largest takes, of the time in the smallest", float64(middle[len(middle)-1])/float64(middle[0]), mostTimes, "times")
	return nil
}

// seldom gives each document a word that few others have: a catalog that grows has more of these, and not more of each.
func seldom(docs iter.Seq2[index.Doc, error]) iter.Seq2[index.Doc, error] {
	return func(yield func(index.Doc, error) bool) {
		n := 0
		for d, err := range docs {
			d.Title += fmt.Sprint(" ", seldomWord(n/sharing))
			if n++; !yield(d, err) {
				return
			}
		}
	}
}

// seldomWord is a word of letters alone.
func seldomWord(n int) string {
	word := []byte("qz")
	for range 5 {
		word = append(word, byte('a'+n%26))
		n /= 26
	}
	return string(word)
}

// selective asks for what few resources have.
func (b *bench) selective() (times []time.Duration) {
	groups := b.catalog.Size / sharing
	for n := range asked {
		q := asking(gen.Query{Words: seldomWord(n * groups / asked)})
		if q.Exactly = true; n%2 == 1 {
			q.Filters = map[string][]string{"language": {"en"}}
		}
		times = append(times, b.quickest(q))
	}
	return times
}

func tell(name string, times []time.Duration) {
	fmt.Printf("  %s: p50 %.3f ms, p95 %.3f ms\n", name, ms(at(times, 0.5)), ms(at(times, 0.95)))
}

// at is the time below which a share of all lies.
func at(times []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[int(share*float64(len(sorted)-1))]
}

func total(times []time.Duration) (sum time.Duration) {
	for _, t := range times {
		sum += t
	}
	return sum
}
