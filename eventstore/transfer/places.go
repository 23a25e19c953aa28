package transfer

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// kind of a place.
type kind int

const (
	directory kind = iota
	server
	lines // one event a line
	pipe
	bag
)

// isServer tells what esdb.Open takes.
func isServer(place string) bool {
	for _, scheme := range []string{"esdb://", "esdb+discover://", "kurrentdb://", "kdb://", "unix://"} {
		if strings.HasPrefix(place, scheme) {
			return true
		}
	}
	return false
}

// placeOf tells what a place is by its name, and by what lies there.
func placeOf(place string) (kind, string, error) {
	switch {
	case place == "":
		return 0, "", fmt.Errorf("%w: it has no name", ErrPlace)
	case place == "-":
		return pipe, place, nil
	case isServer(place):
		return server, place, nil
	case strings.HasSuffix(place, ".ndjson") || strings.HasSuffix(place, ".jsonl"):
		return lines, place, nil
	case strings.HasSuffix(place, ".zip") || strings.HasSuffix(place, ".bag"):
		return bag, place, nil
	}
	info, err := os.Stat(place)
	switch {
	case err != nil: // a directory to be made
		return directory, place, nil
	case info.Mode().Type() == fs.ModeSocket:
		path, err := filepath.Abs(place)
		return server, "unix://" + path, err
	case !info.IsDir():
		return 0, "", fmt.Errorf("%w: %s is a file; the name of one with events ends in .ndjson, of an archive in .zip", ErrPlace, place)
	}
	if _, err := os.Stat(filepath.Join(place, "bagit.txt")); err == nil {
		return bag, place, nil
	}
	return directory, place, nil
}

// Resumes tells whether a copy to a place that was cut short is taken up where it ended.
func Resumes(to string) bool {
	k, _, err := placeOf(to)
	return err == nil && (k == directory || k == server)
}
