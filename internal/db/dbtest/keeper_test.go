package dbtest

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A process that is killed runs no cleanup: the system lets go of its lock, and that must be enough.
func TestKeeperRemovesWhatNobodyHolds(t *testing.T) {
	s, lock, err := privateServer(time.Second)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.path("data/postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	postmaster, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.After(time.Minute)
	tick := time.Tick(50 * time.Millisecond)
	held := time.After(2 * time.Second)
	for {
		select {
		case <-held:
			if !s.running() {
				t.Fatal("the keeper stopped a server whose lock was held")
			}
			if err := lock.Close(); err != nil {
				t.Fatal(err)
			}
		case <-tick:
			_, err := os.Stat(s.folder)
			if errors.Is(err, os.ErrNotExist) && errors.Is(syscall.Kill(postmaster, 0), syscall.ESRCH) {
				return
			}
		case <-deadline:
			t.Fatal("the server or its folder is still there")
		}
	}
}
