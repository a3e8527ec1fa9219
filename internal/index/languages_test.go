package index

import (
	"cmp"
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
		{"en", "Students' choice boards: picking a library book they'll love", "student choice board|students’ choice|choice boards|pick books|loving books|libraries|student's choice", ""},
		{"en", "Fact-checking the news: lateral reading for teens’ daily life", "fact checking|factchecking|fact-check|fact check|teen life", ""},
		{"en", "Ozobots, micro:bits and 3-D printing in the Maker Lab", "ozobot|microbit|micro:bit|micro bit|3d printing|3D print|maker labs", ""},
		{"en", "Analyzing political cartoons, a pre-reading activity", "analyse political cartoon|analysis cartoons|analyze|prereading|pre reading|pre-reading activities", ""},
		{"en", "The encyclopaedia of colour: a cataloguing centre", "encyclopedia|color|colors|cataloging|center", ""},
		{"en", "Dewey 796.357 and the 1920s; $5 per student, 50% off", "796.357|1920s|50%|796", ""},
		{"en", "C++ and C# for 5th-period R&D", "c++|c#|r&d|5th period", ""},
		{"en", "Café résumés and naïve façade ﬁlms: ﬂuent ﬁction", "cafe resume|naive|facade|films|fluent fiction|résumé", ""},
		{"en", "Ｆｕｌｌ ｗｉｄｔｈ ２０２６ lessons", "full width|2026|lesson", ""},
		{"en", "Women's history: heroes and heroines, the leaves of stories", "womens history|women history|woman's history|hero|heroine|leaf|story", ""},
		{"en", "Databases for genealogists: ProQuest, EBSCOhost and JSTOR's archive", "database|genealogist|ebscohost|proquest|archives", ""},
		{"en", "Dr. Seuss; Mr. Lemoncello’s Library; Ada Twist, Scientist", "dr seuss|lemoncello|lemoncellos library|mr lemoncello's|scientists", ""},
		{"en", "Library orientation scavenger hunt for new sixth graders", "scavenger hunts|orientations|orient", ""},
		{"en", "A read-aloud & sing-along", "readaloud|read aloud|read alouds|sing along|singalong", ""},
		{"es", "¡Leamos juntos! Cuentos del Día de los Muertos y la Navidad", "leer|dia de muertos|día de los muertos|cuento|navidad", ""},
		{"es", "Pensamiento crítico: cómo detectar noticias falsas en las redes sociales", "pensamiento critico|noticia falsa|red social|redes sociales|detectar", ""},
		{"es", "Actividades bilingües para las familias inmigrantes; guías y talleres", "actividad bilingue|familia inmigrante|guia|taller|bilingüe", ""},
		{"es", "El niño que leía: lectores, lectoras y lecturas compartidas", "lector|lectora|lectura compartida|leer|leía", ""},
		{"es", "Mujeres científicas: investigación, tecnología y matemáticas", "mujer cientifica|investigar|investigaciones|tecnologia|matematica", ""},
		{"es", "Juegos de mesa, ajedrez y rompecabezas; veces y peces", "juego de mesa|vez|pez|rompecabezas", ""},
		{"fr", "Apprendre à lire l’heure : jeux d’écriture pour les élèves d’aujourd’hui", "heure|l'heure|jeu écriture|jeux d'ecriture|eleve|aujourd'hui|lire", ""},
		{"fr", "Les animaux de la forêt et les chevaux sauvages ; contes et légendes", "animal|animaux|foret|cheval sauvage|legende|conte", ""},
		{"fr", "Une bibliothèque numérique : livres, BD et œuvres jeunesse", "bibliotheques numeriques|livre|bd|œuvre|oeuvres", ""},
		{"fr", "Éducation aux médias et à l'information", "education aux medias|média|informations", ""},
		{"pt", "Histórias em quadrinhos e leitura para crianças brasileiras", "historia em quadrinho|criança|leituras|brasileira|crianca", ""},
		{"pt", "Animais, flores e pães: lições de português", "animal|flor|pao|pão|lição|licao|licoes", ""},
		{"de", "Vorlesestunde für Kinder: Märchen der Brüder Grimm", "vorlesen|kind|maerchen|märchen|bruder", ""},
		{"de", "Schulbibliotheken und Lesekompetenz: Bücherkisten, Häuser und Bäume", "schulbibliothek|bibliothek|lesekompetenz|kompetenz|bücherkiste|haus|baum|buecher", ""},
		{"de", "Informationskompetenz und Falschnachrichten im Unterricht", "information|nachrichten|falschnachricht|informationskompetenz", ""},
		{"vi", "Truyện cổ tích Việt Nam: kể chuyện cho trẻ em", "truyen co tich|truyện cổ tích|viet nam|ke chuyen|tre em|kể chuyện", ""},
		{"vi", "Hướng dẫn tìm kiếm thông tin đáng tin cậy", "huong dan|tim kiem thong tin|thong tin dang tin cay|tìm kiếm", ""},
		{"ar", "كيف نميّز الأخبار الكاذبة؟ أنشطة لطلاب المدارس والمعلّمين", "الأخبار الكاذبة|اخبار كاذبة|خبر كاذب|انشطة|نشاط|طلاب|الطلاب|للطلاب|مدارس|المدرسة|معلم|المعلمون|معلمين", ""},
		{"ar", "قصة قصيرة من القرآن والحكايات الشعبيّة", "قصص|قصة|القصة|حكاية|حكايات|شعبية|القران", ""},
		{"ht", "Kont ak istwa pou timoun: Bouki ak Malis, ann li ansanm", "kont|bouki malis|istwa timoun|ann li", ""},
		{"ht", "Lekòl la fè yon pwojè sou dlo ak lanati", "lekol|pwoje dlo|pwojè|lanati", ""},
		{"zh-Hans", "四年级学生的阅读活动：如何辨别假新闻", "阅读|辨别假新闻|假新闻|学生 阅读|新闻", ""},
		{"zh-Hant", "圖書館利用教育與資訊素養", "圖書館|資訊素養|素養|利用教育", ""},
		{"ja", "学校図書館のオリエンテーション、ﾃﾞｼﾞﾀﾙ教材", "図書館|オリエンテーション|学校", ""},
		{"ru", "Школьная библиотека: сказки и рассказы для детей, ёлка", "библиотеки|сказка|рассказ|елка|школьные", ""},
		{"uk", "Шкільна бібліотека і п’єса для дітей", "п'єса|пєса|бібліотека", ""},
		{"so", "Sheeko carruureed oo Soomaali ah", "sheeko|soomaali", ""},
		{"tl", "Mga kuwentong-bayan para sa mga bata", "kuwentong bayan|kuwentong-bayan|bata", ""},
		{"pl", "Książki i łódź: opowieści", "ksiazki|lodz|opowiesci|książki", ""},
		{"tr", "Istanbul'da İlk kitabım ışık", "istanbul|ilk|isik|ışık", ""},
		{"hi", "बच्चों की कहानियाँ", "कहानियाँ|बच्चों|कहानियां", ""},
		{"he", "סִפּוּר לילדים", "ספור|ילדים|לילדים", ""},
		{"el", "Ιστορίες για παιδιά", "ιστοριες|παιδια", ""},
		{"ko", "학교 도서관에서 책을 읽어요", "도서관|책|학교", ""},
		{"pa", "ਬੱਚਿਆਂ ਦੀਆਂ ਕਹਾਣੀਆਂ", "ਕਹਾਣੀਆਂ", ""},
		{"hmn", "Phau ntawv rau menyuam", "ntawv|menyuam", ""},
	} {
		ix := New()
		ix.Put(Doc{ID: "d", Version: 1, Visibility: SeenByAnyone, Language: c.language, Title: c.text},
			Doc{ID: "en", Version: 1, Visibility: SeenByAnyone, Language: "en", Title: "Something else"})
		for query := range strings.SplitSeq(c.by, "|") {
			if got := ix.Search(Query{Words: query, Limit: 5}); got.Whole != 1 {
				t.Errorf("%s: %q does not find %q", c.language, query, c.text)
			}
		}
		for query := range strings.SplitSeq(cmp.Or(c.not, "zebra"), "|") {
			if got := ix.Search(Query{Words: query, Limit: 5, Exactly: true}); got.Whole != 0 {
				t.Errorf("%s: %q finds %q", c.language, query, c.text)
			}
		}
	}
}
