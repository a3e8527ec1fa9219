package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// The ways a command ends.
const (
	ok     = 0
	failed = 1 // what went wrong was said
	misled = 2 // the command line cannot be understood
)

// commands is the command line.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the shelf to browsers until it is stopped."`
	Import  importCommand  `cmd:"" help:"Bring in what a school has: a spreadsheet, bookmarks, a list of links, a Notion export."`
	Export  exportCommand  `cmd:"" help:"Write everything that was shared into a folder, in formats other programs read."`
	Backup  backupCommand  `cmd:"" help:"Save everything in one file, also while the shelf is served."`
	Restore restoreCommand `cmd:"" help:"Put a backup into an empty data folder or an empty PostgreSQL database."`
	Check   checkCommand   `cmd:"" help:"Compare everything with everything and say what is wrong."`
	Person  personCommands `cmd:"" help:"List people, add a coordinator, let someone in who is locked out."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
}

const description = `Commonshelf is where the school librarians of a district share what works.

Everything is kept in one data folder (--data, or COMMONSHELF_DATA). Start with:

  commonshelf serve --demo     to look around a demonstration
  commonshelf serve            to begin for real: it prints a link that sets up your shelf`

// app is one run of the program.
type app struct {
	ctx     context.Context
	version string
	in      io.Reader
	out     io.Writer
	err     io.Writer
	words   *lang.Catalog
}

// Options are what a run is given.
type Options struct {
	Version string
	In      io.Reader
	Out     io.Writer // what the command is asked for
	Err     io.Writer // progress, warnings, what went wrong, the log
}

// Run carries out a command line and gives the exit code. The end of ctx is the wish to stop: what is in hand is finished.
func Run(ctx context.Context, args []string, o Options) int {
	words, err := lang.Load()
	if err != nil {
		fmt.Fprintln(o.Err, "commonshelf:", err)
		return failed
	}
	a := &app{ctx: ctx, version: o.Version, in: o.In, out: o.Out, err: o.Err, words: words}
	exited := false
	parser, err := kong.New(&commands{}, kong.Name("commonshelf"), kong.Description(description), kong.Writers(o.Out, o.Err),
		kong.Exit(func(int) { exited = true }), kong.ConfigureHelp(kong.HelpOptions{NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.DefaultEnvars("COMMONSHELF"))
	if err != nil {
		fmt.Fprintln(o.Err, "commonshelf:", err)
		return failed
	}
	parser.Model.HelpFlag.Help = "Explain the command and what it takes."
	if len(args) == 0 {
		args = []string{"--help"}
	}
	line, err := parser.Parse(args)
	if exited { // help was asked for and printed
		return ok
	}
	if err != nil {
		fmt.Fprintf(o.Err, "commonshelf: %s\nSee %s --help.\n", mistaken(err), meant(err))
		return misled
	}
	if err := line.Run(a); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintln(o.Err, "commonshelf:", a.say(err))
		}
		return failed
	}
	return ok
}

// mistaken says what is wrong with a command line.
func mistaken(err error) string {
	var missing *fs.PathError
	if errors.As(err, &missing) && errors.Is(err, fs.ErrNotExist) {
		return "there is no file " + missing.Path
	}
	return err.Error()
}

// meant is the command that a mistaken command line was about.
func meant(err error) string {
	var mistake *kong.ParseError
	if errors.As(err, &mistake) && mistake.Context.Selected() != nil {
		return mistake.Context.Selected().FullPath()
	}
	return "commonshelf"
}

// errSaid ends a command that has already said what is wrong.
var errSaid = errors.New("said")

// say puts an error into words: for what the operations refuse, those that people read on pages.
func (a *app) say(err error) string {
	p := a.words.Printer(lang.English, lang.CallLibrarian)
	var conflict fault.Conflict
	var denied fault.Denied
	fields, isFields := fault.AsFields(err)
	switch {
	case isFields:
		var texts []string
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			texts = append(texts, p.T(fields[name].Key, fields[name].Args...))
		}
		return strings.Join(texts, " ")
	case errors.As(err, &conflict):
		return p.T(conflict.Reason.Key, conflict.Reason.Args...)
	case errors.As(err, &denied):
		return p.T(denied.Reason.Key, denied.Reason.Args...)
	case db.IsDamaged(err):
		return err.Error() + ": the database is damaged. Restore the last good backup into a new folder."
	}
	return err.Error()
}

// versionCommand is commonshelf version.
type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(a *app) error {
	_, err := fmt.Fprintln(a.out, "commonshelf", a.version)
	return err
}
