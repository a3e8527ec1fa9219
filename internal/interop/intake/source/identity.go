package source

import (
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
)

// identities keeps the items of one reading apart.
type identities struct {
	ids   map[string]first
	links map[string]Place // where an address was met first
}

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
	link := row.Item.Link()
	before, taken := seen.ids[row.Item.ExternalID]
	if taken && before.title != title {
		row.Item.ExternalID = row.Item.OtherID()
		before, taken = seen.ids[row.Item.ExternalID]
	}
	if !taken {
		seen.ids[row.Item.ExternalID] = first{row.Place, title, row.content}
		return seen.sameLink(row, link)
	}
	row.State, row.Twin, row.Reason = Skipped, true, twice("again", before.place)
	if before.content == row.content {
		row.Reason = twice("twice", before.place)
	}
	row.Item.ExternalID += "~" + hash(row.content, itoa(row.Number))[:12]
	return row
}

// sameLink warns of a row of a table whose address stands in another row: both come in, unless a person leaves one out.
func (seen identities) sameLink(row Row, link string) Row {
	if link == "" || row.Place.Unit != UnitRow && row.Place.Unit != UnitLine {
		return row
	}
	if at, there := seen.links[link]; there {
		row.Warnings = append(row.Warnings, where("intake.warn.same_link", at))
		return row
	}
	seen.links[link] = row.Place
	return row
}

// twice says where the same thing stands already.
func twice(how string, p Place) fault.Message { return where("intake.skipped."+how, p) }

// where says something of a place.
func where(key string, p Place) fault.Message {
	switch {
	case p.Unit == UnitPage:
		return fault.Say(key+".page", p.Page)
	case p.Table != "":
		return fault.Say(key+".table_row", p.Number, p.Table)
	}
	return fault.Say(key+"."+string(p.Unit), p.Number)
}
