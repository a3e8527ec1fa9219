// Package delimited reads tables kept as text, as spreadsheets and people really write them: commas, semicolons, tabs or
// bars between cells (RFC 4180 where it holds), quotation marks doubled, forgotten and stray, Excel's "sep=" line.
//
// Every line becomes a record; a record at fault says so and never spoils the next one. What we write ourselves is harmless
// to whoever opens it.
package delimited
