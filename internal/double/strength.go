package double

import (
	"math"

	"github.com/commonshelf/commonshelf/internal/catalog"
)

// Bounds of what is said of two resources.
const (
	enough  = 0.5 // share of the links, books or files of two resources from which they are said to be the same
	weakest = 0.3 // strength from which a pair is named
	rarest  = 0.4 // to which what many have in common weighs less
	strange = 0.1 // likeness of texts under which one link, book or file in common says less
)

// rarity is how much it says that two resources point to the same, from 1 where nobody else does to rarest.
func rarity(holders int) float64 {
	return max(rarest, 1/math.Log2(float64(max(holders, 2))))
}

// strength is how surely two resources are the same thing, from 0 to 1, or 0 where nothing says so: every sign leaves less of the doubt.
// The signs are links, books and files of which most are the same, and texts that nearly are; the same title alone is none.
func strength(r catalog.Resemblance, rare float64) float64 {
	doubt := 1.0
	sign := func(share catalog.Share, weight float64) {
		if share.Part() >= enough {
			doubt *= 1 - weight*share.Part()
		}
	}
	if r.Text > 0 && r.Text < strange {
		rare *= 0.5
	}
	if !r.Kind {
		rare *= 0.6
	}
	sign(r.Links, 0.9*rare)
	sign(r.Files, 0.95*rare)
	books := 0.9
	if r.Books.Of <= 2 {
		books *= rare
	}
	if r.Books.Both > 0 {
		books *= 1 - 0.4*float64(r.Editions)/float64(r.Books.Both)
	}
	sign(r.Books, books)
	if r.NearlySame() {
		doubt *= 1 - 0.97*r.Text
	}
	if doubt == 1 {
		return 0
	}
	if r.Title {
		doubt *= 0.85
	}
	return 1 - doubt
}
