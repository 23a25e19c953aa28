package secret

import (
	"os"
	"path/filepath"
)

// CreateKey makes a random key of 256 bits in a file of its own, readable by its
// owner only. A key that is there is kept.
func CreateKey(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := createKey(path); err != nil {
		return err
	}
	return syncDir(dir)
}

// SyncDir makes new names in a directory durable.
func SyncDir(dir string) error { return syncDir(dir) }

// ReadKey reads such a file: ErrNoKeys, ErrKeysExposed or ErrKeyForm when it is not
// as CreateKey left it.
func ReadKey(path string) ([]byte, error) {
	var key [keySize]byte
	if err := readKey(path, &key); err != nil {
		return nil, err
	}
	return key[:], nil
}
