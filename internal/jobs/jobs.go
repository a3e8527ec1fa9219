package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
)

// Args is what a kind of job needs to know. It is stored as JSON; Kind names it for good, like a table.
type Args interface {
	Kind() string
}

// Queue is a line in which jobs wait, with workers of its own, so that heavy ones do not hold up the rest.
type Queue string

// The queues.
const (
	Default Queue = "default"
	Mail    Queue = "mail"
	Fetch   Queue = "fetch" // other people's servers
	Heavy   Queue = "heavy" // imports, pictures: much processor or memory
)

// workers is how many jobs of a queue a node does at once.
var workers = map[Queue]int{Default: 50, Mail: 4, Fetch: 8, Heavy: 2}

const (
	defaultTimeout  = time.Minute
	longestTimeout  = 4 * time.Minute // below rescueAfter, or a job that still runs would begin a second time
	rescueAfter     = 5 * time.Minute
	defaultAttempts = 16 // with their growing pauses about two days
)

// Options says how a kind of job is done. The zero value is a good one.
type Options struct {
	Queue       Queue
	Timeout     time.Duration // 0: a minute; at most four: longer work returns Again and goes on from where it stored to be
	MaxAttempts int           // 0: 16, about two days
	// Unique drops a job while another with equal args waits or runs. What such a job finds to do it must look up itself.
	Unique bool
}

// Jobs is the queue: kinds are registered, jobs enqueued, and, between Start and Stop, done.
type Jobs struct {
	db       *db.DB
	clock    clock.Clock
	logger   *slog.Logger
	kinds    map[string]kind
	workers  *river.Workers
	periodic []*river.PeriodicJob
	enqueue  func(ctx context.Context, tx *db.DB, args Args, o *river.InsertOpts) error
	running  client // nil before Start
	release  func()
}

type kind struct {
	options Options
	run     func(ctx context.Context, args []byte) error
}

// New returns a queue without kinds. Nothing runs before Start.
func New(d *db.DB, logger *slog.Logger, c clock.Clock) *Jobs {
	j := &Jobs{db: d, clock: c, logger: logger, kinds: map[string]kind{}, workers: river.NewWorkers()}
	j.enqueue = j.inserter()
	return j
}

// Register says how a kind of job is done. It panics on a kind that is there already and on a timeout too long: both are
// mistakes in the program.
func Register[A Args](j *Jobs, work func(ctx context.Context, args A) error, o Options) {
	var none A
	if o.Timeout > longestTimeout {
		panic(fmt.Sprintf("job %s: a timeout of %s; at most %s", none.Kind(), o.Timeout, longestTimeout))
	}
	if o.Queue == "" {
		o.Queue = Default
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxAttempts == 0 {
		o.MaxAttempts = defaultAttempts
	}
	river.AddWorker(j.workers, &worker[A]{work: work, options: o, logger: j.logger})
	j.kinds[none.Kind()] = kind{options: o, run: func(ctx context.Context, data []byte) error {
		var args A
		if err := json.Unmarshal(data, &args); err != nil {
			return Permanent(err)
		}
		ctx, cancel := context.WithTimeout(ctx, o.Timeout)
		defer cancel()
		return work(ctx, args)
	}}
}

// worker is one kind of job as River sees it.
type worker[A Args] struct {
	river.WorkerDefaults[A]
	work    func(ctx context.Context, args A) error
	options Options
	logger  *slog.Logger
}

// Work implements river.Worker. It logs a failure, as an error when nobody will try again.
func (w *worker[A]) Work(ctx context.Context, job *river.Job[A]) error {
	err := w.work(withAttempt(ctx, job.Attempt, job.MaxAttempts), job.Args)
	if err != nil && !isAgain(err) && !errors.Is(err, context.Canceled) {
		level := slog.LevelWarn
		if isPermanent(err) || job.Attempt >= job.MaxAttempts {
			level = slog.LevelError
		}
		w.logger.Log(ctx, level, "job failed", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "of", job.MaxAttempts, "error", err)
	}
	return err
}

// Timeout implements river.Worker.
func (w *worker[A]) Timeout(*river.Job[A]) time.Duration { return w.options.Timeout }

// Permanent marks an error that no repetition will cure: the job is not tried again.
func Permanent(err error) error { return river.JobCancel(err) }

// Again is what a worker returns that did a part of its work, stored how far it came, and wants to go on.
func Again() error { return river.JobSnooze(0) }

// Later is Again after a pause: somebody else has what the worker needs.
func Later(pause time.Duration) error { return river.JobSnooze(pause) }

// lastAttempt marks the context of a worker that nobody will call again.
type lastAttempt struct{}

func withAttempt(ctx context.Context, attempt, of int) context.Context {
	if attempt < of {
		return ctx
	}
	return context.WithValue(ctx, lastAttempt{}, true)
}

// GivenUp says whether a job that ends with err in this context is not tried again. What waits for it must hear of it.
func GivenUp(ctx context.Context, err error) bool {
	return err != nil && !isAgain(err) && (isPermanent(err) || ctx.Value(lastAttempt{}) != nil)
}

func isPermanent(err error) bool {
	var e *rivertype.JobCancelError
	return errors.As(err, &e)
}

func isAgain(err error) bool {
	var e *rivertype.JobSnoozeError
	return errors.As(err, &e)
}

func isLater(err error) bool {
	var e *rivertype.JobSnoozeError
	return errors.As(err, &e) && e.Duration > 0
}

// Every enqueues args at the start and then each time the interval has passed, once for all nodes. Its kind should be
// Unique. What has to happen at an hour of the day asks the clock itself and does nothing when it is not the time.
func (j *Jobs) Every(interval time.Duration, args Args) {
	j.periodic = append(j.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) {
		return args, j.options(args.Kind(), time.Time{})
	}, &river.PeriodicJobOpts{RunOnStart: true}))
}
