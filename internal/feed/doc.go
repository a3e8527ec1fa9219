// Package feed lets people read what is new in their district in a feed reader of their own.
//
// It owns the addresses of feeds: each carries a secret, lets its holder's reader see what the holder may see at that
// moment, and ends when they make another, stop it, or leave. The day on which an address was used last is kept for its
// holder alone, so that a forgotten one is noticed; what was read is written down nowhere.
package feed
