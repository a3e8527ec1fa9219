package isbn

import (
	"strconv"
	"strings"
)

// Fault says why no number could be read from the cells of a row.
type Fault string

// The faults. None also stands where no cell holds anything.
const (
	None     Fault = ""
	Rounded  Fault = "rounded"  // the spreadsheet kept too few digits, and nothing else proves the rest
	Wrong    Fault = "wrong"    // no ISBN, or a wrong check digit
	Disagree Fault = "disagree" // two cells hold different numbers, and neither is beyond doubt
)

// Reading is what the cells of one row say of its ISBN.
type Reading struct {
	Number   Number // empty when none is proven
	Repaired bool   // no cell held the number undamaged
	Fault    Fault  // set only when Number is empty
}

// shortest is the fewest digits that are taken for an ISBN-10 without its leading zeros.
const shortest = 7

// Read finds the ISBN in the cells of one row that may hold it, damaged or not.
//
// An undamaged number counts first. Else an ISBN-10 that lost its leading zeros is repaired when its check digit fits and
// no other cell contradicts. A number in scientific notation, whose last digits are gone, never proves itself: it only
// confirms or contradicts what another cell says.
func Read(cells ...string) Reading {
	var padded Number
	var rounded []rounding
	fault := None
	for _, cell := range cells {
		text := unwrap(cell)
		if text == "" || strings.Trim(text, "0") == "" {
			continue
		}
		if n, err := Parse(text); err == nil {
			return Reading{Number: n, Repaired: compact(cell) != compact(text)}
		}
		if exact, part, ok := scientific(text); ok {
			if n, err := Parse(exact); err == nil {
				return Reading{Number: n, Repaired: true}
			}
			rounded = append(rounded, part)
			continue
		}
		n, ok := pad(compact(text))
		switch {
		case !ok:
			fault = Wrong
		case padded != "" && padded != n:
			return Reading{Fault: Disagree}
		default:
			padded = n
		}
	}
	if padded == "" && len(rounded) > 0 {
		return Reading{Fault: Rounded}
	}
	if padded == "" {
		return Reading{Fault: fault}
	}
	for _, r := range rounded {
		if !r.covers(padded) {
			return Reading{Fault: Disagree}
		}
	}
	return Reading{Number: padded, Repaired: true}
}

// unwrap takes off what a spreadsheet puts around a number: ="...", a leading apostrophe, quotes, a trailing ".0".
func unwrap(cell string) string {
	text := strings.TrimSpace(cell)
	text = strings.TrimPrefix(text, "=")
	text = strings.Trim(text, "\"'’‘`´ ")
	if whole, zeros, ok := strings.Cut(text, "."); ok && digits(whole) && strings.Trim(zeros, "0") == "" {
		text = whole
	}
	return text
}

// pad gives back the leading zeros of an ISBN-10 when the check digit proves them.
func pad(symbols string) (Number, bool) {
	if len(symbols) < shortest || len(symbols) > 9 {
		return "", false
	}
	full := strings.Repeat("0", 10-len(symbols)) + symbols
	if !validTen(full) {
		return "", false
	}
	return fromTen(full), true
}

// rounding is a number of which only the first digits are known: mantissa times a power of ten.
type rounding struct {
	mantissa int64
	zeros    int
}

// scientific reads 9.78043902348e+12 and 9,78043902348E12. Exact holds every digit, or
// nothing when some were lost.
func scientific(text string) (exact string, r rounding, ok bool) {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(text), "E")
	power, err := strconv.Atoi(strings.TrimPrefix(exponent, "+"))
	if !found || err != nil || power < 0 || power > 12 {
		return "", rounding{}, false
	}
	whole, fraction, _ := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	all := whole + fraction
	if len(whole) != 1 || !digits(all) || len(all) > 18 {
		return "", rounding{}, false
	}
	if len(fraction) >= power {
		if strings.Trim(fraction[power:], "0") != "" {
			return "", rounding{}, false
		}
		return all[:1+power], rounding{}, true
	}
	value, err := strconv.ParseInt(all, 10, 64)
	if err != nil {
		return "", rounding{}, false
	}
	return "", rounding{mantissa: value, zeros: power - len(fraction)}, true
}

// covers says whether rounding the number, as ISBN-13 or as ISBN-10, could have given r.
func (r rounding) covers(n Number) bool {
	forms := []string{string(n)}
	if ten, ok := n.Ten(); ok && digits(ten) {
		forms = append(forms, ten)
	}
	unit := int64(1)
	for range r.zeros {
		unit *= 10
	}
	for _, form := range forms {
		value, err := strconv.ParseInt(form, 10, 64)
		if err == nil && value/unit <= r.mantissa && r.mantissa <= (value+unit-1)/unit {
			return true
		}
	}
	return false
}
