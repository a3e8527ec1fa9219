package cli_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// PostgreSQL itself stops at once and comes back while two nodes save. Neither node says that it is ready while it is away. In the end both find
// everything that was acknowledged, and nothing twice.
func TestPostgresRestartsUnderWrites(t *testing.T) {
	cluster := dbtest.NewCluster(t)
	at := func() place {
		dir := t.TempDir()
		return place{dir: dir, flags: []string{"--data", dir, "--database", cluster.URL}}
	}
	_, here := startProgram(t, at())
	_, there := startProgram(t, at())
	nodes := []string{here, there}

	shared := &acknowledged{}
	stop := make(chan struct{})
	var group sync.WaitGroup
	var next atomic.Int64
	for _, node := range nodes {
		writer := signIn(t, node)
		for range 2 {
			group.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					title := fmt.Sprintf("Wanderoo number%d", next.Add(1))
					if _, err := share(writer, node, title); err == nil { // while the database is away nothing is acknowledged
						shared.add(title)
					}
				}
			})
		}
	}
	for round := 1; round <= 2; round++ {
		before := len(shared.list())
		dbtest.Soon(t, "more is shared", func() bool { return len(shared.list()) >= before+20 })
		cluster.Stop()
		for _, node := range nodes {
			dbtest.Soon(t, "a node without its database is not ready", func() bool { return status(t, node+"/readyz") == http.StatusServiceUnavailable })
		}
		acknowledged := shared.list()
		cluster.Start()
		for _, node := range nodes {
			dbtest.Soon(t, "a node is ready again", func() bool { return status(t, node+"/readyz") == http.StatusOK })
			if found := foundOn(t, signIn(t, node), node, "wanderoo"); missing(acknowledged, found) > 0 {
				t.Errorf("a node says that it is ready and does not find %d of %d that were shared before the database stopped", missing(acknowledged, found), len(acknowledged))
			}
		}
	}
	close(stop)
	group.Wait()

	all := shared.list()
	for _, node := range nodes {
		visitor := signIn(t, node)
		dbtest.Soon(t, "a node finds all that was shared", func() bool { return missing(all, foundOn(t, visitor, node, "wanderoo")) == 0 })
		for title, times := range foundOn(t, visitor, node, "wanderoo") {
			if times != 1 {
				t.Errorf("%s is found %d times", title, times)
			}
		}
	}
}
