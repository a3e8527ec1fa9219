package columns

import (
	"strings"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/interop/intake/cell"
)

// most is the share of a column's values that must say the same for them to say it of the column.
const most = 0.8

// corrected lets the values overrule a heading that may mean two things: "Website" may be a name or an address, "What is
// it?" a kind or a description, "Level" grades or how hard it is. Where the heading means nothing, the values alone speak.
func corrected(f Field, c Column) Field {
	if len(c.Samples) == 0 {
		return f
	}
	switch f {
	case Title:
		if share(c.Samples, cell.IsLink) > most {
			return Link
		}
	case Link:
		return ofAddresses(c)
	case "", Why, Tags, Subjects, Audience:
		if shown := shownBy(c); shown != "" {
			return shown
		}
	case Kind:
		return ofKind(c)
	case Rights:
		if share(c.Samples, isYear) > most {
			return Year
		}
	case Grades, Language, Year, Minutes, Cost, ReviewBy:
		return understood(f, c)
	}
	return f
}

// ofAddresses is what a column called after a site holds: addresses, or names of sites.
func ofAddresses(c Column) Field {
	holds := func(s string) bool { return len(cell.Links(s)) > 0 || cell.Address(s) != "" }
	if share(c.Samples, holds) > 0 || !wordy(c.Samples) {
		return Link
	}
	switch Words(c.Name) {
	case "website", "sitio web", "web site", "site", "sitio", "web page", "webpage", "pagina web", "direccion", "where", "donde", "address", "where find it", "where is it":
		return ""
	}
	return Link
}

// ofKind is what a column called type holds: kinds of resource, else formats, grades or addresses.
func ofKind(c Column) Field {
	kinds := share(c.Samples, isKind)
	switch {
	case kinds >= most:
		return Kind
	case share(c.Samples, isBookFormat) >= most:
		return Format
	}
	if shown := shownBy(c); shown != "" {
		return shown
	}
	return Kind
}

// shownBy is the field that the values of a column show by themselves; empty for most columns.
func shownBy(c Column) Field {
	switch several := len(c.Samples) > 1; {
	case share(c.Samples, cell.IsLink) > most:
		return "" // byValues gives the address of a resource to one column
	case several && share(c.Samples, isKind) >= most:
		return Kind
	case several && share(c.Samples, cell.IsLanguageName) >= most:
		return Language
	case several && !ofNumbers(c.Name) && share(c.Samples, isGradeSpan) >= most && share(c.Samples, saysGrade) > 0.4:
		return Grades
	}
	return ""
}

// understood keeps a field whose values have to be read if any of them can be; else it is what they show, or nothing.
func understood(f Field, c Column) Field {
	if len(c.Samples) < 2 {
		return f
	}
	reads := map[Field]func(string) bool{Grades: isGrade, Language: isLanguage, Year: isYear, Minutes: isMinutes, Cost: isCost, ReviewBy: isDay}[f]
	if share(c.Samples, reads) > 0 {
		return f
	}
	if f == Language && Words(c.Name) == "lengua" {
		return Subjects
	}
	return shownBy(c)
}

func isKind(text string) bool {
	_, ok := cell.Kind(text)
	return ok
}

func isBookFormat(text string) bool {
	_, ok := cell.BookFormat(text)
	return ok
}

func isGrade(text string) bool {
	_, _, ok := cell.Grades(text)
	return ok
}

// isGradeSpan is isGrade without days, which a column of dates is full of.
func isGradeSpan(text string) bool {
	_, repaired, ok := cell.Grades(text)
	return ok && !repaired
}

// saysGrade says whether a text that can be read as grades is more than a number.
func saysGrade(text string) bool { return strings.Trim(text, "0123456789., ") != "" }

func isLanguage(text string) bool {
	for _, one := range cell.List(text) {
		if _, ok := cell.Language(one); ok {
			return true
		}
	}
	return false
}

func isYear(text string) bool {
	year, ok := cell.Year(text)
	return ok && year > 1400
}

func isMinutes(text string) bool {
	_, ok := cell.Minutes(text)
	return ok
}

func isCost(text string) bool {
	_, ok := cell.Cost(text)
	return ok
}

func isDay(text string) bool {
	_, err := clock.ParseDay(text)
	return err == nil
}

// ofNumbers says whether a heading is of numbers that look like grades and are none.
func ofNumbers(heading string) bool {
	for word := range strings.FieldsSeq(Words(heading)) {
		switch word {
		case "age", "ages", "edad", "edades", "lexile", "atos", "ar", "score", "rating", "chapter", "chapters", "capitulo", "capitulos", "page", "pages", "pagina", "paginas",
			"week", "weeks", "semana", "semanas", "day", "days", "date", "dates", "fecha", "copies", "ejemplares", "period", "periods", "room", "dewey", "call", "quantity", "number":
			return true
		}
	}
	return false
}
