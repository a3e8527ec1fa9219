package merge

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/grade"
)

// joinBodies joins three states of one part. The fields that could not be joined are noted in j.
func (j *joiner) joinBodies(base, ours, theirs block.Body) block.Body {
	switch {
	case sameBody(ours, theirs), sameBody(theirs, base):
		return ours
	case sameBody(ours, base):
		return theirs
	}
	if o, t := ours.Kind(), theirs.Kind(); o != t || base != nil && base.Kind() != o {
		return whichever(j, "kind", base, ours, theirs)
	}
	switch o := ours.(type) {
	case block.About:
		return j.about(was[block.About](base), o, theirs.(block.About))
	case block.Text:
		return j.text(was[block.Text](base), o, theirs.(block.Text))
	case block.Link:
		return j.link(was[block.Link](base), o, theirs.(block.Link))
	case block.Book:
		return j.book(was[block.Book](base), o, theirs.(block.Book))
	case block.File:
		return j.file(was[block.File](base), o, theirs.(block.File))
	case block.Video:
		return j.video(was[block.Video](base), o, theirs.(block.Video))
	case block.Steps:
		return j.steps(was[block.Steps](base), o, theirs.(block.Steps))
	case block.Materials:
		return j.materials(was[block.Materials](base), o, theirs.(block.Materials))
	}
	return whichever(j, "kind", base, ours, theirs)
}

// was is what was there before, empty if both sides added it.
func was[T block.Body](base block.Body) T {
	body, _ := base.(T)
	return body
}

// sameBody says whether two bodies, or none, are stored alike.
func sameBody(a, b block.Body) bool {
	if a == nil || b == nil || a.Kind() != b.Kind() {
		return a == nil && b == nil
	}
	switch x := a.(type) {
	case block.Text:
		return x == b.(block.Text)
	case block.Link:
		return x == b.(block.Link)
	case block.File:
		return x == b.(block.File)
	}
	return reflect.DeepEqual(a, b) || encoded(a) == encoded(b)
}

// whichever decides about bodies that have nothing in common. Without a before, that is not a matter of the side either.
func whichever(j *joiner, field string, base, ours, theirs block.Body) block.Body {
	j.field = field
	j.differ()
	switch {
	case j.policy == oursFirst, j.policy == all:
		return ours
	case j.policy == theirsFirst:
		return theirs
	case base != nil:
		return base
	case encoded(ours) < encoded(theirs):
		return ours
	}
	return theirs
}

func encoded(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // bodies and their parts are plain data
	}
	return string(data)
}

// value joins what is taken or left whole.
func value[T comparable](j *joiner, field string, base, ours, theirs T) T {
	switch {
	case ours == theirs, theirs == base:
		return ours
	case ours == base:
		return theirs
	}
	j.field = field
	j.differ()
	switch j.policy {
	case oursFirst, all:
		return ours
	case theirsFirst:
		return theirs
	}
	return base
}

// line joins text without markup.
func line(j *joiner, field, base, ours, theirs string) string {
	j.field = field
	return j.words(base, ours, theirs)
}

// markdown joins text with markup.
func markdown(j *joiner, field, base, ours, theirs string) string {
	j.field = field
	return j.prose(base, ours, theirs)
}

// set joins lists in which each thing stands once: what one side added is added, what one side took away is gone.
func set(base, ours, theirs []string) []string {
	switch {
	case slices.Equal(ours, theirs), slices.Equal(theirs, base):
		return ours
	case slices.Equal(ours, base):
		return theirs
	}
	var out []string
	for _, code := range order(once(base), once(ours), once(theirs)) {
		b, o, t := slices.Contains(base, code), slices.Contains(ours, code), slices.Contains(theirs, code)
		if o && t || (o || t) && !b {
			out = append(out, code)
		}
	}
	return out
}

// once is a list without what stands in it before.
func once(list []string) []string { return union(nil, list) }

// grades join as a set; one that would come out empty is for a person to decide.
func grades(j *joiner, base, ours, theirs grade.Set) grade.Set {
	joined := ours&theirs | (ours|theirs)&^base
	if joined.Empty() && !ours.Empty() && !theirs.Empty() {
		return value(j, "grades", base, ours, theirs)
	}
	return joined
}

func (j *joiner) about(b, o, t block.About) block.About {
	out := block.About{
		Title:    line(j, "title", b.Title, o.Title, t.Title),
		Why:      markdown(j, "why", b.Why, o.Why, t.Why),
		Type:     value(j, "kind", b.Type, o.Type, t.Type),
		Subjects: set(b.Subjects, o.Subjects, t.Subjects), Grades: grades(j, b.Grades, o.Grades, t.Grades),
		Audience: set(b.Audience, o.Audience, t.Audience), Language: value(j, "language", b.Language, o.Language, t.Language),
		Formats: set(b.Formats, o.Formats, t.Formats), Access: set(b.Access, o.Access, t.Access),
		Minutes: value(j, "minutes", b.Minutes, o.Minutes, t.Minutes), Cost: value(j, "cost", b.Cost, o.Cost, t.Cost),
		Source: value(j, "source", b.Source, o.Source, t.Source), Rights: value(j, "rights", b.Rights, o.Rights, t.Rights),
		Tags: set(b.Tags, o.Tags, t.Tags), Missing: set(b.Missing, o.Missing, t.Missing),
		ReviewBy: value(j, "review_by", b.ReviewBy, o.ReviewBy, t.ReviewBy), Rough: value(j, "rough", b.Rough, o.Rough, t.Rough),
	}
	if o.Tool != nil || t.Tool != nil {
		out.Tool = j.tool(b.Tool, o.Tool, t.Tool)
	}
	out.Plan = j.plan(b.Plan, o.Plan, t.Plan)
	return out
}

func (j *joiner) tool(b, o, t *block.Tool) *block.Tool {
	filled := func(tool *block.Tool) block.Tool {
		if tool == nil {
			return block.Tool{}
		}
		return *tool
	}
	x, y, z := filled(b), filled(o), filled(t)
	tool := block.Tool{
		For:           line(j, "tool_for", x.For, y.For, z.For),
		SignIn:        value(j, "tool_signin", x.SignIn, y.SignIn, z.SignIn),
		Approved:      value(j, "tool_approved", x.Approved, y.Approved, z.Approved),
		Accessibility: line(j, "tool_accessibility", x.Accessibility, y.Accessibility, z.Accessibility),
	}
	if tool == (block.Tool{}) && (o == nil || t == nil) {
		return nil
	}
	return &tool
}

// plan joins year plans month by month.
func (j *joiner) plan(b, o, t []block.Month) []block.Month {
	text := func(plan []block.Month, month int) string {
		for _, m := range plan {
			if m.Month == month {
				return m.Text
			}
		}
		return ""
	}
	months := func(plan []block.Month) []string {
		var out []string
		for _, m := range plan {
			out = append(out, strconv.Itoa(m.Month))
		}
		return out
	}
	var out []block.Month
	for _, code := range order(months(b), months(o), months(t)) {
		month, _ := strconv.Atoi(code)
		if joined := markdown(j, "plan", text(b, month), text(o, month), text(t, month)); joined != "" {
			out = append(out, block.Month{Month: month, Text: joined})
		}
	}
	return out
}

func (j *joiner) text(b, o, t block.Text) block.Text {
	return block.Text{Heading: line(j, "heading", b.Heading, o.Heading, t.Heading), Markdown: markdown(j, "markdown", b.Markdown, o.Markdown, t.Markdown)}
}

func (j *joiner) link(b, o, t block.Link) block.Link {
	return block.Link{
		URL: value(j, "url", b.URL, o.URL, t.URL), Title: line(j, "title", b.Title, o.Title, t.Title), Note: markdown(j, "note", b.Note, o.Note, t.Note),
		Language: value(j, "language", b.Language, o.Language, t.Language), Picture: value(j, "picture", b.Picture, o.Picture, t.Picture),
	}
}

func (j *joiner) book(b, o, t block.Book) block.Book {
	return block.Book{
		ISBN: value(j, "isbn", b.ISBN, o.ISBN, t.ISBN), Title: line(j, "title", b.Title, o.Title, t.Title), Creators: set(b.Creators, o.Creators, t.Creators),
		Publisher: value(j, "publisher", b.Publisher, o.Publisher, t.Publisher), Year: value(j, "year", b.Year, o.Year, t.Year),
		Format: value(j, "format", b.Format, o.Format, t.Format), Language: value(j, "language", b.Language, o.Language, t.Language),
		Note: markdown(j, "note", b.Note, o.Note, t.Note),
	}
}

// stored are the fields of a file that only go together.
type stored struct {
	Hash, Name, MediaType string
	Size                  int64
	Width, Height         int
}

func (j *joiner) file(b, o, t block.File) block.File {
	whole := func(f block.File) stored { return stored{f.Hash, f.Name, f.MediaType, f.Size, f.Width, f.Height} }
	f := value(j, "file", whole(b), whole(o), whole(t))
	return block.File{Hash: f.Hash, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height,
		Alt: line(j, "alt", b.Alt, o.Alt, t.Alt), Note: markdown(j, "note", b.Note, o.Note, t.Note)}
}

func (j *joiner) video(b, o, t block.Video) block.Video {
	type film struct {
		url, hash, media string
		seconds          int
	}
	whole := func(v block.Video) film { return film{v.URL, v.Hash, v.Media, v.Seconds} }
	f := value(j, "video", whole(b), whole(o), whole(t))
	return block.Video{URL: f.url, Hash: f.hash, Media: f.media, Seconds: f.seconds, Title: line(j, "title", b.Title, o.Title, t.Title),
		Captions: j.captions(b.Captions, o.Captions, t.Captions), Note: markdown(j, "note", b.Note, o.Note, t.Note)}
}

func (j *joiner) captions(b, o, t []block.Caption) []block.Caption {
	j.field = "captions"
	how := things[block.Caption]{
		key:  func(c block.Caption) string { return c.Language + "\x00" + c.Hash },
		like: func(x, y block.Caption) bool { return x.Language == y.Language },
		join: func(j *joiner, b, o, t block.Caption) block.Caption { return value(j, "captions", b, o, t) },
	}
	return values(joinList(j, how, b, o, t))
}

func (j *joiner) steps(b, o, t block.Steps) block.Steps {
	out := block.Steps{Heading: line(j, "heading", b.Heading, o.Heading, t.Heading)}
	j.field = "steps"
	how := things[string]{
		key: func(s string) string { return s }, like: alike,
		join: func(j *joiner, b, o, t string) string { return j.prose(b, o, t) },
	}
	out.Steps = values(joinList(j, how, b.Steps, o.Steps, t.Steps))
	return out
}

func (j *joiner) materials(b, o, t block.Materials) block.Materials {
	out := block.Materials{Students: value(j, "students", b.Students, o.Students, t.Students)}
	j.field = "items"
	how := things[block.Material]{
		key:  func(m block.Material) string { return m.Name + "\x00" + m.Amount + "\x00" + strconv.Itoa(m.CostCents) },
		like: func(x, y block.Material) bool { return x.Name == y.Name || alike(x.Name, y.Name) },
		join: func(j *joiner, b, o, t block.Material) block.Material {
			return block.Material{Name: line(j, "items", b.Name, o.Name, t.Name), Amount: value(j, "items", b.Amount, o.Amount, t.Amount),
				CostCents: value(j, "items", b.CostCents, o.CostCents, t.CostCents)}
		},
	}
	out.Items = values(joinList(j, how, b.Items, o.Items, t.Items))
	return out
}

func values[T any](list []listed[T]) []T {
	var out []T
	for _, one := range list {
		out = append(out, one.value)
	}
	return out
}
