package ui

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
)

func TestPagerOffers(t *testing.T) {
	for _, c := range []struct {
		page, last int
		want       []int // 0 is a gap
	}{
		{1, 1, []int{1}},
		{1, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 0, 9}},
		{4, 9, []int{1, 0, 3, 4, 5, 0, 9}},
		{9, 9, []int{1, 0, 8, 9}},
	} {
		if got := (Pager{Page: c.page, Last: c.last}).around(); !slices.Equal(got, c.want) {
			t.Errorf("page %d of %d: got %v, want %v", c.page, c.last, got, c.want)
		}
	}
}

func TestFacetsFoldAway(t *testing.T) {
	for _, c := range []struct {
		what           string
		options, after int // how many there are; place of a chosen one, from 1
		want           int // how many stand open
	}{
		{"few stand open", 6, 0, 6},
		{"one is never folded away alone", 7, 0, 7},
		{"many fold", 12, 0, 6},
		{"what is chosen stays open", 12, 9, 9},
		{"chosen near the end: no fold", 12, 11, 12},
	} {
		g := FacetGroup{Options: make([]FacetOption, c.options)}
		if c.after > 0 {
			g.Options[c.after-1].Chosen = true
		}
		if got := g.fold(); got != c.want {
			t.Errorf("%s: %d of %d stand open, want %d", c.what, got, c.options, c.want)
		}
	}
}

func TestWeavesAreUsedAlike(t *testing.T) {
	const titles = 8000
	seen := map[string]int{}
	for i := range titles {
		seen[Weave(fmt.Sprintf("A tip about thing %d", i))]++
	}
	for weave, n := range seen {
		if n < titles/8*8/10 || n > titles/8*12/10 {
			t.Errorf("weave %s was chosen %d times of %d", weave, n, titles)
		}
	}
	if len(seen) != 8 {
		t.Errorf("%d weaves were chosen, want 8", len(seen))
	}
	title := "Whose river is it?"
	if first, again := Weave(title), Weave(strings.Clone(title)); first != again {
		t.Errorf("one title has weaves %s and %s", first, again)
	}
}

func TestFaultsStandInTheOrderOfTheForm(t *testing.T) {
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	c := Chrome{Printer: catalog.Printer(lang.Spanish, "")}
	var faults fault.Fields
	for _, field := range []string{"zip", "title", "extra", "grades"} {
		faults.Add(field, "base.search")
	}
	var got []string
	for _, f := range c.Faults(faults, "title", "grades", "why") {
		got = append(got, f.Field)
	}
	if want := []string{"title", "grades", "extra", "zip"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := c.Wrong(faults, "title"); got != "Buscar en el catálogo" {
		t.Errorf("the title is said to be %q", got)
	}
	if got := c.Wrong(faults, "why"); got != "" {
		t.Errorf("nothing is wrong with why, but %q is said", got)
	}
}

// The page of 20 cards and 7 facets that design.md measures, render only.
func BenchmarkCards(b *testing.B) {
	catalog, err := lang.Load()
	if err != nil {
		b.Fatal(err)
	}
	c := Chrome{Printer: catalog.Printer(lang.English, ""), Assets: Locate(func(logical string) string { return "/assets/" + logical })}
	cards := make([]CardView, 20)
	for i := range cards {
		cards[i] = CardView{URL: "/resources/0123456789abcdef/a-title", Title: fmt.Sprintf("Evaluating a website in %d moves", i), Kind: "guide", KindWord: "Guide",
			Summary: "Six short checks a class can do in one period, with a page that fails each of them.", Tags: []string{"Misinformation", "Search skills"},
			Label: SpineLabel{"5–8", "Fir", "2026"}, Ends: []Fact{{Icon: "check", Text: "Worked at 4 schools", Tone: Good}, {Icon: "copy", Text: "In use at 5"}}}
	}
	var groups []FacetGroup
	for i := range 7 {
		g := FacetGroup{Name: fmt.Sprint("facet", i), Legend: "Kind"}
		for n := range 6 {
			g.Options = append(g.Options, FacetOption{Value: fmt.Sprint("value", n), Label: "Resource list", Count: 20 - n})
		}
		groups = append(groups, g)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Facets(c, FacetsView{Action: "/catalog", Groups: groups, Found: 22}).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
		if err := Cards(c, cards).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
