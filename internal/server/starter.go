package server

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
)

// starter puts the shelf of things to begin with into a district's catalog. It implements peopleweb.Starter.
type starter struct{ *Server }

// resourceID is the id of a starter item in a district: it follows from both, so that it is found again.
func (starter) resourceID(district id.DistrictID, key string) catalog.ResourceID {
	sum := sha256.Sum256([]byte(string(district) + "\nstarter\n" + key))
	var seed [16]byte
	copy(seed[:], sum[:])
	return id.New[catalog.ResourceID](id.Seeded(fmt.Sprintf("%x", seed)))
}

// each goes through the items with where each stands now; a zero Resource for one that was never put there.
func (s starter) each(ctx context.Context, by actor.Actor, do func(content.Resource, catalog.ResourceID, catalog.Shown) error) error {
	items, err := content.Starter(string(lang.English))
	if err != nil {
		return err
	}
	for _, item := range items {
		resource := s.resourceID(by.District, item.Key)
		there, err := s.Catalog.Show(ctx, by, resource)
		if err != nil && !fault.IsNotFound(err) {
			return err
		}
		if err := do(item, resource, there); err != nil {
			return fmt.Errorf("starter item %s: %w", item.Key, err)
		}
	}
	return nil
}

// OnShelf implements peopleweb.Starter.
func (s starter) OnShelf(ctx context.Context, by actor.Actor) (int, error) {
	n := 0
	err := s.each(ctx, by, func(_ content.Resource, _ catalog.ResourceID, there catalog.Shown) error {
		if there.State == catalog.StatePublished {
			n++
		}
		return nil
	})
	return n, err
}

// Put implements peopleweb.Starter.
func (s starter) Put(ctx context.Context, by actor.Actor, school id.SchoolID, l lang.Locale) error {
	items, err := content.Starter(string(l))
	if err != nil {
		return err
	}
	inLanguage := map[string]content.Resource{}
	for _, item := range items {
		inLanguage[item.Key] = item
	}
	return s.each(ctx, by, func(item content.Resource, resource catalog.ResourceID, there catalog.Shown) error {
		switch there.State {
		case catalog.StatePublished:
			return nil
		case catalog.StateRetired:
			_, err := s.Catalog.PutBack(ctx, by, resource)
			return err
		}
		d := block.Document{About: inLanguage[item.Key].About}
		for _, b := range inLanguage[item.Key].Blocks {
			if body := b.Body(); body != nil {
				d.Blocks = append(d.Blocks, block.Block{Key: block.Key(b.Key), Body: body})
			}
		}
		_, err := s.Catalog.Share(ctx, by, catalog.ShareInput{ID: resource, New: true, School: school, Visibility: catalog.SeenByDistrict, Document: d})
		return err
	})
}

// Remove implements peopleweb.Starter.
func (s starter) Remove(ctx context.Context, by actor.Actor) error {
	return s.each(ctx, by, func(_ content.Resource, resource catalog.ResourceID, there catalog.Shown) error {
		if there.State != catalog.StatePublished {
			return nil
		}
		_, err := s.Catalog.Retire(ctx, by, resource, catalog.StarterRemoved)
		return err
	})
}
