package tables

import (
	"context"
	"errors"
	"fmt"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

// Rebuild drops every table and reads each release's file again. tell hears of each
// one; a release that cannot be read is reported at the end and stops nothing.
func (k *Keeper) Rebuild(ctx context.Context, releases []dataset.Release, tell func(r dataset.Release, done float64)) error {
	for id := range k.Loaded() {
		if err := k.Drop(ctx, id); err != nil {
			return err
		}
	}
	var faults []error
	for _, r := range releases {
		var p ingest.Progress
		if tell != nil {
			p = func(done float64) { tell(r, done) }
		}
		if err := k.load(ctx, r, p); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			faults = append(faults, fmt.Errorf("release %s: %w", r.ID, err))
			continue
		}
		if tell != nil {
			tell(r, 1)
		}
	}
	return errors.Join(faults...)
}

// Tend makes the tables that are missing and drops those that no release needs.
// It is for the time after a start; readers who are faster wait for theirs.
func (k *Keeper) Tend(ctx context.Context, releases []dataset.Release) error {
	left := k.Loaded() // what nothing is recorded of: a kill came before the record
	var faults []error
	for _, r := range releases {
		delete(left, r.ID)
		if err := k.Ensure(ctx, r); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			faults = append(faults, fmt.Errorf("release %s: %w", r.ID, err))
		}
	}
	for id := range left {
		faults = append(faults, k.Drop(ctx, id))
	}
	return errors.Join(faults...)
}
