package main

import (
	"math"
	"strings"
	"testing"
)

func TestWhatAnAnswerIsWorth(t *testing.T) {
	grades := map[string]int{"best": 3, "good": 2, "fair": 1}
	for _, c := range []struct {
		name   string
		answer []string
		want   score
	}{
		{"in order", []string{"best", "good", "fair"}, score{1, 1, 1}},
		{"nothing", nil, score{}},
		{"only what does not help", []string{"x", "y"}, score{}},
		{"the best alone, second", []string{"x", "best"}, score{(7 / math.Log2(3)) / (7 + 3/math.Log2(3) + 1/math.Log2(4)), 1.0 / 3, 1}},
		{"the best sixth", []string{"good", "a", "b", "c", "d", "best"}, score{(3 + 7/math.Log2(7)) / (7 + 3/math.Log2(3) + 1/math.Log2(4)), 2.0 / 3, 0}},
		{"the best after the first page", append(strings.Fields("a b c d e f g h i j"), "best"), score{0, 1.0 / 3, 0}},
	} {
		got := judge(c.answer, grades)
		if math.Abs(got.ndcg-c.want.ndcg) > 1e-9 || math.Abs(got.recall-c.want.recall) > 1e-9 || got.first != c.want.first {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestManyQueriesAreJudged reads every file of queries. It says nothing of what stands in those that are held out.
func TestManyQueriesAreJudged(t *testing.T) {
	open, held := 0, 0
	seen := map[string]bool{}
	for _, name := range []string{"demo", "lessons", "demo.heldout", "lessons.heldout"} {
		list, err := questions(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, q := range list {
			if key := name[:4] + q.words; seen[key] {
				t.Errorf("%s: a query stands there twice", name)
			} else {
				seen[key] = true
			}
		}
		if strings.HasSuffix(name, "heldout") {
			held += len(list)
		} else {
			open += len(list)
		}
	}
	if open+held < 150 || 3*held < open+held {
		t.Errorf("%d queries, %d of them held out", open+held, held)
	}
}

func TestQueriesThatCannotBeRead(t *testing.T) {
	for _, line := range []string{"words | without judgments", "words | water | ", "words | water | river=4", "words | water | river", "words | a | b=1 | c"} {
		_, err := parse(strings.NewReader(line))
		if err == nil {
			t.Errorf("%q was read", line)
		}
	}
}
