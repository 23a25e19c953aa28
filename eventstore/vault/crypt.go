package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

const (
	keySize   = 32
	keyIDSize = 8
	format    = 1 // first byte of a sealed value
)

var forPseudonyms = bind("minhbach vault pseudonyms")

// openMaster derives the wrapping key and a fingerprint that tells nothing of it.
func openMaster(master []byte) (fingerprint []byte, aead cipher.AEAD, err error) {
	if fingerprint, err = hkdf.Key(sha256.New, master, nil, "minhbach vault fingerprint", 16); err != nil {
		return nil, nil, err
	}
	wrap, err := hkdf.Key(sha256.New, master, nil, "minhbach vault wrap", keySize)
	if err != nil {
		return nil, nil, err
	}
	aead, err = newAEAD(wrap)
	return fingerprint, aead, err
}

// newAEAD is AES-256-GCM. The nonce is random and part of the output; with 2^32
// values a key the chance of a repeat stays below 2^-32 (NIST SP 800-38D, 8.3).
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// newKey makes a subject's key: its id, and itself wrapped.
func newKey(master cipher.AEAD, subject string) (id, wrapped []byte) {
	var key [keySize]byte
	rand.Read(key[:]) // never returns an error
	id = make([]byte, keyIDSize)
	rand.Read(id)
	return id, master.Seal(nil, nil, key[:], forKey(subject))
}

func unwrap(master cipher.AEAD, subject string, wrapped []byte) ([]byte, error) {
	key, err := master.Open(nil, nil, wrapped, forKey(subject))
	if err != nil || len(key) != keySize {
		return nil, fmt.Errorf("%w: key of subject %s", ErrDamaged, subject)
	}
	return key, nil
}

func forKey(subject string) []byte { return bind("minhbach vault key", subject) }

func forValue(subject, event, field string) []byte {
	return bind("minhbach sealed value", string(rune(format)), subject, event, field)
}

// bind writes the parts with their lengths, so that no two lists look alike.
func bind(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}

// Pseudonym stands for a text of low entropy, such as a login, where the log needs
// to recognise it and must not tell it: the same text in the same scope gives the
// same pseudonym in this installation, and nobody can try guesses without the
// vault. It is "" while the vault is locked. Its key is random, kept in the vault
// and wrapped like the others, so that it survives a change of the master key.
func (v *Vault) Pseudonym(scope, text string) string {
	if v.locked != nil {
		return ""
	}
	m := hmac.New(sha256.New, v.pseudo)
	m.Write(bind(scope, text))
	return hex.EncodeToString(m.Sum(nil))
}
