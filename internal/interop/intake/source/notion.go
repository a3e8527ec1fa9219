package source

import (
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/interop/intake/columns"
	"github.com/commonshelf/commonshelf/internal/proto/delimited"
	"github.com/commonshelf/commonshelf/internal/proto/notionexport"
	"github.com/commonshelf/commonshelf/internal/proto/textfile"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// workspace is an open Notion export.
type workspace struct {
	in        *input
	export    *notionexport.Export
	databases []database       // beside export.Databases
	tables    map[string]Table // of pages whose database came without one, by their folder
}

// database is a table of the export: its rows are pages, and some rows of its CSV have no page.
type database struct {
	sheet sheet
	about subject
	rows  []delimited.Record
}

// openNotion reads the archive of a Notion export.
func openNotion(in *input) (_ *Reader, err error) {
	head, err := in.head()
	if err != nil {
		return nil, err
	}
	switch nature := textfile.Looks(head); nature {
	case textfile.Zip:
	case textfile.Empty:
		return nil, refuse("intake.refused.empty")
	default:
		return nil, refuse("intake.refused.not_archive")
	}
	archive, err := ziparchive.Open(in.from, in.size, in.options.Limits.Archive)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(refusal(err), archive.Close())
		}
	}()
	export, err := notionexport.Open(archive, in.options.Scratch)
	if errors.Is(err, notionexport.ErrNotion) {
		return nil, refuse("intake.refused.not_notion")
	}
	if err != nil {
		return nil, err
	}
	w := &workspace{in: in, export: export}
	out := &Reader{close: archive.Close}
	if err := w.inspect(out); err != nil {
		return nil, err
	}
	out.rows = w.rows
	return out, nil
}

// inspect reads the tables of the export and the properties of its pages.
func (w *workspace) inspect(out *Reader) error {
	for _, db := range w.export.Databases {
		d, err := w.inspectDatabase(db)
		if err != nil {
			return err
		}
		w.databases = append(w.databases, d)
		out.tables = append(out.tables, d.sheet.table)
	}
	return w.inspectPages(out)
}

// inspectPages gathers the properties of pages whose database came without a table, as the HTML export leaves them.
func (w *workspace) inspectPages(out *Reader) error {
	byFolder := map[string]*sampler{}
	var folders []string
	for _, p := range w.export.Pages {
		if p.Database >= 0 {
			continue
		}
		content, err := w.export.Read(p, nil)
		if isRefusal(err) {
			return err
		}
		if err != nil || len(content.Properties) == 0 {
			continue // a page that cannot be read fails in its turn
		}
		folder := path.Dir(p.Path)
		if byFolder[folder] == nil {
			byFolder[folder] = &sampler{}
			folders = append(folders, folder)
		}
		for _, property := range content.Properties {
			byFolder[folder].note(property.Name, property.Name, property.Value)
		}
	}
	w.tables = map[string]Table{}
	for _, folder := range folders {
		table, err := w.in.describe(folder, byFolder[folder].columns)
		if err != nil {
			return err
		}
		w.tables[folder] = table
		out.tables = append(out.tables, table)
	}
	return nil
}

func isRefusal(err error) bool {
	var r ziparchive.Refusal
	return errors.As(err, &r)
}

// maxTable is the most bytes of a database that are held in memory while its pages are matched with its rows.
const maxTable = 32 << 20

// inspectDatabase reads the table of a database.
func (w *workspace) inspectDatabase(db notionexport.Database) (database, error) {
	r, err := db.File.Open()
	if err != nil {
		return database{}, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return database{}, err
	}
	if len(data) > maxTable {
		return database{}, refuse("intake.refused.archive_file."+string(ziparchive.TooLarge), db.Path)
	}
	text := textfile.String(data)
	if nature := textfile.Looks([]byte(text[:min(len(text), HeadSize)])); nature != textfile.Plain && nature != textfile.Empty {
		return database{}, refuse("intake.refused.archive_file."+string(ziparchive.Broken), db.Path)
	}
	open := func() *delimited.Reader { return w.in.records(text) }
	s, err := w.in.inspect(db.Path, open())
	if err != nil {
		return database{}, err
	}
	s.titleFirst(w.in.options.Mappings[db.Path])
	d := database{sheet: s, about: w.in.subject(s.table)}
	for records := open(); records.Next(); {
		if record := records.Record(); record.Row >= s.first && !record.Blank() {
			d.rows = append(d.rows, record)
		}
	}
	return d, nil
}

// titleFirst lets the first column of a database be the title, as Notion writes it, unless a person chose otherwise.
func (s *sheet) titleFirst(chosen columns.Mapping) {
	if len(s.table.Columns) == 0 {
		return
	}
	first := s.table.Columns[0].Name
	if _, isChosen := chosen[first]; isChosen || s.table.Mapping[first] == columns.Title {
		return
	}
	for name, f := range s.table.Mapping {
		if _, isChosen := chosen[name]; f == columns.Title && isChosen {
			return
		} else if f == columns.Title {
			s.table.Mapping[name] = columns.Text
		}
	}
	s.table.Mapping[first] = columns.Title
}

// rows gives the pages, then the rows of databases that have no page, then the files that no page refers to.
func (w *workspace) rows(yield func(Row) bool) error {
	met := make([]map[string]int, len(w.databases)) // how many pages of a database bear a title
	for i := range met {
		met[i] = map[string]int{}
	}
	for _, p := range w.export.Pages {
		row, title, err := w.page(p)
		if err != nil {
			return err
		}
		if p.Database >= 0 {
			met[p.Database][title]++
		}
		if !yield(row) {
			return nil
		}
	}
	for i, d := range w.databases {
		for _, record := range d.rows {
			title := fold.Key(record.Cells[0])
			if met[i][title] > 0 {
				met[i][title]--
				continue
			}
			if !yield(d.sheet.row(record, d.about)) {
				return nil
			}
		}
	}
	for _, file := range w.export.Unused() {
		row := Row{Place: Place{Unit: UnitPage, Page: file.Path}, State: Skipped, Reason: fault.Say("intake.skipped.file_unused", file.Name)}
		if !yield(row) {
			return nil
		}
	}
	return nil
}

// page makes the item of a page, and gives its title as rows are matched by it.
func (w *workspace) page(p notionexport.Page) (Row, string, error) {
	place := Place{Unit: UnitPage, Page: p.Path}
	table, about, known := w.tableOf(p)
	content, err := w.export.Read(p, known)
	title := fold.Key(content.Title)
	switch {
	case errors.Is(err, notionexport.ErrLong):
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.page_too_long"), Glimpse: glimpse(title)}, title, nil
	case errors.Is(err, notionexport.ErrMarkup):
		return Row{Place: place, State: Failed, Reason: fault.Say("intake.failed.page_markup"), Glimpse: glimpse(title)}, title, nil
	case err != nil:
		return Row{}, title, err
	case len(content.Parts) == 0 && len(content.Properties) == 0:
		return Row{Place: place, State: Skipped, Reason: fault.Say("intake.skipped.page_empty")}, title, nil
	case len(table.Columns) > 0 && table.leftOut():
		return Row{Place: place, State: Skipped, Reason: fault.Say("intake.skipped.left_out")}, title, nil
	}
	d := &draft{ofBooks: about.books, labels: about.labels, item: Item{ExternalID: PagePrefix + p.ID}}
	d.add(columns.Title, "title", value{text: content.Title})
	for _, property := range content.Properties {
		field := columns.Text
		if f, ok := table.Mapping[property.Name]; ok && f != columns.Title && f != columns.ID {
			field = f
		}
		d.add(field, property.Name, value{text: property.Value})
	}
	w.addParts(d, content)
	row := d.finish(place, about.hint)
	row.Item.Refers = refers(row.Item.Document)
	return row, title, nil
}

// tableOf is the table that a page is a row of, and the names of its columns.
func (w *workspace) tableOf(p notionexport.Page) (Table, subject, []string) {
	if p.Database < 0 {
		t := w.tables[path.Dir(p.Path)]
		return t, w.in.subject(t), nil
	}
	d := w.databases[p.Database]
	var known []string
	for _, c := range d.sheet.table.Columns {
		known = append(known, c.Name)
	}
	return d.sheet.table, d.about, known
}

// addParts takes in what is on a page. Its first words are the summary where no property is.
func (w *workspace) addParts(d *draft, content notionexport.Content) {
	for _, p := range content.Parts {
		switch {
		case p.File != nil:
			file := *p.File
			d.files = append(d.files, filePart{
				file: block.File{Name: Clean(file.Name), Size: file.Size, Alt: Clean(p.Alt), Note: Clean(p.Note)},
				from: Attachment{Name: Clean(file.Name), Size: file.Size, Open: file.Open},
			})
			if p.Alt == "" && isPicture(file.Name) {
				d.warn("no_alt", file.Name)
			}
		case p.URL != "":
			d.parts = append(d.parts, block.Link{URL: Clean(p.URL), Title: Clean(p.Title)})
		default:
			d.parts = append(d.parts, block.Text{Heading: Clean(p.Heading), Markdown: Clean(p.Text)})
		}
	}
	if content.Dead > 0 {
		d.warn("dead_links", content.Dead)
	}
	if d.about.Why != "" {
		return
	}
	for i, p := range d.parts {
		t, ok := p.(block.Text)
		if !ok {
			continue
		}
		if words := summary(t.Markdown); words != "" {
			d.about.Why = words
			if t.Heading == "" && t.Markdown == words {
				d.parts = slices.Delete(d.parts, i, i+1)
			}
			return
		}
	}
}

func isPicture(name string) bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".heic"}, fold.Key(path.Ext(name)))
}

// records reads a table that is held as text.
func (in *input) records(text string) *delimited.Reader {
	head := []byte(text[:min(len(text), HeadSize)])
	return delimited.NewReader(textfile.NewLines(strings.NewReader(text), in.options.Limits.Row), delimited.Separator(head), in.options.Limits.Row)
}
