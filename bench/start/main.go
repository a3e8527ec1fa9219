// Start measures how long the program takes from its start to answering and to finding everything, and its memory: the demonstration, and a
// catalog of 100,000. A million take some twenty minutes to be written, so that they are kept to be measured again:
//
//	go run ./bench/start -program bin/commonshelf
//	go run ./bench/start -program bin/commonshelf -resources 1000000 -keep
//	go run ./bench/start -program bin/commonshelf -folder /tmp/commonshelf-bench-123
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/commonshelf/commonshelf/bench/bar"
	"github.com/commonshelf/commonshelf/bench/shelf"
)

func main() {
	program := flag.String("program", "bin/commonshelf", "the program to start")
	runs := flag.Int("runs", 5, "starts; the median is told")
	rest := flag.Duration("rest", 3*time.Second, "wait before memory is read")
	resources := flag.Int("resources", 100_000, "size of the large catalog; 0: none")
	keep := flag.Bool("keep", false, "leave the folder of the large catalog, and say where it is")
	folder := flag.String("folder", "", "a folder that was left so, to be measured alone")
	flag.Parse()
	b := bench{*program, *runs, *rest}
	if err := b.measure(context.Background(), *folder, *resources, *keep); err != nil {
		log.Fatal(err)
	}
}

type bench struct {
	program string
	runs    int
	rest    time.Duration
}

// started is one start.
type started struct {
	answers, ready time.Duration // until the program answers anything, and until it finds everything
	rest, peak     int           // memory in MiB
}

func (b bench) measure(ctx context.Context, folder string, resources int, keep bool) error {
	if folder != "" {
		return b.again(folder, "the catalog that was kept")
	}
	s, err := b.median(func() (_ started, err error) {
		folder, err := os.MkdirTemp("", "commonshelf-bench-")
		if err != nil {
			return started{}, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		return b.start(folder)
	})
	if err != nil {
		return err
	}
	fmt.Printf("demonstration: %s\n", s)
	bar.Under("finds everything after", s.ready.Seconds(), 1, "s")
	bar.Under("at rest", float64(s.rest), 80, "MiB")
	if resources == 0 {
		return nil
	}
	return b.large(ctx, resources, keep)
}

// large measures starts with a full catalog.
func (b bench) large(ctx context.Context, resources int, keep bool) (err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return err
	}
	if keep {
		fmt.Printf("%d resources are kept in %s\n", resources, s.Folder)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(s.Folder)) }()
	}
	err = s.Fill(ctx, resources)
	if err := errors.Join(err, s.Server.Close()); err != nil {
		return err
	}
	return b.again(s.Folder, fmt.Sprint(resources, " resources"))
}

// again measures the first start on a folder, which makes the index, and those that find it made.
func (b bench) again(folder, name string) error {
	if err := os.RemoveAll(filepath.Join(folder, "cache", "index")); err != nil {
		return err
	}
	first, err := b.start(folder)
	if err != nil {
		return err
	}
	fmt.Printf("%s, the first time: %s\n", name, first)
	bar.Under("at the most", float64(first.peak), 1536, "MiB (at a million)")
	s, err := b.median(func() (started, error) { return b.start(folder) })
	if err != nil {
		return err
	}
	fmt.Printf("%s, from the stored index: %s\n", name, s)
	bar.Under("finds everything after", s.ready.Seconds(), 5, "s")
	bar.Under("at rest", float64(s.rest), 400, "MiB (at 100,000)")
	return nil
}

func (s started) String() string {
	return fmt.Sprintf("answers after %s, finds everything after %s, %d MiB at rest, %d at the most", s.answers.Round(time.Millisecond), s.ready.Round(time.Millisecond), s.rest, s.peak)
}

// median gives the middle of some starts, each figure by itself.
func (b bench) median(start func() (started, error)) (started, error) {
	var all []started
	for range b.runs {
		s, err := start()
		if err != nil {
			return started{}, err
		}
		all = append(all, s)
	}
	return started{middle(all, func(s started) time.Duration { return s.answers }), middle(all, func(s started) time.Duration { return s.ready }),
		middle(all, func(s started) int { return s.rest }), middle(all, func(s started) int { return s.peak })}, nil
}

func middle[T cmp.Ordered](all []started, of func(started) T) T {
	var list []T
	for _, s := range all {
		list = append(list, of(s))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// patience is how long a start may take.
const patience = 10 * time.Minute

// start starts the program on a folder, and stops it.
func (b bench) start(folder string) (s started, err error) {
	const at = "127.0.0.1:18089"
	began := time.Now()
	command := exec.Command(b.program, "serve", "--demo", "--listen", at, "--data", folder)
	if err := command.Start(); err != nil {
		return started{}, err
	}
	defer func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		err = errors.Join(err, command.Wait())
	}()
	for _, path := range []string{"/healthz", "/readyz"} {
		if err := await("http://"+at+path, began.Add(patience)); err != nil {
			return started{}, err
		}
		if s.ready = time.Since(began); s.answers == 0 {
			s.answers = s.ready
		}
	}
	time.Sleep(b.rest)
	if s.rest, err = shelf.Memory(command.Process.Pid); err == nil {
		s.peak, err = shelf.Peak(command.Process.Pid)
	}
	return s, err
}

// await returns once an address answers that all is well.
func await(address string, until time.Time) error {
	for time.Now().Before(until) {
		response, err := http.Get(address)
		if err == nil {
			if err := response.Body.Close(); err != nil || response.StatusCode == http.StatusOK {
				return err
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return fmt.Errorf("%s never answered", address)
}
