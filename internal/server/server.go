// Package server puts the program together and serves it: the one place where every part is given what it needs.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/commonshelf/commonshelf/internal/activity"
	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/catalog/catalogweb"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/credit"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/demo"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/digest"
	"github.com/commonshelf/commonshelf/internal/double"
	"github.com/commonshelf/commonshelf/internal/exchange"
	"github.com/commonshelf/commonshelf/internal/exchange/exchangeweb"
	"github.com/commonshelf/commonshelf/internal/feed"
	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/fetch"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/interop/intake"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
	"github.com/commonshelf/commonshelf/internal/jobs"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/letterbox"
	"github.com/commonshelf/commonshelf/internal/mail"
	"github.com/commonshelf/commonshelf/internal/mylist"
	"github.com/commonshelf/commonshelf/internal/notice"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
	"github.com/commonshelf/commonshelf/internal/question"
	"github.com/commonshelf/commonshelf/internal/savedsearch"
	"github.com/commonshelf/commonshelf/internal/schoolpage"
	"github.com/commonshelf/commonshelf/internal/search"
	"github.com/commonshelf/commonshelf/internal/vocab"
	"github.com/commonshelf/commonshelf/internal/web"
)

// Server is the program put together, before and while it serves.
type Server struct {
	Settings config.Settings
	DB       *db.DB
	Files    *files.Store
	Jobs     *jobs.Jobs
	People   *people.Service
	Topics   *vocab.Service
	Catalog  *catalog.Service
	Search   *search.Service
	Intake   *intake.Service
	MyList   *mylist.Service
	Feedback *feedback.Service
	Credit   *credit.Service
	Question *question.Service
	Letters  *letterbox.Service
	Digest   *digest.Service
	Exchange *exchange.Service
	Adapt    *adapt.Service
	Saved    *savedsearch.Service
	Double   *double.Service
	Site     *web.Site

	feed     *feed.Service
	library  *schoolpage.Service
	hub      *notice.Hub
	log      *slog.Logger
	clock    clock.Clock
	position activity.Position // in the log, up to which the index was filled
	starting []vocab.NewTerm   // topics with which a district begins
}

// Options are what a server is started with beside its settings. The zero value is good.
type Options struct {
	Clock clock.Clock   // nil: the machine's
	Fetch fetch.Options // of outside pages
	Log   *slog.Logger  // nil: nothing is logged
}

// New opens the stores, brings the database to the newest schema, and fills the index. Close undoes it.
func New(ctx context.Context, settings config.Settings, o Options) (_ *Server, err error) {
	s := &Server{Settings: settings, log: o.Log, clock: o.Clock}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.clock == nil {
		s.clock = clock.System{}
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := s.openStores(ctx); err != nil {
		return nil, err
	}
	words, err := lang.Load()
	if err != nil {
		return nil, err
	}
	ids := id.Source{}
	p := parts{fetch: fetch.New(o.Fetch)}
	if settings.Demo && settings.MailURL == "" {
		p.outbox = &mail.Outbox{}
	}
	if p.mail, err = mail.Open(mail.Options{URL: settings.MailURL, From: settings.MailFrom, Clock: s.clock, Log: s.log, Outbox: p.outbox}); err != nil {
		return nil, err
	}
	s.wire(words, ids, p.mail)
	written, err := content.StarterTerms()
	if err != nil {
		return nil, err
	}
	s.starting = demo.Topics(written)
	s.listen()
	if settings.Demo {
		if err := demo.Seed(ctx, demo.Options{DB: s.DB, People: s.People, Files: s.Files, Clock: s.clock, BaseURL: settings.Base()}); err != nil {
			return nil, err
		}
	}
	s.Search.KeepIn(settings.CacheFolder())
	if s.position, err = s.Search.Start(ctx); err != nil {
		return nil, fmt.Errorf("fill the index: %w", err)
	}
	s.Site, err = s.site(words, ids, p)
	return s, err
}

// wire gives each domain what it stands on.
func (s *Server) wire(words *lang.Catalog, ids id.Source, sender *mail.Sender) {
	base := s.Settings.Base()
	s.Jobs = jobs.New(s.DB, s.log, s.clock)
	s.People = people.New(people.Options{DB: s.DB, Clock: s.clock, IDs: ids, Jobs: s.Jobs, Mail: sender, Words: words, BaseURL: base})
	s.Letters = letterbox.New(letterbox.Options{DB: s.DB, Clock: s.clock, Jobs: s.Jobs, Mail: sender, People: s.People, Words: words, BaseURL: base})
	s.Topics = vocab.New(s.DB, s.clock, ids)
	s.Search = search.New(s.DB, s.Topics, s.clock, s.log)
	s.Catalog = catalog.New(s.DB, s.clock, ids, s.Topics, s.Search.Refresh)
	s.Search.Use(s.Catalog)
	s.hub = notice.New(mostLive)
	s.Search.Tell(s.notify)
	s.feed = feed.New(feed.Options{DB: s.DB, Clock: s.clock, People: s.People, Catalog: s.Catalog, Topics: s.Topics})
	s.library = schoolpage.New(s.DB, s.clock, ids, s.People)
	s.Catalog.SweepDaily(s.Jobs)
	s.collectDaily()
	s.Adapt = adapt.New(adapt.Options{DB: s.DB, Clock: s.clock, IDs: ids, Jobs: s.Jobs, Catalog: s.Catalog, Form: catalogweb.FormOf, BaseURL: base})
	s.Adapt.Work()
	s.Double = double.New(double.Options{DB: s.DB, Clock: s.clock, Catalog: s.Catalog, Search: s.Search, Adapt: s.Adapt})
	s.MyList = mylist.New(mylist.Options{DB: s.DB, Clock: s.clock, People: s.People, Catalog: s.Catalog, Jobs: s.Jobs})
	s.Feedback = feedback.New(feedback.Options{DB: s.DB, Clock: s.clock, IDs: ids, Catalog: s.Catalog, Tried: s.MyList.Tried})
	s.Credit = credit.New(credit.Options{DB: s.DB, Clock: s.clock, People: s.People, Catalog: s.Catalog, Letters: s.Letters})
	s.Question = question.New(question.Options{DB: s.DB, Clock: s.clock, IDs: ids, People: s.People, Catalog: s.Catalog, Credit: s.Credit,
		Letters: s.Letters, BaseURL: base})
	s.Exchange = exchange.New(exchange.Options{DB: s.DB, Clock: s.clock, IDs: ids, People: s.People, Catalog: s.Catalog, Letters: s.Letters, Feed: s.feed, Words: words, BaseURL: base})
	s.Digest = digest.New(digest.Options{DB: s.DB, Clock: s.clock, IDs: ids, Jobs: s.Jobs, People: s.People, Catalog: s.Catalog, Letters: s.Letters})
	s.Digest.Add(exchangeweb.Weekly(s.Exchange), s.asked, s.due, s.suggested, s.changed, s.joined, s.sought)
	s.Saved = savedsearch.New(savedsearch.Options{DB: s.DB, Clock: s.clock, IDs: ids, People: s.People, Catalog: s.Catalog, Search: s.Search, Feed: s.feed,
		Topics: s.Topics, Jobs: s.Jobs})
	s.Intake = intake.New(intake.Options{DB: s.DB, Clock: s.clock, IDs: ids, Catalog: s.Catalog, Topics: s.Topics, People: s.People, Files: s.Files,
		Jobs: s.Jobs, Words: words, Scratch: s.Settings.CacheFolder(), Log: s.log})
}

// listen lets domains hear of what happens in those below them.
func (s *Server) listen() {
	s.People.OnBegin(func(ctx context.Context, tx *db.DB, district id.DistrictID) error {
		return s.Topics.Begin(ctx, tx, actor.Actor{District: district}, s.starting)
	})
	s.People.OnLeave(s.Catalog.HandOver)
	s.People.OnLeave(s.Exchange.HandOver)
	s.People.OnRemoveSchool(s.Catalog.BelongingTo)
	s.People.OnRemoveSchool(intake.BelongingTo)
	for _, belongs := range []people.Belongings{schoolpage.BelongingTo, feedback.BelongingTo, question.BelongingTo, exchange.BelongingTo} {
		s.People.OnRemoveSchool(belongs)
	}
}

func (s *Server) openStores(ctx context.Context) error {
	o := db.Options{URL: s.Settings.Database}
	if o.URL == "" {
		o.Path = s.Settings.DatabaseFile()
	}
	if err := os.MkdirAll(s.Settings.Data, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	var err error
	if s.DB, err = db.Open(ctx, o); err != nil {
		return err
	}
	if err := s.DB.Migrate(ctx); err != nil {
		return err
	}
	if err := jobs.Migrate(ctx, s.DB); err != nil {
		return err
	}
	location := s.Settings.Files
	if location == "" {
		location = s.Settings.FilesFolder()
	}
	if s.Files, err = files.Open(ctx, location); err != nil {
		return err
	}
	s.Files.ScreenBy(source.Screen)
	return nil
}

// Close closes the stores.
func (s *Server) Close() error {
	var faults []error
	if s.Files != nil {
		faults = append(faults, s.Files.Close())
	}
	if s.DB != nil {
		faults = append(faults, s.DB.Close())
	}
	return errors.Join(faults...)
}

// shutdownTime is how long requests and jobs in hand may take to finish.
const shutdownTime = 25 * time.Second

// Serve has the front answered by this server until ctx ends, then finishes the requests and jobs in hand.
func (s *Server) Serve(ctx context.Context, front *Front) error {
	if err := s.Jobs.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	followed := make(chan struct{})
	go func() {
		s.Search.Follow(ctx, s.position)
		close(followed)
	}()
	front.open(s.Site.Handler())
	go s.giveBack(ctx)
	select {
	case err := <-front.ended:
		return errors.Join(err, s.Jobs.Stop(context.WithoutCancel(ctx)))
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	s.Site.Drain()
	err := errors.Join(front.http.Shutdown(last), s.Jobs.Stop(last))
	<-followed
	if stored := s.Search.Store(last); stored != nil { // the next start builds it
		s.log.Error("search index: cannot be stored", "error", stored)
	}
	return err
}

// startEnds is how long after its first answer a program has done what only its start needs.
const startEnds = time.Second

// giveBack gives memory back to the system that only the start needed.
func (s *Server) giveBack(ctx context.Context) {
	select {
	case <-time.After(startEnds):
	case <-ctx.Done():
		return
	}
	if err := s.DB.GiveBack(ctx); err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "memory of the start is kept", "error", err)
	}
	debug.FreeOSMemory()
}

// Welcome says how to begin: where the program is, and who may come in how.
func (s *Server) Welcome(ctx context.Context) (string, error) {
	base := s.Settings.Base()
	if s.Settings.Demo {
		return fmt.Sprintf("Commonshelf serves the demonstration district on %s\nSign in as anyone there: %s/demo\n", base, base), nil
	}
	link, err := s.People.NewSetUpLink(ctx)
	if err != nil {
		return "", err
	}
	says := fmt.Sprintf("Commonshelf serves on %s\n", base)
	if s.Settings.MailURL == "" {
		says += "No email leaves this server yet, so nobody can be invited. Start it with --mail-url smtp://user:password@mail.example.org:587\n" +
			"and --mail-from 'Our shelf <shelf@example.org>'.\n"
	}
	if !link.Needed {
		return says, nil
	}
	begin := "Nothing is set up yet. Open this link, or forward it to whoever sets up the shelf (7 days, once):"
	if link.Begun {
		begin = "Setting up is not finished. This link goes on where it was left (7 days, once):"
	}
	return fmt.Sprintf("%s%s\n%s%s\n", says, begin, base, peopleweb.SetUpPath(link.Secret)), nil
}
