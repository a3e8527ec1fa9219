package adapt

import (
	"context"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Shown is a version beside its core.
type Shown struct {
	Adaptation
	Ours      catalog.Shown
	Core      catalog.Shown // as its own district has it
	Sees      bool          // whoever reads may see the core
	Parts     []Part
	MayDecide bool
}

// Lives says whether the core goes on: it is in the catalog, and its school lets the reader see it.
func (s Shown) Lives() bool { return s.Sees && s.Core.State == catalog.StatePublished }

// Waiting are the parts about which the reader can decide something.
func (s Shown) Waiting() []Part {
	if !s.Lives() {
		return nil
	}
	return Waiting(s.Parts)
}

// Show gives a version as the actor may see it. Of a core that they may not see it tells the school alone.
//
// It returns fault.NotFound for what they may not see and for what is no version of anything.
func (s *Service) Show(ctx context.Context, by actor.Actor, resource catalog.ResourceID) (_ Shown, err error) {
	defer fault.Wrap(&err, "show the version %s", resource)
	a, err := find(ctx, s.DB, resource)
	if err != nil {
		return Shown{}, err
	}
	out := Shown{Adaptation: a}
	if out.Ours, err = s.Catalog.Show(ctx, by, resource); err != nil {
		return out, err
	}
	if out.Core, err = s.Catalog.Show(ctx, program(a.In), a.Core); err != nil {
		return out, err
	}
	err = s.Catalog.MaySee(ctx, by, a.Core)
	if err != nil && !fault.IsNotFound(err) {
		return out, err
	}
	out.Sees = err == nil
	out.Parts = Stand(a.Base, out.Core.Newest.Manifest, out.Ours.Newest.Manifest)
	out.MayDecide = out.Ours.MayEdit && permitted(by, decide, out.Ours.School) == nil
	return out, nil
}
