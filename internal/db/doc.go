// Package db is the handle to the database: a pool or a transaction with the same methods, over SQLite or PostgreSQL.
//
// Statements are plain SQL that both databases understand, with $n placeholders; what differs stands in dialect.go.
//
// On SQLite one goroutine owns the one writing connection. It gathers the operations that wait into one transaction,
// each in a savepoint of its own, and answers them after the commit has reached the disk: an acknowledged write
// survives a power cut, and the cost of the sync is shared. Readers have a pool of their own and never wait for it.
//
// On PostgreSQL every write transaction is serializable and is tried again when it collides with another.
//
// In both, the function of a transaction may run twice: it must have no effect outside the transaction but through
// AfterCommit.
package db
