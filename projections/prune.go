package projections

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Prune removes every file of this read model but the one in use: those of other
// versions, which a program that is rolled back would want, and those of earlier
// generations that are still being read. It is for what must not be found in any
// file again.
func (r *Runner) Prune() error {
	r.work.Lock()
	defer r.work.Unlock()
	r.mu.Lock()
	keep := filepath.Base(r.path(r.generation))
	r.mu.Unlock()
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), r.def.Name+".v") || e.Name() == keep || strings.HasPrefix(e.Name(), keep+"-") {
			continue
		}
		if err := os.Remove(filepath.Join(r.dir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, fmt.Errorf("projections: removing an old file of %s: %w", r.def.Name, err))
		}
	}
	return errors.Join(errs...)
}
