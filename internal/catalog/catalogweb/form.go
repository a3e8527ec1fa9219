package catalogweb

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
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
	Cost       string             `json:"cost"`     // dollars
	CostSome   bool               `json:"costSome"` // it costs something, nobody knows how much
	Per        string             `json:"per"`
	Rights     string             `json:"rights"`
	SourceName string             `json:"sourceName"`
	SourceBy   string             `json:"sourceBy"`
	SourceURL  string             `json:"sourceURL"`
	Visibility catalog.Visibility `json:"visibility"`
	ReviewBy   string             `json:"reviewBy"`
	Rough      bool               `json:"rough"`
	Tool       block.Tool         `json:"tool"`
	Months     [12]string         `json:"months"`            // August first, as a school year goes
	Reason     string             `json:"reason"`            // of a later version
	Idea       id.PersonID        `json:"idea,omitempty"`    // whose it was, of what is new; empty: the writer's own
	Answers    string             `json:"answers,omitempty"` // address of the question that this answers once it is shared; empty: none
	Blocks     []formBlock        `json:"blocks"`
	Open       bool               `json:"open"` // the details stand open
	alone      []string           // links that were pasted on lines of their own just now
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
	Captions []string   `json:"captionsIn,omitempty"` // languages that the other site shows
	Tracks   []track    `json:"tracks,omitempty"`     // captions stored here
	TrackIn  string     `json:"trackIn,omitempty"`    // language of the captions that come with this post
	Minutes  string     `json:"minutes,omitempty"`
	Students string     `json:"students,omitempty"`
	File     storedFile `json:"file,omitzero"`
	Made     maker      `json:"made,omitempty"`    // who made the file
	Picture  bool       `json:"picture,omitempty"` // the file, a picture of the page, stands beside the link
	Removed  bool       `json:"removed,omitempty"` // can still be put back
}

// track is captions in one language, stored here.
type track struct {
	Language string `json:"language"`
	Hash     string `json:"hash"`
}

// maker says who made a file, which decides whether it may be kept here.
type maker string

// The answers to "Who made this?".
const (
	madeByMe       maker = "me" // or my school
	madeByAllowing maker = "permission"
	madeByOther    maker = "other" // or not sure
)

// keeps says whether a copy of the file may be kept.
func (m maker) keeps() bool { return m == madeByMe || m == madeByAllowing }

// unanswered says whether a part holds a file of which nobody has said who made it.
func (b formBlock) unanswered() bool {
	return !b.Removed && b.File.Hash != "" && (b.Kind == block.KindFile || b.Kind == block.KindVideo) && b.Made == ""
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

// readForm takes what was posted. Stored files are not in the post: they stay as the draft has them. A part that is named
// twice is read once.
func readForm(in web.Form, kept form) form {
	f := form{
		School: id.SchoolID(in.Text("school")), Title: in.Text("title"), Why: in.Long("why"), Kind: in.Text("kind"),
		Bands: in.All("grades"), Grades: kept.Grades, Subjects: inOrderOf(kept.Subjects, in.All("subjects")), Audience: inOrderOf(kept.Audience, in.All("audience")),
		Formats: inOrderOf(kept.Formats, in.All("formats")), Access: inOrderOf(kept.Access, in.All("access")), Tags: inOrderOf(kept.Tags, in.All("tags")), Proposals: in.Text("proposals"),
		Language: in.Text("language"), Minutes: in.Text("minutes"), Cost: in.Text("cost"), CostSome: in.Has("cost_some"), Per: in.Text("per"),
		Rights: in.Text("rights"), SourceName: in.Text("source_name"), SourceBy: in.Text("source_by"), SourceURL: in.Text("source_url"),
		Visibility: catalog.Visibility(in.Text("visibility")), ReviewBy: in.Text("review_by"), Rough: in.Has("rough"),
		Reason: in.Text("reason"), Idea: id.PersonID(in.Text("idea")), Answers: kept.Answers, Open: in.Has("open"),
		Tool: block.Tool{For: in.Text("tool_for"), SignIn: in.Text("tool_signin"), Approved: in.Text("tool_approved"), Accessibility: in.Text("tool_accessibility")},
	}
	for i, month := range schoolYear {
		f.Months[i] = in.Long("month_" + strconv.Itoa(month))
	}
	for _, key := range in.All("block") {
		if !isKey(key) || f.find(block.Key(key)) >= 0 {
			continue
		}
		b := readBlock(in, block.Key(key))
		if i := kept.find(b.Key); i >= 0 {
			b = b.onTopOf(kept.Blocks[i], in)
			if kept.Blocks[i].unanswered() {
				f.Rights = cmp.Or(f.Rights, rightsOf[b.Made])
			}
		}
		if slices.Contains(block.Kinds, b.Kind) {
			f.Blocks = append(f.Blocks, b)
		}
	}
	return f
}

// onTopOf adds to a part what the draft knows of it and a post does not say. The fields of a part that was removed are not on
// the page: it stays as it was.
func (b formBlock) onTopOf(kept formBlock, in web.Form) formBlock {
	if kept.Removed {
		return kept
	}
	b.Kind, b.File, b.Tracks, b.Captions = kept.Kind, kept.File, kept.Tracks, inOrderOf(kept.Captions, b.Captions)
	if !in.Has(b.name("made")) {
		b.Made = kept.Made
	}
	return b
}

// inOrderOf puts what was ticked in the order in which it was known before: boxes are posted as they stand on the page.
func inOrderOf(known, ticked []string) []string {
	slices.SortStableFunc(ticked, func(a, b string) int {
		i, j := slices.Index(known, a), slices.Index(known, b)
		if i < 0 || j < 0 {
			return j - i // what was known comes first
		}
		return i - j
	})
	return ticked
}

// isKey says whether a text can be the key of a part.
func isKey(text string) bool {
	return len(text) <= 64 && text != string(block.AboutKey) &&
		!strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}

func readBlock(in web.Form, key block.Key) formBlock {
	b := formBlock{Key: key}
	text := func(field string) string { return in.Text(b.name(field)) }
	b.Kind, b.Heading, b.Text = block.Kind(text("kind")), text("heading"), in.Long(b.name("text"))
	b.URL, b.Title, b.Note, b.Language = text("url"), text("title"), in.Long(b.name("note")), text("language")
	b.Creators, b.ISBN, b.Maker, b.Year, b.Format = text("creators"), text("isbn"), text("publisher"), text("year"), text("format")
	b.Alt, b.Captions, b.Minutes, b.Students = text("alt"), in.All(b.name("captions")), text("minutes"), text("students")
	b.TrackIn, b.Made, b.Picture = text("track_in"), maker(text("made")), in.Has(b.name("picture"))
	return b
}

// name is the field's name in the form.
func (b formBlock) name(field string) string { return "b." + string(b.Key) + "." + field }

func (f form) find(key block.Key) int {
	return slices.IndexFunc(f.Blocks, func(b formBlock) bool { return b.Key == key })
}
