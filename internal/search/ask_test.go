package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/index"
)

func TestGradesBecomeTheFacet(t *testing.T) {
	for _, c := range []struct{ typed, words, grades string }{
		{"weather grade 3", "weather", "3"},
		{"weather for 3rd graders", "weather", "3"},
		{"weather third grade", "weather", "3"},
		{"3rd grade weather unit", "weather unit", "3"},
		{"research grades 6-8", "research", "6-8"},
		{"research grades 5 to 7", "research", "5-7"},
		{"K-2 coding", "coding", "k-2"},
		{"coding k–5", "coding", "k-5"},
		{"Pre-K-2 songs", "songs", "pk-2"},
		{"autoevaluación primer grado", "autoevaluación", "1"},
		{"clima tercer grado", "clima", "3"},
		{"clima para 3er grado", "clima", "3"},
		{"lectura grado 10", "lectura", "10"},
		{"grade 12", "", "12"},
		{"third-grade science", "science", "3"},
		{"ciencia para 3.er grado", "ciencia", "3"},
		{"animales 2.º grado", "animales", "2"},
		{"lecture 3e année", "lecture", "3"},
		{"lecture troisième année", "lecture", "3"},
		{"contes CE2", "contes", "3"},
		{"leitura 3º ano", "leitura", "3"},
		{"leitura terceiro ano", "leitura", "3"},
		{"Wetter 3. Klasse", "Wetter", "3"},
		{"Wetter Klasse 3", "Wetter", "3"},
		{"Wetter dritte Klasse", "Wetter", "3"},
		{"đọc sách lớp 3", "đọc sách", "3"},
		{"قصص الصف الثالث", "قصص", "3"},
		{"قصص الصف ٣", "قصص", "3"},
		{"istwa 3yèm ane", "istwa", "3"},
		{"istwa twazyèm ane", "istwa", "3"},
		{"三年级 科学", "科学", "3"},
		{"三年級科學", "科學", "3"},
		{"科学10年级", "科学", "10"},
		{"graphic novels for middle school", "graphic novels", "6-8"},
		{"comics high schoolers", "comics", "9-12"},
		{"elementary coding", "coding", "k-5"},
		{"upper elementary mysteries", "mysteries", "3-5"},
		{"kindergarten songs", "songs", "k"},
		{"pre k songs", "songs", "pk"},
		{"canciones de preescolar", "canciones de", "pk"},
		{"poemas cuarto grado", "poemas", "4"},
		{"poems 4th grade", "poems", "4"},
		{"maps grades 3 and 4", "maps", "3-4"},
		{"maps grades 3, 4 and 6", "maps", "3-4 6"},
		{"maps grades 3 through 5", "maps", "3-5"},
		{"mapas grados 3 a 5", "mapas", "3-5"},
		{"mapas de 3.º y 4.º grado", "mapas de", "3-4"},
		{"maps first and second graders", "maps", "1-2"},
		{"maps K to 2nd grade", "maps", "k-2"},
		{"maps 1st-3rd grade", "maps", "1-3"},
		{"maps grade 3 to read", "maps to read", "3"},
		{"maps grade 3, forests", "maps forests", "3"},
		{"grades 9 to 12 debate", "debate", "9-12"},
		{"comics 6th-8th", "comics", "6-8"},
		{"comics grades six to eight", "comics", "6-8"},
		{"lectura tercero de primaria", "lectura", "3"},
		{"lectura 3.º de primaria", "lectura", "3"},
		{"poesía 1.º de bachillerato", "poesía", "11"},
		{"mapas segundo de secundaria", "mapas", "8"},
		{"mapas secundaria", "mapas", "6-12"},
		{"fuentes primarias", "fuentes primarias", ""},
		{"una fuente primaria", "una fuente primaria", ""},
		{"cuentos educación infantil", "cuentos", "pk-k"},
		{"cuentos de bachillerato", "cuentos de", "9-12"},
		{"mapas de 3º a 5º", "mapas", "3-5"},
		{"canciones kinder", "canciones", "k"},
		{"maps K to 5", "maps", "k-5"},
		{"middle-school maps", "maps", "6-8"},
		{"contes maternelle", "contes", "pk-k"},
		{"mapas ensino médio", "mapas", "9-12"},
		{"đọc sách tiểu học", "đọc sách", "1-5"},
		{"карты 3 класс", "карты", "3"},
		{"clima 4° grado", "clima", "4"},
		{"pre-kindergarten songs", "songs", "pk"},
		{"songs TK", "songs", "pk-k"},
		{"songs TK-2", "songs", "pk-2"},
		{"songs PreK to 2", "songs", "pk-2"},
		{"songs PreK/K", "songs", "pk-k"},
		{"freshman orientation", "orientation", "9"},
		{"poetry freshmen/seniors", "poetry", "9 12"},
		{"poetry for juniors and seniors", "poetry", "11-12"},
		{"poetry sophomore year", "poetry", "10"},
		{"poetry kindergarten to second grade", "poetry", "k-2"},
		{"comics elementary and middle school", "comics", "k-8"},
		{"weather gr3", "weather", "3"},
		{"weather gr.3-5", "weather", "3-5"},
		{"weather grade:6", "weather", "6"},
		{"weather grade=k-2", "weather", "k-2"},
		{"clima grado4", "clima", "4"},
		{"weather 3/4 grade", "weather", "3-4"},
		{"weather grades 3/5", "weather", "3 5"},
		{"books ages 5-7", "books", "k-2"},
		{"books for ages 8 to 12", "books", "3-7"},
		{"books ages 12 and up", "books", "7-12"},
		{"books ages 12+", "books", "7-12"},
		{"songs for age 4", "songs", "pk"},
		{"songs for 5 year olds", "songs", "k"},
		{"songs for 5-year-olds", "songs", "k"},
		{"songs 5-7 year olds outside", "songs outside", "k-2"},
		{"songs for my 5 year old", "songs for my", "k"},
		{"canciones para niños de 5 años", "canciones para niños", "k"},
		{"canciones niños de 5 a 7 años en casa", "canciones niños en casa", "k-2"},
		{"canciones edades 5 a 7", "canciones", "k-2"},
		{"canciones 6 años de edad", "canciones", "1"},
		{"ages 40-50", "ages 40-50", ""},
		{"middle ages 5", "middle ages 5", ""},
		{"middle ages 5th grade", "middle ages", "5"},
		{"poems 2nd grade to 5th", "poems", "2-5"},
		{"poems 3rd grade and 4th", "poems", "3-4"},
		{"3rd grade and 4th of July", "and 4th of July", "3"},
		{"3rd grade to 9th week", "to 9th week", "3"},
		{"ice age 4", "ice age 4", ""},
		{"weeding 10 year old books", "weeding 10 year old books", ""},
		{"proyecto de 3 años", "proyecto de 3 años", ""},
		{"3 years of data", "3 years of data", ""},
		{"senior project", "senior project", ""},
		{"junior library guild", "junior library guild", ""},
		{"junior high maps", "maps", "6-8"},
		{"maps and 3rd grade and forests", "maps and and forests", "3"},
		{"fractions 3/4", "fractions 3/4", ""},
		{"maps grades 3,4,5", "maps", "3-5"},
		{"poetry high school seniors", "poetry", "12"},
		{"poetry elementary 3rd grade", "poetry", "3"},
		{"maps K-2 3-5", "maps", "k-5"},
		{"maps K-2 or 6-8", "maps", "k-2 6-8"},
		{"maps K-2, 6-8 weeks", "maps 6-8 weeks", "k-2"},
		{"maps grades 6 and up", "maps", "6-12"},
		{"maps 10th grade and up", "maps", "10-12"},
		{"maps grades 6+", "maps", "6-12"},
		{"maps for 5 year old students", "maps for students", "k"},
		{"mapas niños 6 años", "mapas niños", "1"},
		{"a 5 year old program", "a 5 year old program", ""},
		{"grade 3 and up to date", "and up to date", "3"},
		{"graphic novels 6-8", "graphic novels 6-8", ""},
		{"9-1-1", "9-1-1", ""},
		{"24-7", "24-7", ""},
		{"1984", "1984", ""},
		{"110.5", "110.5", ""},
		{"three billy goats", "three billy goats", ""},
		{"3 and 4th period", "3 and 4th period", ""},
		{"primary sources", "primary sources", ""},
		{"primary sources 4th grade", "primary sources", "4"},
		{"primary source grade 4", "primary source", "4"},
		{"primary sources K-2", "primary sources", "k-2"},
		{"lessons on primary sources, grade 4", "lessons on primary sources,", "4"},
		{"sources primary grade 4", "sources primary", "4"},
		{"sources for middle school", "sources", "6-8"},
		{"evaluating sources high school", "evaluating sources", "9-12"},
		{"fuentes primarias tercer grado", "fuentes primarias", "3"},
		{"fuente primaria para primaria", "fuente primaria", "k-5"},
		{"HS history books", "history books", "9-12"},
		{"hs history books", "history books", "9-12"},
		{"MS audiobooks", "audiobooks", "6-8"},
		{"Ms. Marvel comics", "Ms. Marvel comics", ""},
		{"ms marvel comics", "ms marvel comics", ""},
		{"MS MARVEL", "MS MARVEL", ""},
		{"MS Word lessons", "MS Word lessons", ""},
		{"MS/HS audiobooks", "audiobooks", "6-12"},
		{"elem makerspace", "makerspace", "k-5"},
		{"elem. makerspace", "makerspace", "k-5"},
		{"jr. high maps", "maps", "6-8"},
		{"g3 weather", "weather", "3"},
		{"weather g3-5", "weather", "3-5"},
		{"5 g sugar", "5 g sugar", ""},
		{"pre-school story time", "story time", "pk"},
		{"pre school story time", "story time", "pk"},
		{"A.I. policy", "AI policy", ""},
		{"U.S. history", "U.S. history", ""},
		{"RL3.1", "RL.3.1", ""},
		{"w3.8", "w.3.8", ""},
		{"rl 3.1 lessons", "rl.3.1 lessons", ""},
		{"rlk.1", "rl.k.1", ""},
		{"web2.0 tools", "web2.0 tools", ""},
		{"school", "school", ""},
		{"año nuevo lunar", "año nuevo lunar", ""},
		{"3 años", "3 años", ""},
		{"high tide", "high tide", ""},
		{"third of july", "third of july", ""},
		{"grade book", "grade book", ""},
		{"grading", "grading", ""},
		{"pages 6-8", "pages 6-8", ""},
		{"how to grade 30 essays", "how to grade 30 essays", ""},
		{"RI.4.9", "RI.4.9", ""},
		{"5-ESS2-1", "5-ESS2-1", ""},
		{"978-0-14-050182-7", "978-0-14-050182-7", ""},
	} {
		a := Understand(c.typed, nil)
		if a.Words != c.words || strings.Join(a.Grades, " ") != c.grades {
			t.Errorf("%q is %q in grades %v, want %q in %q", c.typed, a.Words, a.Grades, c.words, c.grades)
		}
	}
}

func TestWhatMayBeGradesIsAsked(t *testing.T) {
	for typed, want := range map[string]string{"graphic novels 6-8": "6-8 graphic novels", "middle ages 6-8": "6-8 middle ages", "edades 6-8": " ", "comics 5th": "5 comics", "5th": "5 ", "3-5 poems": "3-5 poems", "poems 6 to 8": "6-8 poems", "5.º": "5 ",
		"6-8 weeks": " ", "pages 6-8": " ", "9-1-1": " ", "24-7": " ", "1984": " ", "110.5": " ", "8-6": " ", "5th amendment": " ", "grades 3-5 6-8 weeks": " ", "sleep 8-10 hours": " ",
		"sixth": "6 ", "sexto": "6 ", "comics sixth": "6 comics", "first": "1 ", "safety first": " ", "third of july": " ", "poetry senior": "12 poetry", "junior": "11 ", "senior project": " ",
		"maths year 5": "4-5 maths", "year 13": "12 ", "year 2026": " ", "science class 4": "4 science", "class 13": " ", "ice age 4": "pk ice", "ages 40": " ", "year 5 weeks": " "} {
		a := Understand(typed, nil)
		if got := strings.Join(a.Perhaps, " ") + " " + a.Spared; got != want {
			t.Errorf("%q may be %q, want %q", typed, got, want)
		}
	}
}

func TestAGradeThatThereIsNotIsTold(t *testing.T) {
	for _, c := range []struct{ typed, beyond, words, grades, rest string }{
		{"grade 13", "13", "", "", ""},
		{"poesía grado 13", "13", "poesía", "", "poesía"},
		{"13th graders poetry -video", "13", "poetry", "", "poetry -video"},
		{"grade 0 and grade 14 poetry", "0 14", "and poetry", "", "and poetry"},
		{"poetry grades 10-13", "13", "poetry", "10-12", "poetry"},
		{"grade 3 grade 13", "13", "", "3", ""},
		{"how to grade 20 essays", "", "how to grade 20 essays", "", ""},
		{`"grade 13"`, "", "grade 13", "", ""},
		{"grade 30 papers", "", "grade 30 papers", "", ""},
		{"13 colonies", "", "13 colonies", "", ""},
	} {
		a := Understand(c.typed, nil)
		if got := strings.Join(a.Beyond, " "); got != c.beyond || a.Words != c.words || strings.Join(a.Grades, " ") != c.grades || a.Rest != c.rest {
			t.Errorf("%q names no grade %q, is %q in %q, without grades %q; want %+v", c.typed, got, a.Words, a.Grades, a.Rest, c)
		}
		if want := c.rest == "" && c.words == "" && c.grades == ""; a.Nothing != want {
			t.Errorf("of %q there is nothing to look for: %v, want %v", c.typed, a.Nothing, want)
		}
	}
}

func TestAMinusExcludes(t *testing.T) {
	for _, c := range []struct{ typed, words, without string }{
		{"volcano -video", "volcano", "video"},
		{"-video", "", "video"},
		{"volcano - video", "volcano video", ""},
		{"well-known e-book", "well-known e-book", ""},
		{`volcano -film`, "volcano", "film"},
		{"—video", "—video", ""},
		{`"one`, "one", ""},
	} {
		for name, a := range map[string]Asked{"understood": Understand(c.typed, nil), "as typed": AsTyped(c.typed)} {
			if a.Words != c.words || a.Without != c.without {
				t.Errorf("%s, %q is %q without %q, want %q without %q", name, c.typed, a.Words, a.Without, c.words, c.without)
			}
		}
	}
}

func TestQuotesKeepWordsTogether(t *testing.T) {
	for _, c := range []struct{ typed, words, phrases, not string }{
		{`"fake news"`, "fake news", "fake news", ""},
		{`“fake news” unit`, "unit fake news", "fake news", ""},
		{`«grado 3» clima`, "clima grado 3", "grado 3", ""},
		{`kraken -"fake news" "sea monster"`, "kraken sea monster", "sea monster", "fake news"},
		{`"fake news`, "fake news", "", ""},
		{`5" of snow`, "5 of snow", "", ""},
		{`"" kraken " - "`, "kraken", "", ""},
		{`well-"known"`, "well- known", "known", ""},
	} {
		for name, a := range map[string]Asked{"understood": Understand(c.typed, nil), "as typed": AsTyped(c.typed)} {
			var phrases, not []string
			for _, p := range a.Phrases {
				if p.Not {
					not = append(not, p.Words)
				} else {
					phrases = append(phrases, p.Words)
				}
			}
			if a.Words != c.words || strings.Join(phrases, "|") != c.phrases || strings.Join(not, "|") != c.not || len(a.Grades) > 0 || len(a.Others) > 0 && c.typed[0] == '"' && c.phrases != "" {
				t.Errorf("%s, %s is %q with %q, without %q, also %q", name, c.typed, a.Words, phrases, not, a.Others)
			}
		}
	}
}

func TestWordsThatMeanTheSame(t *testing.T) {
	for _, c := range []struct{ typed, others string }{
		{"fake news", "misinformation"},
		{"Fake News", "misinformation"},
		{"sub plans", "substitute plan"},
		{"SEL", "social emotional learning"},
		{"EL", "English learner"},
		{"makerspace", "maker space"},
		{"anti-bullying", "acoso escolar"},
		{"bullying/harassment", "acoso escolar"},
		{"fake-news unit", "misinformation"},
		{"social-emotional learning", "SEL"},
		{"e-book", "digital book"},
		{"YA books", "young adult novel"},
		{"YA", "young adult"},
		{"google slides", "slideshow"},
		{"noodletools", "citation"},
		{"D&D", "role-playing game"},
		{"I am hungry", "meals"},
	} {
		if a := Understand(c.typed, nil); !slices.Contains(a.Others, c.others) {
			t.Errorf("%q is also %q, without %q", c.typed, a.Others, c.others)
		}
		if a := AsTyped(c.typed); len(a.Also) > 0 || len(a.Others) > 0 {
			t.Errorf("as typed, %q is also %v", c.typed, a.Also)
		}
	}
	if a := Understand("el sol", nil); slices.Contains(a.Others, "English learner") {
		t.Error("the Spanish article is taken for learners of English")
	}
	for typed, not := range map[string]string{"reading program": "coding", "library programs for teens": "coding", "google docs": "search engine", "close reading": "end of the year",
		"library of congress": "legislation", "ya no quieren": "young adult"} {
		if a := Understand(typed, nil); slices.Contains(a.Others, not) {
			t.Errorf("%q is also %q", typed, a.Others)
		}
	}
	if a := Understand("programming a robot", nil); !slices.Contains(a.Others, "coding") {
		t.Errorf("“programming” is %q, and not coding", a.Others)
	}
}

func TestNamesOfLanguages(t *testing.T) {
	for _, typed := range []string{"books in vietnamese", "libros en vietnamita", "tiếng Việt", "tieng viet"} {
		a := Understand(typed, nil)
		found := false
		for _, also := range a.Also {
			found = found || also.Facet == Language && also.Value == "vi"
		}
		if !found {
			t.Errorf("%q asks for no Vietnamese: %v", typed, a.Also)
		}
	}
}

// No group says the same word twice, none is alone, and a name of a facet's value is of a facet that there is.
func TestTheListsAreInOrder(t *testing.T) {
	for key, groups := range seeds().groups {
		for _, group := range groups {
			seen := map[string]bool{}
			for _, words := range group {
				if k := fold.Key(words); seen[k] {
					t.Errorf("%q stands twice beside %q", words, key)
				} else {
					seen[k] = true
				}
			}
			if len(group) < 2 {
				t.Errorf("%q stands alone", key)
			}
		}
	}
	for name, values := range facetNames() {
		for _, v := range values {
			if !slices.Contains(Facets, v.facet) || v.value == "" || name == "" {
				t.Errorf("%q names %q of %q", name, v.value, v.facet)
			}
		}
	}
}

// Whatever is typed, every word of it is asked for, is excluded, or named grades.
func TestNothingTypedIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"volcano", "-video", `"two words"`, "el", "EL", "niño", "K-2", "grade", "3", "3rd", "“", `"`, "-", "fake", "news", "图书馆"}), 0, 8).Draw(t, "words")
		typed := strings.Join(words, " ")
		a := Understand(typed, nil)
		kept := a.Words + " " + a.Without
		for _, w := range []string{"volcano", "video", "niño", "fake", "news", "图书馆"} {
			if strings.Contains(typed, w) && !strings.Contains(kept, w) {
				t.Fatalf("%q loses %q: %+v", typed, w, a)
			}
		}
	})
}

func TestAFewCapitalsAreNoSlip(t *testing.T) {
	for typed, right := range map[string]string{
		"ISTE": "ISTE", "ISTE standards": "ISTE", "TEKS reading": "TEKS",
		"iste": "", "Iste": "", "WEDING": "", "FAKE NWES": "", "I lost": "",
	} {
		a := Understand(typed, nil)
		if got := slices.Contains(a.Right, right); right != "" && !got {
			t.Errorf("%q of %q may be a slip: right are %q", right, typed, a.Right)
		}
		if right == "" {
			for _, word := range a.Right {
				if s := seeds(); !s.knows(word) {
					t.Errorf("of %q, %q is no slip", typed, word)
				}
			}
		}
	}
}

func TestPrimaryOfASourceIsNoLevel(t *testing.T) {
	for typed, want := range map[string]bool{"primary documents": false, "sources primary grade 4": false, "primary sources": false, "primary songs": true} {
		a := Understand(typed, nil)
		if got := slices.ContainsFunc(a.Also, func(also index.Also) bool { return also.Facet == Grade }); got != want {
			t.Errorf("%q looks for grades: %v, want %v", typed, got, want)
		}
	}
}

// Of a kind or a language that is named, the resources rise; a word that only may mean a kind does nothing.
func TestKindsAndLanguagesThatAreNamedRise(t *testing.T) {
	for typed, want := range map[string]string{
		"book list about war": "booklist", "lesson on fake news": "lesson", "video about volcanoes": "reel", "letter about fines": "form", "carta sobre multas": "form",
		"vietnamese letter": "vi form", "libros en español": "booklist es", "parent complained about a book": "", "picture books": "", "makerspace rules": "",
	} {
		var got []string
		for _, f := range Understand(typed, nil).lifts {
			got = append(got, f.Value)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q lifts %q, want %q", typed, got, want)
		}
	}
	if a := AsTyped("book list about war"); a.lifts != nil {
		t.Errorf("as typed, %v rise", a.lifts)
	}
}

// The word before an ISBN says nothing of its own; beside anything else it is a word.
func TestTheWordBeforeAnISBNIsNotLookedFor(t *testing.T) {
	for typed, want := range map[string]string{
		"ISBN 9780140501827": "9780140501827", "isbn: 978-0-14-050182-7": "978-0-14-050182-7", "ISBN-13: 978 0 14 050182 7 snow": "978 0 14 050182 7 snow",
		"ISBN:9780140501827": "9780140501827", "ISBN0140501827": "0140501827", "ISBN-10:0-14-050182-X": "0-14-050182-X", "snow ISBN#9780140501827": "snow 9780140501827",
		"ISBN": "ISBN", "ISBN 13 digits": "ISBN 13 digits", "what is an ISBN": "what is an ISBN", "ISBN-13": "ISBN-13", "isbn2026": "isbn2026",
	} {
		if got := Understand(typed, nil).Words; got != want {
			t.Errorf("%q asks for %q, want %q", typed, got, want)
		}
	}
	if got := AsTyped("ISBN 9780140501827").Words; got != "ISBN 9780140501827" {
		t.Errorf("as typed it asks for %q", got)
	}
}
