package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/interop/intake/source"
)

// isOfFile says whether a fault is about a file or picture that is stored only when the row is created.
func isOfFile(field string) bool {
	return strings.HasPrefix(field, "blocks.") && (strings.HasSuffix(field, ".file") || strings.HasSuffix(field, ".alt"))
}

// ready is a row with everything that must happen outside a transaction done.
type ready struct {
	row      source.Row
	share    catalog.ShareInput
	prepared catalog.Prepared
	wrong    fault.Message // why it cannot be created
}

// rows goes through the rows that are left, in batches: while one is being written the next is made ready.
func (s *Service) rows(ctx context.Context, set setting, i Import, r *source.Reader, until time.Time, tell func(Import, []catalog.Change)) (whole bool, _ Import, err error) {
	ctx, stop := context.WithCancel(ctx)
	batches, read := make(chan []ready, 1), make(chan error, 1)
	go func() {
		defer close(batches)
		read <- s.makeReady(ctx, set, r, i.Position, batches)
	}()
	defer func() {
		stop()
		for range batches { // until nobody reads any more
		}
	}()
	for list := range batches {
		if i, err = s.batches(ctx, set, i, list, tell); err != nil {
			return false, i, err
		}
		if len(list) == batchRows && s.clock.Now().After(until) {
			return false, i, nil
		}
	}
	err = <-read
	return err == nil, i, err
}

// makeReady hands on the rows after the first so many, in batches of which only the last may be short.
func (s *Service) makeReady(ctx context.Context, set setting, r *source.Reader, done int, batches chan<- []ready) error {
	hand := func(batch []ready) error {
		select {
		case batches <- batch:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	at := 0
	var batch []ready
	for row, err := range r.Rows() {
		if err != nil {
			return unreadable{err}
		}
		if at++; at <= done {
			continue
		}
		next := ready{row: row}
		if set.wants(row) {
			next.share = set.share(row.Item)
			if err := s.prepare(ctx, set.by, &next); err != nil {
				return err
			}
		}
		if batch = append(batch, next); len(batch) == batchRows {
			if err := hand(batch); err != nil {
				return err
			}
			batch = nil
		}
		runtime.Gosched() // people go first
	}
	return hand(batch)
}

// batches creates rows, in as many transactions as their time asks for.
func (s *Service) batches(ctx context.Context, set setting, i Import, list []ready, tell func(Import, []catalog.Change)) (Import, error) {
	for len(list) > 0 {
		after, made, err := s.batch(ctx, set, i, list)
		if err != nil {
			return i, err
		}
		list = list[after.Position-i.Position:]
		i = after
		tell(i, made)
	}
	return i, nil
}

// prepare stores what comes with a row and decides whether it can be shared.
func (s *Service) prepare(ctx context.Context, by actor.Actor, r *ready) error {
	if err := s.storeFiles(ctx, by, r); err != nil || r.wrong.Key != "" {
		return err
	}
	var err error
	r.prepared, err = s.Catalog.Prepare(by, r.share)
	var failed bool
	if r.wrong, failed = explain(err); failed {
		return nil
	}
	return err
}

// storeFiles stores what comes with a row.
func (s *Service) storeFiles(ctx context.Context, by actor.Actor, r *ready) error {
	for _, a := range r.row.Item.Files {
		if r.wrong.Key != "" {
			return nil
		}
		if err := s.storeFile(ctx, by, r, a); err != nil {
			return fmt.Errorf("attachment: %w", err)
		}
	}
	return nil
}

func (s *Service) storeFile(ctx context.Context, by actor.Actor, r *ready, a source.Attachment) error {
	from, err := a.Open()
	if err != nil {
		return err
	}
	f, err := s.Files.Put(ctx, by.District, from, 0)
	if closed := from.Close(); closed != nil && err == nil {
		err = closed
	}
	if wrong, ok := fault.AsFields(err); ok {
		r.wrong = wrong["file"]
		return nil
	}
	if err != nil {
		return err
	}
	attach(r.share.Document, a.Block, block.File{Hash: string(f.Hash), MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height})
	if picture, ok := r.share.Document.Blocks[a.Block].Body.(block.File); ok && picture.IsImage() && picture.Alt == "" {
		picture.Alt = a.Name // better than nothing; the page shows what waits to be described
		r.share.Document.Blocks[a.Block].Body = picture
	}
	return s.Catalog.NoteFile(ctx, by, catalog.FileRow{Hash: string(f.Hash), MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height})
}

// explain says why a row failed when that is the row's fault.
func explain(err error) (fault.Message, bool) {
	if wrong, ok := fault.AsFields(err); ok {
		if message, named := firstFault(wrong); named {
			return message, true
		}
		if len(wrong) > 0 {
			return wrong[slices.Min(slices.Collect(maps.Keys(wrong)))], true
		}
	}
	var denied fault.Denied
	if errors.As(err, &denied) {
		return denied.Reason, true
	}
	return fault.Message{}, false
}
