package catalog

import (
	"math/rand/v2"
	"testing"

	"github.com/commonshelf/commonshelf/internal/index"
)

func TestFingerprintsMeetAsOftenAsTextsAreAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	meet := func(common, of int) float64 { // the share of two sets, with so many members in common of all that either has, that meet
		const tries = 2000
		met := 0
		for range tries {
			var a, b pairs
			for range common {
				p := random.Uint64()
				a, b = append(a, p), append(b, p)
			}
			for i := range of - common {
				if i%2 == 0 {
					a = append(a, random.Uint64())
				} else {
					b = append(b, random.Uint64())
				}
			}
			p, q := printOf(a), printOf(b)
			for i := range p {
				if p[i] == q[i] {
					met++
					break
				}
			}
		}
		return float64(met) / tries
	}
	if m := meet(80, 100); m < 0.97 || m > 0.995 {
		t.Errorf("with 80 of 100 in common %.3f meet", m)
	}
	if m := meet(30, 100); m < 0.10 || m > 0.20 {
		t.Errorf("with 30 of 100 in common %.3f meet", m)
	}
	if m := meet(0, 100); m > 0 {
		t.Errorf("with nothing in common %.3f meet", m)
	}
	if printOf(make(pairs, fewestPairs-1)) != (index.Print{}) {
		t.Error("a short text has a fingerprint")
	}
}
