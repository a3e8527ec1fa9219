package catalog

import "testing"

func TestALinkNamesItsSiteAndNobodyBeforeIt(t *testing.T) {
	for address, want := range map[string]bool{
		"https://loc.gov/maps":          true,
		"https://example.org/@somebody": true,
		"http://a@b/":                   false,
		"https://loc.gov:x@e.invalid/":  false,
		"https://loc.gov@e.invalid/":    false,
		"javascript:alert(1)":           false,
	} {
		if got := isAddress(address); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}
