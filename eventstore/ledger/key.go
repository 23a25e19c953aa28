package ledger

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Key signs checkpoints (Ed25519, C2SP signed-note). Its name is the origin.
type Key struct {
	note.Signer
	Public string // verifier key, "name+hash+base64", for everybody
}

// NewKey makes a key for an origin and its private text.
func NewKey(origin string) (private string, key Key, err error) {
	private, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return "", Key{}, err
	}
	signer, err := note.NewSigner(private)
	return private, Key{Signer: signer, Public: public}, err
}

// ReadKey reads the file of a private key: the text that NewKey made, and below it,
// on a line of its own, the verifier key.
func ReadKey(path string) (Key, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return Key{}, err
	}
	lines := strings.Fields(string(raw))
	if len(lines) != 2 {
		return Key{}, fmt.Errorf("ledger: %s holds no signing key: bring it back from where keys are kept", path)
	}
	signer, err := note.NewSigner(lines[0])
	if err != nil {
		return Key{}, fmt.Errorf("ledger: %s: %w", path, err)
	}
	verifier, err := note.NewVerifier(lines[1])
	if err != nil || verifier.KeyHash() != signer.KeyHash() || verifier.Name() != signer.Name() {
		return Key{}, fmt.Errorf("ledger: %s: its two keys do not belong together", path)
	}
	return Key{Signer: signer, Public: lines[1]}, nil
}

// CreateKey makes a key for an origin and writes its file, for the owner only. A file
// that is there stays, and the error is fs.ErrExist.
func CreateKey(path, origin string) (Key, error) {
	private, key, err := NewKey(origin)
	if err != nil {
		return Key{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Key{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return Key{}, err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(private + "\n" + key.Public + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return Key{}, err
	}
	if err := os.Link(f.Name(), path); err != nil { // a link never replaces
		return Key{}, err
	}
	return key, syncDir(filepath.Dir(path))
}
