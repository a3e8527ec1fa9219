package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// world is a district with two schools, and everything that brings files into it.
type world struct {
	t         *testing.T
	db        *db.DB
	clock     *clock.Moved
	jobs      *jobs.Jobs
	files     *files.Store
	catalog   *catalog.Service
	intake    *intake.Service
	people    *people.Service
	scratch   string
	elm, pine id.SchoolID
	rosa, mai actor.Actor

	catalogChanged func() // is called when a resource has changed
}

func newWorld(t *testing.T, d *db.DB) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: clock.NewMoved(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))}
	quiet := slog.New(slog.DiscardHandler)
	words, err := lang.Load()
	w.must(err)
	w.jobs = jobs.New(d, quiet, w.clock)
	sender, err := mail.Open(mail.Options{Clock: w.clock})
	w.must(err)
	everyone := people.New(people.Options{DB: d, Clock: w.clock, Jobs: w.jobs, Mail: sender, Words: words, BaseURL: "http://localhost"})
	w.people, w.scratch = everyone, t.TempDir()
	topics := vocab.New(d, w.clock, id.Source{})
	w.catalog = catalog.New(d, w.clock, id.Source{}, topics, func(context.Context, ...catalog.Change) {
		if w.catalogChanged != nil {
			w.catalogChanged()
		}
	})
	w.files, err = files.Open(t.Context(), t.TempDir())
	w.must(err)
	t.Cleanup(func() { w.must(w.files.Close()) })
	w.intake = intake.New(intake.Options{DB: d, Clock: w.clock, Catalog: w.catalog, Topics: topics, People: everyone, Files: w.files, Jobs: w.jobs,
		Words: words, Scratch: w.scratch, Log: quiet})

	district := id.New[id.DistrictID](id.Source{})
	w.elm, w.pine = id.New[id.SchoolID](id.Source{}), id.New[id.SchoolID](id.Source{})
	person := func(name string, school id.SchoolID) (people.Person, actor.Actor) {
		p := people.Person{ID: id.New[id.PersonID](id.Source{}), Name: name, Mail: name + "@example.org", State: people.Active,
			Memberships: []people.Membership{{School: school, Role: actor.MediaSpecialist, Percent: 100}}}
		return p, actor.Actor{District: district, Person: p.ID, Name: name, Schools: []actor.Membership{{School: school, Role: actor.MediaSpecialist}}}
	}
	rosa, rosaActs := person("rosa", w.elm)
	mai, maiActs := person("mai", w.pine)
	w.rosa, w.mai = rosaActs, maiActs
	w.must(everyone.Enrol(t.Context(), actor.Actor{District: district, System: true}, people.Roll{
		District: people.District{ID: district, Name: "Maple Valley", Zone: "UTC", Calling: lang.CallLibrarian, Locale: lang.English, SetUp: people.Done},
		Schools:  []people.School{{ID: w.elm, Name: "Elm Elementary", Short: "Elm", Grades: grade.Range(1, 6)}, {ID: w.pine, Name: "Pine Elementary", Short: "Pine", Grades: grade.Range(0, 6)}},
		People:   []people.Person{rosa, mai},
	}))
	_, err = topics.Add(t.Context(), actor.Actor{District: district, System: true}, vocab.NewTerm{English: "Maps", Spanish: "Mapas"})
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) bring(name, text string) intake.Import {
	w.t.Helper()
	i, err := w.intake.Bring(w.t.Context(), w.rosa, intake.BringInput{School: w.elm, Name: name, From: strings.NewReader(text)})
	w.must(err)
	return i
}

// run goes on with an import as the job does, and gives how it ended.
func (w *world) run(i intake.Import) intake.Import {
	w.t.Helper()
	w.must(w.intake.Go(w.t.Context(), w.rosa, i.ID))
	w.must(w.jobs.Drain(w.t.Context()))
	done, err := w.intake.Import(w.t.Context(), w.rosa, i.ID)
	w.must(err)
	return done
}

// look sees the first rows of a preview.
func (w *world) look(i intake.Import) intake.Looked {
	w.t.Helper()
	looked, err := w.intake.Look(w.t.Context(), w.rosa, i.ID, intake.Window{Limit: 100})
	w.must(err)
	return looked
}

// rows are those of an import with an outcome.
func (w *world) rows(i intake.Import, o intake.Outcome) []intake.Row {
	w.t.Helper()
	rows, err := w.intake.RowsIn(w.t.Context(), w.rosa, i.ID, intake.Window{Outcome: o, Limit: 100})
	w.must(err)
	return rows
}

// undo takes an import back as the job does; redo returns it.
func (w *world) undo(i intake.Import, also ...catalog.ResourceID) intake.Import {
	w.t.Helper()
	w.must(w.intake.Undo(w.t.Context(), w.rosa, i.ID, also))
	return w.drained(i)
}

func (w *world) redo(i intake.Import) intake.Import {
	w.t.Helper()
	w.must(w.intake.Redo(w.t.Context(), w.rosa, i.ID))
	return w.drained(i)
}

func (w *world) drained(i intake.Import) intake.Import {
	w.t.Helper()
	w.must(w.jobs.Drain(w.t.Context()))
	i, err := w.intake.Import(w.t.Context(), w.rosa, i.ID)
	w.must(err)
	return i
}

func (w *world) published() int {
	w.t.Helper()
	return w.count(`SELECT count(*) FROM resource WHERE state = 'published'`)
}

// left says what an undo or redo left as it was, by titles and reasons.
func (w *world) left(i intake.Import) string {
	w.t.Helper()
	list, err := w.intake.Left(w.t.Context(), w.rosa, i.ID, 100)
	w.must(err)
	var out []string
	for _, k := range list {
		out = append(out, k.Title+": "+k.Why.Key)
	}
	return strings.Join(out, "; ")
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	_, err := w.db.Exec(w.t.Context(), query, args...)
	w.must(err)
}

func (w *world) count(query string, args ...any) int {
	w.t.Helper()
	n, err := db.One(w.t.Context(), w.db, db.Value[int], query, args...)
	w.must(err)
	return n
}

const sheet = "Title,Link,Why,Grades,Topics\n" +
	"Maps of our town,https://www.loc.gov/maps/,See the street you live in,3-5,\"Maps, rivers\"\n" +
	"Whales,no address,They sing,K-2,\n" +
	",,,,\n" +
	"Storms,https://www.noaa.gov/education,Why the sky turns green,6-8,\n"

func TestASheetIsLookedAtBroughtInAndNotTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("tools.csv", sheet)
		looked := w.look(i)
		if looked.Counts.Imported+looked.Counts.Failed != 3 || looked.Counts.Imported < 2 {
			t.Fatalf("the preview counts %+v: %+v", looked.Counts, looked.Rows)
		}
		short, err := w.intake.Look(t.Context(), w.rosa, i.ID, intake.Window{Limit: 100, Most: 2})
		w.must(err)
		if len(short.Rows) != 2 || short.Total != 2 || !short.More || looked.More {
			t.Errorf("of two rows the preview shows %d of %d, more %v", len(short.Rows), short.Total, short.More)
		}
		if exact, err := w.intake.Look(t.Context(), w.rosa, i.ID, intake.Window{Most: looked.Total}); err != nil || exact.More {
			t.Errorf("more follow the last row: %v", err)
		}
		if n := w.count(`SELECT count(*) FROM resource`); n != 0 {
			t.Fatalf("the preview made %d resources", n)
		}
		done := w.run(i)
		if done.State != intake.Done || done.Counts != looked.Counts {
			t.Fatalf("ended as %s with %+v, the preview said %+v", done.State, done.Counts, looked.Counts)
		}
		rows := w.rows(i, intake.RowImported)
		shown, err := w.catalog.Show(t.Context(), w.mai, rows[0].Resource)
		w.must(err)
		a := shown.Document.About
		if a.Title != "Maps of our town" || a.Why != "See the street you live in" || a.Grades != grade.Range(4, 6) || shown.SchoolName != "Elm" {
			t.Errorf("came as %+v", a)
		}
		if len(a.Tags) != 1 || a.Tags[0] != "maps" || len(a.Missing) != 1 || a.Missing[0] != "rivers" {
			t.Errorf("filed under %v, missing %v", a.Tags, a.Missing)
		}
		if link, ok := shown.Document.Blocks[0].Body.(block.Link); !ok || link.URL != "https://www.loc.gov/maps/" {
			t.Errorf("holds %+v", shown.Document.Blocks)
		}
		again := w.run(w.bring("tools.csv", sheet))
		if again.Counts.Imported != 0 || again.Counts.Skipped < looked.Counts.Imported {
			t.Errorf("brought twice: %+v", again.Counts)
		}
	})
}

func TestAFileWithStudentsIsRefusedAndNotKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		_, err := w.intake.Bring(t.Context(), w.rosa, intake.BringInput{School: w.elm, Name: "class.csv",
			From: strings.NewReader("Student name,Title\nAda L.,Whales\n")})
		wrong, ok := fault.AsFields(err)
		if !ok || wrong["file"].Key == "" {
			t.Fatalf("got %v", err)
		}
		if n := w.count(`SELECT (SELECT count(*) FROM import) + (SELECT count(*) FROM file)`); n != 0 {
			t.Errorf("%d rows were kept of it", n)
		}
		kept, err := w.files.List(t.Context(), w.rosa.District)
		if err != nil || len(kept) != 0 {
			t.Errorf("%d files were kept of it, %v", len(kept), err)
		}
	})
}

func TestAnotherSchoolSeesNothingOfAnImport(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.bring("tools.csv", sheet)
		if _, err := w.intake.Import(t.Context(), w.mai, i.ID); !fault.IsNotFound(err) {
			t.Errorf("another school opens it: %v", err)
		}
		if err := w.intake.Go(t.Context(), w.mai, i.ID); !fault.IsNotFound(err) {
			t.Errorf("another school begins it: %v", err)
		}
		if list, err := w.intake.Imports(t.Context(), w.mai); err != nil || len(list) != 0 {
			t.Errorf("another school lists %v, %v", list, err)
		}
		_, err := w.intake.Bring(t.Context(), w.mai, intake.BringInput{School: w.elm, Name: "x.csv", From: strings.NewReader(sheet)})
		if !fault.IsDenied(err) {
			t.Errorf("somebody brings in for a school not hers: %v", err)
		}
	})
}

func TestColumnsAreRememberedForTheSameList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		odd := "Whatsit,Blurb\nWhales,They sing\n"
		i := w.bring("odd.csv", odd)
		w.must(w.intake.Map(t.Context(), w.rosa, i.ID, map[string]columns.Mapping{"": {"Whatsit": columns.Why, "Blurb": columns.Title}}))
		for name, c := range map[string]struct {
			text    string
			whatsit columns.Field
			blurb   columns.Field
		}{
			"odd (2).csv":        {odd, columns.Why, columns.Title},
			"Odd 2026-11-30.csv": {"Whatsit,Blurb,Link\nWhales,They sing,https://a.org\n", columns.Why, columns.Title}, // a column more
			"other.csv":          {odd, columns.Title, columns.Why},
		} {
			got := w.look(w.bring(name, c.text)).Tables[0].Mapping
			if got["Whatsit"] != c.whatsit || got["Blurb"] != c.blurb {
				t.Errorf("%s: remembered %v", name, got)
			}
		}
	})
}

func TestEachKindComesIn(t *testing.T) {
	kinds := []struct {
		name string
		kind source.Kind
		body func(t *testing.T) string
	}{
		{"list.md", source.Links, func(*testing.T) string {
			return "# Space\n- [NASA](https://www.nasa.gov/kids)\n- https://spaceplace.nasa.gov\n"
		}},
		{"bookmarks.html", source.Bookmarks, func(*testing.T) string {
			return "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>Space</H3><DL><p><DT><A HREF=\"https://www.nasa.gov/kids\">NASA</A><DT><A HREF=\"https://spaceplace.nasa.gov/\">Space Place</A></DL></DL>"
		}},
		{"things.jsonl", source.JSONL, func(*testing.T) string {
			return "{\"title\":\"NASA\",\"url\":\"https://www.nasa.gov/kids\"}\n{\"title\":\"Space Place\",\"url\":\"https://spaceplace.nasa.gov\"}\n"
		}},
		{"Export.zip", source.Notion, notion},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, k := range kinds {
			i := w.bring(k.name, k.body(t))
			if i.Kind != k.kind {
				t.Errorf("%s is taken for %s", k.name, i.Kind)
			}
			if done := w.run(i); done.Counts.Imported != 2 || done.Counts.Failed != 0 {
				t.Errorf("%s: %+v", k.name, done.Counts)
			}
		}
		linked := w.count(`SELECT count(*) FROM block b JOIN head_block h ON h.district = b.district AND h.hash = b.hash WHERE b.body LIKE '%/resources/%'`)
		if linked != 1 {
			t.Errorf("%d parts link to another page of their export, want 1", linked)
		}
	})
}

// notion is an export of two pages, the first of which links to the second.
func notion(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"Citing 0123456789abcdef0123456789abcdef.md": "# Citing\n\nSay where it is from. See [Notes](Notes%20fedcba9876543210fedcba9876543210.md).\n",
		"Notes fedcba9876543210fedcba9876543210.md":  "# Notes\n\nTwo colors of paper are enough.\n",
	} {
		f, err := archive.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Words that are in no list of ours stay, under the name of their column.
func TestWordsForWhomAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.run(w.bring("tools.csv", "Title,Best for\nKiwix,Reluctant readers; Teachers\nMaps,Clubs\n"))
		var kept string
		w.must(w.db.QueryRow(t.Context(), `SELECT body FROM block WHERE kind = 'text' AND body <> $1`, "").Scan(&kept))
		if !strings.Contains(kept, "- Best for: Reluctant readers") {
			t.Errorf("kept as %s", kept)
		}
	})
}
