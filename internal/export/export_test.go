package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/commonshelf/commonshelf/internal/backup/shelftest"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/export"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/bagit"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// exported is a filled shelf in a bag.
func exported(t *testing.T, d *db.DB, changes ...string) (dir string, sheet files.Hash, sum export.Summary) {
	t.Helper()
	s := shelftest.Stores(t, d)
	sheet = shelftest.Fill(t, s)
	for _, change := range changes {
		_, err := d.Exec(t.Context(), change)
		must(t, err)
	}
	words, err := lang.Load()
	must(t, err)
	dir = filepath.Join(t.TempDir(), "bag")
	folder, err := bagit.NewFolder(dir)
	must(t, err)
	e := export.Exporter{DB: s.DB, Files: s.Files, Words: words, Scratch: s.Scratch, Program: "test", Clock: s.Clock}
	sum, err = e.Export(t.Context(), folder, nil)
	must(t, err)
	must(t, folder.Close())
	return dir, sheet, sum
}

func read(t *testing.T, elements ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elements...))
	must(t, err)
	return string(data)
}

func TestExportIsABagWithEverythingThatWasShared(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dir, sheet, sum := exported(t, d)
		for _, manifest := range []string{"manifest-sha512.txt", "tagmanifest-sha512.txt"} {
			check := exec.Command("sha512sum", "--check", "--strict", manifest)
			check.Dir = dir
			if out, err := check.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", manifest, err, out)
			}
		}
		var names []string
		must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				name, _ := filepath.Rel(dir, path)
				names = append(names, name)
			}
			return err
		}))
		want := []string{"bag-info.txt", "bagit.txt", "manifest-sha512.txt", "tagmanifest-sha512.txt"}
		for _, name := range []string{"activity.csv", "answers.csv", "exchange-notes.csv", "exchanges.csv", "notes.csv", "people.csv", "questions.csv", "resources.csv", "resources.jsonl", "schools.csv", "synonyms.csv", "topics.csv", "uses.csv", "versions.csv", "versions.jsonl"} {
			want = append(want, "data/birch-hill/"+name, "data/maple-valley/"+name)
		}
		want = append(want, "data/maple-valley/files/"+string(sheet)+".pdf",
			"data/maple-valley/resources/oak-elementary/spot-a-fake-photo-"+shelftest.Guide+".md",
			"data/maple-valley/resources/oak-elementary/1-1-"+shelftest.Tip+".md")
		slices.Sort(want)
		slices.Sort(names)
		if !slices.Equal(names, want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(names, "\n"), strings.Join(want, "\n"))
		}
		if sum.Districts != 2 || sum.Resources != 2 || sum.Versions != 4 || sum.Files != 1 || len(sum.Missing) > 0 {
			t.Errorf("summary: %+v", sum)
		}
	})
}

func TestNothingPrivateIsExported(t *testing.T) {
	dir, _, _ := exported(t, dbtest.SQLite(t))
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for _, word := range []string{shelftest.Private, "@example.org", "secret", shelftest.Draft} {
			if strings.Contains(read(t, path), word) {
				t.Errorf("%s holds %q", path, word)
			}
		}
		return nil
	}))
}

func TestCreditIsDatedByTheClockOfTheDistrict(t *testing.T) {
	d := dbtest.SQLite(t)
	dir, _, _ := exported(t, d, `UPDATE district SET time_zone = 'Pacific/Kiritimati'`, `UPDATE head_credit SET first_at = first_at + 7200000000 * 6, last_at = last_at + 7200000000 * 6`)
	if text := read(t, dir, "data/maple-valley/resources/oak-elementary", "spot-a-fake-photo-"+shelftest.Guide+".md"); !strings.Contains(text, "first: \"2026-11-24\"") && !strings.Contains(text, "first: 2026-11-24") {
		t.Errorf("the day is another:\n%s", text)
	}
}

func TestMarkdownHoldsAllThatIsKnown(t *testing.T) {
	dir, sheet, _ := exported(t, dbtest.SQLite(t))
	text := read(t, dir, "data/maple-valley/resources/oak-elementary", "spot-a-fake-photo-"+shelftest.Guide+".md")
	front, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "---\n")
	if !ok {
		t.Fatalf("no front matter in\n%s", text)
	}
	var got struct {
		ID         string
		Title      string
		Grades     []string
		Rights     string
		RightsURL  string `yaml:"rightsUrl"`
		School     string
		Visibility string
		ReviewBy   string `yaml:"reviewBy"`
		Credit     []struct{ Name, First string }
		Versions   []struct {
			Number int
			Author string
		}
		Blocks []struct{ Key, Kind, Hash string }
	}
	must(t, yaml.Unmarshal([]byte(front), &got))
	if got.ID != shelftest.Guide || got.Title != "Spot a fake photo" || strings.Join(got.Grades, " ") != "3 4 5" || got.Rights != "cc-by-4.0" ||
		got.RightsURL != "https://creativecommons.org/licenses/by/4.0/" || got.School != "Oak Elementary" || got.Visibility != "district" || got.ReviewBy != "2027-06-01" {
		t.Errorf("front matter: %+v", got)
	}
	if len(got.Credit) != 2 || got.Credit[0].Name != "Ana Reyes" || got.Credit[1].Name != "=Bo Tran" || got.Credit[0].First != "2026-11-23" {
		t.Errorf("credit: %+v", got.Credit)
	}
	if len(got.Versions) != 3 || got.Versions[1].Author != "=Bo Tran" {
		t.Errorf("versions: %+v", got.Versions)
	}
	if len(got.Blocks) != 5 || got.Blocks[2].Key != "sheet" || got.Blocks[2].Kind != "file" || got.Blocks[2].Hash == "" {
		t.Errorf("blocks: %+v", got.Blocks)
	}
	for _, want := range []string{"# Spot a fake photo\n", "Version 3 says: look at the *edges*.", "[sheet.pdf](../../files/" + string(sheet) + ".pdf)", "## Credit\n\n- Nov 23, 2026: Ana Reyes, Oak began it.\n- Nov 23, 2026: =Bo Tran, Oak changed it.\n\nFree to use and change with credit (CC BY 4.0).\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not in\n%s", want, body)
		}
	}
}

// Whoever is named for the idea, by a version that changes nothing, is told apart from who wrote.
func TestAnIdeaIsExportedAsThat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const first, second = shelftest.Guide + "-1", shelftest.Guide + "-2"
		dir, _, _ := exported(t, d, `UPDATE version SET parent = '`+first+`', manifest = (SELECT b.manifest FROM version b WHERE b.id = '`+first+`'),
			at = (SELECT b.at FROM version b WHERE b.id = '`+first+`') WHERE id = '`+second+`'`)
		for line := range strings.Lines(read(t, dir, "data/maple-valley/resources.jsonl")) {
			var got struct {
				ID     string
				Credit []struct {
					Name string
					Idea bool
				}
			}
			must(t, json.Unmarshal([]byte(line), &got))
			if got.ID == shelftest.Guide && (len(got.Credit) != 2 || got.Credit[0].Idea || !got.Credit[1].Idea) {
				t.Errorf("credit: %+v", got.Credit)
			}
		}
	})
}

// A version credits whoever wrote what it is a version of, up to what was taken of it.
func TestAVersionIsExportedWithTheCreditOfItsCore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dir, _, _ := exported(t, d, `UPDATE resource SET core = '`+shelftest.Guide+`', core_version = '`+shelftest.Guide+`-1' WHERE id = '`+shelftest.Tip+`'`)
		text := read(t, dir, "data/maple-valley/resources/oak-elementary", "1-1-"+shelftest.Tip+".md")
		if !strings.HasSuffix(text, "## Credit\n\n- Nov 23, 2026: Ana Reyes, Oak began it.\n- Nov 23, 2026: Ana Reyes, Oak made Oak’s version.\n") {
			t.Errorf("the foot is another:\n%s", text)
		}
		for line := range strings.Lines(read(t, dir, "data/maple-valley/resources.jsonl")) {
			var got struct {
				ID     string
				Credit []struct{ Name, School, VersionOf string }
			}
			must(t, json.Unmarshal([]byte(line), &got))
			if got.ID == shelftest.Tip && (len(got.Credit) != 2 || got.Credit[0].VersionOf != "" || got.Credit[1].VersionOf != "Oak" || got.Credit[0].School != "Oak Elementary") {
				t.Errorf("credit: %+v", got.Credit)
			}
		}
	})
}

func TestLinesGiveEveryVersionBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dir, sheet, _ := exported(t, d)
		type line struct {
			ID       string
			Resource string
			Number   int
			Document block.Document
		}
		lines := func(name string) (out []line) {
			in := json.NewDecoder(strings.NewReader(read(t, dir, "data/maple-valley", name)))
			for in.More() {
				var l line
				must(t, in.Decode(&l))
				out = append(out, l)
			}
			return out
		}
		resources := lines("resources.jsonl")
		if len(resources) != 2 || resources[0].ID != shelftest.Guide || !reflect.DeepEqual(resources[0].Document, shelftest.Document(3, sheet)) {
			t.Errorf("resources: %+v", resources)
		}
		for _, v := range lines("versions.jsonl") {
			if v.Resource == shelftest.Guide && !reflect.DeepEqual(v.Document, shelftest.Document(v.Number, sheet)) {
				t.Errorf("version %d: %+v", v.Number, v.Document)
			}
		}
	})
}

func TestTablesAreSafeToOpen(t *testing.T) {
	dir, _, _ := exported(t, dbtest.SQLite(t))
	table := func(name string) [][]string {
		rows, err := csv.NewReader(strings.NewReader(read(t, dir, "data/maple-valley", name))).ReadAll()
		must(t, err)
		return rows
	}
	for name, want := range map[string][]string{
		"schools.csv":   {"oakoakoakoakoako", "Oak Elementary", "Oak", "PK–4"},
		"people.csv":    {"bobbobbobbobbobb", "'=Bo Tran", "Oak Elementary", "media_specialist", "50", "active", "no"},
		"topics.csv":    {"misinformation", "Misinformation", "Desinformación", "used", ""},
		"synonyms.csv":  {"misinformation", "fake news", "en"},
		"resources.csv": {shelftest.Tip, "'=1+1", "Oak Elementary", "retired", "district", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z"},
		"versions.csv":  {shelftest.Guide + "-2", shelftest.Guide, "2", "'=Bo Tran", "Oak Elementary", "2026-11-23T08:00:01Z", "clearer"},
		"notes.csv":     {shelftest.Guide, "'=Bo Tran", "Oak Elementary", "2026-11-23T08:00:00Z", "Worked with grade 4."},
		"activity.csv":  {"2026-11-23T08:00:00Z", "resource.shared", "Oak Elementary", "resource", shelftest.Guide},
	} {
		rows := table(name)
		if !slices.ContainsFunc(rows, func(row []string) bool { return slices.Equal(row, want) }) {
			t.Errorf("%s has no row %q, but %q", name, want, rows)
		}
		if len(rows[0]) != len(want) {
			t.Errorf("%s has headings %q", name, rows[0])
		}
	}
}

// Uses name their school and nobody; questions and answers their writers as credit; what somebody means to try is nowhere.
func TestWhatCameOfItIsExported(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const maple, oak, at = "'" + string(shelftest.Maple) + "'", "'" + string(shelftest.Oak) + "'", "1795420800000000" // 2026-11-23, 08:00
		ana, bo, guide := "'"+string(shelftest.Ana)+"'", "'"+string(shelftest.Bo)+"'", "'"+shelftest.Guide+"'"
		dir, _, _ := exported(t, d,
			`INSERT INTO use_report (id, district, resource, school, person, outcome, grades, visits, classes, words, quotable, at) VALUES ('use', `+maple+`, `+guide+`, `+oak+`, `+bo+`, 'worked', 16, 2, 3, '=Stations', FALSE, `+at+`)`,
			`INSERT INTO use_report (id, district, resource, school, outcome, grades, visits, classes, words, quotable, at, removed_at) VALUES ('gone', `+maple+`, `+guide+`, `+oak+`, 'worked', 0, 0, 1, 'taken back', FALSE, `+at+`, `+at+`)`,
			`INSERT INTO question (id, district, person, school, words, words_key, need_by, state, asked_at) VALUES ('q', `+maple+`, `+ana+`, `+oak+`, 'Who has atlases?', 'x', '2026-12-01', 'open', `+at+`)`,
			`INSERT INTO question (id, district, person, words, words_key, state, asked_at) VALUES ('w', `+maple+`, `+ana+`, 'A mistake', 'y', 'withdrawn', `+at+`)`,
			`INSERT INTO answer (id, district, question, person, school, words, url, resource, helped, at) VALUES ('a', `+maple+`, 'q', `+bo+`, `+oak+`, 'Here', '', `+guide+`, FALSE, `+at+`)`,
			`INSERT INTO exchange (id, district, topic, host, maker, first_at, place, state, summary, sequence, changed_at) VALUES ('e', `+maple+`, 'Weeding', `+ana+`, `+ana+`, `+at+`, 'Oak', 'held', 'Red dots work.', 0, `+at+`)`,
			`INSERT INTO exchange_note (id, district, exchange, person, text, removed, at) VALUES ('n', `+maple+`, 'e', `+bo+`, 'Two carts.', FALSE, `+at+`)`,
			`INSERT INTO list_entry (district, person, resource, chosen, due, added_at) VALUES (`+maple+`, `+bo+`, `+guide+`, 'week', '2031-01-01', `+at+`)`)
		for name, want := range map[string][][]string{
			"uses.csv":           {{shelftest.Guide, "Oak Elementary", "2026-11-23T08:00:00Z", "worked", "3", "2", "3", "'=Stations"}},
			"questions.csv":      {{"q", "Ana Reyes", "Oak Elementary", "2026-11-23T08:00:00Z", "2026-12-01", "open", "Who has atlases?", ""}},
			"answers.csv":        {{"q", "'=Bo Tran", "Oak Elementary", "2026-11-23T08:00:00Z", "Here", "", shelftest.Guide, "no"}},
			"exchanges.csv":      {{"e", "Weeding", "", "", "2026-11-23T08:00:00Z", "", "Oak", "held", "Red dots work."}},
			"exchange-notes.csv": {{"e", "2026-11-23T08:00:00Z", "Two carts."}},
		} {
			rows, err := csv.NewReader(strings.NewReader(read(t, dir, "data/maple-valley", name))).ReadAll()
			must(t, err)
			if !reflect.DeepEqual(rows[1:], want) {
				t.Errorf("%s: %q, want %q", name, rows[1:], want)
			}
		}
		must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && strings.Contains(read(t, path), "2031-01-01") {
				t.Errorf("%s tells what Bo means to try", path)
			}
			return err
		}))
	})
}

func TestUnreadableFileIsNamedAndTheBagIsStillValid(t *testing.T) {
	s := shelftest.Stores(t, dbtest.SQLite(t))
	sheet := shelftest.Fill(t, s)
	must(t, s.Files.Delete(t.Context(), shelftest.Maple, sheet))
	words, err := lang.Load()
	must(t, err)
	var stream bytes.Buffer
	tape := bagit.NewStream(&stream, shelftest.Monday)
	sum, err := export.Exporter{DB: s.DB, Files: s.Files, Words: words, Scratch: s.Scratch, Clock: s.Clock}.Export(t.Context(), tape, nil)
	must(t, err)
	must(t, tape.Close())
	if len(sum.Missing) != 1 || !strings.Contains(sum.Missing[0], string(sheet)) {
		t.Errorf("missing: %v", sum.Missing)
	}
	folder, err := bagit.NewFolder(t.TempDir())
	must(t, err)
	must(t, bagit.Receive(&stream, folder))
}
