// Package bar says of a figure whether it holds what the design promises.
package bar

import "fmt"

// Under prints a figure beside what it has to stay under.
func Under(what string, figure, most float64, unit string) {
	fmt.Println(line(what, figure, most, unit))
}

func line(what string, figure, most float64, unit string) string {
	verdict := "held    "
	if figure >= most {
		verdict = "NOT HELD"
	}
	if unit != "" {
		unit = " " + unit
	}
	return fmt.Sprintf("  bar %s  %s: %.4g%s (under %g)", verdict, what, figure, unit, most)
}
