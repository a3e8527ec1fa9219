package catalogweb

import "github.com/commonshelf/commonshelf/internal/block"

// kindForm is what the form says and offers of one kind, beside the fields that only this kind has.
type kindForm struct {
	kind  block.ResourceKind
	parts []block.Kind // that belong to it, in the order in which they help
}

// kindForms are the forms of all kinds, in the order of the kinds.
var kindForms = []kindForm{
	{block.QuickTip, nil},
	{block.Guide, []block.Kind{block.KindText, block.KindLink, block.KindFile}},
	{block.ResourceList, []block.Kind{block.KindLink, block.KindBook}},
	{block.BookList, []block.Kind{block.KindBook}},
	{block.UnitIdea, []block.Kind{block.KindText, block.KindLink, block.KindBook}},
	{block.Lesson, []block.Kind{block.KindSteps, block.KindMaterials}},
	{block.ProgramIdea, []block.Kind{block.KindSteps, block.KindMaterials}},
	{block.AssessmentIdea, []block.Kind{block.KindText, block.KindFile}},
	{block.AccessTip, []block.Kind{block.KindLink, block.KindSteps}},
	{block.DigitalTool, []block.Kind{block.KindLink}},
	{block.Form, []block.Kind{block.KindFile, block.KindText}},
	{block.YearPlan, nil},
	{block.Reel, []block.Kind{block.KindVideo, block.KindFile}},
	{block.Makerspace, []block.Kind{block.KindMaterials, block.KindSteps}},
}
