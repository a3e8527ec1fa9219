// Package id names things: 16 lower-case Crockford base-32 characters, 80 bits of randomness.
//
// An id is never a secret and never an authorisation.
package id

import (
	"crypto/rand"
	"encoding/base32"
	"io"
	mathrand "math/rand/v2"
)

// DistrictID names a district, the border of everything a person may see.
type DistrictID string

// SchoolID names a school of one district.
type SchoolID string

// PersonID names a person of one district.
type PersonID string

// Length is the number of characters of an id.
const Length = 16

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Base32 writes bytes in the characters of ids: hashes are written so as well.
var Base32 = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// Source gives new ids. The zero value draws from the operating system.
type Source struct {
	random io.Reader
}

// Seeded returns a source whose ids are the same for the same seed, for data that must be reproducible.
func Seeded(seed string) Source {
	var key [32]byte
	copy(key[:], seed)
	return Source{random: mathrand.NewChaCha8(key)}
}

// New returns a fresh id of the kind asked for.
func New[T ~string](s Source) T {
	var raw [Length]byte
	random := s.random
	if random == nil {
		random = rand.Reader
	}
	// Neither source can fail: the operating system's aborts the process, ChaCha8 always reads.
	_, _ = io.ReadFull(random, raw[:])
	for i, b := range raw {
		raw[i] = alphabet[b&31]
	}
	return T(raw[:])
}

// Valid says whether text has the shape of an id. It says nothing about existence.
func Valid[T ~string](text T) bool {
	if len(text) != Length {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if c < '0' || c > 'z' || (c > '9' && c < 'a') || c == 'i' || c == 'l' || c == 'o' || c == 'u' {
			return false
		}
	}
	return true
}
