package source

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// extras is what a sheet holds beside its cells: the addresses that cells link to, and cells merged into one.
type extras struct {
	name   string
	links  map[cellRef]string
	across map[int]area // cells of one row merged into one, by their row
	down   []area       // cells merged over several rows
}

// cellRef is a cell: its row from 1, its column from 0.
type cellRef struct{ row, column int }

// area is a rectangle of cells.
type area struct{ from, to cellRef }

const (
	maxTail   = 32 << 20 // bytes of a sheet after its cells
	maxLinks  = 200_000  // of one sheet
	maxMerged = 20_000   // areas of one sheet
)

// extrasOf reads what the sheets of a workbook hold beside their cells, by the sheet's name. What cannot be read is left
// out: the cells themselves do not depend on it.
func extrasOf(parts map[string]ziparchive.File) map[string]extras {
	out := map[string]extras{}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if data, err := readPart(parts["xl/workbook.xml"], maxTail); err != nil || xml.Unmarshal(data, &book) != nil {
		return out
	}
	targets := relations(parts, "xl/_rels/workbook.xml.rels")
	for _, sheet := range book.Sheets {
		part := targets[sheet.ID]
		if after, ok := strings.CutPrefix(part, "/"); ok {
			part = after
		} else {
			part = path.Join("xl", part)
		}
		f, ok := parts[strings.ToLower(part)]
		if !ok {
			continue
		}
		rels := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
		out[sheet.Name] = readTail(f, relations(parts, rels))
	}
	return out
}

// relations reads a part that names the targets of others by id.
func relations(parts map[string]ziparchive.File, name string) map[string]string {
	out := map[string]string{}
	f, ok := parts[strings.ToLower(name)]
	if !ok {
		return out
	}
	var list struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if data, err := readPart(f, maxTail); err == nil && xml.Unmarshal(data, &list) == nil {
		for _, r := range list.Relations {
			out[r.ID] = r.Target
		}
	}
	return out
}

// readTail reads the links and merged areas that stand after the cells of a sheet.
func readTail(f ziparchive.File, targets map[string]string) extras {
	e := extras{links: map[cellRef]string{}, across: map[int]area{}}
	r, err := f.Open()
	if err != nil {
		return e
	}
	defer r.Close()
	dec := xml.NewDecoder(io.LimitReader(afterCells(r), maxTail))
	for len(e.links) < maxLinks && len(e.down) < maxMerged && len(e.across) < maxMerged {
		token, err := dec.RawToken()
		if err != nil {
			return e
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attrs := map[string]string{}
		for _, a := range start.Attr {
			attrs[a.Name.Local] = a.Value
		}
		at, ok := parseArea(attrs["ref"])
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "hyperlink":
			if target := targets[attrs["id"]]; target != "" {
				e.links[at.from] = target
			}
		case "mergeCell":
			e.merge(at)
		}
	}
	return e
}

// afterCells passes over everything up to the end of a sheet's cells.
func afterCells(r io.Reader) io.Reader {
	from := bufio.NewReaderSize(r, 64<<10)
	for {
		piece, err := from.ReadSlice('>')
		tag := piece[bytes.LastIndexByte(piece, '<')+1:]
		if bytes.HasSuffix(tag, []byte("sheetData/>")) || bytes.HasPrefix(tag, []byte("/")) && bytes.HasSuffix(tag, []byte("sheetData>")) {
			return from
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return from // at its end
		}
	}
}

func parseArea(ref string) (area, bool) {
	first, last, two := strings.Cut(ref, ":")
	if !two {
		last = first
	}
	c1, r1, err1 := excelize.CellNameToCoordinates(first)
	c2, r2, err2 := excelize.CellNameToCoordinates(last)
	return area{cellRef{r1, c1 - 1}, cellRef{r2, c2 - 1}}, err1 == nil && err2 == nil && r1 <= r2 && c1 <= c2
}

// farDown is the most rows that one cell is merged over in a table made by a person.
const farDown = 1000

func (e *extras) merge(a area) {
	switch height := a.to.row - a.from.row; {
	case height == 0:
		e.across[a.from.row] = a
	case height < farDown:
		e.down = append(e.down, a)
	}
}

// section is the title of a part of the sheet: a row whose one value stands in cells merged over most of the table.
func (e extras) section(row int, cells []string, width int) string {
	a, ok := e.across[row]
	if !ok || filled(cells) != 1 || (a.to.column-a.from.column+1)*2 <= width || a.from.column >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[a.from.column])
}

// filler gives the value of cells merged downwards to each row beneath.
type filler struct {
	starts map[int][]area // by the row in which they begin
	open   []area
	values map[area]string
}

func newFiller(down []area) *filler {
	f := &filler{starts: map[int][]area{}, values: map[area]string{}}
	for _, a := range down {
		f.starts[a.from.row] = append(f.starts[a.from.row], a)
	}
	return f
}

// fill completes the cells of a row. It must see every row, in order.
func (f *filler) fill(row int, cells []string) []string {
	still := f.open[:0]
	for _, a := range f.open {
		if a.to.row < row {
			delete(f.values, a)
			continue
		}
		still = append(still, a)
		for len(cells) > 0 && len(cells) <= a.from.column {
			cells = append(cells, "")
		}
		if len(cells) > 0 && strings.TrimSpace(cells[a.from.column]) == "" {
			cells[a.from.column] = f.values[a]
		}
	}
	f.open = still
	for _, a := range f.starts[row] {
		if a.from.column < len(cells) {
			f.values[a] = cells[a.from.column]
			f.open = append(f.open, a)
		}
	}
	return cells
}
