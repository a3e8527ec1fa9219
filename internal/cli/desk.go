package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/export"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// desk is where commands are carried out: by the process that serves, or by the command itself.
type desk struct {
	backup.Stores
	exporter export.Exporter
	people   *people.Service
	intake   *intake.Service
	index    func(ctx context.Context) ([]string, error) // compares the search index; nil: there is none
	base     string                                      // address people type
	close    func() error
}

// deskOf is the desk of a process that serves.
func (a *app) deskOf(s *server.Server) *desk {
	stores := backup.Stores{DB: s.DB, Files: s.Files, Scratch: s.Settings.CacheFolder(), Program: a.version, Clock: clock.System{}}
	return &desk{Stores: stores, exporter: a.exporter(stores), people: s.People, intake: s.Intake, index: s.Search.Compare, base: s.Settings.Base(), close: func() error { return nil }}
}

// openDesk opens the stores for one command. The shelf must be there, and of this program's schema.
func (a *app) openDesk(settings config.Stores) (_ *desk, err error) {
	d, err := openDatabase(a.ctx, settings)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if err := current(a.ctx, d, settings); err != nil {
		return nil, err
	}
	stored, err := openFiles(a.ctx, settings)
	if err != nil {
		return nil, err
	}
	stores := backup.Stores{DB: d, Files: stored, Scratch: settings.CacheFolder(), Program: a.version, Clock: clock.System{}}
	out := &desk{Stores: stores, exporter: a.exporter(stores), base: config.Settings{Listen: ":8080"}.Base(),
		close: func() error { return errors.Join(stored.Close(), d.Close()) }}
	if err := out.staff(a.words); err != nil {
		return nil, errors.Join(err, stored.Close())
	}
	return out, nil
}

// staff puts together the services that commands need. Whoever serves has them already.
func (d *desk) staff(words *lang.Catalog) error {
	quiet := slog.New(slog.DiscardHandler)
	sender, err := mail.Open(mail.Options{Clock: d.Clock})
	if err != nil {
		return err
	}
	d.Files.ScreenBy(source.Screen)
	ids := id.Source{}
	queue := jobs.New(d.DB, quiet, d.Clock)
	d.people = people.New(people.Options{DB: d.DB, Clock: d.Clock, IDs: ids, Jobs: queue, Mail: sender, Words: words, BaseURL: d.base})
	topics := vocab.New(d.DB, d.Clock, ids)
	d.intake = intake.New(intake.Options{DB: d.DB, Clock: d.Clock, IDs: ids, Catalog: catalog.New(d.DB, d.Clock, ids, topics, nil), Topics: topics,
		People: d.people, Files: d.Files, Jobs: queue, Words: words, Scratch: d.Scratch, Log: quiet})
	return nil
}

func (a *app) exporter(s backup.Stores) export.Exporter {
	return export.Exporter{DB: s.DB, Files: s.Files, Words: a.words, Scratch: s.Scratch, Program: s.Program, Clock: s.Clock}
}

func openDatabase(ctx context.Context, settings config.Stores) (*db.DB, error) {
	if settings.Database != "" {
		return db.Open(ctx, db.Options{URL: settings.Database})
	}
	return db.Open(ctx, db.Options{Path: settings.DatabaseFile()})
}

func openFiles(ctx context.Context, settings config.Stores) (*files.Store, error) {
	if settings.Files != "" {
		return files.Open(ctx, settings.Files)
	}
	return files.Open(ctx, settings.FilesFolder())
}

// current refuses a database that this program would first have to make or change.
func current(ctx context.Context, d *db.DB, settings config.Stores) error {
	where := settings.Data
	if d.Postgres() {
		where = "the database"
	}
	now, newest, err := d.Schema(ctx)
	switch {
	case err != nil:
		return err
	case now > newest:
		return db.ErrNewer
	case now == 0:
		return fmt.Errorf("there is no shelf in %s", where)
	case now < newest:
		return fmt.Errorf("the shelf in %s was last served by an older Commonshelf; make a backup with that version, then start this one once: it brings everything up to date", where)
	}
	return nil
}
