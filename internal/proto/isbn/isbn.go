// Package isbn knows the International Standard Book Number (ISO 2108): its two lengths, its check digits, and the
// damage that spreadsheets do to it.
package isbn

import (
	"errors"
	"strings"
)

// Number is an ISBN-13, digits only, with a right check digit.
type Number string

// ErrInvalid says that a text is no ISBN, or that its check digit is wrong.
var ErrInvalid = errors.New("not an ISBN, or a wrong check digit")

// Parse reads an undamaged ISBN-10 or ISBN-13 and gives it as ISBN-13. Hyphens, dashes, spaces and the word ISBN are
// passed over.
func Parse(text string) (Number, error) {
	symbols := compact(text)
	switch {
	case len(symbols) == 13 && validThirteen(symbols):
		return Number(symbols), nil
	case len(symbols) == 10 && validTen(symbols):
		return fromTen(symbols), nil
	}
	return "", ErrInvalid
}

// Mistyped says whether a text is meant as an ISBN and has a wrong digit: 13 digits of a book, or as many as an ISBN has behind that
// word.
func Mistyped(text string) bool {
	if _, err := Parse(text); err == nil {
		return false
	}
	symbols := compact(text)
	body, last := symbols[:max(len(symbols)-1, 0)], symbols[max(len(symbols)-1, 0):]
	if !digits(body) || !digits(last) && last != "X" {
		return false
	}
	switch len(symbols) {
	case 13:
		return digits(last) && (symbols[:3] == "978" || symbols[:3] == "979")
	case 10:
		return strings.Contains(strings.ToUpper(text), "ISBN")
	}
	return false
}

// Ten is the ISBN-10 of the number; only numbers that begin with 978 have one.
func (n Number) Ten() (string, bool) {
	if len(n) != 13 || !strings.HasPrefix(string(n), "978") {
		return "", false
	}
	body := string(n[3:12])
	return body + string(checkTen(body)), true
}

// compact takes out what people put around and between the digits; the rest stays as it is, so that it can be judged.
func compact(text string) string {
	text = strings.ToUpper(strings.TrimSpace(text))
	for _, label := range []string{"URN:ISBN:", "ISBN-13", "ISBN-10", "ISBN13", "ISBN10", "ISBN"} {
		if rest, ok := strings.CutPrefix(text, label); ok {
			text = strings.TrimLeft(rest, ": ")
			break
		}
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\u00a0', '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
			return -1
		}
		return r
	}, text)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func validThirteen(s string) bool {
	return len(s) == 13 && digits(s) && (s[:3] == "978" || s[:3] == "979") && s[12] == checkThirteen(s[:12])
}

func validTen(s string) bool {
	return len(s) == 10 && digits(s[:9]) && s[9] == checkTen(s[:9]) && s != "0000000000"
}

func fromTen(s string) Number {
	body := "978" + s[:9]
	return Number(body + string(checkThirteen(body)))
}

// checkThirteen weighs the digits 1, 3, 1, 3 ... and completes the sum to a multiple of 10.
func checkThirteen(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += int(body[i]-'0') * (1 + 2*(i%2))
	}
	return byte('0' + (10-sum%10)%10)
}

// checkTen weighs the digits 10, 9, 8 ... and completes the sum to a multiple of 11; X is ten.
func checkTen(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += int(body[i]-'0') * (10 - i)
	}
	if rest := (11 - sum%11) % 11; rest < 10 {
		return byte('0' + rest)
	}
	return 'X'
}
