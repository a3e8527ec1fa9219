// Package peer runs the independent programs that tests talk to: servers that others wrote and that speak the standard.
//
// Their versions are fixed in tools/go.mod and their programs are kept in .cache/bin of the module. A program that is
// missing there, or older than tools/go.mod, is built; what cannot be built or started fails the test.
package peer

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Program gives the path of the program that the package of tools/go.mod builds.
func Program(t testing.TB, name, pkg string) string {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	tools := filepath.Join(root, "tools")
	program := filepath.Join(root, ".cache", "bin", name)
	if isFresh(program, filepath.Join(tools, "go.mod")) {
		return program
	}
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", "build", "-o", fresh, pkg)
	build.Dir = tools
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	// Several tests may build at once: each puts a whole program in place.
	beside := fmt.Sprintf("%s.%d", program, os.Getpid())
	data, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(beside, data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(beside, program); err != nil {
		t.Fatal(err)
	}
	return program
}

func isFresh(program, made string) bool {
	built, err := os.Stat(program)
	if err != nil {
		return false
	}
	from, err := os.Stat(made)
	return err == nil && !built.ModTime().Before(from.ModTime())
}

func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "tools", "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("no tools/go.mod above the working directory")
		}
		dir = up
	}
}

// FreeAddress is an address of this machine that nobody listened on a moment ago.
func FreeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Server is a program to run and how to tell that it is ready.
type Server struct {
	Command *exec.Cmd
	Ready   func(context.Context) error // nil as soon as it can be talked to
}

// Run runs a program until the test ends and returns when it is ready. Where another process was faster to take an
// address, the program ends at once: then the next one that prepare gives is tried. What the program said is shown when
// it does not get there.
func Run(t testing.TB, prepare func() Server) {
	t.Helper()
	const attempts = 3
	var err error
	for range attempts {
		if err = run(t, prepare()); err == nil {
			return
		}
	}
	t.Fatal(err)
}

const patience = 20 * time.Second

func run(t testing.TB, s Server) error {
	said := &output{}
	s.Command.Stdout, s.Command.Stderr = said, said
	if err := s.Command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Command.Wait() }()
	t.Cleanup(func() {
		_ = s.Command.Process.Kill()
		<-ended
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.Ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case why := <-ended:
			ended <- why
			return fmt.Errorf("%s ended at once: %v\n%s", s.Command.Path, why, said)
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %v\n%s", s.Command.Path, err, said)
		}
	}
}

// Answers says whether a server speaks HTTP at the URL.
func Answers(ctx context.Context, url string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// output gathers what a program says while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
