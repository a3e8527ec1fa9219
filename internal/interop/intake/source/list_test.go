package source_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

func TestAListIsKnownByItsName(t *testing.T) {
	for name, files := range map[string][]string{
		"tools": {"tools.csv", "Tools.CSV", "tools (2).csv", "tools (13).xlsx", "tools 2026-11-30.csv", "tools_20261130.csv", "2026-11-30 tools.xlsx",
			"tools 30.11.2026.csv", "tools 11-30-2026.csv", "Copy of tools.csv", "tools - Copy.csv", "tools - copia.csv", "Copia de Tools.xlsx", "tools copy 2.csv",
			"tools Nov 23 2026.csv", "tools 23 de noviembre de 2026.csv", "tools v2.csv", "tools version 3.1.csv", "tools-2026-11-30T10-15-00.csv"},
		"tools sheet1":     {"Tools - Sheet1.csv", "Tools - Sheet1 (1).csv"},
		"grades 3 5":       {"grades 3-5.csv"},
		"grades 6 8":       {"grades 6-8.csv"},
		"unit 2":           {"Unit 2.csv"},
		"winter list 2026": {"winter list 2026.csv"},
		"may":              {"May.csv"},
		"export":           {"Export-6f1d3c1e-8a55-4a0e-9c39-0d9cf0a1b2c3.zip"},
		"2026 11 30":       {"2026-11-30.csv"},
		"maria s mapas":    {"María's mapas.csv"},
		"":                 {"", ".csv"},
	} {
		for _, file := range files {
			if got := source.ListName(file); got != name {
				t.Errorf("%q is called %q, want %q", file, got, name)
			}
		}
	}
}

// However often a list is saved again, its name stays.
func TestACopyHasTheNameOfItsList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-z]{3,8}( [a-z]{3,8})?`).Draw(t, "name")
		ending := rapid.SampledFrom([]string{".csv", ".xlsx", ".jsonl"}).Draw(t, "ending")
		first := source.ListName(name + ending)
		for _, added := range rapid.SliceOfN(rapid.SampledFrom([]string{" (1)", " (27)", " - Copy", " copia", " 2026-11-30", "_20270104"}), 0, 4).Draw(t, "added") {
			name += added
		}
		if again := source.ListName(name + ending); again != first {
			t.Fatalf("%q is called %q, at first %q", name+ending, again, first)
		}
	})
}
