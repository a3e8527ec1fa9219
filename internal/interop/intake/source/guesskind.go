package source

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
)

func itoa(n int) string { return strconv.Itoa(n) }

// signs are words of a title or a file name that tell a kind of resource.
var signs = []struct {
	kind  block.ResourceKind
	words string
}{
	{block.BookList, " book books booklist booklists libro libros novels novelas titles reading list lista de libros "},
	{block.Lesson, " lesson lessons leccion lecciones "},
	{block.UnitIdea, " unit units unidad unidades "},
	{block.Makerspace, " makerspace maker making "},
	{block.DigitalTool, " tool tools app apps herramienta herramientas "},
	{block.AccessTip, " database databases "},
	{block.Reel, " video videos slides "},
	{block.AssessmentIdea, " assessment assessments rubric rubrics quiz rubrica rubricas evaluacion "},
	{block.ProgramIdea, " program programs event events programa programas club "},
	{block.Form, " form forms checklist procedure procedures template templates formulario plantilla procedimiento "},
	{block.YearPlan, " calendar curriculum calendario "},
	{block.Guide, " guide guides libguide libguides guia guias handbook "},
}

// hintOf tells what a table is about by its own name or its file's.
func hintOf(name string) block.ResourceKind {
	for _, w := range strings.Fields(columns.Words(name)) {
		for _, s := range signs {
			if strings.Contains(s.words, " "+w+" ") {
				return s.kind
			}
		}
	}
	return ""
}

// kindOf guesses the kind of a resource that its source does not name: by where its link leads, by the file or folder it stands in, by
// its title. A plain link is the beginning of a list of such.
func kindOf(d *draft, hint block.ResourceKind) block.ResourceKind {
	if d.isBook {
		return block.BookList
	}
	if len(d.links) > 0 && isVideo(d.links[0].URL) {
		return block.Reel
	}
	if hint != "" && hint != block.BookList {
		return hint
	}
	if k := hintOf(d.about.Title); k != "" && k != block.BookList {
		return k
	}
	for _, folder := range slices.Backward(d.item.Words.Tags) {
		if k := hintOf(folder); k != "" && k != block.BookList {
			return k
		}
	}
	if len(d.links) > 0 && d.listed {
		return block.ResourceList
	}
	if len(d.links) == 0 && (len(d.parts) > 0 || len(d.texts) > 0) {
		return block.Guide
	}
	return block.QuickTip
}

// isVideo says whether an address is one of the places that hold videos.
func isVideo(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), "m.") {
	case "youtube.com", "youtu.be", "vimeo.com", "ted.com", "screencast.com", "loom.com":
		return u.Path != "" && u.Path != "/"
	}
	return false
}
