// Package letterbox decides which letters reach a person, and sees to it that none comes twice.
//
// It owns what people choose (the day of the weekly email, or none; no letters at all), which letters went, and which addresses a
// mail server refuses for good. Other domains register a kind of letter with who writes it, and post letters in the transaction
// of what they tell of. In somebody's first week at most three letters reach them, answers to their own question not counted.
//
// A letter is noted as going before it goes: if the program dies in between, it is not sent again. What its links carry is
// stored hashed and opens, for its reader alone, what the page behind it offers; nothing is done by looking. Nobody records
// whether a letter was opened or a link followed.
package letterbox
