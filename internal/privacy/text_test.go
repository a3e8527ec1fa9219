package privacy_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/commonshelf/commonshelf/internal/privacy"
)

func TestAStudentInAText(t *testing.T) {
	for text, want := range map[string]string{
		// A name and an id.
		"Worked well with Maria Lopez 482913 in the back row.":   "Maria Lopez 482913",
		"María José Ñuñez (482913) liked it":                     "María José Ñuñez (482913",
		"Lopez, Maria 482913":                                    "Lopez, Maria 482913",
		"MARIA LOPEZ 482913":                                     "MARIA LOPEZ 482913",
		"482913 Maria Lopez":                                     "482913 Maria Lopez",
		"Maria L. #48291":                                        "Maria L. #48291",
		"Ask Maria Lopez, grade 4, 482913, about it":             "Maria Lopez, grade 4, 482913",
		"For Maria Lopez 482913":                                 "Maria Lopez 482913",
		"Tevin Oakes, ID 204815, borrowed it":                    "Tevin Oakes, ID 204815",
		"Tevin Oakes (student no. 20481)":                        "student no. 20481",
		"Name: Maria Lopez\nID: 482913":                          "Maria Lopez ID: 482913",
		"Maria 482913 finished first":                            "Maria 482913",
		"| Maria Lopez | 482913 |":                               "Maria Lopez | 482913",
		"Ana de la Cruz S482913":                                 "Ana de la Cruz S482913",
		"Mateo Ruiz, matrícula 48291":                            "matrícula 48291",
		"Read it with **Maria Lopez** (482913), who was pleased": "Maria Lopez** (482913",
		// A number that the text calls a student's.
		"Student ID: 48291":                            "Student ID: 48291",
		"student #1048823 has it":                      "student #1048823",
		"Student's number is 48291":                    "Student's number is 48291",
		"48291 (student id)":                           "48291 (student id",
		"Gradebook row 48291":                          "Gradebook row 48291",
		"grade book: Tevin 48291":                      "grade book: Tevin 48291",
		"número de estudiante 48291":                   "número de estudiante 48291",
		"la alumna Xochitl 482913 lo leyó":             "alumna Xochitl 482913",
		"lunch number 48291":                           "lunch number 48291",
		"The student 482913 has it":                    "student 482913",
		"student_id=48291":                             "student_id=48291",
		"Código del estudiante: A48291":                "Código del estudiante: A48291",
		"expediente de la alumna 48291":                "expediente de la alumna 48291",
		"DOB 3/14/2015":                                "DOB 3/14/2015",
		"D.O.B.: 03/14/15":                             "D.O.B.: 03/14/15",
		"Date of birth: March 14, 2015":                "Date of birth: March 14, 2015",
		"Fecha de nacimiento: 14 de marzo de 2015":     "Fecha de nacimiento: 14 de marzo de 2015",
		"Maria, date of birth 2015-03-14, grade 4":     "date of birth 2015-03-14",
		"see https://example.org/1 and Ana Paz 482913": "Ana Paz 482913",
		// Several lines of a name and a number.
		"Quiz scores\nMaria Lopez 87\nTevin Oakes 92\nAva Chen 78":                     "Maria Lopez 87",
		"- Lopez, Maria: 4/5\n- Oakes, Tevin: 3/5\n- Chen, Ava: 5/5\nExit test":        "Lopez, Maria: 4/5",
		"Maria Lopez\t4829\nTevin Oakes\t4830\nAva Chen\t4831":                         "Maria Lopez 4829",
		"1. Maria 87%\n2. James 92%\n3. Ava 78%\nResultados de la prueba":              "Maria 87%",
		"Students who owe fines\r\nMaria Lopez, 3.50\r\nTevin Oakes, 2\r\nAva Chen, 1": "Maria Lopez, 3.50",
	} {
		got, found := privacy.InText(text)
		if !found || got != want {
			t.Errorf("%q: found %v, %q, want %q", text, found, got, want)
		}
	}
}

func TestWhatALibraryIsFullOf(t *testing.T) {
	for _, text := range []string{
		"",
		"Thanks to Maria Lopez and her class.",
		// Books.
		"Kwame Alexander, 9780544107717", "Kwame Alexander 978-0-544-10771-7", "Gary Soto (ISBN 0152046186)", "Gary Soto 0152046186", "Pam Muñoz Ryan 2000",
		"Jacqueline Woodson, 2014. Brown Girl Dreaming.", "Rosa Parks (1913–2005)", "Langston Hughes 1902-1967", "Jason Reynolds 811.6", "Helen Keller 921 KEL",
		"Anne Frank 940.5318092", "Maya Angelou PS3551.N464 Z466", "Lexile 48291", "Andrew Clements, OCLC 48291234", "LCCN 2001012345 Andrew Clements", "E LOP", "FIC RYA",
		"Jerry Spinelli, item 482913", "Mary Pope Osborne 48291 copies sold", "Read pages 10234",
		"Kwame Alexander 2014\nJason Reynolds 2017\nGary Soto 1990", "Authors we own\nKwame Alexander 12\nJason Reynolds 9\nGary Soto 7\nA test of the shelf",
		"Gary Soto 811.54\nMaya Angelou 811.55\nPablo Neruda 861.62",
		// Offices and places.
		"Ask Ana Ruiz, 555-123-4567", "Ana Ruiz (555) 123-4567", "Ana Ruiz 555.123.4567", "Ana Ruiz 555-1234", "Ana Ruiz ext. 48291", "Ana Ruiz x4512", "Ana Ruiz, room 10234",
		"Library office: Ana Ruiz +1 555 123 4567", "Austin, TX 78701", "Austin, Texas 78701", "Charlotte, North Carolina 28202", "Jackson 39201",
		"Maple Valley Schools, 12345 Martin Luther King Blvd", "Jackson Elementary 55123", "ana.ruiz48291@example.org", "https://example.org/maria-lopez/482913",
		"[Maria Lopez](https://example.org/482913)", "Ana Ruiz 4512\nLuis Vega 4513\nEva Paz 4514\nPhone extensions", "Zoom Meeting ID 823 4455 1234", "Canvas Course ID 48213", "Google Classroom code 48213",
		// Numbers beside students.
		"for 1200 students", "Students: 25", "Students 2024–2025", "$15,000 per student", "Student Workbook 482913", "student ID cards are free", "student level 3",
		"Student handbook 2025", "Students who read 10000 words", "We served 12000 students and 48000 books", "Lesson 10234", "Standard 12345", "grade book closes 12/15/2025",
		"Gradebook 2025", "students, grades 3-5, 45 minutes", "Each student needs 12 counters", "alumnos de 3.º a 5.º grado", "Presupuesto 2025: 15000",
		// People who are no students, and their days.
		"Roald Dahl, born 13 September 1916", "Dr. Seuss's birthday, 3/2/2026", "date of birth: 12 February 1809", "Harriet Tubman 1822", "Met with Ana Ruiz 10/12/2025",
		"Ana Ruiz, 2025-10-12, 14:30", "Maria Lopez, grade 4", "Ana Ruiz. 48291 people came.", "Ana Ruiz bought 48291",
		"Grade 3\nGrade 4 20\nGrade 5 30", "Chapter One 10\nChapter Two 24\nChapter Three 35\nTest", "Oak School 12\nElm School 14\nPine School 9\nstudents",
	} {
		if got, found := privacy.InText(text); found {
			t.Errorf("%q: %q was taken for a student", text, got)
		}
	}
}

// What surrounds it hides nobody, and what is found stands in the text.
func TestAStudentIsFoundInAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`([a-z]{1,8} ){0,20}\n`).Draw(t, "before")
		after := rapid.StringMatching(`\n([a-z]{1,8} ){0,20}`).Draw(t, "after")
		number := rapid.StringMatching(`[3-9][0-9]{5}`).Draw(t, "number")
		if got, found := privacy.InText(before + "Maria Lopez " + number + after); !found || got != "Maria Lopez "+number {
			t.Fatalf("found %v, %q", found, got)
		}
	})
}

// Of a long text the beginning is looked at: to look at more of one that is all numbers took seconds.
func TestALongTextIsLookedAtInItsBeginning(t *testing.T) {
	const student = "Maria Lopez 482913"
	words := strings.Repeat("of maps ", privacy.LongestLooked/8)
	for text, want := range map[string]bool{
		words[:privacy.LongestLooked-len(student)] + student:   true,
		words[:privacy.LongestLooked-len(student)+1] + student: false,
		words + student: false,
		strings.Repeat("ñ", privacy.LongestLooked) + " " + student:                    false,
		student + "\n" + strings.Repeat("地", privacy.LongestLooked):                   true,
		strings.Repeat("x", privacy.LongestLooked-1) + "ñ" + strings.Repeat("1 ", 20): false,
	} {
		if got, found := privacy.InText(text); found != want || found && got != student {
			t.Errorf("%d bytes: found %v, %q", len(text), found, got)
		}
	}
}

func FuzzInText(f *testing.F) {
	f.Add("Maria Lopez 482913")
	f.Add("Quiz\nMaria Lopez 87\nTevin Oakes 92\nAva Chen 78")
	f.Add("48291 (student id)")
	f.Fuzz(func(t *testing.T, text string) {
		excerpt, found := privacy.InText(text)
		if found != (excerpt != "") || len([]rune(excerpt)) > 60 {
			t.Fatalf("found %v, %q", found, excerpt)
		}
	})
}
