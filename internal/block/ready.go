package block

import (
	"slices"
	"strings"
)

// captionsFeature is the access feature (schema.org) by which a document says that its films have captions.
const captionsFeature = "captions"

// NeedsNoPurchase says whether nothing has to be bought for a document: it names no cost, says of none that nobody knows it, and has
// no material that costs something. Books are no purchase: a library lends them.
func (d Document) NeedsNoPurchase() bool {
	if d.About.Cost.Cents > 0 || d.About.Cost.Unknown {
		return false
	}
	return !slices.ContainsFunc(d.Blocks, func(b Block) bool {
		materials, ok := b.Body.(Materials)
		return ok && slices.ContainsFunc(materials.Items, func(m Material) bool { return m.CostCents > 0 })
	})
}

// Captioned says whether those who cannot hear can follow a document's films: it says so itself, or it has films and each of them is
// captioned. Of a film kept as a plain file nobody knows.
func (d Document) Captioned() bool {
	if slices.Contains(d.About.Access, captionsFeature) {
		return true
	}
	films := 0
	for _, b := range d.Blocks {
		switch body := b.Body.(type) {
		case Video:
			if films++; !body.Captioned() {
				return false
			}
		case File:
			if strings.HasPrefix(body.MediaType, "video/") {
				return false
			}
		}
	}
	return films > 0
}
