package catalogweb

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/block"
)

func TestTheKindIsGuessed(t *testing.T) {
	link := func(address string) clues { return clues{Links: []string{address}, Parts: 1} }
	file := func(name, media string) clues {
		return clues{Parts: 1, Files: []storedFile{{Name: name, MediaType: media}}}
	}
	words := func(title string) clues { return clues{Title: title} }
	for _, c := range []struct {
		clues
		want block.ResourceKind
	}{
		{clues{}, block.QuickTip},
		{words("Quiet endings"), block.QuickTip},
		{words("Finales tranquilos"), block.QuickTip},

		{words("A unit on rivers"), block.UnitIdea},
		{words("United Nations Day"), block.QuickTip},
		{words("Unidad didáctica sobre el agua"), block.UnitIdea},
		{words("Third grade weather unit"), block.UnitIdea},
		{words("Lesson: who wrote this page?"), block.Lesson},
		{words("Mini-lessons on keywords"), block.Lesson},
		{words("Lección de mapas para tercer grado"), block.Lesson},
		{words("Plan de clase: leer un gráfico"), block.Lesson},
		{words("Video lesson on fractions"), block.Lesson},
		{words("Tip: put the returns by the door"), block.QuickTip},
		{words("Three tips for the book fair"), block.QuickTip},
		{words("Un consejo para las devoluciones"), block.QuickTip},
		{words("How I run book club"), block.QuickTip},
		{words("Cómo hago el inventario en una mañana"), block.QuickTip},
		{words("Uso una campanita para terminar la clase"), block.QuickTip},
		{words("How to cite a picture"), block.Guide},
		{words("¿Cómo citar una imagen?"), block.Guide},
		{words("Guía del club de lectura"), block.Guide},
		{words("Book club guide for parents"), block.Guide},
		{words("Guía para familias"), block.Guide},
		{words("Handbook for volunteers"), block.Guide},
		{words("A reel about the returns cart"), block.Reel},
		{words("Video corto: así se devuelve un libro"), block.Reel},
		{words("Slides for orientation"), block.Reel},
		{words("Diapositivas de bienvenida"), block.Reel},
		{words("Book list: winter in verse"), block.BookList},
		{words("Picture books about moving"), block.BookList},
		{words("Lista de libros sobre el mar"), block.BookList},
		{words("Libros álbum para el primer día"), block.BookList},
		{words("Websites for the Civil War"), block.ResourceList},
		{words("Lista de recursos sobre volcanes"), block.ResourceList},
		{words("Exit tickets for source evaluation"), block.AssessmentIdea},
		{words("Rúbrica de investigación"), block.AssessmentIdea},
		{words("Family night with maps"), block.ProgramIdea},
		{words("Feria del libro en abril"), block.ProgramIdea},
		{words("How to log in to the encyclopedia from home"), block.AccessTip},
		{words("Cómo entrar a la enciclopedia"), block.AccessTip},
		{words("Databases from home"), block.AccessTip},
		{words("An app for recording poems"), block.DigitalTool},
		{words("Herramienta para grabar poemas"), block.DigitalTool},
		{words("Opening checklist"), block.Form},
		{words("Formulario de colaboración con docentes"), block.Form},
		{words("Year plan for grade 2"), block.YearPlan},
		{words("Plan del año de segundo grado"), block.YearPlan},
		{words("Cardboard makerspace"), block.Makerspace},
		{words("Manualidades con papel reciclado"), block.Makerspace},

		{link("https://www.youtube.com/watch?v=1"), block.Reel},
		{link("https://youtu.be/1"), block.Reel},
		{link("https://player.vimeo.com/video/1"), block.Reel},
		{link("https://www.ted.com/talks/one"), block.Reel},
		{link("https://docs.google.com/presentation/d/1"), block.Reel},
		{link("https://docs.google.com/document/d/1"), block.Guide},
		{link("https://docs.google.com/spreadsheets/d/1"), block.ResourceList},
		{link("https://forms.gle/1"), block.Form},
		{link("https://www.loc.gov/maps/guide.PDF"), block.Guide},
		{link("https://example.org/deck.pptx?dl=1"), block.Reel},
		{link("https://ourschool.libguides.com/rivers"), block.Guide},
		{link("https://libguides.example.edu/rivers"), block.Guide},
		{link("https://play.google.com/store/apps/details?id=1"), block.DigitalTool},
		{link("https://padlet.com/elm/books"), block.ResourceList},
		{link("https://quizlet.com/1"), block.AssessmentIdea},
		{link("https://www.readwritethink.org/classroom-resources/lesson-plans/1"), block.Lesson},
		{link("https://www.loc.gov/maps/"), block.QuickTip},
		{link("https://notyoutube.com/watch"), block.QuickTip},

		{file("welcome.mp4", "video/mp4"), block.Reel},
		{file("deck.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"), block.Reel},
		{file("map.pdf", "application/pdf"), block.Guide},
		{file("bell.jpg", "image/jpeg"), block.QuickTip},
		{file("links.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), block.ResourceList},
		{file("bookend.stl", "model/stl"), block.Makerspace},

		{clues{Books: 1, Parts: 1}, block.BookList},
		{clues{Title: "Matilda, aloud", Books: 1, Parts: 1}, block.BookList},
		{clues{Title: "A lesson with Matilda", Books: 1, Parts: 1}, block.Lesson},
		{clues{Title: "Winter", Books: 3, Parts: 5}, block.BookList},
		{clues{Title: "Rivers", Links: []string{"https://youtu.be/1", "https://www.loc.gov/", "https://archive.org/"}, Parts: 3}, block.ResourceList},
		{clues{Title: "Unit on rivers", Links: []string{"https://youtu.be/1"}, Parts: 1}, block.UnitIdea},
		{clues{Title: "Opening checklist", Parts: 1, Files: []storedFile{{Name: "checklist.pdf", MediaType: "application/pdf"}}}, block.Form},
	} {
		if got := c.guess(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.clues, got, c.want)
		}
	}
}
