// Start measures how long the program takes from its start to serving the demonstration, and its memory at rest.
//
//	go run ./bench/start -program bin/commonshelf
package main

import (
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
	flag.Parse()
	var times []time.Duration
	var memory []int
	for range *runs {
		took, used, err := start(*program, *rest)
		if err != nil {
			log.Fatal(err)
		}
		times, memory = append(times, took), append(memory, used)
	}
	slices.Sort(times)
	slices.Sort(memory)
	fmt.Printf("demonstration: serves after %s, %d MiB at rest\n", times[len(times)/2].Round(time.Millisecond), memory[len(memory)/2])
}

func start(program string, rest time.Duration) (_ time.Duration, memory int, err error) {
	folder, err := os.MkdirTemp("", "commonshelf-bench-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
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
