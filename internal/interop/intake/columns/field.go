package columns

import "slices"

// Field is what a column means.
type Field string

// The fields, in the order in which they are offered to a person who corrects a mapping.
const (
	Title      Field = "title"
	Why        Field = "why"
	Link       Field = "link"
	Kind       Field = "kind"
	Grades     Field = "grades"
	Subjects   Field = "subjects"
	Tags       Field = "tags"
	Language   Field = "language"
	ISBN       Field = "isbn"
	Creator    Field = "creator"
	Publisher  Field = "publisher"
	Year       Field = "year"
	Format     Field = "format"
	Audience   Field = "audience"
	Access     Field = "access"
	Minutes    Field = "minutes"
	Cost       Field = "cost"
	Rights     Field = "rights"
	Source     Field = "source"
	Notes      Field = "notes"
	ReviewBy   Field = "review_by"
	School     Field = "school"
	Visibility Field = "visibility"
	ID         Field = "id"
	Text       Field = "text"  // kept as text under the column's own name
	Leave      Field = "leave" // left out; only a person chooses this
)

// Fields lists all fields.
var Fields = []Field{
	Title, Why, Link, Kind, Grades, Subjects, Tags, Language, ISBN, Creator, Publisher, Year, Format, Audience, Access, Minutes, Cost,
	Rights, Source, Notes, ReviewBy, School, Visibility, ID, Text, Leave,
}

// Known says whether f is one of Fields.
func (f Field) Known() bool { return slices.Contains(Fields, f) }

// repeats says whether several columns may have the field.
func (f Field) repeats() bool {
	switch f {
	case Link, Subjects, Tags, ISBN, Creator, Format, Audience, Access, Notes, Text, Leave:
		return true
	}
	return false
}

// Label is the key of the field's name in the catalog of messages.
func (f Field) Label() string { return "intake.field." + string(f) }

// meanings lists the headings of each field, folded and without small words, the surest first. A heading of a later field
// that comes in an earlier one means the earlier.
var meanings = []struct {
	field    Field
	headings []string
}{
	{Title, []string{
		"title", "titulo", "resource title", "titulo recurso", "resource name", "name resource", "nombre recurso", "resource", "recurso", "book title",
		"titulo libro", "item title", "item name", "tool name", "name tool", "nombre herramienta", "database name", "website name", "site name",
		"name", "nombre", "lesson title", "titulo leccion", "lesson name", "unit title", "titulo unidad", "activity name", "activity title", "video title",
		"book", "libro", "lesson", "leccion", "activity", "actividad", "tool", "herramienta", "database", "base datos", "item", "full statement", "statement",
		"heading", "label", "page title", "titulo pagina", "bookmark",
	}},
	{Link, []string{
		"link", "url", "enlace", "web address", "direccion web", "resource link", "resource url", "link resource", "enlace recurso", "href", "hyperlink", "vinculo",
		"liga", "uri", "website url", "website link", "web link", "webpage", "web page", "pagina web", "website", "sitio web", "web site", "web", "site", "sitio",
		"direccion", "links", "enlaces", "urls", "link url", "file link", "google drive link", "drive link", "doc link", "video link", "video url",
	}},
	{Why, []string{
		"why", "why would colleague want this", "por que", "description", "descripcion", "summary", "resumen", "short description", "descripcion breve", "annotation",
		"anotacion", "abstract", "overview", "about", "acerca", "what is it", "que es", "what it is", "purpose", "proposito", "what for", "para que", "details", "detalles",
		"synopsis", "sinopsis", "blurb", "resource description", "book description", "why we like it", "how to use", "how use it", "uso",
		"learning outcome", "outcome", "objective", "objetivo", "learning objective", "objectives", "objetivos", "goal",
	}},
	{Kind, []string{"kind", "type", "tipo", "resource type", "type resource", "tipo recurso", "kind resource", "item type", "content type", "tipo contenido", "resource kind", "clase recurso"}},
	{Grades, []string{
		"grade", "grades", "grado", "grados", "grade level", "grade levels", "nivel grado", "niveles grado", "grade band", "grade bands", "grade range", "gr", "grade s",
		"student grade level", "student grade", "student level", "nivel escolar", "education level", "educational level", "nivel educativo", "target grade",
		"year group", "year groups", "curso escolar", "nivel", "level", "levels", "niveles",
	}},
	{Subjects, []string{
		"subject", "subjects", "materia", "materias", "subject area", "subject areas", "asignatura", "asignaturas", "content area", "content areas", "area contenido",
		"discipline", "disciplina", "curriculum area", "area curricular", "department", "departamento", "curso", "course",
	}},
	{Tags, []string{
		"tag", "tags", "etiqueta", "etiquetas", "topic", "topics", "tema", "temas", "keyword", "keywords", "palabras clave", "palabra clave", "theme", "themes",
		"concept keywords", "category", "categories", "categoria", "categorias", "genre", "genres", "genero", "generos", "labels", "descriptors", "folder", "folders", "carpeta",
	}},
	{Language, []string{"language", "languages", "idioma", "idiomas", "lang", "lengua", "language code", "lenguaje", "in language"}},
	{ISBN, []string{"isbn", "isbn 13", "isbn13", "isbn 10", "isbn10", "isbns", "isbn issn", "ean"}},
	{Creator, []string{
		"author", "authors", "autor", "autora", "autores", "creator", "creators", "creador", "creadores", "written by", "escrito por", "by", "author name", "book author",
		"created by", "creado por", "made by", "hecho por", "authors names",
	}},
	{Publisher, []string{"publisher", "editorial", "publishing house", "imprint", "casa editorial"}},
	{Year, []string{
		"year", "ano", "publication year", "original publication year", "year published", "published year", "pub year", "pub date", "publication date", "date published",
		"fecha publicacion", "ano publicacion", "copyright year", "copyright date", "published",
	}},
	{Format, []string{"format", "formats", "formato", "formatos", "medium", "media type", "tipo medio", "binding", "encuadernacion", "file type", "tipo archivo"}},
	{Audience, []string{"audience", "audiencia", "for whom", "para quien", "intended audience", "target audience", "publico", "users"}},
	{Access, []string{"accessibility", "accesibilidad", "access features", "accessibility features", "accommodations", "adaptaciones"}},
	{Minutes, []string{
		"minutes", "minutos", "mins", "min", "time", "tiempo", "duration", "duracion", "time needed", "tiempo necesario", "length", "minutes needed", "class time", "how long",
		"cuanto dura", "time required", "typical time",
	}},
	{Cost, []string{"cost", "costo", "coste", "price", "precio", "costs", "how much", "cuanto cuesta"}},
	{Rights, []string{"rights", "derechos", "license", "licence", "licencia", "copyright", "terms use", "usage rights", "licensing", "permissions"}},
	{Source, []string{"source", "fuente", "origin", "origen", "provider", "proveedor", "vendor", "found at", "source url", "source name", "website source"}},
	{Notes, []string{
		"notes", "note", "notas", "nota", "comments", "comment", "comentarios", "comentario", "remarks", "observaciones", "tips", "consejos", "teacher notes", "librarian notes",
		"additional notes", "other notes", "my notes", "instructions", "instrucciones",
	}},
	{ReviewBy, []string{"review by", "check again by", "revisar antes", "review date", "fecha revision", "expires", "expiration date", "vence"}},
	{School, []string{"school", "escuela", "school name", "nombre escuela", "building", "campus", "plantel", "colegio", "schools"}},
	{Visibility, []string{"visibility", "visibilidad", "who can see it", "quien lo ve", "sharing", "shared with", "compartido con"}},
	{ID, []string{
		"id", "identifier", "identificador", "resource id", "item id", "record id", "book id", "uuid", "guid", "key", "clave", "record number", "numero registro", "lesson id",
		"unit id", "external id",
	}},
}
