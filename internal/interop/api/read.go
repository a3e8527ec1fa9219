package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

// document is the document that a caller means. before is what it is a change of; nil for a new one.
func (a *api) document(ctx context.Context, by actor.Actor, in Document, visibility string, before *catalog.Shown) (block.Document, error) {
	d, wrong := in.read()
	if visibility != "" && !catalog.Visibility(visibility).Known() {
		wrong.Add("visibility", "catalog.wrong.choice", visibility)
	}
	if err := wrong.Err(); err != nil {
		return d, err
	}
	var held []string
	if before != nil {
		held = before.Document.About.Tags
	}
	terms, err := a.Topics.Terms(ctx, by.District)
	if err != nil {
		return d, err
	}
	var missing []string
	d.About.Tags, missing = topics(terms, d.About.Tags, held)
	if len(d.About.Missing)+len(missing) > catalog.MaxProposals {
		return d, fault.Fields{"missing": fault.Say("catalog.wrong.many_topics", catalog.MaxProposals)}
	}
	for _, word := range missing {
		if !slices.Contains(d.About.Missing, word) {
			d.About.Missing = append(d.About.Missing, word)
		}
	}
	return d, a.checkFiles(ctx, by, &d, before)
}

// topics are the codes that words stand for, by code or by any name, and the words that name no topic. What a resource is
// filed under already stays, even if the district has that topic no more.
func topics(terms *vocab.Terms, words, held []string) (codes, missing []string) {
	for _, word := range words {
		term, ok := terms.Get(vocab.TermID(word))
		if !ok {
			term, ok = terms.Find(word)
		}
		code := string(term.ID)
		if !ok && slices.Contains(held, word) {
			code, ok = word, true
		}
		switch {
		case !ok:
			missing = append(missing, word)
		case !slices.Contains(codes, code):
			codes = append(codes, code)
		}
	}
	return codes, missing
}

// checkFiles lets a document hold those files alone that it held before or that the caller stored: to know a hash opens
// nothing. What a file is, its store says.
func (a *api) checkFiles(ctx context.Context, by actor.Actor, d *block.Document, before *catalog.Shown) error {
	var wrong fault.Fields
	for i := range d.Blocks {
		for _, hash := range hashes(d.Blocks[i].Body) {
			f, err := a.Catalog.OwnFile(ctx, by, hash)
			if fault.IsNotFound(err) && before != nil {
				_, f, err = a.Catalog.FileOf(ctx, by, before.ID, hash)
			}
			if fault.IsNotFound(err) {
				wrong.Add(fmt.Sprint("blocks.", i, ".hash"), "api.wrong.file")
				continue
			}
			if err != nil {
				return err
			}
			if file, ok := d.Blocks[i].Body.(block.File); ok {
				file.MediaType, file.Size, file.Width, file.Height = f.MediaType, f.Size, f.Width, f.Height
				d.Blocks[i].Body = file
			}
		}
	}
	return wrong.Err()
}

// hashes are the stored files that a block holds.
func hashes(body block.Body) []string {
	var out []string
	switch b := body.(type) {
	case block.Link:
		out = append(out, b.Picture)
	case block.File:
		out = append(out, b.Hash)
	case block.Video:
		out = append(out, b.Hash)
		for _, c := range b.Captions {
			out = append(out, c.Hash)
		}
	}
	return slices.DeleteFunc(out, func(hash string) bool { return hash == "" })
}
