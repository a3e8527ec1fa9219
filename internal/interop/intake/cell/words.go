package cell

import (
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// languages are names of languages, folded, in English, in Spanish and in the language itself.
var languages = map[string]string{
	"english": "en", "ingles": "en", "spanish": "es", "espanol": "es", "castellano": "es", "french": "fr", "frances": "fr", "francais": "fr",
	"german": "de", "aleman": "de", "deutsch": "de", "italian": "it", "italiano": "it", "portuguese": "pt", "portugues": "pt",
	"chinese": "zh", "chino": "zh", "mandarin": "zh", "vietnamese": "vi", "vietnamita": "vi", "tieng viet": "vi", "korean": "ko", "coreano": "ko",
	"japanese": "ja", "japones": "ja", "arabic": "ar", "arabe": "ar", "russian": "ru", "ruso": "ru", "ukrainian": "uk", "ucraniano": "uk",
	"haitian creole": "ht", "haitian": "ht", "creole": "ht", "criollo haitiano": "ht", "kreyol": "ht", "tagalog": "tl", "filipino": "fil",
	"somali": "so", "hmong": "hmn", "hindi": "hi", "urdu": "ur", "bengali": "bn", "punjabi": "pa", "gujarati": "gu", "tamil": "ta", "nepali": "ne",
	"farsi": "fa", "persian": "fa", "persa": "fa", "dari": "prs", "pashto": "ps", "swahili": "sw", "amharic": "am", "polish": "pl", "polaco": "pl",
	"turkish": "tr", "turco": "tr", "hebrew": "he", "hebreo": "he", "greek": "el", "griego": "el", "latin": "la", "navajo": "nv", "burmese": "my",
	"thai": "th", "tailandes": "th", "khmer": "km", "lao": "lo", "romanian": "ro", "rumano": "ro", "american sign language": "ase", "asl": "ase",
}

// Language reads a BCP 47 tag, an ISO 639 code of two or three letters, or a name: "es-MX", "eng", "Español".
func Language(text string) (tag string, ok bool) {
	name := fold.Key(text)
	if tag, ok := languages[name]; ok {
		return tag, true
	}
	t, err := language.Parse(strings.ReplaceAll(strings.TrimSpace(text), "_", "-"))
	if err != nil || t == language.Und || len(name) > 11 {
		return "", false
	}
	return t.String(), true
}

// IsLanguageName says whether a text is the name of a language. A code may be any short word: "no" is Norwegian.
func IsLanguageName(text string) bool {
	_, ok := languages[fold.Key(text)]
	return ok
}

var (
	licence  = regexp.MustCompile(`(?:creativecommons\.org/licenses/|\bcc-?)(by(?:-(?:nc|sa|nd))*)(?:[/-]*(\d\.\d))?(?:$|[^\w.-]|-[^a-z]|-(?:international|licen[cs]e))`)
	dashes   = regexp.MustCompile(`[\s_–—-]+`)
	ccInFull = strings.NewReplacer("creative-commons-", "cc-", "attribution", "by", "atribucion", "by", "reconocimiento", "by",
		"non-commercial", "nc", "noncommercial", "nc", "no-comercial", "nc", "nocomercial", "nc", "share-alike", "sa", "sharealike", "sa",
		"compartir-igual", "sa", "compartirigual", "sa", "no-derivatives", "nd", "noderivatives", "nd", "noderivs", "nd", "sin-derivadas", "nd", "sinderivadas", "nd")
)

// Rights reads a statement of rights: "CC BY-SA 4.0", an address of a Creative Commons deed, "public domain", "dominio
// público", "all rights reserved". An older version of a licence is another licence and is not understood.
func Rights(text string) (rights.Code, bool) {
	if len(text) > longest {
		return "", false
	}
	words := dashes.ReplaceAllString(fold.Key(text), "-")
	switch strings.Trim(words, "-.©") {
	case "public-domain", "dominio-publico", "pd":
		return rights.PublicDomain, true
	case "cc0", "cc-0", "cc0-1.0", "creative-commons-zero":
		return rights.CC0, true
	case "all-rights-reserved", "todos-los-derechos-reservados", "copyright", "copyrighted", "in-copyright", "con-derechos-de-autor":
		return rights.AllReserved, true
	case "used-with-permission", "with-permission", "permission", "con-permiso", "usado-con-permiso":
		return rights.Permission, true
	}
	if strings.Contains(words, "creativecommons.org/publicdomain/zero") {
		return rights.CC0, true
	}
	if strings.Contains(words, "creativecommons.org/publicdomain/mark") {
		return rights.PublicDomain, true
	}
	m := licence.FindStringSubmatch(ccInFull.Replace(words))
	if m == nil || m[2] != "" && m[2] != "4.0" {
		return "", false
	}
	code := rights.Code("cc-" + strings.Replace(m[1], "sa-nc", "nc-sa", 1) + "-4.0")
	return code, rights.Known(code)
}

// kinds are words for kinds of resource, folded, one and several of a thing.
var kinds = map[string]block.ResourceKind{
	"guide": block.Guide, "guia": block.Guide, "handout": block.Guide, "libguide": block.Guide, "tutorial": block.Guide, "how-to": block.Guide, "pathfinder": block.Guide,
	"list": block.ResourceList, "resource list": block.ResourceList, "lista": block.ResourceList, "lista de recursos": block.ResourceList, "collection": block.ResourceList, "coleccion": block.ResourceList,
	"unit": block.UnitIdea, "unit idea": block.UnitIdea, "unidad": block.UnitIdea, "unit plan": block.UnitIdea, "plan de unidad": block.UnitIdea,
	"lesson": block.Lesson, "lesson plan": block.Lesson, "leccion": block.Lesson, "plan de clase": block.Lesson, "clase": block.Lesson, "activity": block.Lesson, "actividad": block.Lesson, "method": block.Lesson, "metodo": block.Lesson,
	"tip": block.QuickTip, "quick tip": block.QuickTip, "consejo": block.QuickTip, "idea": block.QuickTip,
	"program": block.ProgramIdea, "program idea": block.ProgramIdea, "programa": block.ProgramIdea, "event": block.ProgramIdea, "evento": block.ProgramIdea, "contest": block.ProgramIdea, "book club": block.ProgramIdea, "club de lectura": block.ProgramIdea,
	"assessment": block.AssessmentIdea, "assessment idea": block.AssessmentIdea, "evaluacion": block.AssessmentIdea, "rubric": block.AssessmentIdea, "rubrica": block.AssessmentIdea, "quiz": block.AssessmentIdea, "exit ticket": block.AssessmentIdea,
	"access": block.AccessTip, "access tip": block.AccessTip, "acceso": block.AccessTip, "database": block.AccessTip, "bases de datos": block.AccessTip, "base de datos": block.AccessTip,
	"tool": block.DigitalTool, "digital tool": block.DigitalTool, "herramienta": block.DigitalTool, "herramienta digital": block.DigitalTool, "app": block.DigitalTool, "aplicacion": block.DigitalTool, "software": block.DigitalTool, "edtech": block.DigitalTool,
	"form": block.Form, "forms and procedures": block.Form, "procedure": block.Form, "procedimiento": block.Form, "formulario": block.Form, "checklist": block.Form, "lista de verificacion": block.Form, "template": block.Form, "plantilla": block.Form, "sign": block.Form,
	"year": block.YearPlan, "year plan": block.YearPlan, "plan anual": block.YearPlan, "scope and sequence": block.YearPlan, "curriculum map": block.YearPlan, "calendar": block.YearPlan,
	"reel": block.Reel, "video": block.Reel, "slides": block.Reel, "slide deck": block.Reel, "presentation": block.Reel, "presentacion": block.Reel, "diapositiva": block.Reel,
	"maker": block.Makerspace, "makerspace": block.Makerspace, "makerspace activity": block.Makerspace, "maker activity": block.Makerspace, "stem challenge": block.Makerspace,
	"booklist": block.BookList, "book list": block.BookList, "book": block.BookList, "libro": block.BookList, "lista de libros": block.BookList, "ebook": block.BookList, "novel": block.BookList, "novela": block.BookList,
}

// Kind reads a kind of resource by its code or by words for it: "Lesson plans", "guía", "booklist".
func Kind(text string) (block.ResourceKind, bool) {
	words := fold.Key(text)
	if k := block.ResourceKind(words); k.Known() {
		return k, true
	}
	for _, form := range []string{words, strings.TrimSuffix(words, "s"), strings.TrimSuffix(words, "es")} {
		if k, ok := kinds[form]; ok {
			return k, true
		}
	}
	return "", false
}

// bookFormats are words for the format of a book, folded.
var bookFormats = map[string]string{
	"print": "print", "printed": "print", "impreso": "print", "hardcover": "print", "hardback": "print", "paperback": "print", "hc": "print", "pb": "print",
	"tapa dura": "print", "tapa blanda": "print", "library binding": "print", "book": "print", "libro": "print",
	"audio": "audio", "audiobook": "audio", "audio book": "audio", "audiolibro": "audio", "cd": "audio", "playaway": "audio",
	"ebook": "ebook", "e-book": "ebook", "kindle": "ebook", "epub": "ebook", "libro electronico": "ebook", "digital": "ebook",
	"graphic": "graphic", "graphic novel": "graphic", "novela grafica": "graphic", "comic": "graphic", "comics": "graphic", "manga": "graphic",
	"large print": "largeprint", "largeprint": "largeprint", "letra grande": "largeprint",
}

// BookFormat reads the format of a book by its code or by words for it: "Paperback" is print.
func BookFormat(text string) (code string, ok bool) {
	code, ok = bookFormats[fold.Key(text)]
	return code, ok
}
