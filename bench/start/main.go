// Start measures how long the program takes from its start to serving, and its memory at rest: the demonstration, and a catalog of
// 100,000.
//
//	go run ./bench/start -program bin/commonshelf
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"

	"github.com/commonshelf/commonshelf/bench/shelf"
)

func main() {
	program := flag.String("program", "bin/commonshelf", "the program to start")
	runs := flag.Int("runs", 5, "starts; the median is told")
	rest := flag.Duration("rest", 3*time.Second, "wait before memory is read")
	resources := flag.Int("resources", 100_000, "size of the large catalog; 0: none")
	flag.Parse()
	if err := measure(context.Background(), *program, *runs, *rest, *resources); err != nil {
		log.Fatal(err)
	}
}

func measure(ctx context.Context, program string, runs int, rest time.Duration, resources int) error {
	took, used, err := median(runs, func() (_ time.Duration, _ int, err error) {
		folder, err := os.MkdirTemp("", "commonshelf-bench-")
		if err != nil {
			return 0, 0, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		return start(program, folder, rest)
	})
	if err != nil {
		return err
	}
	fmt.Printf("demonstration: serves after %s (bar 1 s), %d MiB at rest (bar 80)\n", took, used)
	if resources == 0 {
		return nil
	}
	return large(ctx, program, runs, rest, resources)
}

// large measures starts with a full catalog: the first, which makes the index, and those that find it made.
func large(ctx context.Context, program string, runs int, rest time.Duration, resources int) (err error) {
	s, err := shelf.Open(ctx, "")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(s.Folder)) }()
	err = s.Fill(ctx, resources)
	if err := errors.Join(err, s.Server.Close()); err != nil {
		return err
	}
	first, _, err := start(program, s.Folder, 0)
	if err != nil {
		return err
	}
	took, used, err := median(runs, func() (time.Duration, int, error) { return start(program, s.Folder, rest) })
	fmt.Printf("%d resources: serves after %s (bar 5 s; %s the first time), %d MiB at rest (bar 400)\n", resources, took, first.Round(time.Millisecond), used)
	return err
}

func median(runs int, start func() (time.Duration, int, error)) (time.Duration, int, error) {
	var times []time.Duration
	var memory []int
	for range runs {
		took, used, err := start()
		if err != nil {
			return 0, 0, err
		}
		times, memory = append(times, took), append(memory, used)
	}
	slices.Sort(times)
	slices.Sort(memory)
	return times[runs/2].Round(time.Millisecond), memory[runs/2], nil
}

// start starts the program on a folder and gives the time until it serves and its memory after a rest, in MiB.
func start(program, folder string, rest time.Duration) (_ time.Duration, memory int, err error) {
	const at = "127.0.0.1:18089"
	began := time.Now()
	command := exec.Command(program, "serve", "--demo", "--listen", at, "--data", folder)
	if err := command.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		err = errors.Join(err, command.Wait())
	}()
	for time.Since(began) < time.Minute {
		response, err := http.Get("http://" + at + "/readyz")
		if err == nil {
			ready := response.StatusCode == http.StatusOK
			if err := response.Body.Close(); err != nil {
				return 0, 0, err
			}
			if ready {
				took := time.Since(began)
				time.Sleep(rest)
				memory, err := shelf.Memory(command.Process.Pid)
				return took, memory, err
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return 0, 0, errors.New("the program never served")
}
