package rights_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/commonshelf/commonshelf/internal/rights"
)

// What a version of one's own may be, for every statement, with no blanks: the reason why there may be none, or under what it is
// given on.
func TestWhatMayBeAdapted(t *testing.T) {
	all := "colleagues cc-by-4.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-nc-nd-4.0 cc0-1.0 public-domain permission all-rights-reserved"
	table := map[rights.Code]string{
		rights.PublicDomain: all,
		rights.CC0:          all,
		rights.CCBY:         "cc-by-4.0 cc-by-sa-4.0 cc-by-nc-4.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-nc-nd-4.0",
		rights.CCBYSA:       "cc-by-sa-4.0",
		rights.CCBYNC:       "cc-by-nc-4.0 cc-by-nc-sa-4.0 cc-by-nc-nd-4.0",
		rights.CCBYNCSA:     "cc-by-nc-sa-4.0",
		rights.CCBYND:       "no: no-changes",
		rights.CCBYNCND:     "no: no-changes",
		rights.Colleagues:   "colleagues",
		rights.Permission:   "no: ask-maker",
		rights.AllReserved:  "no: reserved",
		rights.Unknown:      "no: not-said",
		"gpl":               "no: not-said",
	}
	for _, code := range append(slices.Clone(rights.All), rights.Unknown, "gpl") {
		var got []string
		for _, to := range rights.CarriedBy(code) {
			got = append(got, string(to))
		}
		if refusal := rights.Refuses(code); refusal != "" {
			got = append(got, "no:", string(refusal))
		}
		if strings.Join(got, " ") != table[code] {
			t.Errorf("%q: %s, want %s", code, strings.Join(got, " "), table[code])
		}
		delete(table, code)
	}
	for code := range table {
		t.Errorf("%q is in the table and no statement", code)
	}
}

func TestShareAlikeCarriesItsLicenceOn(t *testing.T) {
	for _, from := range rights.All {
		for _, to := range rights.All {
			may := rights.MayCarry(from, to)
			if rights.Of(from).ShareAlike && may != (from == to) {
				t.Errorf("%s may become %s: %v", from, to, may)
			}
			if !rights.Of(from).Change && may {
				t.Errorf("%s may not be changed and becomes %s", from, to)
			}
			if rights.Of(from).Change && !rights.MayCarry(from, from) {
				t.Errorf("%s may not stay what it is", from)
			}
		}
	}
}
