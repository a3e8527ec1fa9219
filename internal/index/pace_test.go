package index

import (
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is moved in steps is what it was, with the room asked for.
func TestWhatIsMovedInStepsStaysWhole(t *testing.T) {
	const most = 3 * copyStep / 4
	all := make([]uint32, most)
	for i := range all {
		all[i] = uint32(i) * 2654435761
	}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, most).Draw(rt, "length")
		room := rapid.IntRange(0, most).Draw(rt, "room")
		s := slices.Clone(all[:n])
		grown := roomFor(s[:n:n], room)
		if !slices.Equal(grown, s) || cap(grown)-len(grown) < room {
			rt.Fatalf("%d of %d elements, with room for %d of %d", len(grown), n, cap(grown)-len(grown), room)
		}
		if clipped := clip(grown); !slices.Equal(clipped, s) || cap(clipped)-len(clipped) > len(clipped)/16 {
			rt.Fatalf("clipped to %d of %d elements, with room for %d", len(clipped), n, cap(clipped)-len(clipped))
		}
	})
}

// Before more memory is taken at once than is left until garbage is collected, it is collected.
func TestGarbageIsCollectedBeforeMuchIsTaken(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	(&pace{}).expect(1 << 40)
	if runtime.ReadMemStats(&after); after.NumGC == before.NumGC {
		t.Error("nothing was collected")
	}
}
