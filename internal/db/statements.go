package db

import (
	"context"
	"database/sql"
	"sync"
)

// statements keeps what SQLite has compiled: compiling a short statement costs several times what running it does.
// PostgreSQL's driver keeps its own.
type statements struct {
	pool *sql.DB

	mu     sync.RWMutex
	known  map[string]*sql.Stmt
	wanted map[string]bool // seen inside a transaction, where the pool has no connection left to compile on
}

// mostStatements is how many are kept. Lists of many lengths make many texts; what comes after is compiled each time.
const mostStatements = 600

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, known: map[string]*sql.Stmt{}, wanted: map[string]bool{}}
}

// get gives a compiled statement; nil when there is none yet.
func (s *statements) get(query string) *sql.Stmt {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.known[query]
}

// want notes a statement to be compiled once the connection is free.
func (s *statements) want(query string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known)+len(s.wanted) < mostStatements {
		s.wanted[query] = true
	}
}

// compile gives a compiled statement, made now if need be; nil when there are too many, or it cannot be compiled, which
// running it will say. It must not be called while the caller holds a connection of the pool.
func (s *statements) compile(ctx context.Context, query string) *sql.Stmt {
	if known := s.get(query); known != nil {
		return known
	}
	s.mu.RLock()
	full := len(s.known) >= mostStatements
	s.mu.RUnlock()
	if full {
		return nil
	}
	fresh, err := s.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	known, twice := s.known[query]
	if !twice {
		s.known[query] = fresh
	}
	s.mu.Unlock()
	if twice {
		_ = fresh.Close() // somebody else was as quick; nothing depends on this one
		return known
	}
	return fresh
}

// compileWanted compiles what transactions have asked for.
func (s *statements) compileWanted(ctx context.Context) {
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = map[string]bool{}
	s.mu.Unlock()
	for query := range wanted {
		s.compile(ctx, query)
	}
}
