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

// Hub passes notices on within this process.
type Hub struct {
	relay func(Topic)
	most  int

	mu        sync.RWMutex
	followers map[Topic][]*Subscription
	count     int
	closed    bool
}

// New returns a hub for at most so many subscriptions.
//
// relay, if not nil, is called with every topic published here, so that other nodes hear of it. It must not block;
// what other nodes say comes back through Deliver.
func New(most int, relay func(Topic)) *Hub {
	return &Hub{relay: relay, most: most, followers: map[Topic][]*Subscription{}}
}

// Publish says that the topic has changed, here and on every other node.
func (h *Hub) Publish(t Topic) {
	h.Deliver(t)
	if h.relay != nil {
		h.relay(t)
	}
}

// Deliver says that the topic has changed to the subscriptions of this process only.
func (h *Hub) Deliver(t Topic) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for _, s := range h.followers[t] {
		s.note(t)
	}
}

// DeliverAll says that every topic may have changed: for a bridge that lost its connection and does not know what it missed.
func (h *Hub) DeliverAll() {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for t, followers := range h.followers {
		for _, s := range followers {
			s.note(t)
		}
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
