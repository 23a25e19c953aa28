package bench

import (
	"io"
	"os"
	"path/filepath"
	"time"
)

// diskSpeed writes and syncs a file: what every load has to do at least.
func diskSpeed(dir string) float64 {
	f, err := os.Create(filepath.Join(dir, "disk"))
	if err != nil {
		return 0
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := make([]byte, 1<<20)
	for i := range block {
		block[i] = byte(i * 7 >> 3)
	}
	begun := time.Now()
	for range 64 {
		if _, err := f.Write(block); err != nil {
			return 0
		}
	}
	if f.Sync() != nil {
		return 0
	}
	return 64 * 1.048576 / time.Since(begun).Seconds()
}

// copied is how long the bytes of a file take to be read, written and synced.
func copied(from, to string) (time.Duration, error) {
	begun := time.Now()
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	defer os.Remove(to)
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return 0, err
	}
	if err := out.Sync(); err != nil {
		return 0, err
	}
	return time.Since(begun), nil
}
