package catalogweb

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// clues is what a draft that was just begun tells of its kind.
type clues struct {
	Title string   // the first line or sentence, or what the page behind the link calls itself
	Links []string // addresses that stand alone: a film amid a sentence is not what is shared
	Books int
	Parts int
	Files []storedFile
}

// guess is the kind that is offered first; anyone may choose another. Words come before everything else, then books, many parts, the
// file, the link; where nothing tells, it is a quick tip.
func (c clues) guess() block.ResourceKind {
	if kind := kindByWords(c.Title); kind != "" {
		return kind
	}
	switch {
	case c.Books > 0:
		return block.BookList
	case c.Parts > 2:
		return block.ResourceList
	}
	for _, f := range c.Files {
		if kind := kindByFile(f); kind != "" {
			return kind
		}
	}
	for _, link := range c.Links {
		if kind := kindByLink(link); kind != "" {
			return kind
		}
	}
	return block.QuickTip
}

// clues are what the form tells of its kind.
func (f form) clues() clues {
	c := clues{Title: f.Title, Links: f.alone}
	for _, b := range f.Blocks {
		if b.Removed {
			continue
		}
		c.Parts++
		if b.Kind == block.KindBook {
			c.Books++
		}
		if b.Kind == block.KindFile || b.Kind == block.KindVideo && b.File.Name != "" {
			c.Files = append(c.Files, b.File)
		}
	}
	return c
}

// opening are first words of a sentence that say what follows.
var opening = []struct {
	kind  block.ResourceKind
	words []string
}{
	{block.QuickTip, []string{"how i", "how we", "i use", "we use", "i keep", "i start", "what works", "try this", "like i", "asi hago", "asi hacemos", "como hago",
		"como hacemos", "yo uso", "uso", "usamos", "utilizo", "lo que funciona", "lo que me funciona", "pruebe"}},
	{block.AccessTip, []string{"how to log in", "how to sign in", "logging in", "getting into", "como entrar", "como acceder", "entrar a", "acceder a"}},
	{block.Guide, []string{"how to", "como"}},
}

// naming are words that name a kind, in English and Spanish, folded and in the singular.
var naming = map[block.ResourceKind][]string{
	block.QuickTip:       {"tip", "trick", "hack", "consejo", "truco", "idea rapida", "quick idea"},
	block.Guide:          {"guide", "handbook", "manual", "tutorial", "step by step", "cheat sheet", "pathfinder", "guia", "paso a paso", "instructivo"},
	block.ResourceList:   {"resource list", "list of links", "list of websites", "link", "website", "list", "collection", "lista de recurso", "lista de enlace", "enlace", "recurso", "lista", "coleccion"},
	block.BookList:       {"book list", "booklist", "reading list", "read alike", "read-alike", "picture book", "novel", "book", "lista de libro", "lista de lectura", "libro", "novela"},
	block.UnitIdea:       {"unit", "unit idea", "unit plan", "unidad", "unidad didactica"},
	block.Lesson:         {"lesson", "mini-lesson", "minilesson", "lesson plan", "method", "leccion", "minileccion", "plan de clase", "clase", "metodo"},
	block.ProgramIdea:    {"program", "club", "book fair", "family night", "event", "festival", "author visit", "read-a-thon", "contest", "programa", "feria", "feria del libro", "noche de familia", "evento", "concurso", "visita de autor"},
	block.AssessmentIdea: {"exit ticket", "rubric", "quiz", "assessment", "pretest", "pre-test", "exit card", "pregunta de salida", "boleto de salida", "rubrica", "evaluacion", "cuestionario"},
	block.AccessTip:      {"from home", "off campus", "login", "desde casa", "contrasena", "acceso"},
	block.DigitalTool:    {"app", "digital tool", "tool", "software", "extension", "herramienta", "herramienta digital", "aplicacion", "programa para la computadora"},
	block.Form:           {"form", "checklist", "permission slip", "template", "procedure", "sub plan", "sign-up sheet", "sign", "letter", "letter home", "formulario", "plantilla", "procedimiento", "lista de control", "permiso", "plan para suplente", "letrero", "carta"},
	block.YearPlan:       {"year plan", "scope and sequence", "curriculum map", "pacing guide", "yearly plan", "plan del ano", "plan anual", "mapa curricular"},
	block.Reel:           {"reel", "short video", "video", "clip", "slide", "slideshow", "slide deck", "video corto", "diapositiva", "presentacion", "pelicula"},
	block.Makerspace:     {"makerspace", "maker", "craft", "maker activity", "3d print", "taller creativo", "manualidad", "impresion 3d"},
}

// kindNames finds the kind that words name, by the folded words in the singular.
var kindNames = sync.OnceValue(func() map[string]block.ResourceKind {
	out := map[string]block.ResourceKind{}
	for kind, words := range naming {
		for _, w := range words {
			out[w] = kind
		}
	}
	return out
})

// joints are the words after which a title says of what, for whom or with what: the kind is named before them.
var joints = map[string]bool{"of": true, "for": true, "about": true, "on": true, "with": true, "to": true, "in": true, "at": true, "from": true, "de": true,
	"del": true, "para": true, "sobre": true, "con": true, "en": true, "a": true, "al": true, "que": true, "that": true}

// longestNaming is how many words name a kind at most.
const longestNaming = 4

// kindByWords is the kind that a title names; empty: none. Of "Book club guide for parents" that is the guide, the last before "for";
// of "Guía del club" the first.
func kindByWords(title string) block.ResourceKind {
	words := strings.FieldsFunc(fold.Key(title), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("¿¡?!,;\"“”«»()", r) })
	for i, w := range words {
		words[i] = strings.Trim(w, ".’'")
	}
	line := strings.Join(words, " ") + " "
	for _, o := range opening {
		for _, w := range o.words {
			if strings.HasPrefix(line, w+" ") {
				return o.kind
			}
		}
	}
	kind := block.ResourceKind("")
	for i := 0; i < len(words); {
		took := 1
		for n := min(longestNaming, len(words)-i); n > 0; n-- {
			if is, ok := kindNames()[singular(strings.TrimSuffix(strings.Join(words[i:i+n], " "), ":"))]; ok {
				kind, took = is, n
				break
			}
		}
		last := words[i+took-1]
		i += took
		if kind != "" && (strings.HasSuffix(last, ":") || i < len(words) && (joints[words[i]] || strings.Trim(words[i], "-–—") == "")) {
			return kind
		}
	}
	return kind
}

// singular takes the plural from the words of a phrase, as far as English and Spanish add letters for it.
func singular(phrase string) string {
	words := strings.Fields(phrase)
	for i, w := range words {
		switch {
		case strings.HasSuffix(w, "ciones"), strings.HasSuffix(w, "dades"), strings.HasSuffix(w, "siones"):
			words[i] = strings.TrimSuffix(w, "es")
		case strings.HasSuffix(w, "ss"), len(w) < 4:
		default:
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, " ")
}

// endings are what names of files end with.
var endings = map[string]block.ResourceKind{
	".mp4": block.Reel, ".mov": block.Reel, ".webm": block.Reel, ".m4v": block.Reel, ".ppt": block.Reel, ".pptx": block.Reel, ".odp": block.Reel, ".key": block.Reel,
	".pdf": block.Guide, ".doc": block.Guide, ".docx": block.Guide, ".odt": block.Guide, ".rtf": block.Guide, ".epub": block.Guide,
	".xls": block.ResourceList, ".xlsx": block.ResourceList, ".csv": block.ResourceList, ".ods": block.ResourceList,
	".stl": block.Makerspace, ".3mf": block.Makerspace, ".obj": block.Makerspace, ".svg": block.Makerspace,
}

// kindByFile goes by what a file is, as its content told, else by the end of its name.
func kindByFile(f storedFile) block.ResourceKind {
	switch media := f.MediaType; {
	case strings.HasPrefix(media, "video/"), strings.Contains(media, "presentation"), strings.Contains(media, "powerpoint"):
		return block.Reel
	case strings.Contains(media, "spreadsheet"), strings.HasPrefix(media, "text/csv"):
		return block.ResourceList
	}
	return endings[strings.ToLower(path.Ext(f.Name))]
}

// hosts are sites that keep one kind of thing, with the beginning of the path where that tells; also below a name of theirs.
var hosts = []struct {
	host, path string
	kind       block.ResourceKind
}{
	{"docs.google.com", "/presentation", block.Reel}, {"docs.google.com", "/forms", block.Form}, {"docs.google.com", "/spreadsheets", block.ResourceList},
	{"docs.google.com", "/document", block.Guide}, {"drive.google.com", "/drive/folders", block.ResourceList}, {"forms.gle", "", block.Form},
	{"forms.office.com", "", block.Form}, {"jotform.com", "", block.Form}, {"surveymonkey.com", "", block.Form},
	{"slideshare.net", "", block.Reel}, {"prezi.com", "", block.Reel}, {"canva.com", "/design", block.Reel}, {"loom.com", "", block.Reel},
	{"ted.com", "/talks", block.Reel}, {"dailymotion.com", "", block.Reel}, {"tiktok.com", "", block.Reel}, {"instagram.com", "/reel", block.Reel},
	{"apps.apple.com", "", block.DigitalTool}, {"play.google.com", "/store/apps", block.DigitalTool}, {"chromewebstore.google.com", "", block.DigitalTool},
	{"chrome.google.com", "/webstore", block.DigitalTool}, {"addons.mozilla.org", "", block.DigitalTool},
	{"goodreads.com", "/list", block.BookList}, {"goodreads.com", "/shelf", block.BookList}, {"librarything.com", "/list", block.BookList}, {"bookshop.org", "/lists", block.BookList},
	{"wakelet.com", "", block.ResourceList}, {"padlet.com", "", block.ResourceList}, {"symbaloo.com", "", block.ResourceList}, {"pinterest.com", "", block.ResourceList},
	{"libguides.com", "", block.Guide}, {"wikihow.com", "", block.Guide},
	{"kahoot.it", "", block.AssessmentIdea}, {"create.kahoot.it", "", block.AssessmentIdea}, {"quizlet.com", "", block.AssessmentIdea}, {"quizizz.com", "", block.AssessmentIdea}, {"blooket.com", "", block.AssessmentIdea},
	{"instructables.com", "", block.Makerspace}, {"tinkercad.com", "/things", block.Makerspace}, {"thingiverse.com", "", block.Makerspace}, {"scratch.mit.edu", "/projects", block.Makerspace},
}

// kindByLink goes by the site of a link, by the end of its name, and by what a part of its path is called.
func kindByLink(link string) block.ResourceKind {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	if isVideo(link) {
		return block.Reel
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, h := range hosts {
		if (host == h.host || strings.HasSuffix(host, "."+h.host)) && strings.HasPrefix(u.Path, h.path) {
			return h.kind
		}
	}
	if kind, ok := endings[strings.ToLower(path.Ext(u.Path))]; ok {
		return kind
	}
	parts := strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' || r == '-' || r == '_' })
	for _, p := range []struct {
		word string
		kind block.ResourceKind
	}{{"lesson", block.Lesson}, {"lessons", block.Lesson}, {"lecciones", block.Lesson}, {"unit", block.UnitIdea}, {"units", block.UnitIdea}, {"libguides", block.Guide}} {
		if slices.Contains(parts, p.word) {
			return p.kind
		}
	}
	if strings.HasPrefix(host, "libguides.") {
		return block.Guide
	}
	return ""
}
