// Package search finds resources: it feeds the index in this process from the catalog's tables and log, and asks it in the
// name of an actor, so that nobody is shown, or counted, what they may not see.
//
// The database is the truth. The index is read at the start from a file that fits it, or built from it; it is told of every
// change by the writer before the writer is answered, and fed by the log with what other nodes wrote.
package search
