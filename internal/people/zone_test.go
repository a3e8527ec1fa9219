package people

import (
	"slices"
	"testing"
	"time"
)

func TestEveryZoneIsKnown(t *testing.T) {
	far := FarZones()
	if len(far) < 300 || slices.Contains(far, "America/Chicago") {
		t.Errorf("%d zones, one of them twice perhaps", len(far))
	}
	for _, name := range append(far, NearZones...) {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}
