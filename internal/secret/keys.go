package secret

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Issuer is the name that authenticator apps show beside a login.
const Issuer = "Minh Bạch"

// Keys of an installation, ready for use: the same on all of its nodes, in no
// backup of the log and in no event. Hashing passwords comes with them.
type Keys struct {
	*Hasher
	sealed  cipher.AEAD // what the log keeps of accounts
	session cipher.AEAD // session cookies
	mac     []byte      // form tokens of sessions
}

// hashesAtOnce bounds the memory for hashing to 152 MiB.
const hashesAtOnce = 8

const (
	keySize     = 32
	sessionFile = "session.key"
	sealingFile = "sealing.key"
)

var (
	// ErrNoKeys: a key file is missing. A new installation makes its keys by
	// init; an old one must bring them back from where they are kept, because
	// without the sealing key no password and no second factor can be checked.
	ErrNoKeys = errors.New("secret: key file is missing")
	// ErrKeysExposed: others than the owner may read a key.
	ErrKeysExposed = errors.New("secret: key file is open to others")
	// ErrKeyForm: a key file holds something else.
	ErrKeyForm = errors.New("secret: key file is damaged")
)

// CreateKeys makes the keys in dir (<data>/keys). A key that is there is kept.
func CreateKeys(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{sessionFile, sealingFile} {
		if err := createKey(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return syncDir(dir)
}

// createKey writes the whole file before it gets its name: a crash leaves a key or none.
func createKey(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	var key [keySize]byte
	rand.Read(key[:]) // never returns an error
	_, err = f.WriteString(hex.EncodeToString(key[:]) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	// A link, unlike a renaming, never replaces a key that another process made.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// LoadKeys reads the keys in dir and refuses those that anybody but the owner can
// read. One process loads them once: the bound on hashing is per Keys.
func LoadKeys(dir string) (*Keys, error) {
	var session, sealing [keySize]byte
	err := errors.Join(
		readKey(filepath.Join(dir, sessionFile), &session),
		readKey(filepath.Join(dir, sealingFile), &sealing),
	)
	if err != nil {
		return nil, err
	}
	return derive(session[:], sealing[:], NewHasher(min(runtime.GOMAXPROCS(0), hashesAtOnce)))
}

func readKey(path string, key *[keySize]byte) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %s; run init, or put the key of this installation back", ErrNoKeys, path)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%w: %s has mode %04o; run chmod 600 on it", ErrKeysExposed, path, info.Mode().Perm())
	}
	if !info.Mode().IsRegular() || info.Size() > 1024 {
		return fmt.Errorf("%w: %s", ErrKeyForm, path)
	}
	text := make([]byte, info.Size())
	if _, err := f.ReadAt(text, 0); err != nil {
		return err
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != keySize {
		return fmt.Errorf("%w: %s must hold %d hexadecimal digits", ErrKeyForm, path, 2*keySize)
	}
	copy(key[:], raw)
	return nil
}

func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // has no way to sync a directory
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
