package privacy

import (
	"regexp"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// The numbers that a library's texts are full of, and that are no ids of students.
var (
	addresses = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+|\S+@\S+|\]\([^)\s]*\)`)
	isbns     = regexp.MustCompile(`(?i)\b97[89](?:[- ]?\d){10}\b|\bISBN(?:-1[03])?:?[ \t]*[\dX-]+|\bISSN:?[ \t]*[\dX-]+`)
	tens      = regexp.MustCompile(`\b\d(?:-?\d){8}-?[\dXx]\b`)
	phones    = regexp.MustCompile(`(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\b\d{2,4}[ .-])\d{3,4}[ .-]\d{3,4}\b|\b\d{3}[.-]\d{4}\b|\+\d{7,14}\b|\(\d{3}\)[ ]?\d{7}\b`)
	decimals  = regexp.MustCompile(`\b\d+\.\d+\b|\b\d{1,3}(?:,\d{3})+\b`) // Dewey numbers, prices, thousands
	money     = regexp.MustCompile(`[$€£]\s?\d[\d.,]*|\b\d[\d.,]*\s?(?:USD|dollars?|d[oó]lares)\b`)
	shelf     = regexp.MustCompile(`\b[A-Z]{1,3}\d{1,4}(?:\.\d+)?[ ]?\.[A-Z]\d+\b|\(OCoLC\)\d+|\bocm?n?\d{8,10}\b`)
	dates     = regexp.MustCompile(`\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}:\d{2}\b`)
	years     = regexp.MustCompile(`\b(?:1[4-9]|20)\d{2}(?:[ ]?[/–-][ ]?(?:(?:1[4-9]|20)\d{2}|\d{2}))?\b`)
	labelled  = regexp.MustCompile(`(?i)\b(?:ISSN|LCCN|OCLC|DOI|UPC|EAN|ASIN|call (?:number|no\.?)|item|barcodes?|lexile|rooms?|rm|ext(?:ension)?|pages?|pp?|lessons?|units?|chapters?|modules?|` +
		`sections?|standards?|volumes?|vol|issues?|tel|telephone|phone|fax|cell|call|text|order|purchase order|po|box|suite|version|build|zip|zip code|model|serial|asset|device|kit|course|meeting|webinar|passcode|` +
		`session|code|c[oó]digo postal|cp|c\.p|aulas?|sal[oó]n|p[aá]ginas?|p[aá]gs?|lecci[oó]n(?:es)?|unidad(?:es)?|cap[ií]tulos?|extensi[oó]n|tel[eé]fono|pedido|signatura|curso|reuni[oó]n)` +
		`(?:[ \t]+(?:id|no|number|n[uú]mero|#))?[\s.:#-]{0,3}\d[\d -]*`)
	places = regexp.MustCompile(`\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ALN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|` +
		`Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|Hampshire|Jersey|Mexico|New York|Carolina|Dakota|Ohio|Oklahoma|Oregon|` +
		`Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|Virginia|Washington|Wisconsin|Wyoming),?[ ]+\d{5}(?:-\d{4})?\b`)
	amounts = regexp.MustCompile(`(?i)\b\d+[ ]*(?:students|pupils|people|pages?|books?|titles?|copies|words|checkouts?|loans?|visits?|minutes?|hours?|views?|followers|miles|steps|points|` +
		`estudiantes|alumn[oa]s|personas|p[aá]ginas|libros|t[ií]tulos|ejemplares|palabras|pr[eé]stamos|visitas|minutos|horas|puntos)\b`)
	shelved = []*regexp.Regexp{addresses, isbns, tens, phones, money, shelf}
)

// blankOut puts a byte that nothing looks for in the place of what is harmless; every other byte stays where it is.
func blankOut(text string, expressions ...*regexp.Regexp) string {
	for _, e := range expressions {
		text = e.ReplaceAllStringFunc(text, func(found string) string {
			if _, err := isbn.Parse(found); e == tens && err != nil {
				return found
			}
			return strings.Repeat("\x00", len(found))
		})
	}
	return text
}
