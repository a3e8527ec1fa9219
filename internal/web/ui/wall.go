package ui

// spine is one book of the wall, seen from its back.
type spine struct {
	kind, weave string // empty kind: a gap between books
	wide, tall  string // steps of width (1 to 5) and height (1 to 7)
	leans       bool
}

// boards are the three shelves of the wall, left to right.
var boards = [3][]spine{
	{
		{"program", "3", "5", "3", false},
		{"maker", "8", "2", "2", false},
		{"guide", "7", "1", "2", false},
		{"year", "6", "2", "5", false},
		{"booklist", "7", "5", "7", false},
		{"guide", "8", "3", "1", false},
		{"tip", "1", "1", "7", false},
		{"access", "1", "3", "5", false},
		{"tool", "1", "4", "2", false},
		{"assessment", "4", "2", "5", false},
		{"program", "1", "2", "6", false},
		{},
		{"guide", "8", "1", "4", false},
		{"assessment", "6", "1", "7", false},
		{"list", "4", "4", "1", false},
		{"form", "4", "3", "1", false},
		{"list", "7", "4", "3", false},
	},
	{
		{"program", "3", "1", "1", false},
		{"lesson", "7", "2", "5", false},
		{"booklist", "2", "1", "4", false},
		{"tool", "4", "1", "4", false},
		{"list", "4", "3", "2", false},
		{},
		{"booklist", "6", "1", "4", true},
		{"maker", "5", "3", "5", false},
		{"unit", "7", "4", "5", false},
		{"reel", "3", "1", "7", false},
		{"program", "6", "2", "6", false},
		{"reel", "7", "2", "4", false},
		{"maker", "7", "4", "6", false},
		{"set", "4", "1", "2", false},
		{"assessment", "3", "1", "5", false},
		{"guide", "7", "4", "4", false},
	},
	{
		{"list", "8", "5", "7", false},
		{"guide", "8", "5", "1", false},
		{"assessment", "6", "3", "2", false},
		{"booklist", "2", "2", "1", false},
		{"year", "5", "5", "2", false},
		{"guide", "1", "3", "4", false},
		{"lesson", "4", "5", "1", false},
		{"guide", "1", "4", "4", false},
		{"maker", "5", "3", "1", false},
		{"access", "7", "2", "2", false},
		{"access", "4", "3", "7", false},
		{"program", "8", "3", "7", false},
		{"list", "8", "3", "6", false},
		{"form", "7", "5", "7", false},
		{},
		{"reel", "5", "3", "7", false},
		{"access", "6", "2", "7", false},
		{"booklist", "2", "3", "4", false},
	},
}
