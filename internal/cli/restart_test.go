package cli_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/db/dbtest"
)

// PostgreSQL itself stops at once and comes back while two nodes save. Neither node says that it is ready while it is away. In the end both find
// everything that was acknowledged, and nothing twice.
func TestPostgresRestartsUnderWrites(t *testing.T) {
	cluster := dbtest.NewCluster(t)
	_, here := startProgram(t, placeOn(t, cluster.URL))
	_, there := startProgram(t, placeOn(t, cluster.URL))
	nodes := []string{here, there}

	shared := &acknowledged{}
	stop := make(chan struct{})
	var group sync.WaitGroup
	notYet := func(error) bool { return true } // while the database is away nothing is acknowledged
	for _, node := range nodes {
		writer := signIn(t, node)
		for range 2 {
			group.Go(func() { shared.keep(stop, writer, node, notYet) })
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

	shared.foundOnce(t, nodes...)
}
