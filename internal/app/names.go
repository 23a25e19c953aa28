package app

import (
	"context"
	"maps"

	"minhbach/domain"
)

// names maps account ids to display names; of those whose data is restricted it
// tells nobody (R09.4). The map is shared: do not change it.
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
			names[id] = domain.NameRestricted
		}
	}
	return names, nil
}
