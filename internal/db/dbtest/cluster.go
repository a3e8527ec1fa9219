package dbtest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"testing"
	"time"
)

// Cluster starts a PostgreSQL of the test's own that syncs to the disk as in earnest, and gives the URL of an empty
// database in it. It is for tests that kill what writes; it takes a second or two to start.
func Cluster(t testing.TB) string {
	t.Helper()
	return NewCluster(t).URL
}

// A PostgresCluster is such a PostgreSQL, which the test may stop and start.
type PostgresCluster struct {
	URL    string // of an empty database
	t      testing.TB
	server *server
}

// Stop stops it at once, as if it were killed.
func (c *PostgresCluster) Stop() {
	c.t.Helper()
	if err := c.server.stop(); err != nil {
		c.t.Fatalf("stop PostgreSQL: %v", err)
	}
}

// Start starts it again, with what it had.
func (c *PostgresCluster) Start() {
	c.t.Helper()
	if err := c.server.resume(); err != nil {
		c.t.Fatal(err)
	}
}

// NewCluster starts one.
func NewCluster(t testing.TB) *PostgresCluster {
	t.Helper()
	s, lock, err := privateServer(time.Minute)
	if err != nil {
		t.Fatalf("PostgreSQL of the test's own: %v", err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.stop(), os.RemoveAll(s.folder), lock.Close()); err != nil {
			t.Errorf("remove PostgreSQL: %v", err)
		}
	})
	admin, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = admin.ExecContext(context.Background(), `CREATE DATABASE commonshelf TEMPLATE template0`)
	if err := errors.Join(err, admin.Close()); err != nil {
		t.Fatal(err)
	}
	return &PostgresCluster{s.url("commonshelf"), t, s}
}

// privateServer starts a server in a new folder, which its keeper removes when the lock has been free for so long.
func privateServer(patience time.Duration) (*server, *os.File, error) {
	folder, err := os.MkdirTemp("", "commonshelf-pg-")
	if err != nil {
		return nil, nil, err
	}
	s, lock, err := claim(folder)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, lock, errors.Join(s.keep(patience), s.start())
}
