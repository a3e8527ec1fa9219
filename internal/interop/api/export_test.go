package api

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/fault"
)

// Described are the operations as the framework knows them.
func Described() huma.API {
	_, operations := newAPI(Options{BaseURL: "https://shelf.example.org"})
	return operations
}

// SaidAndRead says a document in the words of the API and reads it back.
func SaidAndRead(d block.Document) (block.Document, fault.Fields, error) {
	out, err := documentOf(d)
	if err != nil {
		return d, nil, err
	}
	o, err := asObject(out)
	if err != nil {
		return d, nil, err
	}
	var in Document
	if err := o.decode(&in); err != nil {
		return d, nil, err
	}
	back, wrong := in.read()
	return back, wrong, nil
}

// Merged is a merge patch applied.
func Merged(into, patch any) any { return merged(into, patch) }
