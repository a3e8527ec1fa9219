package notice

import (
	"slices"
	"sync"
)

// Subscription is one who follows topics.
type Subscription struct {
	hub    *Hub
	topics []Topic
	woken  chan struct{}

	mu      sync.Mutex
	changed []Topic // each at most once, so never longer than topics
	ended   bool
}

// Woken is sent to when topics have changed since Changed was last asked, and is closed when the subscription ends.
func (s *Subscription) Woken() <-chan struct{} { return s.woken }

// Changed takes the topics that have changed since it was last asked.
func (s *Subscription) Changed() []Topic {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.changed
	s.changed = nil
	return out
}

// Close ends the subscription. It may be called twice.
func (s *Subscription) Close() {
	h := s.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	if s.end() {
		return
	}
	for _, t := range s.topics {
		rest := slices.DeleteFunc(h.followers[t], func(other *Subscription) bool { return other == s })
		if len(rest) == 0 {
			delete(h.followers, t)
		} else {
			h.followers[t] = rest
		}
	}
	h.count--
}

func (s *Subscription) note(t Topic) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || slices.Contains(s.changed, t) {
		return
	}
	s.changed = append(s.changed, t)
	select {
	case s.woken <- struct{}{}:
	default: // it has not looked since the last time
	}
}

// end closes the subscription's channel and says whether it was closed already.
func (s *Subscription) end() (already bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return true
	}
	s.ended = true
	close(s.woken)
	return false
}
