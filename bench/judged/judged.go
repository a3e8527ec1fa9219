package main

import (
	"bufio"
	"embed"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

//go:embed queries/*.txt
var written embed.FS

// question is a query as somebody types it, with what helps them and how much.
type question struct {
	class  string
	words  string
	grades map[string]int // by what the file names: 3 is what one looks for, 1 is better than nothing
}

// questions reads a file of questions.
func questions(name string) ([]question, error) {
	f, err := written.Open("queries/" + name + ".txt")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parse(f)
}

func parse(f io.Reader) (out []question, err error) {
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		q, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, q)
	}
	return out, lines.Err()
}

func parseLine(line string) (question, error) {
	parts := strings.Split(line, " | ")
	if len(parts) != 3 {
		return question{}, fmt.Errorf("%d parts, not class, query and judgments", len(parts))
	}
	q := question{class: parts[0], words: parts[1], grades: map[string]int{}}
	for judgment := range strings.FieldsSeq(parts[2]) {
		name, grade, _ := strings.Cut(judgment, "=")
		g, err := strconv.Atoi(grade)
		if err != nil || g < 1 || g > 3 {
			return question{}, fmt.Errorf("%q is no grade", judgment)
		}
		q.grades[name] = g
	}
	if len(q.grades) == 0 {
		return question{}, fmt.Errorf("nothing helps")
	}
	return q, nil
}

// deep is how many documents of an answer are looked at.
const deep = 50

// score is how good answers are, from 0 to 1.
type score struct {
	ndcg   float64 // of the first 10: what they are worth, less the later they come, beside the best there can be
	recall float64 // share of what helps among the first 50
	first  float64 // the best there is stands among the first 5
}

// judge scores the answer to one question, the best first.
func judge(answer []string, grades map[string]int) score {
	const page, glance = 10, 5
	best, within, found, worth := 0, 0, 0, 0.0
	for _, g := range grades {
		best = max(best, g)
	}
	for i, name := range answer[:min(deep, len(answer))] {
		g := grades[name]
		if g > 0 {
			found++
		}
		if i < page {
			worth += gain(g, i)
		}
		if i < glance {
			within = max(within, g)
		}
	}
	ideal := 0.0
	for i, g := range ranked(grades)[:min(page, len(grades))] {
		ideal += gain(g, i)
	}
	s := score{ndcg: worth / ideal, recall: float64(found) / float64(min(deep, len(grades)))}
	if within == best {
		s.first = 1
	}
	return s
}

func ranked(grades map[string]int) []int {
	var out []int
	for _, g := range grades {
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b int) int { return b - a })
	return out
}

// gain is what a document of a grade is worth at a place.
func gain(grade, place int) float64 {
	return (math.Exp2(float64(grade)) - 1) / math.Log2(float64(place+2))
}

// mean is the average of scores.
func mean(scores []score) (m score) {
	n := float64(max(1, len(scores)))
	for _, s := range scores {
		m.ndcg += s.ndcg / n
		m.recall += s.recall / n
		m.first += s.first / n
	}
	return m
}
