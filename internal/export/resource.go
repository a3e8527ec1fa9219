package export

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/block/markdown"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/clock"
	"github.com/commonshelf/commonshelf/internal/fold"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// record is what an export says of a resource beside its document.
type record struct {
	ID           string     `json:"id"`
	School       string     `json:"school"`
	SchoolID     string     `json:"schoolId"`
	State        string     `json:"state"`
	Visibility   string     `json:"visibility"`
	CreatedAt    time.Time  `json:"createdAt"`
	SharedAt     *time.Time `json:"sharedAt,omitempty"`
	ChangedAt    time.Time  `json:"changedAt"`
	RetiredAt    *time.Time `json:"retiredAt,omitempty"`
	RetireReason string     `json:"retireReason,omitempty"`
	Core         string     `json:"core,omitempty"`        // the resource that this one adapts, or is kept together with
	CoreVersion  string     `json:"coreVersion,omitempty"` // the newest version of it from which something is used; empty: this was written apart
	RightsURL    string     `json:"rightsUrl,omitempty"`
	Credit       []credit   `json:"credit"` // everyone who wrote, first come first, those before who wrote what it is a version of, those after of whose own something is used
	Versions     []version  `json:"versions"`
}

// credit is one person's part, for one school.
type credit struct {
	Name      string    `json:"name,omitempty"` // nobody is named who works in another district
	Person    string    `json:"person,omitempty"`
	School    string    `json:"school"`
	Began     bool      `json:"began,omitempty"`
	Idea      bool      `json:"idea,omitempty"`      // whoever began it says that the idea was theirs; they have written nothing
	Answered  bool      `json:"answered,omitempty"`  // a question, and what they answered was put in by whoever asked
	VersionOf string    `json:"versionOf,omitempty"` // the school whose version it was written at; empty: the original
	Apart     string    `json:"apart,omitempty"`     // the school whose own it was written at, of which something is used here
	First     clock.Day `json:"first"`
	Last      clock.Day `json:"last"`

	contribution catalog.Contribution
}

// version is one version without its document.
type version struct {
	ID       string    `json:"id"`
	Number   int       `json:"number"`
	Parent   string    `json:"parent,omitempty"`
	Second   string    `json:"second,omitempty"` // the other parent where two lines were joined
	Author   string    `json:"author"`
	AuthorID string    `json:"authorId"`
	School   string    `json:"school"`
	At       time.Time `json:"at"`
	Reason   string    `json:"reason,omitempty"`

	resource string
	manifest block.Manifest
}

// frontMatter stands before the text of a resource.
type frontMatter struct {
	block.About
	record
	Blocks []blockName `json:"blocks"`
}

// blockName says what the parts of the text are called, in order.
type blockName struct {
	Key  block.Key  `json:"key"`
	Kind block.Kind `json:"kind"`
	Hash block.Hash `json:"hash"`
}

// resources writes every resource three times: as text, as a line with its document, and its versions.
func (x *districtExport) resources(ctx context.Context) error {
	return x.lines("resources.jsonl", func(resources *json.Encoder) error {
		return x.lines("versions.jsonl", func(versions *json.Encoder) error {
			return x.eachResource(ctx, func(r record, documents map[string]block.Document) error {
				head := documents[r.Versions[len(r.Versions)-1].ID]
				for _, v := range r.Versions {
					x.stored.hold(documents[v.ID])
					if err := versions.Encode(versionLine{r.ID, v, documents[v.ID]}); err != nil {
						return err
					}
				}
				if err := resources.Encode(resourceLine{r, head}); err != nil {
					return err
				}
				defer x.step()
				return x.text(r, head)
			})
		})
	})
}

type resourceLine struct {
	record
	Document block.Document `json:"document"`
}

type versionLine struct {
	Resource string `json:"resource"`
	version
	Document block.Document `json:"document"`
}

// text writes the Markdown of a resource.
func (x *districtExport) text(r record, d block.Document) error {
	r.RightsURL = rights.Of(rights.Code(d.About.Rights)).URL
	front := frontMatter{About: d.About, record: r}
	for _, e := range r.Versions[len(r.Versions)-1].manifest[1:] {
		front.Blocks = append(front.Blocks, blockName{Key: e.Key, Hash: e.Hash})
	}
	for i, b := range d.Blocks {
		front.Blocks[i].Kind = b.Body.Kind()
	}
	head, err := yamlOf(front)
	if err != nil {
		return fmt.Errorf("front matter of %s: %w", r.ID, err)
	}
	body := markdown.Document(d, markdown.Options{Words: x.words, File: func(hash string) string {
		if at := x.stored.path(hash); at != "" {
			return "../../" + at
		}
		return ""
	}})
	name := strings.Join([]string{x.folder, "resources", cmp.Or(fold.Slug(r.School, 40), "school"), strings.TrimPrefix(fold.Slug(d.About.Title, 60)+"-"+r.ID+".md", "-")}, "/")
	return x.bag.Add(name, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "---\n%s---\n\n%s\n%s", head, body, x.credit(r, d))
		return err
	})
}

// credit is the foot of a resource's page, as Markdown.
func (x *districtExport) credit(r record, d block.Document) string {
	var out strings.Builder
	out.WriteString("## " + x.words.T("catalog.credit") + "\n\n")
	for _, c := range r.Credit {
		out.WriteString("- " + markdown.Inline(c.contribution.Line(x.words, x.zone)) + "\n")
	}
	if foot := catalog.Foot(x.words, d.About); foot != "" {
		out.WriteString("\n" + markdown.Inline(foot) + "\n")
	}
	return out.String()
}

// yamlOf writes what has a form in JSON as YAML, in the same order. Text that this YAML would not give back as it was
// stays in JSON, which is YAML as well.
func yamlOf(v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	text, err := yaml.JSONToYAML(plain)
	if err != nil {
		return "", err
	}
	var before, after any
	if back, err := yaml.YAMLToJSON(text); err == nil && json.Unmarshal(back, &after) == nil {
		if err := json.Unmarshal(plain, &before); err != nil {
			return "", err
		}
		if reflect.DeepEqual(before, after) {
			return string(text), nil
		}
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, plain, "", "  "); err != nil {
		return "", err
	}
	return indented.String() + "\n", nil
}

// lines writes a file of JSON lines. While they are being written other files go into the bag, so they wait in a file of
// their own.
func (x *districtExport) lines(name string, write func(*json.Encoder) error) error {
	waiting, err := os.CreateTemp(x.Scratch, "lines-*")
	if err != nil {
		return err
	}
	defer waiting.Close()
	if err := os.Remove(waiting.Name()); err != nil {
		return err
	}
	buffered := bufio.NewWriter(waiting)
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	if err := write(out); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	if _, err := waiting.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return x.bag.Add(x.folder+"/"+name, func(w io.Writer) error {
		_, err := io.Copy(w, waiting)
		return err
	})
}
