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
		"title resource", "name website", "name site", "name app", "name book", "name database", "name activity", "name lesson", "website title", "site title", "app", "app name",
		"resource tool", "title book", "title lesson", "nombre sitio", "nombre sitio web", "nombre pagina", "nombre libro", "nombre actividad", "nombre leccion", "titulo obra",
		"titulo video", "titulo articulo", "article", "article title", "articulo", "podcast", "podcast name",
	}},
	{Link, []string{
		"link", "url", "enlace", "web address", "direccion web", "resource link", "resource url", "link resource", "enlace recurso", "href", "hyperlink", "vinculo",
		"liga", "uri", "website url", "website link", "web link", "webpage", "web page", "pagina web", "website", "sitio web", "web site", "web", "site", "sitio",
		"direccion", "links", "enlaces", "urls", "link url", "file link", "google drive link", "drive link", "doc link", "video link", "video url",
		"link url", "url link", "link site", "link website", "where", "where find it", "where is it", "donde", "donde esta", "donde encontrarlo", "enlace web", "enlace sitio", "link doc",
		"share link", "permalink", "website address", "address", "direccion pagina",
	}},
	{Why, []string{
		"why", "why would colleague want this", "por que", "description", "descripcion", "summary", "resumen", "short description", "descripcion breve", "annotation",
		"anotacion", "abstract", "overview", "about", "acerca", "what is it", "que es", "what it is", "purpose", "proposito", "what for", "para que", "details", "detalles",
		"synopsis", "sinopsis", "blurb", "resource description", "book description", "why we like it", "how to use", "how use it", "uso",
		"learning outcome", "outcome", "objective", "objetivo", "learning objective", "objectives", "objetivos", "goal",
		"why i like it", "why i love it", "why i use it", "why use it", "why it is good", "why it s good", "why recommend it", "why i recommend it", "why it matters", "rationale", "recommendation",
		"what it s", "what s it", "what it does", "what does it do", "what it is about", "what is it about", "what s it about", "about resource", "how i use it", "how we use it", "ideas use",
		"ideas use it", "uses", "best used", "por que me gusta", "por que gusta", "por que usarlo", "por que lo recomiendo", "para que sirve", "que hace", "de que trata", "que trata", "trata",
		"como se usa", "como usarlo", "como lo uso", "recomendacion", "justificacion",
	}},
	{Kind, []string{
		"kind", "type", "tipo", "resource type", "type resource", "tipo recurso", "kind resource", "item type", "content type", "tipo contenido", "resource kind", "clase recurso",
		"kind thing", "type thing", "what kind", "type material", "material type", "tipo material", "type tool", "type activity", "tipo actividad",
	}},
	{Grades, []string{
		"grade", "grades", "grado", "grados", "grade level", "grade levels", "nivel grado", "niveles grado", "grade band", "grade bands", "grade range", "gr", "grade s",
		"student grade level", "student grade", "student level", "nivel escolar", "education level", "educational level", "nivel educativo", "target grade",
		"year group", "year groups", "curso escolar", "nivel", "level", "levels", "niveles",
		"suggested grade", "suggested grades", "suggested grade level", "suggested grade levels", "recommended grade", "recommended grades", "recommended grade level", "recommended grade levels",
		"grades served", "which grades", "gr level", "gr levels", "grado escolar", "grados escolares", "grado sugerido", "grados sugeridos", "grado recomendado", "grados recomendados", "que grados", "school level",
	}},
	{Subjects, []string{
		"subject", "subjects", "materia", "materias", "subject area", "subject areas", "asignatura", "asignaturas", "content area", "content areas", "area contenido",
		"discipline", "disciplina", "curriculum area", "area curricular", "department", "departamento", "curso", "course",
		"dept", "class course", "curriculum connection", "curriculum connections", "curricular connection", "curricular connections", "curriculum", "area", "areas",
	}},
	{Tags, []string{
		"tag", "tags", "etiqueta", "etiquetas", "topic", "topics", "tema", "temas", "keyword", "keywords", "palabras clave", "palabra clave", "theme", "themes",
		"concept keywords", "category", "categories", "categoria", "categorias", "genre", "genres", "genero", "generos", "labels", "descriptors", "folder", "folders", "carpeta",
		"unit", "unit study", "unit theme", "unidad", "unidad tematica", "unidad estudio", "key words", "hashtags", "hashtag", "skill", "skills", "destreza", "destrezas", "habilidad",
		"habilidades", "focus", "enfoque", "subject tags", "concept", "concepts", "concepto", "conceptos", "collection", "coleccion",
	}},
	{Language, []string{"language", "languages", "idioma", "idiomas", "lang", "lengua", "language code", "lenguaje", "in language", "available in", "languages available", "disponible en", "language resource", "idioma recurso"}},
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
	{Format, []string{"format", "formats", "formato", "formatos", "medium", "media type", "tipo medio", "media", "medio", "medios", "medium format", "binding", "encuadernacion", "file type", "tipo archivo"}},
	{Audience, []string{"audience", "audiencia", "for whom", "para quien", "intended audience", "target audience", "publico", "users", "who is it", "who s it", "intended", "recommended", "best", "appropriate", "recomendado", "ideal", "dirigido", "destinatarios"}},
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
