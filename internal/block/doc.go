// Package block is the document that every resource is: what it is about, and an ordered list of blocks.
//
// A block has a key that stays with it through every version and adaptation, a kind, and a body. Equal bodies have
// equal hashes, so that a store keeps them once. The package is pure: it knows no database, no person and no page.
package block
