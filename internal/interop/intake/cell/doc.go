// Package cell understands what people write into a cell of a list of resources: grades, minutes, costs, languages, rights,
// kinds, creators, addresses, in English and Spanish, also after a spreadsheet took a grade for a date.
//
// Each function says whether it understood. What it did not is kept by the caller as words; nothing is guessed at.
package cell
