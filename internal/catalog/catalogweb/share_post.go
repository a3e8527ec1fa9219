package catalogweb

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/web"
)

// posted is a form with the files that came with it, which are stored by now.
type posted struct {
	form  web.Form
	files map[string]storedFile // by field; without a hash: named and not kept
	wrong fault.Fields          // files that could not be taken
}

// madeFor is the field that says who made the file of another field. It stands before it, so that it is known before the
// first byte of the file arrives.
func madeFor(field string) string {
	if before, ok := strings.CutSuffix(field, "file"); ok {
		return before + "made"
	}
	return ""
}

// readPost reads a form that may hold files. Each file streams to storage as it arrives. One whose maker is somebody else is
// read past and not kept; one whose maker is not said yet waits in the draft, so that nobody has to choose it again.
func (p *pages) readPost(r *web.Request) (posted, error) {
	out := posted{files: map[string]storedFile{}}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		var err error
		out.form, err = r.ReadForm()
		return out, err
	}
	values := texts{Values: url.Values{}}
	err := r.EachPart(func(part web.Part) error {
		if part.Filename == "" {
			return values.take(part)
		}
		made := madeFor(part.Name)
		if made == "" || maker(values.Get(made)) != madeByOther {
			return p.takeUpload(r, part, &out)
		}
		out.files[part.Name] = storedFile{Name: part.Filename}
		_, err := io.Copy(io.Discard, part)
		return err
	})
	out.form = web.NewForm(values.Values)
	return out, err
}

// uploads is how many files a person may put in, of whatever size: each is a row and an object that stay for a while.
var uploads = web.Rate{Act: "upload", Most: 500, Within: 24 * time.Hour}

// takeUpload stores one file.
func (p *pages) takeUpload(r *web.Request, part web.Part, out *posted) error {
	if free, err := r.Within(uploads, string(r.Actor.District+" ")+string(r.Actor.Person)); err != nil {
		return err
	} else if !free {
		out.wrong.Add(part.Name, "catalog.wrong.uploads", uploads.Most)
		_, err := io.Copy(io.Discard, part)
		return err
	}
	stored, err := p.Files.PutAs(r.Context(), r.Actor.District, part.Filename, part, fileLimit)
	if wrong, ok := fault.AsFields(err); ok {
		message := wrong[files.Field]
		out.wrong.Add(part.Name, message.Key, message.Args...)
		return nil
	}
	if err != nil {
		return err
	}
	out.files[part.Name] = storedFile{Hash: string(stored.Hash), Name: part.Filename, MediaType: stored.MediaType,
		Size: stored.Size, Width: stored.Width, Height: stored.Height}
	return p.noteFile(r, out.files[part.Name])
}

func (p *pages) noteFile(r *web.Request, f storedFile) error {
	return p.Catalog.NoteFile(r.Context(), r.Actor, catalog.FileRow{Hash: f.Hash, MediaType: f.MediaType, Size: f.Size, Width: f.Width, Height: f.Height})
}

// longestText is how many bytes all texts of a form may hold together: a resource of many long parts, in any script.
const longestText = 2 << 20

// texts are the fields of a form that are no files.
type texts struct {
	url.Values
	size int // bytes so far
}

// take adds a field. A file field left empty has no name and no content. Nothing is ever cut: what is too much is refused.
func (t *texts) take(part web.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, int64(longestText-t.size)+1))
	if err != nil {
		return err
	}
	if t.size += len(text) + len(part.Name); t.size > longestText {
		return &http.MaxBytesError{Limit: longestText}
	}
	t.Add(part.Name, string(text))
	return nil
}
