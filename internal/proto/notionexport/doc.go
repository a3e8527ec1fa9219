// Package notionexport reads the archive that Notion gives for "Export": pages as Markdown or HTML, databases as CSV, and
// the files that pages refer to, often packed into further archives inside.
//
// Names lose the ids that Notion appends to them. A page comes as an ordered list of parts; a link to another page of the
// export is written as the address PagePrefix followed by that page's id, a link to a file becomes a part of its own.
package notionexport
