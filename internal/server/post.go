package server

import (
	"context"
	"log/slog"
	"slices"
	"sync"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/people/peopleweb"
)

// post takes letters out by mail; the demonstration keeps them to be looked at.
type post struct {
	clock clock.Clock
	log   *slog.Logger
	demo  bool

	mu   sync.Mutex
	kept []peopleweb.SentLetter
}

// keptLetters is how many letters the demonstration keeps.
const keptLetters = 100

func newPost(settings config.Settings, c clock.Clock, log *slog.Logger) (*post, error) {
	return &post{clock: c, log: log, demo: settings.Demo}, nil
}

func (p *post) works() bool { return p.demo }

// Send implements people.Post.
func (p *post) Send(ctx context.Context, letter people.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = append(p.kept, peopleweb.SentLetter{To: letter.To, Subject: letter.Subject, Text: letter.Text, At: p.clock.Now()})
	if len(p.kept) > keptLetters {
		p.kept = p.kept[1:]
	}
	return nil
}

// sent lists the letters of the demonstration, the newest first; nil where letters really go out.
func (p *post) sent() func() []peopleweb.SentLetter {
	if !p.demo {
		return nil
	}
	return func() []peopleweb.SentLetter {
		p.mu.Lock()
		defer p.mu.Unlock()
		out := slices.Clone(p.kept)
		slices.Reverse(out)
		return out
	}
}
