package web

import (
	"net/http"
	"sync"
	"time"
)

// How often somebody may write, and all of a district together: far beyond what hands do, drafts that save themselves included, so that
// only a program meets it.
var (
	writesOfOne = Rate{Act: "write", Most: 1200, Within: 10 * time.Minute}
	writesOfAll = Rate{Act: "write.district", Most: 12_000, Within: 10 * time.Minute}
)

// keepPace counts what is written by somebody signed in, or by whoever holds the token in the address. What is refused to one counts
// for nobody else.
func (s *Site) keepPace(r *Request, route Route) error {
	token := r.PathValue("token")
	if !r.writes() || !route.Who.needsPerson() && token == "" {
		return nil
	}
	if !r.Actor.SignedIn() {
		return s.pace.keep(writesOfOne, token, s.Clock.Now())
	}
	if err := s.pace.keep(writesOfOne, string(r.Actor.Person), s.Clock.Now()); err != nil {
		return err
	}
	return s.pace.keep(writesOfAll, string(r.Actor.District), s.Clock.Now())
}

// pace counts in memory, unlike Limits: what bounds programs alone is not worth a row for each write. Each node counts for itself.
type pace struct {
	mu   sync.Mutex
	over map[string]time.Time // by act and subject: when nothing of what was done counts any more
}

// mostPaced is how many subjects are held before those are dropped of whom nothing counts any more.
const mostPaced = 10_000

// keep counts an act of a subject. The error is an answer of 429. Each act counts for as long as a steady pace would take over it, so
// that most may come at once, and what comes later as fast as time passes.
func (p *pace) keep(rate Rate, subject string, now time.Time) error {
	key, each := rate.Act+" "+subject, rate.Within/time.Duration(rate.Most)
	p.mu.Lock()
	defer p.mu.Unlock()
	over := p.over[key]
	if over.Before(now) {
		over = now
	}
	over = over.Add(each)
	if wait := over.Sub(now) - rate.Within; wait > 0 {
		return tooOften(wait)
	}
	if len(p.over) >= mostPaced {
		p.forget(now)
	}
	p.over[key] = over
	return nil
}

// forget drops the subjects of whom nothing counts any more. If those that are left are still too many, all begin anew.
func (p *pace) forget(now time.Time) {
	for key, over := range p.over {
		if !over.After(now) {
			delete(p.over, key)
		}
	}
	if len(p.over) >= mostPaced {
		clear(p.over)
	}
}

// tooOften is the answer to what was done too often.
func tooOften(wait time.Duration) error {
	minutes := int((wait + time.Minute - 1) / time.Minute)
	return refusal{status: http.StatusTooManyRequests, key: "web.often", args: []any{minutes}, wait: wait}
}
