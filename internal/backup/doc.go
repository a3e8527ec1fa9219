// Package backup takes a whole installation out of its stores and puts it back: backup, restore, check, export.
//
// A backup is a zip holding one SQLite file, whatever the database is, the files that the database names, and their
// checksums. It is taken while others work, database first, then files. It leaves out what is worthless or dangerous later:
// sessions, one-time links, rate limits, parked forms. Jobs that waited come back paused. Restoring one into PostgreSQL is
// how a district moves there.
//
// An export is for people and other programs: a BagIt bag of Markdown, tables and files. It holds no drafts, no mail
// addresses and nothing private, and it is not meant to come back.
//
// The package reads every table and owns none.
package backup
