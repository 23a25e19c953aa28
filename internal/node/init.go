package node

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"minhbach/eventstore/esdb"
	"minhbach/internal/secret"
)

// layout is what the marker file says of a data directory.
type layout struct {
	Format     int       `json:"format"` // of the directory; raised when its layout changes
	Created    time.Time `json:"created"`
	EventStore string    `json:"eventstore,omitempty"` // the server that has the log, without a password
}

// Init prepares an empty directory: folders, keys, vault, marker. The marker is written
// last, so a directory that was cut short is not taken for a finished one.
func Init(dir string, now time.Time) error { return InitOn(dir, now, "") }

// InitOn is Init for a directory whose log is on a server. No password is kept in it.
func InitOn(dir string, now time.Time, connection string) error {
	if initialised(dir) {
		return fmt.Errorf("%s: %w", dir, ErrInitialised)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "keys" && e.Name() != "vault" {
			return fmt.Errorf("%s is not empty (it holds %s); give an empty or new directory", dir, e.Name())
		}
	}
	for _, sub := range []string{"keys", "log", "files", "read"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return err
		}
	}
	if err := secret.CreateKeys(filepath.Join(dir, "keys")); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if _, err := createLedgerKey(Config{Data: dir}); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	if err := initVault(dir, now); err != nil {
		return err
	}
	return layout{Format: 1, Created: now.UTC(), EventStore: esdb.Redacted(connection)}.write(dir)
}
