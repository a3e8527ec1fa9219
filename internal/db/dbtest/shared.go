package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db"
)

// shared is the server that all test processes use, as this process sees it.
type shared struct {
	*server
	inUse    *os.File // a shared lock while this process lives: the keeper goes by it
	admin    *sql.DB
	made     atomic.Int64
	template func() (string, error)
}

func sharedServer(t testing.TB) *shared {
	t.Helper()
	s, err := openShared()
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	return s
}

// openShared starts the server if no other process has.
var openShared = sync.OnceValues(func() (*shared, error) {
	folder := filepath.Join(os.TempDir(), fmt.Sprintf("commonshelf-pg-%d", os.Getuid()))
	if len(folder) > 80 {
		return nil, fmt.Errorf("%s is too long for the name of a socket: set TMPDIR to a shorter one", folder)
	}
	s := &shared{}
	var err error
	if s.server, s.inUse, err = claim(folder); err != nil {
		return nil, err
	}
	if err := s.exclusively(s.startOnce); err != nil {
		return nil, err
	}
	if s.admin, err = sql.Open("pgx", s.url("postgres")); err != nil {
		return nil, err
	}
	s.admin.SetMaxOpenConns(2)
	s.template = sync.OnceValues(s.makeTemplate)
	return s, nil
})

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

// exclusively runs fn while no other process does.
func (s *shared) exclusively(fn func() error) error {
	lock, err := lockFile(s.path("turn"), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	return errors.Join(fn(), lock.Close())
}

func (s *shared) startOnce() error {
	if err := s.keep(); err != nil {
		return err
	}
	if s.running() {
		return nil
	}
	return s.start("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off", "shared_buffers = 64MB", "wal_level = minimal", "max_wal_senders = 0")
}

// keep starts the keeper of the folder if it has none: a process of its own that outlives this one.
func (s *server) keep() error {
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
	keeper := exec.Command(s.path("keeper"), s.folder, filepath.Join(s.bin, "pg_ctl"))
	keeper.Dir = "/"
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := keeper.Start(); err != nil {
		return err
	}
	return keeper.Process.Release()
}

// makeTemplate migrates the database that others are copied from, once for all processes with the same migrations.
func (s *shared) makeTemplate() (string, error) {
	fingerprint, err := db.Fingerprint()
	if err != nil {
		return "", err
	}
	name := "template_" + fingerprint
	err = s.exclusively(func() error {
		ctx := context.Background()
		var there bool
		if err := s.admin.QueryRowContext(ctx, `SELECT count(*) > 0 FROM pg_database WHERE datname = $1`, name).Scan(&there); err != nil || there {
			return err
		}
		// Under its final name it is complete: a process that dies half-way leaves a draft for the next to replace.
		const draft = "template_draft"
		for _, statement := range []string{`DROP DATABASE IF EXISTS ` + draft + ` WITH (FORCE)`, `CREATE DATABASE ` + draft + ` TEMPLATE template0`} {
			if _, err := s.admin.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		if err := migrate(ctx, db.Options{URL: s.url(draft)}); err != nil {
			return err
		}
		_, err := s.admin.ExecContext(ctx, `ALTER DATABASE `+draft+` RENAME TO `+name)
		return err
	})
	return name, err
}

// database makes a database for one test and drops it afterwards.
func (s *shared) database(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), s.made.Add(1))
	if _, err := s.admin.ExecContext(t.Context(), `CREATE DATABASE `+name+` TEMPLATE `+template); err != nil {
		t.Fatalf("create a database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := s.admin.ExecContext(context.Background(), `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("drop the database: %v", err)
		}
	})
	return s.url(name)
}
