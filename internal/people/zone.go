package people

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed zones.txt
var zones string

// NearZones are the time zones most districts are in, from east to west; pages have plain names for them.
var NearZones = []string{
	"America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
}

// FarZones lists every other time zone by its IANA name.
func FarZones() []string {
	all := strings.Fields(zones)
	return slices.DeleteFunc(all, func(name string) bool { return slices.Contains(NearZones, name) })
}
