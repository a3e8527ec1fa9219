package index

import "testing"

func TestFormsOfOneWordAreToldFromWordsOfOneStem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language int
		a, b     string
		same     bool
	}{
		{0, "bullied", "bullying", true},
		{0, "libraries", "library", true},
		{0, "biography", "biographies", true},
		{0, "planning", "plans", true},
		{0, "citing sources", "cited source", true},
		{0, "citation", "citing", true},
		{0, "plagiarize", "plagiarism", true},
		{0, "genrefied", "genrefication", true},
		{0, "weeding", "weed", true},
		{0, "boxes", "box", true},
		{1, "noticia falsa", "noticias falsas", true},
		{1, "ninas", "ninos", true},
		{1, "canciones", "cancion", true},
		{1, "evaluar", "evaluacion", true},
		{1, "lapices", "lapiz", true},
		{1, "leccion", "lecciones", true},
		{0, "deportation", "deportes", false},
		{0, "deport", "deportes", false},
		{1, "deporte", "deportes", true},
		{1, "deported", "deportes", false},
		{1, "deportado", "deportada", true},
		{1, "video", "vidas", false},
		{0, "career", "carro", false},
		{0, "news", "fake news", false},
		{0, "", "s", false},
		{0, "a", "as", false},
	} {
		if Inflected(c.language, c.a, c.b) != c.same || Inflected(c.language, c.b, c.a) != c.same {
			t.Errorf("%q and %q: forms of each other %v", c.a, c.b, !c.same)
		}
	}
}
