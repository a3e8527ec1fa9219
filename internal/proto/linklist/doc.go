// Package linklist finds the links in a list that people keep as a document: Markdown, HTML, or text pasted from a mail.
//
// A line, a list entry or a table row is one entry: its first link is what it is about, its other words say why, further
// links come with it. Headings above an entry are kept in order, so that they can become topics.
package linklist
