package people

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
)

// Secret is 256 bits of randomness that opens something: a session, a link, the API. Whoever holds it is let in, so it is
// stored only as a hash and cannot be printed by accident: Reveal is the one way to its text.
type Secret struct{ text string }

// SecretOf takes what somebody presented as a secret.
func SecretOf(text string) Secret { return Secret{text} }

// Reveal gives the text, for a cookie, a letter or the one page that shows it.
func (s Secret) Reveal() string { return s.text }

// Format hides the text from every verb of fmt.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "(secret)") }

// LogValue hides the text from the log.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// hash is what the database keeps of a secret.
func (s Secret) hash() []byte { return hashed("", s.text) }

// hashed is the hash of a text for one purpose, so that what is stored for one is worth nothing for another.
func hashed(purpose, text string) []byte {
	sum := sha256.Sum256([]byte(purpose + text))
	return sum[:]
}

func newSecret(random io.Reader) (Secret, error) {
	var raw [32]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return Secret{}, fmt.Errorf("draw a secret: %w", err)
	}
	return Secret{base64.RawURLEncoding.EncodeToString(raw[:])}, nil
}

// newDigits draws six digits, each number as likely as any other.
func newDigits(random io.Reader) (string, error) {
	const span, whole = 1_000_000, 1 << 32
	for {
		var raw [4]byte
		if _, err := io.ReadFull(random, raw[:]); err != nil {
			return "", fmt.Errorf("draw six digits: %w", err)
		}
		n := uint64(raw[0])<<24 | uint64(raw[1])<<16 | uint64(raw[2])<<8 | uint64(raw[3])
		if n < whole-whole%span {
			return fmt.Sprintf("%06d", n%span), nil
		}
	}
}
