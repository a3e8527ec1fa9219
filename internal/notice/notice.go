// Package notice tells whoever looks at something that it has changed: not what changed, only that it did.
//
// A notice is a hint. It may come twice and several may come as one; whoever hears it looks again, with the permission
// they have then. Nobody who publishes ever waits for someone who listens.
package notice

import (
	"errors"
	"slices"
	"sync"
)

// Topic names what may change: "import/7f3k...", "catalog".
type Topic string

// MostTopics is how many topics one subscription may follow.
const MostTopics = 8

// The reasons why a subscription is refused.
var (
	ErrFull   = errors.New("too many subscriptions")
	ErrClosed = errors.New("the hub is closed")
	ErrTopics = errors.New("a subscription follows one to eight topics")
)

// Hub passes notices on within this process. Every node reads in the log what others did, and says so to its own hub.
type Hub struct {
	most int

	mu        sync.RWMutex
	followers map[Topic][]*Subscription
	count     int
	closed    bool
}

// New returns a hub for at most so many subscriptions.
func New(most int) *Hub { return &Hub{most: most, followers: map[Topic][]*Subscription{}} }

// Publish says that the topic has changed, to the subscriptions of this process.
func (h *Hub) Publish(t Topic) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, s := range h.followers[t] {
		s.note(t)
	}
}

// Subscribe follows topics until Close.
func (h *Hub) Subscribe(topics ...Topic) (*Subscription, error) {
	topics = slices.Compact(slices.Sorted(slices.Values(topics)))
	if len(topics) == 0 || len(topics) > MostTopics {
		return nil, ErrTopics
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	if h.count >= h.most {
		return nil, ErrFull
	}
	s := &Subscription{hub: h, topics: topics, woken: make(chan struct{}, 1)}
	for _, t := range topics {
		h.followers[t] = append(h.followers[t], s)
	}
	h.count++
	return s, nil
}

// Subscriptions counts the open ones.
func (h *Hub) Subscriptions() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.count
}

// Close refuses further subscriptions and ends those that are open.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return
	}
	h.closed = true
	for _, followers := range h.followers {
		for _, s := range followers {
			s.end()
		}
	}
	clear(h.followers)
	h.count = 0
}
