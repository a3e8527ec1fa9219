package server

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/backup"
	"github.com/commonshelf/commonshelf/internal/jobs"
)

// collecting is the job that removes the bytes of files nobody needs.
type collecting struct{}

// Kind implements jobs.Args.
func (collecting) Kind() string { return "files.collect" }

// collectDaily tells the queue to remove, once a day, the bytes that the database does not name.
func (s *Server) collectDaily() {
	stores := backup.Stores{DB: s.DB, Files: s.Files, Clock: s.clock}
	jobs.Register(s.Jobs, func(ctx context.Context, _ collecting) error { return stores.Collect(ctx) }, jobs.Options{Unique: true})
	s.Jobs.Every(24*time.Hour, collecting{})
}
