package block

import (
	"slices"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fold"
)

// Tidy gives a body as it is stored, whoever hands it in, so that what reads the same is the same: lines end with a line feed, a
// text neither begins with empty lines nor ends with space, what stands on one line holds no line break and nothing that nobody sees, and months follow
// each other as a school year goes, from August. The body given is not changed.
func Tidy(b Body) Body {
	switch b := b.(type) {
	case About:
		return b.tidy()
	case Text:
		return Text{line(b.Heading), prose(b.Markdown)}
	case Link:
		return Link{line(b.URL), line(b.Title), prose(b.Note), line(b.Language), b.Picture}
	case Book:
		b.Title, b.Publisher, b.Note, b.Creators = line(b.Title), line(b.Publisher), prose(b.Note), each(line, b.Creators)
		return b
	case File:
		b.Name, b.Alt, b.Note = line(b.Name), line(b.Alt), prose(b.Note)
		return b
	case Video:
		b.URL, b.Title, b.Note = line(b.URL), line(b.Title), prose(b.Note)
		b.Captions = slices.Clone(b.Captions)
		slices.SortStableFunc(b.Captions, func(x, y Caption) int { return rank(x) - rank(y) })
		return b
	case Steps:
		return Steps{line(b.Heading), each(whole, b.Steps)}
	case Materials:
		b.Items = slices.Clone(b.Items)
		for i := range b.Items {
			b.Items[i].Name, b.Items[i].Amount = line(b.Items[i].Name), line(b.Items[i].Amount)
		}
		return b
	}
	return b
}

func (a About) tidy() About {
	a.Title, a.Why = line(a.Title), whole(a.Why)
	a.Source = Source{line(a.Source.Title), line(a.Source.Creator), line(a.Source.URL)}
	if a.Tool != nil {
		tool := *a.Tool
		tool.For, tool.Accessibility = line(tool.For), line(tool.Accessibility)
		a.Tool = &tool
	}
	a.Plan = slices.Clone(a.Plan)
	for i := range a.Plan {
		a.Plan[i].Text = whole(a.Plan[i].Text)
	}
	slices.SortStableFunc(a.Plan, func(x, y Month) int { return (x.Month+4)%12 - (y.Month+4)%12 })
	return a
}

// rank puts the captions that are stored here before those that the other site shows.
func rank(c Caption) int {
	if c.Hash != "" {
		return 0
	}
	return 1
}

// each applies a rule to every text of a list.
func each(rule func(string) string, list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = rule(out[i])
	}
	return out
}

var feeds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// prose is a text with its lines. Space before its first word stays: four of it are code.
func prose(text string) string {
	text = strings.TrimRightFunc(feeds.Replace(text), unicode.IsSpace)
	for {
		first, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(first) != "" {
			return text
		}
		text = rest
	}
}

// whole is a text with its lines, without space around it.
func whole(text string) string { return strings.TrimSpace(feeds.Replace(text)) }

var breaks = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// line is a text on one line, without characters that nobody sees.
func line(text string) string { return strings.TrimSpace(breaks.Replace(fold.Visible(text))) }
