package catalogweb

import (
	"net/url"
	"strings"

	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/files"
	"github.com/commonshelf/commonshelf/internal/web"
)

// posted is a form with the files that came with it, which are stored by now.
type posted struct {
	form  web.Form
	files map[string]storedFile // by field
	wrong fault.Fields          // files that could not be taken
}

// readPost reads a form that may hold files. Each file streams to storage as it arrives.
func (p *pages) readPost(r *web.Request) (posted, error) {
	out := posted{files: map[string]storedFile{}}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		var err error
		out.form, err = r.ReadForm()
		return out, err
	}
	values := url.Values{}
	err := r.EachPart(func(part web.Part) error {
		if part.Filename == "" {
			return takeField(values, part)
		}
		stored, err := p.Files.Put(r.Context(), r.Actor.District, part, fileLimit)
		if wrong, ok := fault.AsFields(err); ok {
			message := wrong[files.Field]
			out.wrong.Add(part.Name, message.Key, message.Args...)
			return nil
		}
		if err != nil {
			return err
		}
		if err := p.Catalog.NoteFile(r.Context(), r.Actor, catalog.FileRow{Hash: string(stored.Hash), MediaType: stored.MediaType,
			Size: stored.Size, Width: stored.Width, Height: stored.Height}); err != nil {
			return err
		}
		out.files[part.Name] = storedFile{Hash: string(stored.Hash), Name: part.Filename, MediaType: stored.MediaType,
			Size: stored.Size, Width: stored.Width, Height: stored.Height}
		return nil
	})
	out.form = web.NewForm(values)
	return out, err
}

// takeField adds a field that is no file. A file field left empty has no name and no content.
func takeField(values url.Values, part web.Part) error {
	text, err := part.Text()
	if err != nil {
		return err
	}
	values.Add(part.Name, text)
	return nil
}
