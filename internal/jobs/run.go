package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivertype"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
)

// pollEvery is how often a queue looks for work.
const pollEvery = 250 * time.Millisecond

// postgresConnections is how many connections the queue has of its own on PostgreSQL.
const postgresConnections = 6

// client is what River offers without regard to the database below.
type client interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	StopAndCancel(ctx context.Context) error
	JobList(ctx context.Context, params *river.JobListParams) (*river.JobListResult, error)
	JobDelete(ctx context.Context, id int64) (*rivertype.JobRow, error)
	JobCancel(ctx context.Context, id int64) (*rivertype.JobRow, error)
}

// postgresDriver keeps River from sending NOTIFY inside our transactions: commits that notify take turns.
type postgresDriver struct{ *riverpgxv5.Driver }

// SupportsListener implements riverdriver.Driver.
func (postgresDriver) SupportsListener() bool { return false }

// SupportsListenNotify implements riverdriver.Driver.
func (postgresDriver) SupportsListenNotify() bool { return false }

// sqliteDriver keeps River from writing a notice beside every job and from asking for notices twenty times a second.
type sqliteDriver struct{ *riversqlite.Driver }

// SupportsListener implements riverdriver.Driver.
func (sqliteDriver) SupportsListener() bool { return false }

// SupportsListenNotify implements riverdriver.Driver.
func (sqliteDriver) SupportsListenNotify() bool { return false }

// riverTime hands our clock to River.
type riverTime struct{ clock.Clock }

// NowOrNil implements rivertype.TimeGenerator.
func (t riverTime) NowOrNil() *time.Time {
	now := t.Now()
	return &now
}

func (j *Jobs) config() *river.Config {
	c := &river.Config{
		Logger:               warnings(j.logger),
		Workers:              j.workers,
		RescueStuckJobsAfter: rescueAfter,
		FetchPollInterval:    pollEvery,
		PollOnly:             true,
		ReindexerIndexNames:  []string{}, // SQLite has none that could be rebuilt beside; PostgreSQL's stay small
		ReindexerSchedule:    never{},
		PeriodicJobs:         j.periodic,
		Queues:               map[string]river.QueueConfig{},
	}
	for name, n := range workers {
		c.Queues[string(name)] = river.QueueConfig{MaxWorkers: n}
	}
	if _, system := j.clock.(clock.System); !system {
		c.Test.Time = riverTime{j.clock}
	}
	return c
}

// warnings is a logger without River's reports of its own well-being.
func warnings(to *slog.Logger) *slog.Logger { return slog.New(fromWarning{to.Handler()}) }

// fromWarning is a handler that begins with warnings.
type fromWarning struct{ slog.Handler }

// Enabled implements slog.Handler.
func (h fromWarning) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// WithAttrs implements slog.Handler.
func (h fromWarning) WithAttrs(attrs []slog.Attr) slog.Handler {
	return fromWarning{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h fromWarning) WithGroup(name string) slog.Handler {
	return fromWarning{h.Handler.WithGroup(name)}
}

// never is a schedule whose day does not come.
type never struct{}

// Next implements river.PeriodicSchedule.
func (never) Next(current time.Time) time.Time { return current.AddDate(100, 0, 0) }

// inserter makes the function that stores a job in a transaction.
func (j *Jobs) inserter() func(ctx context.Context, tx *db.DB, args Args, o *river.InsertOpts) error {
	config := &river.Config{Logger: warnings(j.logger), SkipUnknownJobCheck: true}
	if _, system := j.clock.(clock.System); !system {
		config.Test.Time = riverTime{j.clock}
	}
	if j.db.Postgres() {
		c, err := river.NewClient[pgx.Tx](postgresDriver{riverpgxv5.New(nil)}, config)
		return func(ctx context.Context, tx *db.DB, args Args, o *river.InsertOpts) error {
			if err != nil {
				return err
			}
			return withPgx(tx, func(tx pgx.Tx) error {
				_, err := c.InsertTx(ctx, tx, args, o)
				return err
			})
		}
	}
	c, err := river.NewClient[*sql.Tx](sqliteDriver{riversqlite.New(nil)}, config)
	return func(ctx context.Context, tx *db.DB, args Args, o *river.InsertOpts) error {
		if err != nil {
			return err
		}
		raw, _ := tx.Raw()
		_, err := c.InsertTx(ctx, raw, args, o)
		return err
	}
}

// open makes a client that can work, and what gives its connections back.
func open(ctx context.Context, d *db.DB, config *river.Config) (client, func(), error) {
	if !d.Postgres() {
		c, err := river.NewClient[*sql.Tx](sqliteDriver{riversqlite.New(d.WritePool())}, config)
		return c, func() {}, err
	}
	pool, err := postgresPool(ctx, d)
	if err != nil {
		return nil, nil, err
	}
	c, err := river.NewClient[pgx.Tx](postgresDriver{riverpgxv5.New(pool)}, config)
	if err != nil {
		pool.Close()
	}
	return c, pool.Close, err
}

func postgresPool(ctx context.Context, d *db.DB) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(d.Options().URL)
	if err != nil {
		return nil, err
	}
	config.MaxConns = postgresConnections
	return pgxpool.NewWithConfig(ctx, config)
}

var _ riverdriver.Driver[pgx.Tx] = postgresDriver{}
var _ riverdriver.Driver[*sql.Tx] = sqliteDriver{}

// Start begins to do jobs. The end of ctx does not stop them; Stop does.
func (j *Jobs) Start(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	c, release, err := open(ctx, j.db, j.config())
	if err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	if err := c.Start(ctx); err != nil {
		release()
		return fmt.Errorf("start jobs: %w", err)
	}
	j.running, j.release = c, release
	return nil
}

// Stop takes no more jobs and waits for those in hand; when ctx ends first it cancels them, and they will be done again
// after the next start. Without Start it does nothing.
func (j *Jobs) Stop(ctx context.Context) error {
	if j.running == nil {
		return nil
	}
	defer func() {
		j.release()
		j.running = nil
	}()
	err := j.running.Stop(ctx)
	if err == nil || ctx.Err() == nil {
		return err
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := j.running.StopAndCancel(last); err != nil {
		return fmt.Errorf("stop jobs: %w", errors.Join(ctx.Err(), err))
	}
	return nil
}
