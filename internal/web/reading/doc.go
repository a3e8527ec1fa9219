// Package reading shows documents to one reader, for the pages of every domain: a part as its fields in words, two states of a part
// with the changed words marked, and three states beside each other where somebody has to choose.
//
// It knows documents and what package merge says of them, and no resource, no person and no database.
package reading
