package source

import (
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// identities keeps the items of one reading apart.
type identities map[string]first

// first is where an identity was met first.
type first struct {
	place   Place
	title   string
	content string
}

// settle gives a row an identity of its own. What comes a second time under the same title is passed over; under another
// title it is another thing: a page that holds several, or a column of numbers that is no one's own.
func (seen identities) settle(row Row) Row {
	if row.State != Ready {
		return row
	}
	title := fold.Key(row.Item.Document.About.Title)
	before, taken := seen[row.Item.ExternalID]
	if taken && before.title != title {
		row.Item.ExternalID = row.Item.OtherID()
		before, taken = seen[row.Item.ExternalID]
	}
	switch {
	case !taken:
		seen[row.Item.ExternalID] = first{row.Place, title, row.content}
		return row
	case before.content == row.content:
		return Row{Place: row.Place, State: Skipped, Reason: twice("twice", before.place)}
	}
	return Row{Place: row.Place, State: Skipped, Reason: twice("again", before.place)}
}

// twice says where the same thing stands already.
func twice(how string, p Place) fault.Message {
	switch {
	case p.Unit == UnitPage:
		return fault.Say("intake.skipped."+how+".page", p.Page)
	case p.Table != "":
		return fault.Say("intake.skipped."+how+".table_row", p.Number, p.Table)
	}
	return fault.Say("intake.skipped."+how+"."+string(p.Unit), p.Number)
}
