package search

import (
	"sync/atomic"
	"time"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// mostSilence is how long this node may hear nothing of the log and still be said to follow it. It looks five times a second: after a
// longer silence (the machine slept, the database was away) much may have been shared elsewhere.
const mostSilence = 5 * time.Second

// pulse tells whether this node has lost sight of the log. A node that works through a great change is not lost: were it to say so, all
// nodes would at once.
type pulse struct {
	follows atomic.Bool  // the log is being followed
	last    atomic.Int64 // when something of the log was last heard, in microseconds
	lost    atomic.Bool  // the log could not be read or there was a long silence, and its end has not been reached since
}

// silent notes that there was silence until now, if it was long.
func (p *pulse) silent(now int64) {
	if p.long(now) {
		p.lost.Store(true)
	}
}

func (p *pulse) long(now int64) bool { return now-p.last.Load() > mostSilence.Microseconds() }

// heard notes that something of the log was applied.
func (p *pulse) heard(now int64) {
	p.silent(now)
	p.last.Store(now)
}

// ended notes that there was nothing more in the log when it was asked for.
func (p *pulse) ended(asked int64) {
	p.last.Store(asked)
	p.lost.Store(false)
}

// CaughtUp says whether this node has what the log tells of, as far as it can know: it says no after a long silence, and after the log
// could not be read, until it has come to its end again.
func (s *Service) CaughtUp() bool {
	if !s.Ready() || !s.pulse.follows.Load() {
		return s.Ready()
	}
	return !s.pulse.lost.Load() && !s.pulse.long(s.now())
}

func (s *Service) now() int64 { return clock.Micros(s.clock.Now()) }
