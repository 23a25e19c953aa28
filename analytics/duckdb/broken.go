//go:build cgo

package duckdb

import (
	"errors"
	"fmt"
	"os"
	"strings"

	driver "github.com/duckdb/duckdb-go/v2"
)

// broken is the error of a database file that must be made anew.
type broken struct {
	path string
	err  error
}

func (b *broken) Error() string {
	return fmt.Sprintf("duckdb: the file of tables %s cannot be read (%v); it is derived data: remove it and load the tables again", b.path, b.err)
}

func (b *broken) Unwrap() error { return b.err }

// IsBroken tells that the database file is damaged or not ours, so that removing it
// and loading every table again is the remedy.
func IsBroken(err error) bool {
	var b *broken
	if errors.As(err, &b) {
		return true
	}
	var d *driver.Error
	if !errors.As(err, &d) {
		return false
	}
	switch d.Type {
	case driver.ErrorTypeFatal, driver.ErrorTypeInternal, driver.ErrorTypeSerialization:
		return true
	}
	return damaged(d.Msg)
}

// Remove deletes the database file with what belongs to it. The store must be closed.
func Remove(path string) error {
	return errors.Join(os.RemoveAll(path), os.RemoveAll(path+".wal"), os.RemoveAll(path+".wal.checkpoint"), os.RemoveAll(path+".wal.recovery"), os.RemoveAll(temporary(path)))
}

func temporary(path string) string { return path + ".tmp" }

func damaged(message string) bool {
	for _, sign := range []string{"orrupt", "not a valid DuckDB", "checksum", "deserializ", "WAL", "newer version", "older version", "storage version", "magic bytes"} {
		if strings.Contains(message, sign) {
			return true
		}
	}
	return false
}

// opening sorts the errors of Open: a lock, missing rights or a full disk are for
// the operator, nearly everything else is damage.
func opening(path string, err error) error {
	var b *broken
	if errors.As(err, &b) {
		return err
	}
	message := err.Error()
	for _, sign := range []string{"lock", "Permission denied", "No space left", "Too many open files", "Is a directory", "context canceled", "protective settings"} {
		if strings.Contains(message, sign) && !damaged(message) {
			return fmt.Errorf("duckdb: %s: %w", path, err)
		}
	}
	if IsBroken(err) || damaged(message) {
		return &broken{path, err}
	}
	if info, statErr := os.Stat(path); statErr == nil && info.Mode().IsRegular() && info.Size() > 0 {
		return &broken{path, err}
	}
	return fmt.Errorf("duckdb: %s: %w", path, err)
}
