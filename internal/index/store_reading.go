package index

import (
	"crypto/sha256"
	"fmt"
	"sync"
)

// readingDigest names how this program reads words and weighs them: an index that was written under another one would
// answer otherwise than one that is built. It is found by reading, so that a change of a rule or a stemmer changes it by itself.
var readingDigest = sync.OnceValue(func() []byte {
	sum := sha256.New()
	fmt.Fprintln(sum, analysers, mostForms, blockSize, mostColumns, mostCombos, longestWord, boostUnit, saturation, halfLives, fieldWeights)
	for a := range analyser(analysers) {
		for _, r := range []reading{ofDocument, ofQuery} {
			eachWord(readingSample, r, func(word string) {
				folded := foldWord(word)
				fmt.Fprintln(sum, word, folded, a.stem(folded), a.isStop(folded))
			})
		}
	}
	for _, language := range []string{"en-US", "es", "fr", "pt", "de", "vi", "ar", "ht", "zh-Hans", "ru", "sv", "nb", "hu", ""} {
		fmt.Fprintln(sum, language, analyserOf(language))
	}
	fmt.Fprintln(sum, germanHeads, irregular, stops, impactOf(0.3), impactOf(4), mention(titleField, 3), mention(bodyField, 300))
	return sum.Sum(nil)
})

// readingSample has something for every rule by which words are told apart, folded and stemmed.
const readingSample = `The librarians' libraries are reading and running; a teacher's e-book, co-op, U.S., CCSS.ELA.RI.4.9, L.4.1a, 3.NF.A.1, 110.5(b)(9)(iii), 110.5 (b), 5-ESS2-1, K-2, 3rd
graders, grade 3, don't, 978-0-306-40615-7, 0306406152, 978 0 306 40615 7, 0 306 40615 2, maker_space, fake news, misinformation, studies, studied, geese, children, universities.
Las bibliotecas y los niños leen imágenes, lápices, informaciones, corazón, tercer grado, desinformación, biología, comiendo, mejores.
L'école d'été: qu'il lisait les bibliothèques, les œuvres, naïve, français, garçon, lecteurs, heureusement.
As crianças leem ficções e canções; informação, bibliotecários. Die Bücher der Schüler: Straße, Bibliotheken, größer, Lehrerinnen, Medienkompetenz, Buecher.
Các thư viện của trường Đà Nẵng dạy đọc sách. المكتبات المدرسية والكتب مُعَلِّم قصة على. Timoun yo li liv nan bibliyotèk lekòl la.
学校图书馆的读书活动。図書館の本、コーヒー。도서관의 책. ห้องสมุดโรงเรียน. Школьные библиотеки и ёлка читали книги. בתי ספר.
Skolbiblioteken läser böckerna. Bøkene på skolebiblioteket leses. Az iskolai könyvtárak olvasói. Éléphant ΣΊΣΥΦΟΣ þing æble ½ x² 10,000 3.5%.`
