// Package catalog owns resources: drafts and what was shared, versions, what a head points to, notes and share links.
//
// A resource is a document of blocks (package block). Every save is a version, an immutable snapshot; the newest is the
// head. Bodies are stored once however many versions name them. Ownership is the school's; credit is derived from the
// versions and cannot be edited. Nothing is deleted: what is taken out of the catalog is retired and can be put back.
//
// The package does not know how resources are found (package search reads its log and its tables) nor how they are shown.
package catalog
