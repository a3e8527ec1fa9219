// Package web is the edge: it alone knows HTTP.
//
// It owns the table of routes and who may enter each, sessions and language as cookies, forms and their limits, how a
// failure looks, what every answer carries for safety, and live pages. It knows no domain: what it needs from people
// it asks through interfaces of its own, and pages come to it as templ components.
//
// People are not watched: no address with its query, no body and no person is ever logged or counted.
package web
