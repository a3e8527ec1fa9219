package block

import (
	"slices"

	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// ResourceKind is what a resource is for; it chooses its form, its cloth and its icon.
type ResourceKind string

// The kinds of resource.
const (
	Guide          ResourceKind = "guide"
	ResourceList   ResourceKind = "list"
	UnitIdea       ResourceKind = "unit"
	Lesson         ResourceKind = "lesson" // steps that a colleague can repeat
	QuickTip       ResourceKind = "tip"
	ProgramIdea    ResourceKind = "program"
	AssessmentIdea ResourceKind = "assessment"
	AccessTip      ResourceKind = "access" // how to reach a database from home
	DigitalTool    ResourceKind = "tool"
	Form           ResourceKind = "form" // forms and procedures
	YearPlan       ResourceKind = "year" // months by grade
	Reel           ResourceKind = "reel" // short videos or slides
	Makerspace     ResourceKind = "maker"
	BookList       ResourceKind = "booklist"
)

// ResourceKinds lists the kinds in the order in which they are offered.
var ResourceKinds = []ResourceKind{QuickTip, Guide, ResourceList, BookList, UnitIdea, Lesson, ProgramIdea, AssessmentIdea, AccessTip, DigitalTool, Form, YearPlan, Reel, Makerspace}

// Known says whether k is one of ResourceKinds.
func (k ResourceKind) Known() bool { return slices.Contains(ResourceKinds, k) }

// Teaches says whether something of the kind is taught as it stands: a unit idea or a lesson.
func (k ResourceKind) Teaches() bool { return k == UnitIdea || k == Lesson }

// About is what a document says of itself. Lists hold codes of the vocabulary, never words on the screen.
type About struct {
	Title    string       `json:"title"`
	Why      string       `json:"why"` // the summary: why would a colleague want this?
	Type     ResourceKind `json:"type"`
	Subjects []string     `json:"subjects,omitempty"`
	Grades   grade.Set    `json:"grades"`
	Audience []string     `json:"audience,omitempty"`
	Language string       `json:"language,omitempty"` // BCP 47
	Formats  []string     `json:"formats,omitempty"`
	Access   []string     `json:"access,omitempty"` // schema.org accessibilityFeature
	Minutes  int          `json:"minutes,omitempty"`
	Cost     Cost         `json:"cost,omitzero"`
	Source   Source       `json:"source,omitzero"`
	Rights   string       `json:"rights,omitempty"`  // a code of package rights
	Tags     []string     `json:"tags,omitempty"`    // codes of the district's vocabulary
	Missing  []string     `json:"missing,omitempty"` // topics wanted that the vocabulary did not have, as written
	ReviewBy clock.Day    `json:"reviewBy,omitempty"`
	Rough    bool         `json:"rough,omitempty"` // "rough, comments welcome"
	Tool     *Tool        `json:"tool,omitempty"`  // digital tools only
	Plan     []Month      `json:"plan,omitempty"`  // year plans only
}

// Kind implements Body.
func (About) Kind() Kind { return KindAbout }

// Cost is what has to be bought.
type Cost struct {
	Cents   int    `json:"cents,omitempty"`
	Per     string `json:"per,omitempty"` // student, class, school, year; empty for once
	Unknown bool   `json:"unknown,omitempty"`
}

// Source is where a resource came from outside.
type Source struct {
	Title   string `json:"title,omitempty"`
	Creator string `json:"creator,omitempty"`
	URL     string `json:"url,omitempty"`
}

// Tool is what one asks of a digital tool.
type Tool struct {
	For           string `json:"for,omitempty"`
	SignIn        string `json:"signIn,omitempty"`        // none, district, own
	Approved      string `json:"approved,omitempty"`      // yes, no, asked, unknown
	Accessibility string `json:"accessibility,omitempty"` // what is known of it
}

// Month is one month of a year plan.
type Month struct {
	Month int    `json:"month"` // 1 to 12
	Text  string `json:"text"`  // Markdown
}
