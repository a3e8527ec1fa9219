package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/search"
)

func (n *node) standards(by actor.Actor, typed string) (out []string) {
	n.t.Helper()
	got, err := n.search.Suggest(n.t.Context(), by, typed)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, s := range got.Standards {
		out = append(out, strings.TrimSuffix(s.Code+": "+s.Text, ": "))
	}
	return out
}

func TestStandardsAreCompleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.share(w.rosa, catalog.SeenByDistrict, tip("Ask the text", block.Text{Markdown: "* **CCSS.ELA-LITERACY.RL.3.1**: Ask and answer questions to demonstrate understanding of a text. And more.\n* RL.3.10 – Read stories\n* RL.3.2, RL.3.3"}))
		w.share(w.rosa, catalog.SeenByDistrict, tip("Author's craft, TEKS §110.5(b)(9)", block.Text{Markdown: "MS-PS1-4: Develop a model that predicts and describes changes in particle motion, temperature, and state of a pure substance\n\nOn 12-Nov-2026."}))
		w.share(w.rosa, catalog.SeenBySchool, tip("For Elm alone: RL.3.7"))
		if got, err := w.search.Suggest(t.Context(), w.mai, "ccss"); err != nil || got.Standards[0].Short != "RL.3.1" {
			t.Errorf("found by %+v, %v", got.Standards, err)
		}
		for typed, want := range map[string][]string{
			"RL.3":               {"CCSS.ELA-LITERACY.RL.3.1: Ask and answer questions to demonstrate understanding of a text", "RL.3.2", "RL.3.3"},
			"rl.3.1":             {"CCSS.ELA-LITERACY.RL.3.1: Ask and answer questions to demonstrate understanding of a text", "RL.3.10: Read stories"},
			"rl.3.10":            {"RL.3.10: Read stories"},
			"standard RL.3.2":    {"RL.3.2"},
			"ela-lit":            {"CCSS.ELA-LITERACY.RL.3.1: Ask and answer questions to demonstrate understanding of a text"},
			"ccss":               {"CCSS.ELA-LITERACY.RL.3.1: Ask and answer questions to demonstrate understanding of a text"},
			"ms":                 {"MS-PS1-4: Develop a model that predicts and describes changes in particle motion, temperature, and …"},
			"TEKS 110.5":         {"110.5(b)(9)"},
			"110.5(b":            {"110.5(b)(9)"},
			"§110.5 (b)(9)":      {"110.5(b)(9)"},
			"\"RL.3.2\"":         {"RL.3.2"},
			"110.5(c":            nil,
			"RL.3.7":             nil, // Mai may not see it
			"RL.3 weather":       nil,
			"12":                 nil,
			"r":                  nil,
			"":                   nil,
			"CCSS":               {"CCSS.ELA-LITERACY.RL.3.1: Ask and answer questions to demonstrate understanding of a text"},
			"ngss ms–ps1":        {"MS-PS1-4: Develop a model that predicts and describes changes in particle motion, temperature, and …"},
			"ask the text rl.3.": nil,
		} {
			if got := w.standards(w.mai, typed); !slices.Equal(got, want) {
				t.Errorf("%q: %q, want %q", typed, got, want)
			}
		}
		if got := w.standards(w.rosa, "RL.3.7"); !slices.Equal(got, []string{"RL.3.7"}) {
			t.Errorf("who shared it is offered %q", got)
		}
		w.finds(w.mai, `"110.5(b)(9)"`, "Author's craft, TEKS §110.5(b)(9)")
		w.finds(w.mai, `"CCSS.ELA-LITERACY.RL.3.1"`, "Ask the text")
	})
}

// A standard that is suggested leads to what carries it, however much of its name is left out.
func TestASuggestedStandardIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, code := range []string{"CCSS.ELA-LITERACY.RL.3.1", "CCSS.MATH.CONTENT.3.NF.A.1", "SOL-3.4.B", "TEKS.110.5.B", "CCSS.ELA.R1", "NGSS.MS-PS1-4", "C3.D2.HIS.1.3-5"} {
			w.share(w.rosa, catalog.SeenByDistrict, tip("Carries "+code))
			got, err := w.search.Suggest(t.Context(), w.mai, code)
			if err != nil || len(got.Standards) != 1 {
				t.Fatalf("%s: %v, %v", code, got.Standards, err)
			}
			w.finds(w.mai, `"`+got.Standards[0].Short+`"`, "Carries "+code)
		}
	})
}

// No standard is offered but of what may be seen, and of that the first that begin so.
func TestNoStandardOfWhatIsHiddenIsSuggested(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		random := rand.New(rand.NewPCG(8, 9))
		type made struct {
			resource catalog.Resource
			code     string
		}
		var all []made
		for i := range 40 {
			who := []actor.Actor{w.rosa, w.mai, w.nell, w.far}[random.IntN(4)]
			code := fmt.Sprintf("R%c.%d.%d", "LI"[random.IntN(2)], 1+random.IntN(3), i+1)
			visibility := catalog.Visibilities[random.IntN(len(catalog.Visibilities))]
			all = append(all, made{w.share(who, visibility, tip("Lantern", block.Text{Markdown: "It teaches " + code})), code})
		}
		offered := 0
		for name, by := range w.everyone() {
			for _, typed := range []string{"rl", "ri", "RL.1", "RL.2", "RI.3", "rl.1.1", "rl.3.40"} {
				var may []string
				for _, m := range all {
					if _, err := w.catalog.Show(t.Context(), by, m.resource.ID); err == nil && strings.HasPrefix(strings.ToLower(m.code), strings.ToLower(typed)) {
						may = append(may, m.code)
					}
				}
				got := w.standards(by, typed)
				offered += len(got)
				if len(got) != min(3, len(may)) || slices.ContainsFunc(got, func(code string) bool { return !slices.Contains(may, code) }) {
					t.Errorf("%s typing %q is offered %q of %q", name, typed, got, may)
				}
			}
		}
		if offered == 0 {
			t.Error("nobody is offered anything")
		}
	})
}

func FuzzSuggestedStandards(f *testing.F) {
	for _, seed := range []string{"110.5(b", "§110.5 (b)(9)", "teks 3", "RL.3.1: Ask. And", "(", "standard", "ﬁ.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if start, ok := search.CodeTyped(typed); ok && (start == "" || strings.ContainsAny(start, "() ")) {
			t.Errorf("%q is read as %q", typed, start)
		}
		if text := search.BesideCode(typed); strings.Contains(text, "\n") || len(text) > len(typed)+len(" …") {
			t.Errorf("beside a code, %q is %q", typed, text)
		}
	})
}
