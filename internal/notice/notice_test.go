package notice_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/commonshelf/commonshelf/internal/notice"
)

func subscribe(t *testing.T, h *notice.Hub, topics ...notice.Topic) *notice.Subscription {
	t.Helper()
	s, err := h.Subscribe(topics...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func woken(s *notice.Subscription) bool {
	select {
	case _, open := <-s.Woken():
		return open
	default:
		return false
	}
}

func TestWhoFollowsATopicHearsOfIt(t *testing.T) {
	h := notice.New(10)
	elm := subscribe(t, h, "import/elm", "catalog")
	oak := subscribe(t, h, "import/oak")

	h.Publish("import/elm")

	if !woken(elm) || !slices.Equal(elm.Changed(), []notice.Topic{"import/elm"}) {
		t.Error("elm did not hear of its import")
	}
	if woken(oak) || len(oak.Changed()) != 0 {
		t.Error("oak heard of an import it does not follow")
	}
}

func TestManyNoticesComeAsOne(t *testing.T) {
	h := notice.New(10)
	s := subscribe(t, h, "a", "b", "b")

	for range 1000 {
		h.Publish("a")
		h.Publish("b")
	}

	if !woken(s) || woken(s) {
		t.Error("want exactly one wake for what was not looked at yet")
	}
	if got := s.Changed(); !slices.Equal(got, []notice.Topic{"a", "b"}) {
		t.Errorf("changed %v, want a and b once each", got)
	}
	h.Publish("b")
	if got := s.Changed(); !woken(s) || !slices.Equal(got, []notice.Topic{"b"}) {
		t.Errorf("after looking, changed %v, want b again", got)
	}
}

func TestClosedSubscriptionMakesRoom(t *testing.T) {
	h := notice.New(1)
	first := subscribe(t, h, "a")
	if _, err := h.Subscribe("a"); !errors.Is(err, notice.ErrFull) {
		t.Errorf("a full hub answers %v, want ErrFull", err)
	}

	first.Close()
	first.Close()
	h.Publish("a")

	if _, open := <-first.Woken(); open {
		t.Error("a closed subscription was woken")
	}
	subscribe(t, h, "a")
	if h.Subscriptions() != 1 {
		t.Errorf("%d subscriptions, want 1", h.Subscriptions())
	}
}

func TestTopicsAreBounded(t *testing.T) {
	h := notice.New(10)
	for _, topics := range [][]notice.Topic{{}, {"1", "2", "3", "4", "5", "6", "7", "8", "9"}} {
		if _, err := h.Subscribe(topics...); !errors.Is(err, notice.ErrTopics) {
			t.Errorf("%d topics answer %v, want ErrTopics", len(topics), err)
		}
	}
	subscribe(t, h, "1", "2", "3", "4", "5", "6", "7", "8", "8")
}

func TestClosingTheHubEndsEverySubscription(t *testing.T) {
	h := notice.New(10)
	s := subscribe(t, h, "a", "b")

	h.Close()
	h.Close()
	s.Close()
	h.Publish("a")

	if _, open := <-s.Woken(); open {
		t.Error("the subscription outlived its hub")
	}
	if _, err := h.Subscribe("a"); !errors.Is(err, notice.ErrClosed) {
		t.Errorf("a closed hub answers %v, want ErrClosed", err)
	}
}

func TestNobodyWaitsForAListener(t *testing.T) {
	h := notice.New(100)
	deaf := subscribe(t, h, "a")
	defer deaf.Close()

	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				s, err := h.Subscribe("a", "b")
				if err != nil {
					t.Error(err)
					return
				}
				h.Publish("a")
				<-s.Woken()
				s.Close()
			}
		})
	}
	all.Wait()
	if h.Subscriptions() != 1 {
		t.Errorf("%d subscriptions are left, want 1", h.Subscriptions())
	}
}
