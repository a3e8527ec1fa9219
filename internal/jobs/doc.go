// Package jobs does work later: mail, fetching, imports, whatever must happen outside the transaction that causes it.
//
// A job is stored in that transaction, runs after its commit, and runs again after an error or a crash: a worker must be
// idempotent. Jobs wait in the same database as everything else, in tables that belong to River, the queue below. On
// SQLite the queue shares the one writing connection; on PostgreSQL it has a few connections of its own, and any number
// of nodes share the work.
//
// The queue looks for work four times a second. What only has to read what happened reads the log instead of having a
// job for each event.
package jobs
