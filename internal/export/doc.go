// Package export writes everything that was shared in open formats that people and other programs read: Markdown with
// front matter for each resource, tables, the files, laid out as a BagIt bag.
//
// For each district there is a folder:
//
//	resources/SCHOOL/TITLE-ID.md   what the newest version says, with everything known of it before the text
//	resources.jsonl                the same for programs: a line for each resource, with its document of blocks
//	versions.jsonl                 a line for each version of them, with its document
//	files/                         what the documents hold
//	*.csv                          schools, people, topics and their synonyms, resources, versions, notes, uses, questions and
//	                               answers, exchanges and what was noted there, what happened
//
// It holds no drafts, no mail addresses, nothing private (what somebody means to try least of all), and no count of what one person did: a use
// names its school, as the pages of the school do, and nobody. A cell of a table that a
// spreadsheet would take for a formula has an apostrophe before it. The package reads any table and writes none.
package export
