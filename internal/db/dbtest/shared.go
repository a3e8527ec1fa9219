package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/jobs"
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

// exclusively runs fn while no other process does.
func (s *shared) exclusively(fn func() error) error {
	lock, err := lockFile(s.path("turn"), syscall.LOCK_EX)
	if err != nil {
		return err
	}
	return errors.Join(fn(), lock.Close())
}

func (s *shared) startOnce() error {
	if err := s.keep(20 * time.Second); err != nil {
		return err
	}
	if s.running() {
		return nil
	}
	return s.start("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off", "shared_buffers = 64MB", "wal_level = minimal", "max_wal_senders = 0")
}

// makeTemplate migrates the database that others are copied from, once for all processes with the same migrations.
func (s *shared) makeTemplate() (string, error) {
	ours, err1 := db.Fingerprint()
	queue, err2 := jobs.Fingerprint()
	if err := errors.Join(err1, err2); err != nil {
		return "", err
	}
	name := "template_" + ours + "_" + queue
	err := s.exclusively(func() error {
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
