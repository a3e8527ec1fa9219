package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/export"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/proto/bagit"
)

// backupCommand is commonshelf backup FILE.
type backupCommand struct {
	config.Stores
	File string `arg:"" help:"The file to write; it must not exist yet." type:"path"`
}

// Help is shown by commonshelf backup --help.
func (backupCommand) Help() string {
	return `The file is a zip with the database, the files and their checksums. It is read back and compared before it gets its name, so a backup that exists is a good one. Keep it on another machine.

It holds people's names and mail addresses: keep it as you keep the data folder. Sessions and sign-in links are not in it.`
}

// Run writes a backup.
func (c *backupCommand) Run(a *app) error {
	l, err := a.connect(c.Stores)
	if err != nil {
		return err
	}
	bar := a.progress("backup")
	defer bar.done()
	var head backup.Head
	write := func(f *os.File) error {
		var err error
		head, err = do[backup.Head](l, "/backup", nil, f, bar)
		return err
	}
	verify := func(path string) error { return a.verify(path, c.CacheFolder(), bar) }
	if err := errors.Join(backup.Save(c.File, write, verify), l.close()); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	bar.done()
	a.warnOfFiles("This file is named in the database but is not there:", head.Missing)
	a.warnOfFiles("This file is damaged; it is in the backup as it is:", head.Damaged)
	_, err = fmt.Fprintf(a.out, "Backed up %s to %s (%s) and read it back.\n", contents(head), c.File, lang.Size(info.Size()))
	return err
}

func (a *app) verify(path, scratch string, bar *progress) error {
	archive, err := backup.OpenArchive(path)
	if err != nil {
		return err
	}
	return errors.Join(archive.Verify(a.ctx, scratch, bar.tell), archive.Close())
}

func (a *app) warnOfFiles(what string, list []string) {
	for _, name := range list {
		fmt.Fprintln(a.err, what, name)
	}
}

// contents says what a backup holds.
func contents(h backup.Head) string {
	if len(h.Districts) == 0 {
		return "an empty shelf"
	}
	return fmt.Sprintf("%s: %s, %s", strings.Join(h.Districts, ", "), count(h.Resources, "resource"), count(h.Files, "file"))
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return lang.Number(int64(n)) + " " + what + "s"
}

// restoreCommand is commonshelf restore FILE.
type restoreCommand struct {
	config.Stores
	File       string `arg:"" help:"A backup." type:"existingfile"`
	ResumeJobs bool   `help:"Also do the jobs that waited when the backup was made: letters, imports. Without it they stay paused." name:"resume-jobs"`
}

// Help is shown by commonshelf restore --help.
func (restoreCommand) Help() string {
	return `Nothing is ever overwritten: the data folder, or the PostgreSQL database, must be empty. The backup is checked before anything is written; when restoring fails, it can be tried again.

To move to PostgreSQL, make a backup, stop the program, and restore with --database:

  commonshelf backup shelf.zip
  commonshelf restore shelf.zip --database postgres://user:password@host/name`
}

// Run restores a backup.
func (c *restoreCommand) Run(a *app) (err error) {
	if c.Database == "" && served(c.Data) {
		return fmt.Errorf("%s is being served; stop that first, or name another folder with --data", c.Data)
	}
	lock, err := lockFolder(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	d, err := openDatabase(a.ctx, c.Stores)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	stored, err := openFiles(a.ctx, c.Stores)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stored.Close()) }()
	bar := a.progress("restore")
	defer bar.done()
	stores := backup.Stores{DB: d, Files: stored, Scratch: c.CacheFolder(), Program: a.version, Clock: clock.System{}}
	head, err := stores.Restore(a.ctx, c.File, bar.tell)
	if err != nil {
		return err
	}
	bar.done()
	a.warnOfFiles("This file was missing when the backup was made:", head.Missing)
	a.warnOfFiles("This file was damaged when the backup was made and is left out:", head.Damaged)
	fmt.Fprintf(a.out, "Restored %s, as of %s.\n", contents(head), head.MadeAt.Format("January 2, 2006, 15:04 UTC"))
	if c.ResumeJobs {
		return jobs.Resume(a.ctx, d)
	}
	if head.Jobs > 0 {
		fmt.Fprintf(a.out, "Paused until the shelf is served with --resume-jobs: %s (letters, imports).\n", count(head.Jobs, "job"))
	}
	return nil
}

// checkCommand is commonshelf check.
type checkCommand struct {
	config.Stores
}

// Help is shown by commonshelf check --help.
func (checkCommand) Help() string {
	return `It reads everything, which takes a while on a large shelf, and changes nothing. The exit code is 1 when something is broken. The search index is compared while the shelf is served; what is stored of it in between is looked through by the next start.`
}

// Run checks everything.
func (c *checkCommand) Run(a *app) error {
	l, err := a.connect(c.Stores)
	if err != nil {
		return err
	}
	bar := a.progress("check")
	defer bar.done()
	result, err := do[checked](l, "/check", nil, io.Discard, bar)
	if err := errors.Join(err, l.close()); err != nil {
		return err
	}
	bar.done()
	broken := 0
	for _, f := range result.Found {
		word := "Note: "
		if f.Broken {
			word = "Broken: "
			broken++
		}
		fmt.Fprintln(a.out, word+f.What)
	}
	if broken > 0 {
		fmt.Fprintf(a.out, "%s. Restore the last good backup into a new folder and compare.\n", count(broken, "fault"))
		return errSaid
	}
	if !result.Index {
		fmt.Fprintln(a.out, "Nothing is served now, so no search index was compared.")
	}
	_, err = fmt.Fprintln(a.out, "Everything is as it should be.")
	return err
}

// exportCommand is commonshelf export DIR.
type exportCommand struct {
	config.Stores
	Folder string `arg:"" name:"dir" help:"A new or empty folder." type:"path"`
}

// Help is shown by commonshelf export --help.
func (exportCommand) Help() string {
	return `Each resource becomes a Markdown file with everything known of it at the top; tables are CSV for a spreadsheet; the files are beside them. The folder is a BagIt bag: run sha512sum -c manifest-sha512.txt in it to see that nothing was changed.

Drafts and mail addresses are not in it. What only one school may see is: it is the administrator's export. To move a shelf elsewhere use backup and restore.`
}

// Run exports everything that was shared.
func (c *exportCommand) Run(a *app) error {
	folder, err := bagit.NewFolder(c.Folder)
	if err != nil {
		return err
	}
	defer folder.Close()
	l, err := a.connect(c.Stores)
	if err != nil {
		return err
	}
	bar := a.progress("export")
	defer bar.done()
	sum, err := receive(l, folder, bar)
	if err := errors.Join(err, l.close()); err != nil {
		return fmt.Errorf("%w (what is in %s is not complete)", err, filepath.Base(c.Folder))
	}
	bar.done()
	a.warnOfFiles("This file could not be read and is left out:", sum.Missing)
	_, err = fmt.Fprintf(a.out, "Exported %s and %s of %s to %s.\n", count(sum.Resources, "resource"), count(sum.Files, "file"), count(sum.Districts, "district"), c.Folder)
	return err
}

// receive puts the bag that comes as data into the folder.
func receive(l *line, folder *bagit.Folder, bar *progress) (export.Summary, error) {
	from, to := io.Pipe()
	received := make(chan error, 1)
	go func() {
		err := bagit.Receive(from, folder)
		from.CloseWithError(err)
		received <- err
	}()
	sum, err := do[export.Summary](l, "/export", nil, to, bar)
	to.CloseWithError(err)
	if unpacked := <-received; err == nil {
		err = unpacked
	}
	return sum, err
}
