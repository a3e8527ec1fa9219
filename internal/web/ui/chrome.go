// Package ui holds the parts that all pages share: the layout, cards, fields, slips, stamps and marks, as templ components.
//
// It knows the look and the catalog of messages, and nothing of domains: a page hands it words and addresses.
package ui

import (
	"time"

	"github.com/commonshelf/commonshelf/internal/lang"
)

// Chrome is what stands around every page. Page structs embed it.
type Chrome struct {
	lang.Printer
	Assets   *AssetURLs     // where styles, scripts and icons are; never nil
	Title    string         // of the page; the layout adds the product's name
	Here     Place          // which drawer tab stands up
	URL      string         // path and query of this page, to come back to
	Posted   Posted         // the form that this page answers; zero mostly
	District string         // the district's name; empty before anyone is signed in
	Reader   *Reader        // who reads; nil when signed out
	Demo     bool           // the loud banner of the demonstration
	Flash    *Flash         // what just happened; nil mostly
	Search   string         // words in the masthead's search box
	NoSearch bool           // the page has a search box of its own
	Zone     *time.Location // of the district
	Now      time.Time
}

// Posted is a form that was sent: where to, and its fields as a browser encodes them.
type Posted struct{ To, Form string }

// AssetURLs are the addresses of what the bundler built, each with the hash of its content in its name.
type AssetURLs struct {
	CSS    string
	JS     string
	Editor string   // the Markdown toolbar, for pages with an editor
	Visual string   // its visual mode, loaded when somebody asks for it
	Icons  string   // the sprite that Icon points into
	Mark   string   // the product's sign, for tabs of browsers
	Fonts  []string // those every page needs, for preloading
}

// Locate asks for the address of each asset by its logical name.
func Locate(url func(logical string) string) *AssetURLs {
	return &AssetURLs{
		CSS:    url("app.css"),
		JS:     url("app.js"),
		Editor: url("editor.js"),
		Visual: url("visual.js"),
		Icons:  url("icons.svg"),
		Mark:   url("mark.svg"),
		Fonts: []string{
			url("besley-latin-600-normal.woff2"),
			url("atkinson-hyperlegible-next-latin-wght-normal.woff2"),
		},
	}
}

// Place is a drawer of the masthead.
type Place string

// The drawers.
const (
	Nowhere Place = ""
	Catalog Place = "catalog"
	New     Place = "new"
	Asks    Place = "asks"
	Meet    Place = "meet"
	Bring   Place = "bring"
	People  Place = "people"
	Admin   Place = "admin"
)

// Reader is who reads the page.
type Reader struct {
	Name        string
	Initials    string
	School      string // short name of the first school
	Contributes bool   // may share something
	Coordinator bool
}

// Flash says once what just happened, with a way back where there is one.
type Flash struct {
	Text string
	Undo string // address to POST to; empty: nothing to undo
}

// otherLocale is the language the reader may change to.
func (c Chrome) otherLocale() lang.Locale {
	if c.Locale == lang.Spanish {
		return lang.English
	}
	return lang.Spanish
}
