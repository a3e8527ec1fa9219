package demo

import (
	"context"
	"slices"

	"github.com/commonshelf/commonshelf/internal/adapt"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/demo/content"
	"github.com/commonshelf/commonshelf/internal/feedback"
)

// putVersion makes a version of what another school shared, and shares it.
func (m *month) putVersion(ctx context.Context, v content.SchoolVersion, place int) error {
	m.now.at = m.ago(v.Ago, place)
	by, core := m.actors[v.By], m.shared[v.Of]
	draft, err := m.adapt.Make(ctx, by, core, by.Schools[0].School)
	if err != nil {
		return err
	}
	shown, err := m.catalog.Show(ctx, by, core)
	if err != nil {
		return err
	}
	d := shown.Document
	if v.Title != "" {
		d.About.Title = v.Title
	}
	for _, b := range v.Put {
		part := block.Block{Key: block.Key(b.Key), Body: b.Body()}
		at := func(key string) int {
			return slices.IndexFunc(d.Blocks, func(o block.Block) bool { return string(o.Key) == key })
		}
		if i := at(b.Key); i >= 0 {
			d.Blocks[i] = part
		} else {
			d.Blocks = slices.Insert(d.Blocks, at(b.After)+1, part)
		}
	}
	d.Blocks = slices.DeleteFunc(d.Blocks, func(b block.Block) bool { return slices.Contains(v.LeaveOut, string(b.Key)) })
	_, err = m.catalog.Share(ctx, by, catalog.ShareInput{ID: draft.Resource, School: draft.School, Visibility: catalog.SeenByDistrict, Document: d, Draft: draft.At()})
	m.shared[v.Key] = draft.Resource
	return err
}

// suggest offers parts of a version back, and has some of them used.
func (m *month) suggest(ctx context.Context, v content.SchoolVersion, place int) error {
	for _, s := range v.Suggests {
		m.now.at = m.ago(s.Ago, place)
		offer, err := m.adapt.Offer(ctx, m.actors[v.By], adapt.OfferInput{Version: m.shared[v.Key], Keys: []block.Key{block.Key(s.Part)}, Why: s.Why})
		if err != nil {
			return err
		}
		if s.UsedBy == "" {
			continue
		}
		m.now.at = m.ago(s.Used, place)
		shown, err := m.adapt.ShowOffer(ctx, m.actors[s.UsedBy], offer)
		if err != nil {
			return err
		}
		key := shown.Keys[0]
		if err := m.adapt.Accept(ctx, m.actors[s.UsedBy], offer, adapt.AcceptInput{Parts: map[block.Key]adapt.Picked{key: {Choice: adapt.Use, Seen: shown.Seen(key)}}, Reason: s.Why}); err != nil {
			return err
		}
		if s.Thanks == "" {
			continue
		}
		if _, err := m.use.Thank(ctx, m.actors[s.Thanks], feedback.ForOffer, string(offer), false); err != nil {
			return err
		}
	}
	return nil
}
