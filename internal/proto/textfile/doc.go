// Package textfile reads text as the programs of many years have saved it: UTF-8 with and without a byte order mark,
// UTF-16, Windows-1252 (also mixed into UTF-8, line by line), with the line ends of any system.
//
// It never fails for what a byte means: every input is some text. Whether a file is text at all is asked with Looks.
package textfile
