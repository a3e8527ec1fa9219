package delimited

import "strings"

// Harmless puts an apostrophe before what a spreadsheet would run as a formula. Whoever writes a table of people's words
// passes every cell through it.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
