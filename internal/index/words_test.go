package index

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func wordsOf(text string, r reading) []string {
	var out []string
	eachWord(text, r, func(word string) { out = append(out, foldWord(word)) })
	return out
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, document, query string }{
		{"Volcanoes & Earthquakes!", "volcanoes earthquakes", "volcanoes earthquakes"},
		{"", "", ""},
		{" -- ... '' ", "", ""},
		{"The teacher's guide", "the teacher guide", "the teacher guide"},
		{"teachers’ notes", "teachers notes", "teachers notes"},
		{"don't we'll", "dont well", "dont well"},
		{"O'Brien", "obrien", "obrien"},
		{"L'école qu'on aime", "ecole on aime", "ecole on aime"},
		{"¿Qué es un volcán?", "que es un volcan", "que es un volcan"},
		{"niño pingüino", "nino pinguino", "nino pinguino"},
		{"Straße Œuvre Łódź Đặng", "strasse oeuvre lodz dang", "strasse oeuvre lodz dang"},
		{"well-known", "well known", "well known"},
		{"e-book co-op", "ebook e book coop co op", "ebook coop"},
		{"U.S. history a.m.", "us history am", "us history am"},
		{"www.example.org", "www example org", "www example org"},
		{"K–2", "k-2 k 2", "k-2"},
		{"3-D printing, 3–5", "3d 3 d printing 3-5 3 5", "3d printing 3-5"},
		{"3rd graders", "3rd graders", "3rd graders"},
		{"5-ESS2-1", "5-ess2-1 5-ess2 ess2-1 5 ess2 1", "5-ess2-1"},
		{"MS-PS1-4", "ms-ps1-4 ms-ps1 ps1-4 ms ps1 4", "ms-ps1-4"},
		{"CCSS.ELA.RI.4.9", "ccss.ela.ri.4.9 ccss.ela.ri.4 ela.ri.4.9 ela.ri.4 ri.4.9 ri.4 ccss ela ri 4 9", "ccss.ela.ri.4.9"},
		{"CCSS.MATH.CONTENT.3.NF.A.1", "ccss.math.content.3.nf.a.1 ccss.math.content.3 ccss.math.content.3.nf ccss.math.content.3.nf.a " +
			"math.content.3.nf.a.1 math.content.3 math.content.3.nf math.content.3.nf.a content.3.nf.a.1 content.3 content.3.nf content.3.nf.a " +
			"3.nf.a.1 3.nf 3.nf.a nf.a.1 a.1 ccss math content 3 nf a 1", "ccss.math.content.3.nf.a.1"},
		{"RI.4.9.", "ri.4.9 ri.4 ri 4 9", "ri.4.9"},
		{"L.4.1a", "l.4.1a l.4 l.4.1 l.4.1.a l 4 1a", "l.4.1a"},
		{"TEKS §110.5(b)(9)", "teks 110.5 110 5 110.5.b b 110.5.b.9 9", "teks 110.5.b.9"},
		{"110.5 (B) (9)(iii), 4", "110.5 110 5 110.5.b b 110.5.b.9 9 110.5.b.9.iii iii 4", "110.5.b.9.iii 4"},
		{"110.5(b)(", "110.5 110 5 110.5.b b", "110.5.b"},
		{"3(b) 3 (b) 3(new) 3() (b)", "3 3.b b 3 b 3 new 3 b", "3.b 3 b 3 new 3 b"},
		{"ISBN 978-0-306-40615-7", "isbn 9780306406157", "isbn 9780306406157"},
		{"0-306-40615-2", "9780306406157", "9780306406157"},
		{"0306406152", "9780306406157", "9780306406157"},
		{"ISBN 978 0 306 40615 7, hardcover", "isbn 9780306406157 hardcover", "isbn 9780306406157 hardcover"},
		{"978\u00a00-306 40615\u00a07", "9780306406157", "9780306406157"},
		{"0 306 40615 2", "9780306406157", "9780306406157"},
		{"0 8044 2957 X; 0 8044 2957 x", "9780804429573 9780804429573", "9780804429573 9780804429573"},
		{"978 0 306 40615 8", "978 0 306 40615 8", "978 0 306 40615 8"},
		{"978 0 306 40615 75", "978 0 306 40615 75", "978 0 306 40615 75"},
		{"030 640 6152", "030 640 6152", "030 640 6152"},
		{"978  0 306 40615 7", "978 0 306 40615 7", "978 0 306 40615 7"},
		{"９７８０３０６４０６１５７ ٩٧٨٠٣٠٦٤٠٦١٥٧", "9780306406157 9780306406157", "9780306406157 9780306406157"},
		{"371.33", "371.33 371 33", "371.33"},
		{"図書館", "図 図書 書 書館 館", "図書 書館"},
		{"水", "水", "水"},
		{"水 water水", "水 water 水", "水 water 水"},
		{"ภาษา", "ภ ภา า าษ ษ ษา า", "ภา าษ ษา"},
		{"หนู", "ห หนู นู", "หนู"},
		{"한국어 수업", "한 한국 국 국어 어 수 수업 업", "한국 국어 수업"},
		{"Привет, ёжик", "привет ежик", "привет ежик"},
		{"مَكْتَبَة", "مكتبه", "مكتبه"},
		{"हिन्दी", "हिन्दी", "हिन्दी"},
		{"soft\u00adhyphen", "softhyphen", "softhyphen"},
		{"file_name_2.txt", "file_name_2.txt name_2.txt file name 2 txt", "file_name_2.txt"},
		{strings.Repeat("x", longestWord+1) + " y", "y", "y"},
	} {
		if got := strings.Join(wordsOf(c.text, ofDocument), " "); got != c.document {
			t.Errorf("document %q: %q, want %q", c.text, got, c.document)
		}
		if got := strings.Join(wordsOf(c.text, ofQuery), " "); got != c.query {
			t.Errorf("query %q: %q, want %q", c.text, got, c.query)
		}
	}
}

func TestWordsBeyondTheBoundAreTold(t *testing.T) {
	ix := New()
	ix.Put(Doc{ID: "d", Version: 1, Visibility: SeenByAnyone, Title: "river"})
	var words, quoted strings.Builder
	var phrases []Phrase
	for i := range mostQueryWords + 2 {
		words.WriteString(" w" + string(rune('a'+i)))
		quoted.WriteString(" river")
		phrases = append(phrases, Phrase{Words: "river w" + string(rune('a'+i))})
	}
	for want, q := range map[string]Query{
		"wy":       {Words: words.String()},
		"":         {Words: quoted.String()},
		"river wi": {Words: "river", Phrases: phrases},
	} {
		if got := ix.Search(q).Over; got != want {
			t.Errorf("passed over is %q, want %q", got, want)
		}
	}
	if got := ix.Search(Query{Words: "river", Without: words.String()}).Over; got != "wy" {
		t.Errorf("of what is excluded, passed over is %q", got)
	}
}

func TestStems(t *testing.T) {
	for _, c := range []struct {
		language string
		together string // words that are found by each other
		apart    string // words that none of them finds
	}{
		{"en", "library libraries", "librarian liberty"},
		{"en-US", "volcano volcanos volcanoes", "volcanic"},
		{"en", "read reads reading", "reader ready"},
		{"en", "story stories", "store"},
		{"en", "quilt quilts quilted quilting", "quit"},
		{"en", "misinformation", "information"},
		{"en", "a1 ", "a2"},
		{"es", "informacion informaciones", "formar"},
		{"es-MX", "biblioteca bibliotecas", "bibliotecario"},
		{"es", "cancion canciones", "cansar"},
		{"es", "nino nina ninos ninas", "ninguno"},
		{"es", "biologia biologias", "biografia"},
		{"es", "cantar canta cantan", "cantor"},
		{"es", "volcan volcanes", "volar"},
		{"es", "imagen imagenes", "imaginar"},
		{"es", "ingles inglesa ingleses", "ingle ingeniero"},
		{"es", "lapiz lapices", "lapida"},
		{"es", "ensenar ensenan ensena", "senal"},
		{"fr", "bibliotheque bibliotheques", "bible"},
		{"fr", "activite activites", "actif"},
		{"ru", "книга книги книгу", "книжка"},
		{"pt", "livro livros", "leitura"},
		{"pt", "informacao informacoes", "formar"},
		{"pt-BR", "acao acoes", "acordo"},
		{"de", "bibliothek bibliotheken", "biblisch"},
		{"de", "lehrerin lehrerinnen", "leer"},
		{"ar", "مكتبه المكتبه", "كتاب"},
		{"ar", "عربيه العربيه بالعربيه", "غريب"},
		{"vi", "sach", "sac"},
		{"ht", "liv", "livre"},
		{"", "book", "books"},
		{"zh", "図書", "書館"},
	} {
		a := analyserOf(c.language)
		want := ""
		for i, word := range strings.Fields(c.together) {
			if stem := a.stem(word); i == 0 {
				want = stem
			} else if stem != want {
				t.Errorf("%s: %s is %q, not %q", c.language, word, stem, want)
			}
		}
		for _, word := range strings.Fields(c.apart) {
			if a.stem(word) == want {
				t.Errorf("%s: %s is %q like %s", c.language, word, want, c.together)
			}
		}
	}
}

func TestStopWords(t *testing.T) {
	for a, words := range map[analyser]string{englishWords: "the of how", spanishWords: "el de como sin", frenchWords: "le des qu", portugueseWords: "os nas", germanWords: "der und", arabicWords: "من في", vietnameseWords: "cua nhung", creoleWords: "yo pou"} {
		for _, word := range strings.Fields(words) {
			if !a.isStop(word) {
				t.Errorf("%s stands for a topic", word)
			}
			if plain.isStop(word) {
				t.Errorf("%s is a stop word of no language", word)
			}
		}
	}
	for _, word := range []string{"", "sin", "he art", "volcano"} {
		if englishWords.isStop(word) {
			t.Errorf("%q is a stop word", word)
		}
	}
}

// Whatever is typed, a document that holds it is found by it: every word of the query is a word of the document, and reading
// text never fails.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"teacher's K-2 e-book", "CCSS.ELA.RI.4.9", "図書館abc水", "'l'é'c-o.l'e's", "a\u0301b\u00ad", "\xff\xfe", "０３０６", "ﷺ", "§110.5 (b)(9)", "L.4.1a", "0 8044 2957 X", "1_2.3-a(b)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		document := map[string]bool{}
		for _, word := range wordsOf(text, ofDocument) {
			document[word] = true
		}
		for _, word := range wordsOf(text, ofQuery) {
			if !document[word] {
				t.Fatalf("%q asks for %q, which %v does not have", text, word, document)
			}
		}
		for _, c := range Codes(text) {
			for _, level := range c.Levels {
				if !document[level] {
					t.Fatalf("%q holds %q, of which %q finds nothing", text, text[c.From:c.To], level)
				}
			}
		}
		for word := range document {
			if utf8.ValidString(text) && !utf8.ValidString(word) {
				t.Fatalf("%q gives the broken word %q", text, word)
			}
			if again := foldWord(word); again != word {
				t.Fatalf("%q folds to %q", word, again)
			}
			for a := range analyser(analysers) {
				if word != "" && a.stem(word) == "" {
					t.Fatalf("nothing is left of %q", word)
				}
			}
		}
	})
}
