package search

import "github.com/commonshelf/commonshelf/internal/block"

// halfLives says in how many days a resource of each kind loses half of what age may take of its score: the way to log in to a tool
// is soon another, a unit is taught for years.
var halfLives = map[block.ResourceKind]int{
	block.DigitalTool:    180,
	block.AccessTip:      180,
	block.QuickTip:       365,
	block.ResourceList:   365,
	block.Reel:           365,
	block.YearPlan:       365,
	block.BookList:       730,
	block.Guide:          730,
	block.Form:           730,
	block.ProgramIdea:    1095,
	block.AssessmentIdea: 1095,
	block.Lesson:         1095,
	block.Makerspace:     1825,
	block.UnitIdea:       1825,
}
