package notionexport

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/commonshelf/commonshelf/internal/proto/textfile"
	"github.com/commonshelf/commonshelf/internal/proto/ziparchive"
)

// PagePrefix begins the address of another page of the same export, before its id.
const PagePrefix = "notion:"

// ErrNotion says that an archive is none of Notion's.
var ErrNotion = errors.New("not an archive exported from Notion")

// ErrLong says that a page is longer than MaxPage.
var ErrLong = errors.New("page too long")

// MaxPage is the most bytes of one page that are read.
const MaxPage = 4 << 20

// Export is an open archive.
type Export struct {
	Pages     []Page
	Databases []Database
	files     map[string]ziparchive.File // by path
	pages     map[string]int             // by path
	byID      map[string]int
	tables    map[string]int // databases by path
	used      map[string]bool
}

// Page is one page; Read gives what is on it.
type Page struct {
	ID       string // 32 hexadecimal digits; the path where the export leaves ids out
	Name     string // from the file name, where Notion cuts it; Content has the whole title
	Path     string // as a person knows it: "Guides/Citing"
	Database int    // which of Databases it is a row of; -1 for none
	file     ziparchive.File
}

// Database is one table; its rows are pages too, unless they were left out.
type Database struct {
	ID   string
	Name string
	Path string
	File ziparchive.File
}

// Attachment is a file that came along.
type Attachment struct {
	Name string // as its owner wrote it
	Path string
	Size int64
	file ziparchive.File
}

// Open unpacks the attachment.
func (a Attachment) Open() (io.ReadCloser, error) { return a.file.Open() }

// Open lists what an archive holds and unpacks everything once to nowhere, so that limits and damage show before anything
// is used. It returns a ziparchive.Refusal, or ErrNotion. Scratch is a folder for unpacked inner archives, empty for the
// system's own.
func Open(archive *ziparchive.Archive, scratch string) (*Export, error) {
	e := &Export{
		files: map[string]ziparchive.File{}, pages: map[string]int{}, byID: map[string]int{}, tables: map[string]int{}, used: map[string]bool{},
	}
	if err := e.gather(archive, scratch); err != nil {
		return nil, err
	}
	if !e.recognised() {
		return nil, ErrNotion
	}
	for i := range e.Pages {
		e.Pages[i].Database = e.databaseOf(e.Pages[i].file.Name)
	}
	return e, nil
}

// gather takes in the files of an archive and of the parts that Notion packs inside it.
func (e *Export) gather(archive *ziparchive.Archive, scratch string) error {
	if err := archive.Check(); err != nil {
		return err
	}
	for _, f := range archive.Files() {
		if noise(f.Name) {
			continue
		}
		if part.MatchString(path.Base(f.Name)) {
			inner, err := f.Inside(scratch)
			if err != nil {
				return err
			}
			if err := e.gather(inner, scratch); err != nil {
				return err
			}
			continue
		}
		e.take(f)
	}
	return nil
}

// take files one file as page, database or attachment.
func (e *Export) take(f ziparchive.File) {
	if _, taken := e.files[f.Name]; taken {
		return // each part brings its own index.html
	}
	e.files[f.Name] = f
	words, id, ext := splitName(path.Base(f.Name))
	switch {
	case ext == ".md" || ext == ".html" && id != "":
		if id == "" {
			id = readable(f.Name)
		}
		if _, taken := e.byID[id]; taken {
			id += "/" + readable(f.Name)
		}
		e.byID[id] = len(e.Pages)
		e.pages[f.Name] = len(e.Pages)
		e.Pages = append(e.Pages, Page{ID: id, Name: words, Path: readable(f.Name), file: f})
	case ext == ".csv":
		e.takeTable(Database{ID: id, Name: words, Path: readable(f.Name), File: f})
	}
}

// takeTable files a database. Notion writes two tables for one: the rows of a view, and all of them; the latter counts.
func (e *Export) takeTable(d Database) {
	key := tableKey(d.File.Name)
	if i, taken := e.tables[key]; taken {
		if strings.HasSuffix(d.File.Name, "_all.csv") {
			e.Databases[i] = d
		}
		return
	}
	e.tables[key] = len(e.Databases)
	e.Databases = append(e.Databases, d)
}

// tableKey is the folder in which the rows of a database lie.
func tableKey(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(file, ".csv"), "_all")
}

func (e *Export) databaseOf(file string) int {
	if i, ok := e.tables[path.Dir(file)]; ok {
		return i
	}
	return -1
}

// recognised says whether at least one page or database bears an id of Notion's.
func (e *Export) recognised() bool {
	for name := range e.files {
		_, id, ext := splitName(path.Base(name))
		if id != "" && (ext == ".md" || ext == ".html" || ext == ".csv") {
			return true
		}
	}
	return false
}

// Unused lists the files that no page read so far refers to.
func (e *Export) Unused() []Attachment {
	var out []Attachment
	for name, f := range e.files {
		_, isPage := e.pages[name]
		_, _, ext := splitName(path.Base(name))
		if !isPage && ext != ".csv" && path.Base(name) != "index.html" && !e.used[name] {
			out = append(out, attachment(f))
		}
	}
	sortAttachments(out)
	return out
}

func attachment(f ziparchive.File) Attachment {
	return Attachment{Name: display(f.Name), Path: f.Name, Size: f.Size, file: f}
}

// Read gives what is on a page. Known are the names of its database's columns, so that the properties at the top of a
// Markdown page are told from its text; the first column is the title and not among its properties.
func (e *Export) Read(p Page, known []string) (Content, error) {
	r, err := p.file.Open()
	if err != nil {
		return Content{}, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, MaxPage+1))
	if err != nil {
		return Content{}, fmt.Errorf("read %s: %w", p.Path, err)
	}
	if len(data) > MaxPage {
		return Content{}, ErrLong
	}
	text := textfile.String(data)
	body := markdownPage(text, known)
	if strings.HasSuffix(strings.ToLower(p.file.Name), ".html") {
		if body, err = htmlPage(text); err != nil {
			return Content{}, err
		}
	}
	if body.title == "" {
		body.title = p.Name
	}
	return e.content(p, body), nil
}
