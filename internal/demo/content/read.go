package content

import (
	"cmp"
	"fmt"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/rights"
)

// all runs the jobs beside each other, since parsing is what the start of the demo waits for, and gives the first error in
// their order.
func all(jobs []func() error) error {
	errs := make([]error, len(jobs))
	var wait sync.WaitGroup
	for i, job := range jobs {
		wait.Go(func() { errs[i] = job() })
	}
	wait.Wait()
	return cmp.Or(errs...)
}

// read decodes one file.
func read(name string, into any) error {
	data, err := written.ReadFile(name)
	if err != nil {
		return err
	}
	if err := decode(data, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// decode reads YAML; a key that the type does not know, or one used twice, is an error.
func decode(data []byte, into any) error {
	return yaml.UnmarshalWithOptions(data, into, yaml.Strict())
}

// readResources reads one file of resources and fills in what its writers leave out because it is nearly always so.
func readResources(name string, into *[]Resource) error {
	if err := read(name, into); err != nil {
		return err
	}
	for i := range *into {
		r := &(*into)[i]
		var err error
		if r.Grades, err = grade.Parse(r.Band); err != nil {
			return fmt.Errorf("%s: resource %s: %w", name, r.Key, err)
		}
		r.Language = cmp.Or(r.Language, "en")
		r.Rights = cmp.Or(r.Rights, string(rights.Colleagues))
		r.Visibility = cmp.Or(r.Visibility, "district")
		r.State = cmp.Or(r.State, Published)
	}
	return nil
}
