// Package privacy recognises what says something of students: in a table that somebody brings in, which is then refused whole
// before anything of it is kept, and in free text, where somebody is asked to leave it out and nothing is refused.
//
// Of a table it looks at headings and at a sample of the values beneath them. Some headings are enough: a word for students
// together with name, id, number, mail or birth; date of birth, homeroom, guardian, patron. Others speak of students without
// naming one ("student level"): their values decide. Plain "name" and "id" are none. The file docs/student-columns.csv lists
// cases and what is decided.
//
// In a text it looks for a person's name beside a number of the length of an id, for such a number beside words such as
// "student id" or "grade book", for a recent date of birth, and for several lines of a name and a number. Numbers that a
// library is full of are none: ISBNs, telephone numbers, years, prices, shelf marks, pages, lessons, rooms, postal codes.
package privacy
