package web

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/notice"
)

const (
	livePattern  = "GET /live"
	longestTopic = 64
	liveWrite    = 10 * time.Second // for one event to leave; a reader that takes longer has gone
)

// live handles GET /live?topic=...&topic=...: a stream that says "changed" whenever one of the topics has changed, with
// the topic as its data. What changed is not said: the page asks again, and permission stays with the page's handler.
//
// The stream ends when the session does, and when the server is about to stop.
func (s *Site) live(w http.ResponseWriter, r *Request) error {
	topics, err := s.topics(r)
	if err != nil {
		return err
	}
	leave, err := s.listeners.enter(r.Actor.Person)
	if err != nil {
		return err
	}
	defer leave()
	subscription, err := s.Hub.Subscribe(topics...)
	switch {
	case errors.Is(err, notice.ErrTopics):
		return refusal{status: http.StatusBadRequest, key: "web.bad", cause: err}
	case err != nil:
		return refusal{status: http.StatusServiceUnavailable, key: "web.busy", cause: err, wait: time.Minute}
	}
	defer subscription.Close()

	stream := newStream(w)
	defer stream.close()
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	err = stream.comment("listening")
	for err == nil {
		select {
		case <-r.Context().Done():
			return nil
		case <-s.drained:
			return nil
		case _, open := <-subscription.Woken():
			if !open || !s.stillIn(r) {
				return nil
			}
			for _, topic := range subscription.Changed() {
				err = errors.Join(err, stream.event("changed", string(topic)))
			}
		case <-beat.C:
			if !s.stillIn(r) {
				return nil
			}
			err = stream.comment("still here")
		}
	}
	return nil // the reader has gone
}

// topics reads which topics are asked for, and whether this person may hear of them.
func (s *Site) topics(r *Request) ([]notice.Topic, error) {
	var out []notice.Topic
	for _, name := range r.Query().All("topic") {
		if len(name) > longestTopic || !clean(name) || len(out) == notice.MostTopics {
			return nil, refusal{status: http.StatusBadRequest, key: "web.bad"}
		}
		if err := s.MayFollow(r.Context(), r.Actor, notice.Topic(name)); err != nil {
			return nil, err
		}
		out = append(out, notice.Topic(name))
	}
	return out, nil
}

// stillIn says whether the session that opened a stream still holds. A database that does not answer ends no stream.
func (s *Site) stillIn(r *Request) bool {
	holds, err := s.Sessions.Holds(r.Context(), r.token)
	return holds || err != nil
}

// stream writes server-sent events.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

func newStream(w http.ResponseWriter) stream {
	header := w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // proxies must pass events on at once
	return stream{w: w, control: http.NewResponseController(w)}
}

func (s stream) event(name, data string) error {
	return s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", name, data))
}

func (s stream) comment(text string) error { return s.write(": " + text + "\n\n") }

func (s stream) write(text string) error {
	// The deadline belongs to the connection, which knows only the machine's time. A writer without connection has none.
	_ = s.control.SetWriteDeadline(time.Now().Add(liveWrite))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.control.Flush()
}

// close takes the deadline away again: the connection may serve further requests.
func (s stream) close() { _ = s.control.SetWriteDeadline(time.Time{}) }

// mostOfOne is how many pages of one person listen at once. A page that nobody looks at does not listen.
const mostOfOne = 12

// listeners counts the pages that listen, by person.
type listeners struct {
	mu sync.Mutex
	of map[id.PersonID]int
}

// enter counts one more page of a person until leave.
func (l *listeners) enter(person id.PersonID) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[person] >= mostOfOne {
		return nil, refusal{status: http.StatusTooManyRequests, key: "web.busy", wait: time.Minute}
	}
	if l.of == nil {
		l.of = map[id.PersonID]int{}
	}
	l.of[person]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.of[person]--; l.of[person] == 0 {
			delete(l.of, person)
		}
	}, nil
}
