//go:build !race

// The race detector makes sync.Pool forget at random, and then what a call allocates says nothing about the text.

package prose_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/prose"
)

// table is a table that writes its headings, and of its rows no more than that they are there.
func table(columns, rows int) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|\n", rows)
}

// repeated are patterns that a text can be filled with, some of which a parser compares with all that stands before or after.
var repeated = []string{
	"> - ", "- > ", ">", "> ", "- ", "+ ", "1. ", "1) ", "> 1. ", "[a](", "[](", "[a](<", "[a](b \"", "[", "]", "![", "[a][", "[a](b)", "*a **a ", "**a *a_", "_a ",
	"a_ ", "~~a", "`", "` `` ", "<!--", "<a ", "<", "&", "\\", "www.a.b ", "a@b ", "|a`\\|`", "[a]: b\n", "- a\n\n  ", "*_*", "|a|\n|-|\n", "-\n", "a\n=\n", "a\n",
	"> a\n>> a\n", "http://a.b/( ",
}

// costs are the bytes that rendering takes, and those of what comes out.
func costs(r *prose.Renderer, markdown string) (taken, size int) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	out := r.HTML(markdown)
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc), len(out)
}

func TestWhatATextCostsGrowsWithItsLengthAlone(t *testing.T) {
	r := prose.New()
	inputs := map[string]func(n int) string{
		"wide table":      func(n int) string { return table(n/8, n/4) },
		"many tables":     func(n int) string { return strings.Repeat(table(40, 50)+"\n", n/260) },
		"table in quotes": func(n int) string { return "> " + strings.ReplaceAll(table(n/8, n/8), "\n", "\n> ") },
		"stairs": func(n int) string {
			var out strings.Builder
			for i := 0; out.Len() < n; i++ {
				out.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return out.String()
		},
	}
	for _, p := range repeated {
		inputs[fmt.Sprintf("%q", p)] = func(n int) string { return strings.Repeat(p, n/len(p)) }
	}
	for name, of := range inputs {
		small, large := of(10_000), of(40_000)
		costs(r, small) // what is made once is made
		smallTaken, _ := costs(r, small)
		largeTaken, size := costs(r, large)
		if most := 10*len(large) + 64<<10; size > most {
			t.Errorf("%s: %d bytes become %d", name, len(large), size)
		}
		if factor := float64(len(large)) / float64(len(small)); float64(largeTaken) > 2*factor*float64(smallTaken)+1<<20 {
			t.Errorf("%s: %.1f times the text takes %d bytes instead of %d", name, factor, largeTaken, smallTaken)
		}
		if largeTaken > 600*len(large) {
			t.Errorf("%s: %d bytes take %d", name, len(large), largeTaken)
		}
	}
}

func TestWhatNobodyWritesIsShownAsTyped(t *testing.T) {
	r := prose.New()
	for name, markdown := range map[string]string{
		"quotations inside one another": strings.Repeat(">", 21) + " a",
		"lists inside one another":      strings.Repeat("- ", 21) + "a",
		"numbers inside one another":    strings.Repeat("1. ", 13000),
		"links without end":             strings.Repeat("[a](", 10000),
		"links without name and end":    strings.Repeat("[](", 13000),
		"emphasis without end":          strings.Repeat("**a *a_", 5700),
		"a table too wide":              "<b>\n\n" + table(41, 1),
		"a table too long":              table(40, 75),
		"more tables than a text has":   strings.Repeat(table(40, 50)+"\n", 2),
		"a table that is made of rows":  table(4000, 1600),
	} {
		got := r.HTML(markdown)
		bare := strings.NewReplacer("<p>", "", "</p>", "", "<br>", "", "\n", "").Replace(got)
		if strings.Contains(bare, "<") {
			t.Errorf("%s: %.200s", name, got)
		}
		if want := strings.NewReplacer("\n", "", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace(markdown); bare != want {
			t.Errorf("%s: something of the text is lost: %.200q, want %.200q", name, bare, want)
		}
	}
}

func TestWhatPeopleWriteIsRendered(t *testing.T) {
	r := prose.New()
	var links, bold strings.Builder
	for i := range 600 {
		fmt.Fprintf(&links, "[A page about wild_life_%d](https://example.org/a_b/(c)/page_%d)\n", i, i)
		fmt.Fprintf(&bold, "- **Title %d** by *somebody* in a_b_c_d\n", i)
	}
	for name, c := range map[string]struct {
		markdown, want string
		count          int
	}{
		"a list of links in one paragraph": {links.String(), "<a href=", 600},
		"a long list without a gap":        {bold.String(), "<strong>", 600},
		"a large table":                    {table(40, 70), "<td>", 40 * 70},
		"a quotation in a quotation":       {strings.Repeat(">", 20) + " a", "<blockquote>", 20},
		"a rule of many marks":             {"a\n\n" + strings.Repeat("- ", 200) + "\n\nb", "<hr>", 1},
		"a rule in a list":                 {"- a\n- " + strings.Repeat("* ", 200), "<hr>", 1},
		"a name at the right":              {strings.Repeat(" ", 70) + "- John Muir\n\n*a*", "<em>", 1},
		"a form to fill in":                {strings.Repeat("Name: ________ Date: ______\n", 400) + "*a*", "<em>", 1},
	} {
		if got := strings.Count(strings.ReplaceAll(r.HTML(c.markdown), "<hr/>", "<hr>"), c.want); got != c.count {
			t.Errorf("%s: %d of %s, want %d", name, got, c.want, c.count)
		}
	}
}

func FuzzHTMLIsBounded(f *testing.F) {
	r := prose.New()
	for _, p := range repeated {
		f.Add(p, 200)
	}
	f.Add(table(40, 50), 3)
	f.Fuzz(func(t *testing.T, pattern string, times int) {
		markdown := strings.Repeat(pattern, max(0, min(times, 40_000/max(1, len(pattern)))))
		taken, size := costs(r, markdown)
		if most := 10*len(markdown) + 64<<10; size > most || taken > 1000*len(markdown)+4<<20 {
			t.Errorf("%q %d times, %d bytes, become %d and take %d", pattern, times, len(markdown), size, taken)
		}
	})
}
