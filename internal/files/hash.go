package files

import (
	"crypto/sha256"
	"hash"

	"github.com/commonshelf/commonshelf/internal/id"
)

// Hash names stored bytes: 32 lower-case base-32 characters of their SHA-256.
type Hash string

// HashLength is the number of characters of a hash.
const HashLength = 32

// Valid says whether h has the shape of a hash. It says nothing about existence.
func (h Hash) Valid() bool {
	if len(h) != HashLength {
		return false
	}
	_, err := id.Base32.DecodeString(string(h))
	return err == nil
}

// hasher names the bytes written to it.
type hasher struct{ sha hash.Hash }

func newHasher() hasher { return hasher{sha256.New()} }

func (h hasher) Write(p []byte) (int, error) { return h.sha.Write(p) }

func (h hasher) Hash() Hash { return Hash(id.Base32.EncodeToString(h.sha.Sum(nil)[:20])) }

func hashOf(data []byte) Hash {
	h := newHasher()
	h.sha.Write(data)
	return h.Hash()
}

// key is where an object of a district lies.
func key(district id.DistrictID, hash Hash) string { return string(district) + "/" + string(hash) }

// smallSuffix marks the small form of a picture beside the picture itself.
const smallSuffix = ".small"

func smallKey(district id.DistrictID, hash Hash) string { return key(district, hash) + smallSuffix }
