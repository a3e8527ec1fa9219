package lang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/commonshelf/commonshelf/internal/clock"
)

// Number groups thousands by commas, as English and the Spanish of the United States both do.
func Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Dollars writes an amount of cents: "$0.60", "$12".
func Dollars(cents int) string {
	if cents%100 == 0 {
		return "$" + Number(int64(cents/100))
	}
	return fmt.Sprintf("$%s.%02d", Number(int64(cents/100)), cents%100)
}

// Size writes a number of bytes: "340 KB", "2.1 MB".
func Size(bytes int64) string {
	switch {
	case bytes < 1000:
		return Number(bytes) + " B"
	case bytes < 1_000_000:
		return Number((bytes+500)/1000) + " KB"
	default:
		return strings.TrimSuffix(strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64), ".0") + " MB"
	}
}

var (
	months = map[Locale][12]string{
		English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Spanish: {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	}
	shortMonths = map[Locale][12]string{
		English: {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		Spanish: {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"},
	}
	weekdays = map[Locale][7]string{
		English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Spanish: {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	}
)

// Month is the name of a month, 1 to 12.
func (p Printer) Month(m int) string {
	if m < 1 || m > 12 {
		return ""
	}
	return months[p.locale()][m-1]
}

// Date writes a day with its year: "Nov 23, 2026", "23 nov 2026".
func (p Printer) Date(t time.Time) string {
	month := shortMonths[p.locale()][t.Month()-1]
	if p.locale() == Spanish {
		return fmt.Sprintf("%d %s %d", t.Day(), month, t.Year())
	}
	return fmt.Sprintf("%s %d, %d", month, t.Day(), t.Year())
}

// Day writes a stored day with its year; no day is empty text.
func (p Printer) Day(d clock.Day) string {
	t := d.Time(time.UTC)
	if t.IsZero() {
		return ""
	}
	return p.Date(t)
}

// DayOfMonth writes a day without its year, as a stamp says it: "Nov 23", "23 nov".
func (p Printer) DayOfMonth(t time.Time) string {
	month := shortMonths[p.locale()][t.Month()-1]
	if p.locale() == Spanish {
		return fmt.Sprintf("%d %s", t.Day(), month)
	}
	return fmt.Sprintf("%s %d", month, t.Day())
}

// LongDate writes the day as one says it today: "Monday, November 23", "lunes, 23 de noviembre".
func (p Printer) LongDate(t time.Time) string {
	weekday, month := weekdays[p.locale()][t.Weekday()], months[p.locale()][t.Month()-1]
	if p.locale() == Spanish {
		return fmt.Sprintf("%s, %d de %s", weekday, t.Day(), month)
	}
	return fmt.Sprintf("%s, %s %d", weekday, month, t.Day())
}

// Clock writes the time of day: "2:14 PM", "14:14".
func (p Printer) Clock(t time.Time) string {
	if p.locale() == Spanish {
		return t.Format("15:04")
	}
	return t.Format("3:04 PM")
}

// List joins words: "Elm", "Elm and Pine", "Elm, Oak and Pine".
func (p Printer) List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	if slices.ContainsFunc(words, func(w string) bool {
		return strings.Contains(w, " and ") || strings.Contains(w, " y ") || strings.Contains(w, " e ") || strings.Contains(w, ",")
	}) {
		return strings.Join(words, "; ")
	}
	and := " and "
	last := words[len(words)-1]
	if p.locale() == Spanish {
		and = " y "
		if lower := strings.ToLower(last); strings.HasPrefix(lower, "i") || (strings.HasPrefix(lower, "hi") && !strings.HasPrefix(lower, "hie")) {
			and = " e "
		}
	}
	return strings.Join(words[:len(words)-1], ", ") + and + last
}

// LanguageName names a language by its BCP 47 tag in the reader's language: "Spanish", "español".
// A tag nobody knows comes back as it is.
func (p Printer) LanguageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	namer := display.English.Languages()
	if p.locale() == Spanish {
		namer = display.Spanish.Languages()
	}
	if name := namer.Name(t); name != "" {
		return name
	}
	return tag
}

func (p Printer) locale() Locale {
	if p.Locale == Spanish {
		return Spanish
	}
	return English
}

// Weekday is the name of a day of the week: "Friday", "viernes".
func (p Printer) Weekday(d time.Weekday) string { return weekdays[p.locale()][d%7] }
