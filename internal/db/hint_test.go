package db_test

import (
	"context"
	"testing"
	"time"

	"github.com/commonshelf/commonshelf/internal/db"
	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// A hint given on one node wakes every node that listens.
func TestHintsReachEveryNode(t *testing.T) {
	d := dbtest.Postgres(t)
	other, err := db.Open(t.Context(), d.Options())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, stop := context.WithCancel(t.Context())
	type node struct {
		handle *db.DB
		woken  chan struct{}
		ended  chan error
	}
	nodes := []node{{d, make(chan struct{}, 100), make(chan error, 1)}, {other, make(chan struct{}, 100), make(chan error, 1)}}
	wait := func(what string, woken chan struct{}) {
		t.Helper()
		select {
		case <-woken:
		case <-time.After(30 * time.Second):
			t.Fatalf("nobody woke: %s", what)
		}
	}
	for _, n := range nodes {
		go func() { n.ended <- n.handle.Listen(ctx, func() { n.woken <- struct{}{} }) }()
	}
	for _, n := range nodes {
		wait("at the beginning", n.woken)
	}
	for _, from := range nodes {
		from.handle.Hint()
		for _, n := range nodes {
			wait("after a hint", n.woken)
		}
	}
	stop()
	for _, n := range nodes {
		if err := <-n.ended; err == nil {
			t.Error("listening ended without a reason")
		}
	}
}
