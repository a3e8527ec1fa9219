package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
)

// importCommand is commonshelf import KIND FILE...
type importCommand struct {
	config.Stores
	Kind     source.Kind `arg:"" help:"What the files are: csv, xlsx, notion, bookmarks, links or jsonl." enum:"csv,xlsx,notion,bookmarks,links,jsonl"`
	Files    []string    `arg:"" name:"file" help:"The files, as other programs exported them." type:"existingfile"`
	School   string      `help:"The school they belong to, by its name or short name." required:"" placeholder:"NAME"`
	As       string      `help:"Mail address of the one who brings them in and is credited. Without it, the school's media specialist." placeholder:"MAIL"`
	District string      `help:"Name of the district, where there are several." placeholder:"NAME"`
	DryRun   bool        `help:"Only say what would come of it." name:"dry-run"`
}

// Help is shown by commonshelf import --help.
func (importCommand) Help() string {
	return `csv and xlsx are spreadsheets with headings; notion is a zip that Notion exports; bookmarks is what browsers export; links is a Markdown, HTML or text file with links; jsonl has one resource in each line.

A file with records of students is refused whole, before anything of it is kept. Bringing the same file twice creates nothing new. What was brought in can be undone in the browser.`
}

// importQuestion is what the command asks.
type importQuestion struct {
	Kind     source.Kind `json:"kind"`
	Name     string      `json:"name"` // of the file
	School   string      `json:"school"`
	As       string      `json:"as"`
	District string      `json:"district"`
	DryRun   bool        `json:"dryRun"`
}

// imported is what came of a file.
type imported struct {
	By     string        `json:"by"`
	Counts intake.Counts `json:"counts"`
	Wrong  []string      `json:"wrong"` // rows that failed, in words
	More   int           `json:"more"`  // that are not among them
}

// Run brings the files in, one after the other. A file that is refused does not keep the others out.
func (c *importCommand) Run(a *app) (err error) {
	l, err := a.connect(c.Stores)
	if err != nil {
		return err
	}
	var sum intake.Counts
	refused := false
	for _, name := range c.Files {
		in, err := c.one(a, l, name)
		if err != nil {
			fmt.Fprintf(a.err, "%s: %v\n", name, err)
			refused = true
			continue
		}
		fmt.Fprintf(a.err, "%s: credited to %s\n", name, in.By)
		for _, wrong := range in.Wrong {
			fmt.Fprintf(a.err, "%s, %s\n", name, wrong)
		}
		if in.More > 0 {
			fmt.Fprintf(a.err, "%s: and %s more\n", name, lang.Number(int64(in.More)))
		}
		sum.Imported, sum.Skipped, sum.Failed = sum.Imported+in.Counts.Imported, sum.Skipped+in.Counts.Skipped, sum.Failed+in.Counts.Failed
	}
	if err := l.close(); err != nil {
		return err
	}
	if c.DryRun {
		fmt.Fprintln(a.out, "Dry run: nothing was stored.")
	}
	if _, err := fmt.Fprintf(a.out, "imported %d, skipped %d, failed %d\n", sum.Imported, sum.Skipped, sum.Failed); err != nil {
		return err
	}
	if refused {
		return errSaid
	}
	return nil
}

func (c *importCommand) one(a *app, l *line, name string) (imported, error) {
	f, err := os.Open(name)
	if err != nil {
		return imported{}, err
	}
	defer f.Close()
	bar := a.progress(filepath.Base(name))
	defer bar.done()
	question := importQuestion{Kind: c.Kind, Name: filepath.Base(name), School: c.School, As: c.As, District: c.District, DryRun: c.DryRun}
	return send[imported](l, "/import", question, f, io.Discard, bar)
}

// rowsNamed is how many rows that failed are named for each file.
const rowsNamed = 100

func doImport(ctx context.Context, d *desk, r *http.Request, answer *frames) (any, error) {
	question, err := ask[importQuestion](r)
	if err != nil {
		return nil, err
	}
	by, school, err := d.contributor(ctx, question)
	if err != nil {
		return nil, err
	}
	in := intake.BringInput{School: school.ID, Name: question.Name, Kind: question.Kind, From: r.Body}
	out := imported{By: by.Name}
	if question.DryRun {
		return out, d.look(ctx, by, in, &out)
	}
	done, err := d.intake.Run(ctx, by, intake.RunInput{BringInput: in, Tell: func(done int) { answer.tell("rows", int64(done), 0) }})
	if err != nil {
		return nil, err
	}
	out.Counts = done.Counts
	rows, err := d.intake.RowsIn(ctx, by, done.ID, intake.Window{Outcome: intake.RowFailed, Limit: rowsNamed})
	for _, row := range rows {
		out.Wrong = append(out.Wrong, d.name(row))
	}
	out.More = out.Counts.Failed - len(out.Wrong)
	return out, err
}

// look says what would come of a file, and keeps nothing of it.
func (d *desk) look(ctx context.Context, by actor.Actor, in intake.BringInput, out *imported) error {
	looked, err := d.intake.Try(ctx, by, in, intake.Window{Outcome: intake.RowFailed, Limit: rowsNamed})
	out.Counts = looked.Counts
	for _, row := range looked.Rows {
		out.Wrong = append(out.Wrong, d.name(row.Row))
	}
	out.More = out.Counts.Failed - len(out.Wrong)
	return err
}

// name says where a row is and what is wrong with it.
func (d *desk) name(row intake.Row) string {
	p := d.exporter.Words.Printer(lang.English, lang.CallLibrarian)
	say := func(m fault.Message) string {
		if m.Key == "" {
			return ""
		}
		return p.T(m.Key, m.Args...)
	}
	return strings.TrimSpace(say(row.Place)+" "+row.Title) + ": " + say(row.Message)
}

// contributor finds the school and who brings something in for it.
func (d *desk) contributor(ctx context.Context, q importQuestion) (actor.Actor, people.School, error) {
	district, err := d.district(ctx, q.District)
	if err != nil {
		return actor.Actor{}, people.School{}, err
	}
	school, err := d.school(ctx, district, q.School)
	if err != nil {
		return actor.Actor{}, people.School{}, err
	}
	list, err := d.people.Everyone(ctx, actor.Actor{District: district.ID, System: true})
	if err != nil {
		return actor.Actor{}, people.School{}, err
	}
	var chosen *people.Person
	for i, p := range list {
		by := p.Actor(district.Consortium)
		switch {
		case p.State == people.Left:
		case q.As != "" && people.MailKey(p.Mail) == people.MailKey(q.As):
			return by, school, nil
		case q.As == "" && by.MediaSpecialistAt(school.ID):
			return by, school, nil
		case q.As == "" && p.Coordinator && chosen == nil:
			chosen = &list[i]
		}
	}
	if chosen == nil {
		return actor.Actor{}, people.School{}, fmt.Errorf("nobody in %s could bring this in; name someone with --as (see commonshelf person list)", district.Name)
	}
	return chosen.Actor(district.Consortium), school, nil
}

func (d *desk) school(ctx context.Context, district people.District, name string) (people.School, error) {
	list, err := d.people.Schools(ctx, district.ID)
	if err != nil {
		return people.School{}, err
	}
	found, meant := people.NamedSchool(list, name)
	if found != nil {
		return *found, nil
	}
	var names []string
	for _, school := range list {
		names = append(names, school.Name)
	}
	if meant > 1 {
		return people.School{}, fmt.Errorf("several schools could be %q: say which by its whole name; there is %s", name, strings.Join(names, ", "))
	}
	return people.School{}, fmt.Errorf("there is no school %q in %s; there is %s", name, district.Name, strings.Join(names, ", "))
}
