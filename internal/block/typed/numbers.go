package typed

import (
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
)

// ISBN reads a number of a book; empty is none.
func ISBN(text, field string, wrong *fault.Fields) string {
	if text == "" {
		return ""
	}
	number, err := isbn.Parse(text)
	if err != nil {
		wrong.Add(field, "catalog.wrong.isbn")
	}
	return string(number)
}

// Year reads a year; empty is none.
func Year(text, field string, wrong *fault.Fields) int {
	return number(text, -9999, 2200, field, "catalog.wrong.year", wrong)
}

// Students reads for how many something is; empty is not said.
func Students(text, field string, wrong *fault.Fields) int {
	return number(text, 0, 10_000, field, "catalog.wrong.students", wrong)
}

func number(text string, least, most int, field, message string, wrong *fault.Fields) int {
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		wrong.Add(field, message)
	}
	return n
}

// MaterialLines writes one thing a line: "name; amount; cost".
func MaterialLines(items []block.Material) string {
	var rows []string
	for _, item := range items {
		row := []string{item.Name}
		if item.Amount != "" || item.CostCents > 0 {
			row = append(row, item.Amount)
		}
		if item.CostCents > 0 {
			row = append(row, Amount(item.CostCents))
		}
		rows = append(rows, JoinCells(row))
	}
	return strings.Join(rows, "\n")
}

// Materials reads what MaterialLines wrote.
func Materials(text, field string, wrong *fault.Fields) []block.Material {
	var out []block.Material
	for _, line := range Lines(text) {
		cells := append(SplitCells(line), "", "")
		item := block.Material{Name: cells[0], Amount: cells[1]}
		cents, ok := Dollars(cells[2])
		if !ok {
			wrong.Add(field, "catalog.wrong.material", line)
		}
		item.CostCents = cents
		out = append(out, item)
	}
	return out
}
