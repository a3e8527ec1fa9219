package index

import "testing"

func TestFormsOfOneWordAreToldFromWordsOfOneStem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"bullied", "bullying", true},
		{"libraries", "library", true},
		{"biography", "biographies", true},
		{"planning", "plans", true},
		{"citing sources", "cited source", true},
		{"citation", "citing", true},
		{"plagiarize", "plagiarism", true},
		{"genrefied", "genrefication", true},
		{"weeding", "weed", true},
		{"boxes", "box", true},
		{"noticia falsa", "noticias falsas", true},
		{"ninas", "ninos", true},
		{"canciones", "cancion", true},
		{"evaluar", "evaluacion", true},
		{"lapices", "lapiz", true},
		{"leccion", "lecciones", true},
		{"deportation", "deportes", false},
		{"deport", "deportes", false},
		{"video", "vidas", false},
		{"career", "carro", false},
		{"news", "fake news", false},
		{"", "s", false},
		{"a", "as", false},
	} {
		if Inflected(c.a, c.b) != c.same || Inflected(c.b, c.a) != c.same {
			t.Errorf("%q and %q: forms of each other %v", c.a, c.b, !c.same)
		}
	}
}
