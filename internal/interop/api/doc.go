// Package api lets programs search the catalog, read resources, share and change them, and read how they did and what colleagues
// ask: JSON over HTTP under /api/v1, with its description, generated from this code, at /api/openapi.json.
//
// It speaks words of its own, which stay the same whatever the catalog does inside: "summary" and "kind" and not the
// names of a stored block. It decides nothing: who may see or change what is for the catalog to say.
package api
