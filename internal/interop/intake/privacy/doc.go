// Package privacy recognises a table that holds records of students, so that it is refused whole before anything of it is
// kept. It looks at headings and at a sample of the values beneath them.
//
// Some headings are enough: a word for students together with name, id, number, mail or birth; date of birth, homeroom,
// guardian, patron. Others speak of students without naming one ("student level"): their values decide. Plain "name" and
// "id" are none. The file docs/student-columns.csv lists cases and what is decided.
package privacy
