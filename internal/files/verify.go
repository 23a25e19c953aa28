package files

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
)

// Report of a check of the whole store.
type Report struct {
	Files   int
	Bytes   int64
	Damaged []string // hashes whose bytes are others now, or cannot be read
	Missing []string // hashes that were wanted and are not there
	Strange []string // paths in the store that are no files of it
}

// OK tells that nothing is damaged or missing.
func (r Report) OK() bool { return len(r.Damaged) == 0 && len(r.Missing) == 0 }

// Verify reads every file and compares it with its name. wanted, when not nil,
// names the hashes that must be there: those of the log. It repairs nothing: put
// damaged files back from a backup, or upload them again.
func (s *Store) Verify(ctx context.Context, wanted iter.Seq[string]) (Report, error) {
	var r Report
	there := map[string]bool{}
	root := filepath.Join(s.dir, hashDir)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		name := d.Name()
		if !hashForm.MatchString(name) || path != s.path(name) || !d.Type().IsRegular() {
			r.Strange = append(r.Strange, path)
			return nil
		}
		there[name] = true
		r.Files++
		if info, err := os.Stat(path); err == nil {
			r.Bytes += info.Size()
		}
		if sum, err := hashOf(path); err != nil || sum != name {
			r.Damaged = append(r.Damaged, name)
		}
		return nil
	})
	if err != nil || wanted == nil {
		return r, err
	}
	for hash := range wanted {
		if !there[hash] {
			there[hash] = true // tell it once
			r.Missing = append(r.Missing, hash)
		}
	}
	slices.Sort(r.Missing)
	return r, nil
}
