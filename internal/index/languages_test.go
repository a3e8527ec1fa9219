package index

import (
	"strings"
	"testing"
)

// What people type and find it by, in sentences of each language. Queries say no language.
func TestSentencesAreFoundInEachLanguage(t *testing.T) {
	for _, c := range []struct {
		language, text string
		by             string // each of them finds it, between bars
		not            string // none of them does
	}{
		{"en", "The teacher’s makerspace has 3 sewing machines and children's e-books", "teachers|teacher's|maker space|maker-space|makerspaces|ebook|e-book|e book|child|sew machine|3 machines", "make space ship|boo"},
		{"en", "A maker space for every student's maker-space project", "makerspace|maker space|maker-space|students", "market"},
		{"en", "Reading aloud to first graders, with U.S. poems of the 1960s", "read aloud|US|u.s.|1960s|poem", "1970s"},
		{"en", "Audiobooks and audio books for the cooperative classroom", "audio book|audiobook|co-operative", "radio"},
		{"es", "Los niños leen poesía en la biblioteca: imágenes, canciones y lápices", "niño|ninos|NIÑAS|leer poesia|bibliotecas|imagen|canción|lapiz", "lapicera"},
		{"es", "¿Cómo evaluar información? Desinformación y pingüinos", "informaciones|evaluación información|pinguino", "formación"},
		{"fr", "L’élève lit à l'école: œuvres choisies, aujourd'hui et demain", "eleves|élève|ecole|écoles|oeuvre|œuvre choisie", "clé"},
		{"pt", "As crianças leem ficções e canções sobre informação", "criança|crianca|ficção|canção|informações|informacao", "informal"},
		{"de", "Medienkompetenz für Schüler: Bücher über größere Straßen", "Medienkompetenz|Medien Kompetenz|Kompetenz|Medien|Buecher|Bücher|Buch uber Strasse|Schueler|grosse Straße", "Inkompetenz"},
		{"vi", "Thư viện trường học ở Đà Nẵng dạy đọc sách", "thu vien|thư viện|da nang|Đà Nẵng|đọc sách|doc sach", "thuyen"},
		{"ar", "المَكْتَبَات المدرسية تقدّم قصصًا للأطفال وكـتـبًا في القراءة", "مكتبات|المكتبات|مدرسيه|المدرسية|قصصا|للاطفال|الأطفال|كتبا|قراءة|قراءه", "حساب"},
		{"ar", "إلى كل معلّمة: أسئلة عن مستوى القراءة", "معلمه|معلمة|اسئلة|أسئلة|مستوي|مستوى", "سيارة"},
		{"ar", "الصفحة ٣ من ١٢", "3|12|٣", "4"},
		{"ht", "Timoun yo li istwa an kreyòl nan bibliyotèk lekòl la", "kreyol|kreyòl|bibliyotek|istwa timoun", "istwak"},
		{"zh-Hans", "学校图书馆的读书活动，适合STEM课程", "图书馆|读书|图|stem|STEM课程|学校 图书馆", "公园"},
		{"zh-Hant", "三年級學生在圖書館閱讀3本書", "圖書館|閱讀|學生|書", "圖館"},
		{"ja", "図書館でコーヒーを読む", "図書館|コーヒー", "コヒ"},
		{"ko", "도서관의 책 읽기", "도서관|책", "도관"},
		{"", "Ke tsamaea laebraring", "laebraring", "laebrary"},
	} {
		ix := New()
		ix.Put(Doc{ID: "d", Version: 1, Visibility: SeenByAnyone, Language: c.language, Title: c.text},
			Doc{ID: "en", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "Something else"})
		for query := range strings.SplitSeq(c.by, "|") {
			if got := ix.Search(Query{Words: query, Limit: 5}); got.Whole != 1 {
				t.Errorf("%s: %q does not find %q", c.language, query, c.text)
			}
		}
		for query := range strings.SplitSeq(c.not, "|") {
			if got := ix.Search(Query{Words: query, Limit: 5, Exactly: true}); got.Whole != 0 {
				t.Errorf("%s: %q finds %q", c.language, query, c.text)
			}
		}
	}
}
