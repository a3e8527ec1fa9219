package catalogweb

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/proto/isbn"
	"github.com/commonshelf/commonshelf/internal/web"
)

// form is what somebody types to share something, kept as it was typed, valid or not.
type form struct {
	School     id.SchoolID        `json:"school"`
	Title      string             `json:"title"`
	Why        string             `json:"why"`
	Kind       string             `json:"kind"`
	Bands      []string           `json:"bands"`
	Grades     grade.Set          `json:"grades"` // exact, while the bands still say the same
	Subjects   []string           `json:"subjects"`
	Audience   []string           `json:"audience"`
	Formats    []string           `json:"formats"`
	Access     []string           `json:"access"`
	Tags       []string           `json:"tags"`
	Proposals  string             `json:"proposals"` // topics that are missing, by commas
	Language   string             `json:"language"`
	Minutes    string             `json:"minutes"`
	Cost       string             `json:"cost"` // dollars
	Per        string             `json:"per"`
	Rights     string             `json:"rights"`
	SourceName string             `json:"sourceName"`
	SourceBy   string             `json:"sourceBy"`
	SourceURL  string             `json:"sourceURL"`
	Visibility catalog.Visibility `json:"visibility"`
	ReviewBy   string             `json:"reviewBy"`
	Rough      bool               `json:"rough"`
	Tool       block.Tool         `json:"tool"`
	Months     [12]string         `json:"months"` // August first, as a school year goes
	Reason     string             `json:"reason"` // of a later version
	Blocks     []formBlock        `json:"blocks"`
	Open       bool               `json:"open"` // the details stand open
}

// formBlock is one part as it is typed. Which fields are used depends on the kind.
type formBlock struct {
	Key      block.Key  `json:"key"`
	Kind     block.Kind `json:"kind"`
	Heading  string     `json:"heading,omitempty"`
	Text     string     `json:"text,omitempty"` // Markdown; steps and materials one a line
	URL      string     `json:"url,omitempty"`
	Title    string     `json:"title,omitempty"`
	Note     string     `json:"note,omitempty"`
	Language string     `json:"language,omitempty"`
	Creators string     `json:"creators,omitempty"` // by semicolons
	ISBN     string     `json:"isbn,omitempty"`
	Maker    string     `json:"publisher,omitempty"`
	Year     string     `json:"year,omitempty"`
	Format   string     `json:"format,omitempty"`
	Alt      string     `json:"alt,omitempty"`
	Captions string     `json:"captions,omitempty"` // languages by commas
	Minutes  string     `json:"minutes,omitempty"`
	Students string     `json:"students,omitempty"`
	File     storedFile `json:"file,omitzero"`
	Removed  bool       `json:"removed,omitempty"` // can still be put back
}

// storedFile is an upload that a part holds.
type storedFile struct {
	Hash      string `json:"hash"`
	Name      string `json:"name"`
	MediaType string `json:"mediaType"`
	Size      int64  `json:"size"`
	Width     int    `json:"width"`
	Height    int    `json:"height"`
}

// schoolYear is the order of months in a year plan.
var schoolYear = [12]int{8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7}

// decodeForm reads a kept draft.
func decodeForm(data []byte) (form, error) {
	var f form
	if len(data) == 0 {
		return f, nil
	}
	err := json.Unmarshal(data, &f)
	return f, err
}

func (f form) encode() ([]byte, error) { return json.Marshal(f) }

// readForm takes what was posted. Stored files are not in the post: they stay as the draft has them.
func readForm(in web.Form, kept form) form {
	f := form{
		School: id.SchoolID(in.Text("school")), Title: in.Text("title"), Why: in.Long("why"), Kind: in.Text("kind"),
		Bands: in.All("grades"), Grades: kept.Grades, Subjects: in.All("subjects"), Audience: in.All("audience"),
		Formats: in.All("formats"), Access: in.All("access"), Tags: in.All("tags"), Proposals: in.Text("proposals"),
		Language: in.Text("language"), Minutes: in.Text("minutes"), Cost: in.Text("cost"), Per: in.Text("per"),
		Rights: in.Text("rights"), SourceName: in.Text("source_name"), SourceBy: in.Text("source_by"), SourceURL: in.Text("source_url"),
		Visibility: catalog.Visibility(in.Text("visibility")), ReviewBy: in.Text("review_by"), Rough: in.Has("rough"),
		Reason: in.Text("reason"), Open: in.Has("open"),
		Tool: block.Tool{For: in.Text("tool_for"), SignIn: in.Text("tool_signin"), Approved: in.Text("tool_approved"), Accessibility: in.Text("tool_accessibility")},
	}
	for i, month := range schoolYear {
		f.Months[i] = in.Long("month_" + strconv.Itoa(month))
	}
	for _, key := range in.All("block") {
		b := readBlock(in, block.Key(key))
		if i := kept.find(b.Key); i >= 0 {
			b.File, b.Removed = kept.Blocks[i].File, kept.Blocks[i].Removed
		}
		f.Blocks = append(f.Blocks, b)
	}
	return f
}

func readBlock(in web.Form, key block.Key) formBlock {
	at := "b." + string(key) + "."
	return formBlock{
		Key: key, Kind: block.Kind(in.Text(at + "kind")), Heading: in.Text(at + "heading"), Text: in.Long(at + "text"),
		URL: in.Text(at + "url"), Title: in.Text(at + "title"), Note: in.Long(at + "note"), Language: in.Text(at + "language"),
		Creators: in.Text(at + "creators"), ISBN: in.Text(at + "isbn"), Maker: in.Text(at + "publisher"), Year: in.Text(at + "year"),
		Format: in.Text(at + "format"), Alt: in.Text(at + "alt"), Captions: in.Text(at + "captions"), Minutes: in.Text(at + "minutes"),
		Students: in.Text(at + "students"),
	}
}

func (f form) find(key block.Key) int {
	return slices.IndexFunc(f.Blocks, func(b formBlock) bool { return b.Key == key })
}

// proposals are the topics that the writer missed.
func (f form) proposals() []string {
	var out []string
	for word := range strings.SplitSeq(f.Proposals, ",") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// document reads the form as a document. Faults are by the names of the form's fields.
func (f form) document() (block.Document, fault.Fields) {
	var wrong fault.Fields
	d := block.Document{About: f.about(&wrong)}
	place := map[string]block.Key{}
	for _, b := range f.Blocks {
		if b.Removed || b.empty() {
			continue
		}
		body := b.body(&wrong)
		if body == nil {
			continue
		}
		place[fmt.Sprintf("blocks.%d.", len(d.Blocks))] = b.Key
		d.Blocks = append(d.Blocks, block.Block{Key: b.Key, Body: body})
	}
	for field, message := range catalog.Check(d) {
		wrong.Add(formField(field, place), message.Key, message.Args...)
	}
	return d, wrong
}

// formField is the form's name for a document's field: "b.KEY.url" for "blocks.2.url".
func formField(field string, place map[string]block.Key) string {
	for prefix, key := range place {
		if rest, ok := strings.CutPrefix(field, prefix); ok {
			switch rest {
			case "markdown", "steps", "items":
				rest = "text"
			}
			return "b." + string(key) + "." + rest
		}
	}
	return field
}

func (f form) about(wrong *fault.Fields) block.About {
	a := block.About{
		Title: strings.TrimSpace(f.Title), Why: strings.TrimSpace(f.Why), Type: block.ResourceKind(f.Kind),
		Subjects: f.Subjects, Grades: f.grades(), Audience: f.Audience, Language: f.Language, Formats: f.Formats, Access: f.Access,
		Tags: f.Tags, Rights: f.Rights, Rough: f.Rough,
		Source: block.Source{Title: f.SourceName, Creator: f.SourceBy, URL: f.SourceURL},
	}
	if f.Minutes != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(f.Minutes, "min")), "minutes"))
		if err != nil || n < 0 {
			wrong.Add("minutes", "catalog.wrong.minutes")
		}
		a.Minutes = n
	}
	if cents, ok := dollars(f.Cost); ok {
		a.Cost = block.Cost{Cents: cents, Per: f.Per}
		if cents == 0 {
			a.Cost = block.Cost{}
		}
	} else {
		wrong.Add("cost", "catalog.wrong.cost")
	}
	var err error
	if a.ReviewBy, err = clock.ParseDay(f.ReviewBy); err != nil {
		wrong.Add("review_by", "catalog.wrong.day")
	}
	if a.Type == block.DigitalTool && f.Tool != (block.Tool{}) {
		tool := f.Tool
		a.Tool = &tool
	}
	if a.Type == block.YearPlan {
		for i, month := range schoolYear {
			if text := strings.TrimSpace(f.Months[i]); text != "" {
				a.Plan = append(a.Plan, block.Month{Month: month, Text: text})
			}
		}
	}
	return a
}

// grades are the exact grades while the chosen bands still say the same, else the bands whole.
func (f form) grades() grade.Set {
	if slices.Equal(grade.BandsOf(f.Grades), f.Bands) {
		return f.Grades
	}
	return grade.FromBands(f.Bands)
}

// dollars reads an amount as people write it: "12", "$0.60", "1,200.50". Empty is nothing.
func dollars(text string) (cents int, ok bool) {
	text = strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(text), "$"), ",", "")
	if text == "" {
		return 0, true
	}
	amount, err := strconv.ParseFloat(text, 64)
	if err != nil || !(amount >= 0 && amount < 1e7) {
		return 0, false
	}
	return int(amount*100 + 0.5), true
}

// empty says that nothing was typed into a part.
func (b formBlock) empty() bool {
	blank := formBlock{Key: b.Key, Kind: b.Kind}
	return b == blank
}

// body reads a part. It is nil when the kind is unknown.
func (b formBlock) body(wrong *fault.Fields) block.Body {
	at := "b." + string(b.Key) + "."
	switch b.Kind {
	case block.KindText:
		return block.Text{Heading: b.Heading, Markdown: b.Text}
	case block.KindLink:
		return block.Link{URL: address(b.URL), Title: b.Title, Note: b.Note, Language: b.Language, Picture: b.File.Hash}
	case block.KindBook:
		return b.book(wrong, at)
	case block.KindFile:
		f := b.File
		return block.File{Hash: f.Hash, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height, Alt: b.Alt, Note: b.Note}
	case block.KindVideo:
		v := block.Video{URL: address(b.URL), Hash: b.File.Hash, Media: b.File.MediaType, Title: b.Title, Note: b.Note}
		for tag := range strings.SplitSeq(b.Captions, ",") {
			if tag = strings.TrimSpace(tag); tag != "" {
				v.Captions = append(v.Captions, block.Caption{Language: tag})
			}
		}
		if b.Minutes != "" {
			minutes, err := strconv.ParseFloat(b.Minutes, 64)
			if err != nil || minutes < 0 || minutes > 10_000 {
				wrong.Add(at+"minutes", "catalog.wrong.minutes")
			}
			v.Seconds = int(minutes * 60)
		}
		return v
	case block.KindSteps:
		return block.Steps{Heading: b.Heading, Steps: lines(b.Text)}
	case block.KindMaterials:
		return b.materials(wrong, at)
	}
	return nil
}

func (b formBlock) book(wrong *fault.Fields, at string) block.Body {
	book := block.Book{Title: b.Title, Publisher: b.Maker, Format: b.Format, Language: b.Language, Note: b.Note}
	for name := range strings.SplitSeq(b.Creators, ";") {
		if name = strings.TrimSpace(name); name != "" {
			book.Creators = append(book.Creators, name)
		}
	}
	if b.ISBN != "" {
		number, err := isbn.Parse(b.ISBN)
		if err != nil {
			wrong.Add(at+"isbn", "catalog.wrong.isbn")
		}
		book.ISBN = string(number)
	}
	if b.Year != "" {
		year, err := strconv.Atoi(b.Year)
		if err != nil || year < 0 || year > 2200 {
			wrong.Add(at+"year", "catalog.wrong.year")
		}
		book.Year = year
	}
	return book
}

// materials reads one thing a line: "name; amount; cost".
func (b formBlock) materials(wrong *fault.Fields, at string) block.Body {
	m := block.Materials{}
	if b.Students != "" {
		n, err := strconv.Atoi(b.Students)
		if err != nil || n < 0 || n > 10_000 {
			wrong.Add(at+"students", "catalog.wrong.students")
		}
		m.Students = n
	}
	for _, line := range lines(b.Text) {
		cells := strings.SplitN(line, ";", 3)
		item := block.Material{Name: strings.TrimSpace(cells[0])}
		if len(cells) > 1 {
			item.Amount = strings.TrimSpace(cells[1])
		}
		if len(cells) > 2 {
			cents, ok := dollars(cells[2])
			if !ok {
				wrong.Add(at+"text", "catalog.wrong.material", line)
			}
			item.CostCents = cents
		}
		m.Items = append(m.Items, item)
	}
	return m
}

func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// address completes what people type as an address: "loc.gov/maps" is meant as https.
func address(text string) string {
	if text == "" || strings.Contains(text, "://") || !strings.Contains(text, ".") || strings.ContainsAny(text, " \n") {
		return text
	}
	return "https://" + text
}
