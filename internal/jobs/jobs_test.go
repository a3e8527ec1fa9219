package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// greet is a job that says something.
type greet struct {
	Name string `json:"name"`
}

func (greet) Kind() string { return "greet" }

// heard collects what jobs said.
type heard struct {
	mu    sync.Mutex
	names []string
}

func (h *heard) add(_ context.Context, args greet) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.names = append(h.names, args.Name)
	return nil
}

func (h *heard) sorted() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(slices.Sorted(slices.Values(h.names)), " ")
}

func newJobs(t *testing.T, d *db.DB) *jobs.Jobs {
	t.Helper()
	return jobs.New(d, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), clock.System{})
}

func start(t *testing.T, j *jobs.Jobs) {
	t.Helper()
	if err := j.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := j.Stop(ctx); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// eventually waits for what a job does.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for tick := time.Tick(10 * time.Millisecond); !done(); {
		select {
		case <-tick:
		case <-deadline:
			t.Fatalf("still waiting: %s", what)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestJobIsDoneAfterItsCommitAndNeverWithoutOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var h heard
		j := newJobs(t, d)
		jobs.Register(j, h.add, jobs.Options{})
		start(t, j)

		onPurpose := errors.New("on purpose")
		err := d.Do(t.Context(), func(tx *db.DB) error {
			must(t, j.Enqueue(t.Context(), tx, greet{"undone"}))
			return onPurpose
		})
		if !errors.Is(err, onPurpose) {
			t.Fatal(err)
		}
		must(t, d.Do(t.Context(), func(tx *db.DB) error {
			failed := tx.Try(t.Context(), func(tx *db.DB) error {
				must(t, j.Enqueue(t.Context(), tx, greet{"tried"}))
				return onPurpose
			})
			if !errors.Is(failed, onPurpose) {
				return failed
			}
			return j.Enqueue(t.Context(), tx, greet{"Ana"})
		}))
		must(t, j.Enqueue(t.Context(), d, greet{"Bo"})) // a transaction of its own

		eventually(t, "two greetings", func() bool { return len(h.sorted()) >= len("Ana Bo") })
		if got := h.sorted(); got != "Ana Bo" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestEnqueueRefusesAnUnknownKind(t *testing.T) {
	d := dbtest.SQLite(t)
	if err := newJobs(t, d).Enqueue(t.Context(), d, greet{}); err == nil {
		t.Error("a job that nobody can do was taken")
	}
}

func TestDrainDoesWhatIsDueInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := clock.NewMoved(time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC))
		j := jobs.New(d, slog.New(slog.DiscardHandler), c)
		var names []string
		jobs.Register(j, func(ctx context.Context, args greet) error {
			names = append(names, args.Name)
			if args.Name == "one" {
				return j.Enqueue(ctx, d, greet{"child of one"})
			}
			return nil
		}, jobs.Options{})
		for _, name := range []string{"one", "two"} {
			must(t, j.Enqueue(t.Context(), d, greet{name}))
		}
		must(t, j.EnqueueAt(t.Context(), d, greet{"in an hour"}, c.Now().Add(time.Hour)))
		for _, want := range []string{"one, two, child of one", "one, two, child of one", "one, two, child of one, in an hour"} {
			must(t, j.Drain(t.Context()))
			if got := strings.Join(names, ", "); got != want {
				t.Fatalf("did %q, want %q", got, want)
			}
			c.Advance(40 * time.Minute)
		}
	})
}

func TestDrainGivesErrorsAndKeepsWhatMayBeTriedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := newJobs(t, d)
		cured := false
		onPurpose := errors.New("on purpose")
		jobs.Register(j, func(_ context.Context, args greet) error {
			switch {
			case args.Name == "never":
				return jobs.Permanent(fmt.Errorf("never: %w", onPurpose))
			case !cured:
				return onPurpose
			}
			return nil
		}, jobs.Options{})
		must(t, j.Enqueue(t.Context(), d, greet{"never"}))
		must(t, j.Enqueue(t.Context(), d, greet{"later"}))
		err := j.Drain(t.Context())
		if !errors.Is(err, onPurpose) || strings.Count(err.Error(), "on purpose") != 2 {
			t.Errorf("got %v, want both errors", err)
		}
		if got := waiting(t, d); got != `greet {"name":"later"}` {
			t.Errorf("waiting: %s", got)
		}
		cured = true
		must(t, j.Drain(t.Context()))
		if got := waiting(t, d); got != "" {
			t.Errorf("waiting: %s", got)
		}
	})
}

func waiting(t *testing.T, d *db.DB) string {
	t.Helper()
	var out []string
	must(t, jobs.EachWaiting(t.Context(), d, func(w jobs.Waiting) error {
		out = append(out, w.Name+" "+strings.ReplaceAll(string(w.Args), ": ", ":"))
		return nil
	}))
	return strings.Join(out, ", ")
}

func TestLongWorkGoesOnInSlices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := newJobs(t, d)
		var slices atomic.Int64
		jobs.Register(j, func(context.Context, greet) error {
			if slices.Add(1) < 4 {
				return jobs.Again()
			}
			return nil
		}, jobs.Options{MaxAttempts: 1})
		must(t, j.Enqueue(t.Context(), d, greet{"drained"}))
		must(t, j.Drain(t.Context()))
		if got := slices.Swap(0); got != 4 {
			t.Errorf("drained in %d slices", got)
		}
		must(t, j.Enqueue(t.Context(), d, greet{"worked"}))
		start(t, j)
		eventually(t, "four slices", func() bool { return slices.Load() == 4 })
	})
}

func TestUniqueDropsTheSecondWhileTheFirstWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var h heard
		j := newJobs(t, d)
		jobs.Register(j, h.add, jobs.Options{Unique: true})
		for range 2 {
			for _, name := range []string{"Ana", "Bo", "Ana"} {
				must(t, j.Enqueue(t.Context(), d, greet{name}))
			}
			must(t, j.Drain(t.Context()))
		}
		if got := h.sorted(); got != "Ana Ana Bo Bo" {
			t.Errorf("heard %q", got)
		}
	})
}

func TestFailedJobIsTriedAgainAndAPanicIsAFailure(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := jobs.New(d, slog.New(slog.DiscardHandler), clock.System{})
		var mu sync.Mutex
		tries := map[string]int{}
		jobs.Register(j, func(_ context.Context, args greet) error {
			mu.Lock()
			tries[args.Name]++
			first := tries[args.Name] == 1
			mu.Unlock()
			switch {
			case args.Name == "never":
				return jobs.Permanent(errors.New("never"))
			case first && args.Name == "panics":
				panic("on purpose")
			case first:
				return errors.New("on purpose")
			}
			return nil
		}, jobs.Options{})
		start(t, j)
		for _, name := range []string{"never", "fails", "panics"} {
			must(t, j.Enqueue(t.Context(), d, greet{name}))
		}
		eventually(t, "second tries", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return tries["fails"] == 2 && tries["panics"] == 2
		})
		mu.Lock()
		defer mu.Unlock()
		if tries["never"] != 1 {
			t.Errorf("a permanent failure was tried %d times", tries["never"])
		}
	})
}

func TestTimeoutEndsAJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := jobs.New(d, slog.New(slog.DiscardHandler), clock.System{})
		ended := make(chan error, 1)
		jobs.Register(j, func(ctx context.Context, _ greet) error {
			<-ctx.Done()
			ended <- ctx.Err()
			return jobs.Permanent(ctx.Err())
		}, jobs.Options{Timeout: 50 * time.Millisecond})
		start(t, j)
		must(t, j.Enqueue(t.Context(), d, greet{}))
		select {
		case err := <-ended:
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("ended by %v", err)
			}
		case <-time.After(30 * time.Second):
			t.Error("the job never ended")
		}
	})
}

func TestTimeoutBeyondTheRescueIsRefused(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a timeout of five minutes was taken")
		}
	}()
	jobs.Register(newJobs(t, dbtest.SQLite(t)), new(heard).add, jobs.Options{Timeout: 5 * time.Minute})
}

func TestStopFinishesTheJobInHand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := newJobs(t, d)
		begun, goOn := make(chan struct{}), make(chan struct{})
		var finished atomic.Bool
		jobs.Register(j, func(ctx context.Context, _ greet) error {
			close(begun)
			<-goOn
			if _, err := d.Exec(ctx, `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ('b', 0, 1)`); err != nil {
				return err
			}
			finished.Store(true)
			return nil
		}, jobs.Options{})
		ctx, cancel := context.WithCancel(t.Context())
		must(t, j.Start(ctx))
		must(t, j.Enqueue(t.Context(), d, greet{}))
		<-begun
		cancel() // the signal that ends the program must not end the job
		stopped := make(chan error)
		go func() { stopped <- j.Stop(context.Background()) }()
		close(goOn)
		must(t, <-stopped)
		if !finished.Load() {
			t.Error("the job in hand was not finished")
		}
		if got := waiting(t, d); got != "" {
			t.Errorf("waiting: %s", got)
		}
	})
}

func TestStopGivesUpWithItsContextAndTheJobComesBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := jobs.New(d, slog.New(slog.DiscardHandler), clock.System{})
		begun := make(chan struct{})
		jobs.Register(j, func(ctx context.Context, _ greet) error {
			close(begun)
			<-ctx.Done()
			return ctx.Err()
		}, jobs.Options{})
		must(t, j.Start(t.Context()))
		must(t, j.Enqueue(t.Context(), d, greet{"Ana"}))
		<-begun
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		must(t, j.Stop(ctx))
		if got := waiting(t, d); got != `greet {"name":"Ana"}` {
			t.Errorf("waiting: %s", got)
		}
	})
}

func TestEveryBeginsAtTheStartAndRepeats(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var h heard
		j := newJobs(t, d)
		jobs.Register(j, h.add, jobs.Options{Unique: true})
		j.Every(time.Second, greet{"tick"})
		start(t, j)
		eventually(t, "three ticks", func() bool { return strings.HasPrefix(h.sorted(), "tick tick tick") })
	})
}

func TestPausedJobsWaitForResume(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var h heard
		j := newJobs(t, d)
		jobs.Register(j, h.add, jobs.Options{})
		tomorrow := time.Now().Add(24 * time.Hour).UTC().Truncate(time.Second)
		must(t, d.Do(t.Context(), func(tx *db.DB) error {
			return jobs.Pause(t.Context(), tx, []jobs.Waiting{
				{Name: "greet", Args: []byte(`{"name":"old"}`), Queue: jobs.Default, MaxAttempts: 3, At: time.Now().Add(-time.Hour)},
				{Name: "greet", Args: []byte(`{"name":"tomorrow"}`), Queue: jobs.Default, MaxAttempts: 3, At: tomorrow},
			})
		}))
		must(t, j.Enqueue(t.Context(), d, greet{"new"}))
		must(t, j.Drain(t.Context()))
		if got := h.sorted(); got != "new" {
			t.Errorf("heard %q before Resume", got)
		}
		if n, err := jobs.Paused(t.Context(), d); err != nil || n != 2 {
			t.Errorf("%d paused, %v", n, err)
		}
		must(t, jobs.Resume(t.Context(), d))
		must(t, j.Drain(t.Context()))
		if got := h.sorted(); got != "new old" {
			t.Errorf("heard %q after Resume", got)
		}
		must(t, jobs.EachWaiting(t.Context(), d, func(w jobs.Waiting) error {
			if !w.At.Equal(tomorrow) || w.MaxAttempts != 3 || w.Queue != jobs.Default {
				t.Errorf("left: %+v", w)
			}
			return nil
		}))
	})
}

func TestTheLogHoldsFailuresAndNoChatter(t *testing.T) {
	var log lockedBuffer
	d := dbtest.SQLite(t)
	j := jobs.New(d, slog.New(slog.NewTextHandler(&log, nil)), clock.System{})
	jobs.Register(j, func(context.Context, greet) error { return jobs.Permanent(errors.New("the reason")) }, jobs.Options{})
	must(t, j.Start(t.Context()))
	if got := log.String(); got != "" {
		t.Errorf("starting logs %q", got)
	}
	must(t, j.Enqueue(t.Context(), d, greet{}))
	eventually(t, "a line about the failure", func() bool { return strings.Contains(log.String(), "the reason") })
	must(t, j.Stop(context.Background()))
}

type lockedBuffer struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.written.String()
}

func TestMigrateTwiceAndByManyAtOnce(t *testing.T) {
	url := dbtest.EmptyPostgres(t)
	errs := make(chan error)
	for range 4 {
		d, err := db.Open(t.Context(), db.Options{URL: url})
		must(t, err)
		defer d.Close()
		go func() { errs <- jobs.Migrate(t.Context(), d) }()
	}
	for range 4 {
		must(t, <-errs)
	}
	must(t, jobs.Migrate(t.Context(), dbtest.SQLite(t)))
}

func TestMigrateRefusesANewerQueue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		_, err := d.Exec(t.Context(), `INSERT INTO river_migration (line, version) VALUES ('main', 999)`)
		must(t, err)
		if err := jobs.Migrate(t.Context(), d); !errors.Is(err, db.ErrNewer) {
			t.Errorf("got %v, want ErrNewer", err)
		}
	})
}

// Sixteen who write without a pause and hundreds of jobs that write too share one connection on SQLite: both must go on.
func TestJobsAndWritersDoNotStarveEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const count = 300
		j := newJobs(t, d)
		var done, written atomic.Int64
		jobs.Register(j, func(ctx context.Context, args greet) error {
			if _, err := d.Exec(ctx, `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ($1, 0, 1)`, "job "+args.Name); err != nil {
				return err
			}
			done.Add(1)
			return nil
		}, jobs.Options{})
		must(t, d.Do(t.Context(), func(tx *db.DB) error {
			for i := range count {
				if err := j.Enqueue(t.Context(), tx, greet{fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		}))
		ctx, cancel := context.WithCancel(t.Context())
		var writers sync.WaitGroup
		var slowest atomic.Int64
		for w := range 16 {
			writers.Go(func() {
				for i := 0; ctx.Err() == nil; i++ {
					begin := time.Now()
					_, err := d.Exec(ctx, `INSERT INTO rate_limit (bucket, starts_at, used) VALUES ($1, $2, 1)`, fmt.Sprintf("writer %d", w), i)
					if err != nil && ctx.Err() == nil {
						t.Error(err)
					}
					slowest.Store(max(slowest.Load(), int64(time.Since(begin))))
					written.Add(1)
				}
			})
		}
		begin := time.Now()
		start(t, j)
		eventually(t, "every job", func() bool { return done.Load() >= count })
		atEnd := written.Load()
		cancel()
		writers.Wait()
		t.Logf("%d jobs in %s beside %d writes, the slowest %s", count, time.Since(begin), atEnd, time.Duration(slowest.Load()))
		if atEnd < count {
			t.Errorf("the writers came to %d writes beside %d jobs", atEnd, count)
		}
	})
}

// What waits for a job hears of it when nobody will try again, and only then.
func TestAWorkerKnowsWhenItIsGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := newJobs(t, d)
		onPurpose := errors.New("on purpose")
		var mu sync.Mutex
		var given []string
		jobs.Register(j, func(ctx context.Context, args greet) error {
			err := onPurpose
			switch args.Name {
			case "never":
				err = jobs.Permanent(onPurpose)
			case "later":
				err = jobs.Later(time.Hour)
			}
			mu.Lock()
			defer mu.Unlock()
			given = append(given, fmt.Sprintf("%s %v", args.Name, jobs.GivenUp(ctx, err)))
			return err
		}, jobs.Options{MaxAttempts: 1})
		for _, name := range []string{"once", "never", "later"} {
			must(t, j.Enqueue(t.Context(), d, greet{name}))
		}
		start(t, j)
		heard := func() string {
			mu.Lock()
			defer mu.Unlock()
			slices.Sort(given)
			return strings.Join(given, ", ")
		}
		eventually(t, "three jobs", func() bool { return strings.Count(heard(), ",") == 2 })
		if got := heard(); got != "later false, never true, once true" {
			t.Errorf("heard %s", got)
		}
	})
}

func TestDrainLeavesWhatWantsToComeLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		j := newJobs(t, d)
		asked := 0
		jobs.Register(j, func(ctx context.Context, _ greet) error {
			if jobs.GivenUp(ctx, errors.New("on purpose")) {
				t.Error("the first of many attempts is said to be the last")
			}
			if asked++; asked == 1 {
				return jobs.Later(time.Minute)
			}
			return nil
		}, jobs.Options{})
		must(t, j.Enqueue(t.Context(), d, greet{"later"}))
		for _, want := range []int{1, 2, 2} {
			must(t, j.Drain(t.Context()))
			if asked != want {
				t.Fatalf("asked %d times, want %d", asked, want)
			}
		}
	})
}
