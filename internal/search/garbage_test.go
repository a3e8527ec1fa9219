package search

import "testing"

func TestGarbageIsBoundedWhereTheIndexIsLarge(t *testing.T) {
	for resources, want := range map[int]int{0: 100, 2000: 100, 200_000: 100, 400_000: 50, 1_000_000: 20, 5_000_000: 20} {
		if got := garbagePercent(resources); got != want {
			t.Errorf("beside %d resources garbage may take %d percent, want %d", resources, got, want)
		}
	}
}
