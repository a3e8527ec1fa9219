package server_test

import (
	"testing"

	"github.com/commonshelf/commonshelf/internal/server"
	"github.com/commonshelf/commonshelf/internal/web/browsertest"
)

// A library's page, from the first word to a family that reads it, with scripts and without.
func TestASchoolsLibraryHasAPage(t *testing.T) {
	b := browsertest.Start(t)
	for name, options := range map[string][]browsertest.Option{
		"with scripts":    nil,
		"without scripts": {browsertest.NoScripts()},
	} {
		t.Run(name, func(t *testing.T) {
			at := serveDemo(t, server.Options{})
			mai := b.Open(t, at+"/demo", options...)
			comeIn(mai, at, "Mai Tran")
			mai.Go(at + "/people")
			mai.Press("link", "Pine Elementary")
			mai.Sees("Only people of the district, signed in, read this page.", "Britannica School")
			mai.Inspect()
			mai.Press("link", "Add a database")
			mai.Fill("Address (optional)", "not an address")
			mai.Press("button", "Save")
			mai.Sees("Write the name of the database.", "Write the whole address")
			mai.Inspect()
			mai.Fill("Name", "World Book Kids")
			mai.Fill("Address (optional)", "worldbook.example.org")
			mai.Fill("The way in from home (optional)", "The card in the folder says how.")
			mai.Fill("For people of the district alone (optional)", "The password is kite.")
			mai.Press("button", "Save")
			mai.Sees("World Book Kids is on the list.", "The password is kite.")
			mai.Press("button", "Undo")
			mai.Sees("World Book Kids is off the list.")
			mai.Press("button", "Undo")
			mai.Sees("World Book Kids is on the list again.")
			mai.Press("link", "Write what to ask for")
			mai.Sees("Families may read it.")
			mai.Inspect()
			mai.Fill("What to ask the library for, and how", "**Story hour** for families, first Monday.")
			mai.Press("button", "Save")
			mai.Sees("Saved.", "Story hour for families, first Monday.")
			mai.Inspect()
			page := mai.URL()
			mai.Go(at + "/databases")
			mai.Sees("At Pine alone", "Library pages of the schools")
			mai.Inspect()

			ana := b.Open(t, at+"/demo", options...)
			comeIn(ana, at, "Ana Villarreal")
			family := b.Open(t, page, options...)
			family.Sees("There is nothing at this address")
			ana.Go(at + "/admin/settings")
			ana.Press("checkbox", "Show public pages")
			ana.Press("button", "Save")
			ana.Sees("Saved")
			family.Go(page)
			family.Sees("Pine Elementary: the library", "The card in the folder says how.", "Story hour", "Britannica School")
			family.SeesNot("The password is kite.", "Add a database", "people of the district")
			family.Inspect()
		})
	}
}
