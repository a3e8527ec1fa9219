package ui_test

import (
	"context"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/web/ui"
	"github.com/commonshelf/commonshelf/web"
)

// words is what only this gallery says, in both languages.
type words struct{ en, es string }

func (w words) in(c ui.Chrome) string {
	if c.Locale == lang.Spanish {
		return w.es
	}
	return w.en
}

func chrome(t *testing.T, locale lang.Locale) ui.Chrome {
	t.Helper()
	catalog, err := lang.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.Assets()
	if err != nil {
		t.Fatal(err)
	}
	return ui.Chrome{
		Printer:  catalog.Printer(locale, lang.CallLibrarian),
		Assets:   ui.Locate(assets.URL),
		Title:    words{"Gallery", "Galería"}.in(ui.Chrome{Printer: catalog.Printer(locale, "")}),
		Here:     ui.Catalog,
		URL:      "/gallery?locale=" + string(locale),
		District: "Maple Valley",
		Reader:   &ui.Reader{Name: "Rosa Delgado", Initials: "RD", School: "Elm", Contributes: true, Coordinator: true},
		Demo:     true,
		Flash:    &ui.Flash{Text: words{"Shared. Colleagues can find it now.", "Compartido. Ya lo pueden encontrar."}.in(ui.Chrome{Printer: catalog.Printer(locale, "")}), Undo: "/undo"},
		Zone:     time.UTC,
		Now:      time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC),
	}
}

// kinds are the fifteen cloths.
var kinds = []string{"guide", "list", "unit", "lesson", "tip", "program", "assessment", "access", "tool", "form", "year", "reel", "maker", "booklist"}

func cards(c ui.Chrome) []ui.CardView {
	titles := []words{
		{"Evaluating a website in six moves", "Evaluar una página web en seis pasos"},
		{"Weather records and the people who kept them", "Registros del tiempo y quienes los llevaron"},
		{"Whose river is it?", "¿De quién es el río?"},
		{"A reading circle that runs itself", "Un círculo de lectura que funciona solo"},
		{"Two colors of sticky notes", "Notas de dos colores"},
		{"Rumor detectives at lunch", "Detectives de rumores en el almuerzo"},
		{"One exit card, three questions, no grades", "Una tarjeta de salida, tres preguntas, sin notas"},
		{"The encyclopedia from home, without a password", "La enciclopedia desde casa, sin contraseña"},
		{"A timeline that draws itself from a spreadsheet", "Una línea del tiempo hecha con una hoja de cálculo"},
		{"Opening checklist for a substitute", "Lista de apertura para quien sustituye"},
		{"Library skills, September to June", "Destrezas de biblioteca, de septiembre a junio"},
		{"How to read a chart that wants to fool you", "Cómo leer una gráfica que quiere engañar"},
		{"A lighthouse that really lights", "Un faro que alumbra de verdad"},
		{"Counterrevolutionary pamphlets and other unexpectedly readable eighteenth-century ephemera", "Folletos contrarrevolucionarios y otros papeles del siglo XVIII que se leen con gusto"},
	}
	var out []ui.CardView
	for i, kind := range kinds {
		v := ui.CardView{
			URL: "/resources/" + strconv.Itoa(i), Title: titles[i].in(c), Kind: kind, KindWord: c.T("vocab.kind." + kind),
			Summary: words{"What a class can do in one period, with all that is needed on one sheet of paper.", "Lo que una clase puede hacer en una hora, con todo lo necesario en una hoja."}.in(c),
			Tags:    []string{words{"Search skills", "Búsqueda"}.in(c), words{"Primary sources", "Fuentes primarias"}.in(c)},
			Label:   ui.SpineLabel{Grades: "5–8", School: "Fir", Year: "2026"},
			Ends:    []ui.Fact{{Icon: "check", Text: words{"Worked at 4 schools", "Funcionó en 4 escuelas"}.in(c), Tone: ui.Good}, {Icon: "clock", Text: "45 min"}},
		}
		out = append(out, v)
	}
	return append(out,
		ui.CardView{URL: "/resources/vi", Title: "Đọc truyện tranh cùng gia đình", Lang: "vi", Kind: "booklist", KindWord: c.T("vocab.kind.booklist"),
			Summary: "Mười hai cuốn truyện tranh để đọc ở nhà, có bản ghi âm.", Label: ui.SpineLabel{Grades: "K–2", School: "Oak", Year: "2026"},
			Ends: []ui.Fact{{Icon: "alert", Text: words{"1 link to check", "1 enlace por revisar"}.in(c), Tone: ui.Warning}}},
		ui.CardView{URL: "/resources/ar", Title: "كتب للقراءة مع العائلة", Lang: "ar", Kind: "list", KindWord: c.T("vocab.kind.list"), Summary: "قائمة قصيرة من الكتب المصورة."},
	)
}

// together renders components one after another.
func together(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range parts {
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// around renders a component with children.
func around(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, together(children...)), w)
	})
}

// section is a titled part of the gallery.
func section(title string, parts ...templ.Component) templ.Component {
	return together(append([]templ.Component{templ.Raw(`<section class="sect"><div class="top"><h2>` + title + `</h2></div>`)}, append(parts, templ.Raw(`</section>`))...)...)
}

func button(words string) templ.Component {
	return templ.Raw(`<button type="button">` + templ.EscapeString(words) + `</button>`)
}

// gallery is every component once.
func gallery(c ui.Chrome) templ.Component {
	grades := []ui.Option{{Value: "k-2", Label: "K–2"}, {Value: "3-5", Label: "3–5"}, {Value: "6-8", Label: "6–8"}, {Value: "9-12", Label: "9–12"}}
	missing := words{"Choose at least one grade, so that colleagues can find it.", "Elija al menos un grado, para que lo encuentren."}.in(c)
	all := cards(c)
	facet := func(name, legend string, labels ...string) ui.FacetGroup {
		g := ui.FacetGroup{Name: name, Legend: legend}
		for i, l := range labels {
			g.Options = append(g.Options, ui.FacetOption{Value: strconv.Itoa(i), Label: l, Count: 1200 - 100*i, Chosen: i == 1})
		}
		return g
	}
	var kindWords []string
	for _, k := range kinds {
		kindWords = append(kindWords, c.T("vocab.kind."+k))
	}
	facets := ui.FacetsView{Action: "/gallery", Keep: []ui.Hidden{{Name: "q", Value: "maps"}}, Found: 22, Groups: []ui.FacetGroup{
		facet("kind", words{"Kind", "Tipo"}.in(c), kindWords...),
		facet("grade", words{"Grades", "Grados"}.in(c), "K–2", "3–5", "6–8"),
	}}
	var books []ui.BookView
	for _, i := range []int{13, 12, 4, 2, 7} {
		books = append(books, ui.BookView{URL: all[i].URL, Title: all[i].Title, Kind: all[i].Kind, KindWord: all[i].KindWord, Line: "Oak · 45 min"})
	}
	return together(
		templ.Raw(`<h1>`+c.Title+`</h1>`),
		around(ui.Slip(c, ui.SlipView{Icon: "copy", Head: words{"Oak shares this link already", "Oak ya comparte este enlace"}.in(c), Text: words{"“Quiet endings for loud rooms”, used at Pine.", "«Finales tranquilos», se usa en Pine."}.in(c)}), button(words{"See theirs", "Ver el suyo"}.in(c))),
		section(words{"Finding", "Buscar"}.in(c),
			ui.Search(c, ui.SearchView{Action: "/gallery", Label: c.T("base.search"), Value: "maps"}),
			templ.Raw(`<div class="with-facets above5">`), ui.Facets(c, facets),
			templ.Raw(`<div><div class="row between found"><h3 aria-live="polite">22</h3><div class="row">`), ui.OpenFacets(c, 2),
			ui.Orders(c, []ui.Way{{Text: words{"Best fit", "Más afines"}.in(c), URL: "?sort=fit", Here: true}, {Text: words{"Newest", "Recientes"}.in(c), URL: "?sort=newest"}}), templ.Raw(`</div></div>`),
			ui.Chosen(c, []ui.Chip{{Label: "3–5", URL: "?"}, {Label: c.T("vocab.kind.tip"), URL: "?"}}, "?"),
			templ.Raw(`<div class="above4">`), ui.Cards(c, all), templ.Raw(`</div><div class="above6">`),
			ui.Pages(c, ui.Pager{Page: 4, Last: 12, URL: func(n int) string { return "?page=" + strconv.Itoa(n) }}), templ.Raw(`</div></div></div>`),
		),
		section(words{"New in the district", "Nuevo en el distrito"}.in(c), ui.Shelf(c, books)),
		section(words{"Waiting for you", "Le espera"}.in(c), templ.Raw(`<div class="sheet flat">`), ui.TodoList(c, []ui.Todo{
			{Kind: "tip", Icon: "pencil", Title: all[4].Title, URL: "/drafts/1", Text: words{"Kept on Friday at 2:14 PM, as you left it.", "Guardado el viernes a las 14:14, tal como lo dejó."}.in(c), Action: words{"Go on writing", "Seguir"}.in(c), To: "/drafts/1"},
			{Kind: "list", Icon: "link", Title: all[1].Title, URL: "/resources/1", Action: words{"Take it", "Usarlo"}.in(c), To: "/take/1", Post: true},
		}), templ.Raw(`</div>`)),
		section(words{"One small move", "Un paso pequeño"}.in(c), ui.Moves(c, []ui.Move{
			{Icon: "tip", Title: words{"Write down one thing that made your day easier", "Anote algo que le facilitó el día"}.in(c), Text: words{"Two sentences are a tip.", "Dos frases ya son un consejo."}.in(c), Action: words{"Write a tip, 2 min", "Escribir, 2 min"}.in(c), URL: "/share"},
			{Icon: "list", Title: words{"Start a shared list for a unit that is coming", "Empiece una lista para una unidad próxima"}.in(c), Text: words{"Grade 3 begins “Weather” in January.", "En enero, tercero empieza «El tiempo»."}.in(c), Action: words{"Start a list, 5 min", "Empezar, 5 min"}.in(c), URL: "/share?kind=list"},
		})),
		section(words{"Numbers", "Cifras"}.in(c), ui.Figures([]ui.Figure{{Value: "12", Text: words{"resources shared", "recursos compartidos"}.in(c), URL: "/catalog"}, {Value: words{"not reported", "sin informar"}.in(c), Text: words{"visits", "visitas"}.in(c), Few: true}})),
		section(words{"Resource", "Recurso"}.in(c), templ.Raw(`<div class="title">`), ui.Cover(c, "guide", all[0].Title, all[0].Label), templ.Raw(`<div>`),
			ui.Kind("guide", c.T("vocab.kind.guide")), templ.Raw(`<p class="head">`+all[0].Title+`</p>`), ui.Facts(c, []ui.Fact{{Icon: "flag", Text: "5–8"}, {Icon: "globe", Text: "Tiếng Việt", Lang: "vi"}}), templ.Raw(`</div></div>`),
			ui.Stamp(ui.StampView{Above: "Elm", Date: "20 Oct", Below: "2026", At: "2026-10-20"}),
			ui.Due(c, ui.DueView{ID: "credit", Head: words{"Credit", "Créditos"}.in(c), Text: words{"It travels with every copy.", "Acompaña a cada copia."}.in(c), Rows: []ui.DueRow{{Date: c.Date(c.Now), At: "2026-11-23", Who: "Joan Kowalski, Fir", What: words{"began it", "lo empezó"}.in(c)}}, Foot: "CC BY 4.0"}),
			ui.PrintButton(c),
			ui.CopyLink(c, "link", words{"Link for teachers", "Enlace para docentes"}.in(c), "https://shelf.example.org/s/abc"),
		),
		section(words{"Writing", "Escribir"}.in(c),
			ui.ErrorSummary(c, []ui.FieldFault{{Field: "grades", Text: missing}, {Field: "title", Text: words{"Give it a title.", "Póngale un título."}.in(c)}}),
			templ.Raw(`<form class="above4" method="post" action="/share"><div class="sheet first">`),
			ui.TextArea(c, ui.Area{Label: ui.Label{Name: "one", Text: words{"Paste a link, or just write it down", "Pegue un enlace o simplemente escríbalo"}.in(c), Hint: words{"A sentence is enough to begin.", "Basta una frase para empezar."}.in(c)}, Value: "\nhttps://example.org <b>&"}), templ.Raw(`</div><div class="sheet above4">`),
			ui.TextInput(c, ui.Input{Label: ui.Label{Name: "title", Text: words{"Title", "Título"}.in(c), Wrong: words{"Give it a title.", "Póngale un título."}.in(c)}, Required: true}),
			ui.Toggles(c, ui.Choices{Label: ui.Label{Name: "grades", Text: words{"Grades", "Grados"}.in(c), Wrong: missing}, Options: grades, Multiple: true}),
			ui.Picks(c, ui.Choices{Label: ui.Label{Name: "who", Text: words{"Who made this?", "¿Quién lo hizo?"}.in(c)}, Options: []ui.Option{{Value: "me", Label: words{"I did", "Yo"}.in(c), Hint: words{"Colleagues may use it and change it.", "Los colegas pueden usarlo y cambiarlo."}.in(c), Chosen: true}, {Value: "other", Label: words{"Someone else, or not sure", "Otra persona, o no sé"}.in(c), Hint: words{"We keep the link, not the file.", "Guardamos el enlace, no el archivo."}.in(c)}}}),
			ui.Select(c, ui.Choices{Label: ui.Label{Name: "language", Text: words{"Language", "Idioma"}.in(c), Optional: true}, Options: []ui.Option{{Value: "en", Label: "English", Lang: "en"}, {Value: "vi", Label: "Tiếng Việt", Lang: "vi", Chosen: true}}}),
			ui.FileInput(c, ui.File{Label: ui.Label{Name: "file", Text: words{"File", "Archivo"}.in(c)}, Multiple: true}),
			ui.Tick(c, ui.Label{Name: "rough", Text: words{"Rough, comments welcome", "Borrador; se agradecen comentarios"}.in(c)}, "yes", true),
			ui.TextInput(c, ui.Input{Label: ui.Label{Name: "code", Text: words{"Six digits", "Seis cifras"}.in(c)}, Code: true, InputMode: "numeric", Autocomplete: "one-time-code"}),
			ui.Editor(c, ui.Area{Label: ui.Label{Name: "text", Text: words{"Text", "Texto"}.in(c)}, Rows: "6", Value: "One **bold** word."}),
			templ.Raw(`<div class="above5">`),
			around(ui.Parts(c),
				around(ui.Part(c, ui.PartView{Key: "a1", Word: words{"Text", "Texto"}.in(c), Icon: "text", Place: 1, Count: 2}), ui.TextInput(c, ui.Input{Label: ui.Label{Name: "a1-text", Text: words{"Text of the part", "Texto de la parte"}.in(c)}})),
				around(ui.Part(c, ui.PartView{Key: "b2", Word: words{"Link", "Enlace"}.in(c), Icon: "link", Place: 2, Count: 2}), ui.TextInput(c, ui.Input{Label: ui.Label{Name: "b2-url", Text: words{"Address", "Dirección"}.in(c)}, Type: "url"})),
			),
			templ.Raw(`</div><div class="row done-bar">`), templ.Raw(`<button class="main">OK</button>`), ui.Autosave(c, "/draft"), ui.UploadProgress(c), templ.Raw(`</div></div></form>`), ui.EditorScript(c),
		),
		section(words{"Steps", "Pasos"}.in(c), ui.Steps(c, words{"Steps", "Pasos"}.in(c), []ui.Step{{Text: words{"District", "Distrito"}.in(c), URL: "?step=1", Done: true}, {Text: words{"Schools", "Escuelas"}.in(c), URL: "?step=2", Here: true}, {Text: words{"People", "Personas"}.in(c)}}),
			around(ui.Wide(words{"Rows", "Filas"}.in(c)), templ.Raw(`<table><thead><tr><th scope="col">ISBN</th><th scope="col">`+words{"Title", "Título"}.in(c)+`</th></tr></thead><tbody><tr><td>9780140328721</td><td>Matilda</td></tr></tbody></table>`)),
		),
		section(words{"Nothing yet", "Aún nada"}.in(c), ui.Empty(ui.EmptyView{Text: words{"Nothing here yet. Ask your colleagues, or be the one who begins it.", "Aún no hay nada. Pregunte a sus colegas, o empiece usted."}.in(c), Action: words{"Share something", "Compartir algo"}.in(c), URL: "/share"}),
			templ.Raw(`<div class="above4">`), ui.Note(words{"A teacher or student with a link?", "¿Docente o estudiante con un enlace?"}.in(c), words{"Just open it.", "Solo ábralo."}.in(c)), templ.Raw(`</div>`),
			around(ui.Live(c, ui.LiveView{ID: "progress", Stream: "/live?topic=gallery", URL: "/gallery"}), templ.Raw(`<p>40 / 120</p>`)),
			ui.Back("/catalog", words{"Catalog", "Catálogo"}.in(c))),
	)
}

// page renders a whole page.
func page(t *testing.T, layout func(ui.Chrome) templ.Component, c ui.Chrome, body templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := layout(c).Render(templ.WithChildren(t.Context(), body), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
