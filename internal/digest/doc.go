// Package digest is the weekly email: what is new for the searches one keeps, one thing that is new, one that fits the month and one's grades, one question, one date, what
// waits for one, and one two-minute thing to do.
//
// It owns what goes into which letter, and the breaks in which none goes. Choosing is pure and the same every time: nothing comes twice
// in eight weeks, and while the district is young no letter has more than 150 words. Other domains add what they have as a
// Source. Whoever has nothing to be told is not written to. When and whether letters reach somebody is for package letterbox.
package digest
