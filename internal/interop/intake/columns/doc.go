// Package columns decides what each column of a table of resources means: by its heading in English or Spanish, else by
// what stands in it. The decision is a Mapping that a person may correct and that is given back for the next reading.
//
// A column that means nothing known is kept as text; nothing is left out unless a person says so.
package columns
