package server

import (
	"context"
	"time"

	"github.com/commonshelf/commonshelf/internal/mail"
)

// How long whoever has the weekly emails written waits until the first is there, and how often is looked.
const (
	firstLetter = 2 * time.Second
	lookAgain   = 20 * time.Millisecond
)

// weeklyNow has the demonstration write the weekly emails whichever day it is, and waits for the first of them; nil where it keeps no letters.
func (s *Server) weeklyNow(outbox *mail.Outbox) func(context.Context) error {
	if outbox == nil {
		return nil
	}
	newest := func() int {
		if kept := outbox.Letters(); len(kept) > 0 {
			return kept[0].Number
		}
		return 0
	}
	return func(ctx context.Context) error {
		before := newest()
		posted, err := s.Digest.PostNow(ctx)
		if err != nil || posted == 0 {
			return err
		}
		ctx, stop := context.WithTimeout(ctx, firstLetter)
		defer stop()
		again := time.NewTicker(lookAgain)
		defer again.Stop()
		for newest() == before {
			select {
			case <-ctx.Done():
				return nil // nobody has news, or it comes later
			case <-again.C:
			}
		}
		return nil
	}
}
