package dataset

import (
	"reflect"

	"minhbach/domain"
)

// Attach takes a release as the data in hand, in place of the one that was. Its
// bytes and rows are stored already; the app sees to that.
type Attach struct {
	Deed
	Release Release // Change may be empty for the first version: new data
}

// Attach decides on an Attach. The same release again is no event.
func (d *Dataset) Attach(cmd Attach) ([]domain.Event, error) {
	if err := d.desk.Guard(cmd.Deed, CommandAttach); err != nil {
		return nil, err
	}
	if cmd.Release.Change == "" && d.Version() == 0 {
		cmd.Release.Change = NewData
	}
	release, err := CleanRelease(cmd.Release)
	if err != nil {
		return nil, err
	}
	if d.known[release.ID] {
		if d.content.Release != nil && reflect.DeepEqual(*d.content.Release, release) {
			return nil, nil
		}
		return nil, ErrReleaseKnown.New().At("release.id")
	}
	return []domain.Event{ReleaseAttached{Release: release, Author: cmd.Writer()}}, nil
}
