package dbtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// claim takes the folder for this process, so that the keeper leaves it alone. If the keeper removed it in the meantime
// the lock is worth nothing and it begins again.
func claim(folder string) (*server, *os.File, error) {
	for {
		s, err := newServer(folder)
		if err != nil {
			return nil, nil, err
		}
		lock, err := lockFile(s.path("in-use"), syscall.LOCK_SH)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		mine, err1 := lock.Stat()
		there, err2 := os.Stat(s.path("in-use"))
		if err1 == nil && err2 == nil && os.SameFile(mine, there) {
			return s, lock, nil
		}
		if err := errors.Join(err1, lock.Close()); err != nil {
			return nil, nil, err
		}
	}
}

func lockFile(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// keep starts the keeper of the folder if it has none: a process of its own that outlives this one.
func (s *server) keep(patience time.Duration) error {
	lock, err := lockFile(s.path("kept"), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil
	}
	if err := errors.Join(err, lock.Close()); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", s.path("keeper"), "github.com/commonshelf/commonshelf/internal/db/dbtest/keeper")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the keeper: %w: %s", err, out)
	}
	keeper := exec.Command(s.path("keeper"), s.folder, filepath.Join(s.bin, "pg_ctl"), patience.String())
	keeper.Dir = "/"
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := keeper.Start(); err != nil {
		return err
	}
	return keeper.Process.Release()
}
