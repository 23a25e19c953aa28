package app

import (
	"context"
	"maps"
)

// HiddenName stands where a person's data is restricted (R09.4).
const HiddenName = "(dữ liệu cá nhân đang được ẩn)"

// names maps account ids to display names; of those whose data is restricted it
// tells nobody. The map is shared: do not change it.
func (d Deps) names(ctx context.Context) (map[string]string, error) {
	names, err := d.People.Names(ctx)
	if err != nil || d.Subjects == nil {
		return names, err
	}
	hidden, err := d.Subjects.Restricted(ctx)
	if err != nil || len(hidden) == 0 {
		return names, err
	}
	names = maps.Clone(names)
	for id := range hidden {
		if _, known := names[id]; known {
			names[id] = HiddenName
		}
	}
	return names, nil
}
