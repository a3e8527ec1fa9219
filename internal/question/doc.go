// Package question lets colleagues ask each other, and keeps what helped.
//
// It owns questions and their answers: a line, a link or something on the shelf. Whoever asked closes a question by saying what
// helped, which becomes a tip that credits everybody who helped. Those who chose so hear of a question at once; for the others it
// stands on the start page and in the weekly email. Who did not answer, who read a question and who looked for what is recorded
// nowhere: a search becomes a question only when somebody presses Ask.
package question
