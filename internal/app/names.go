package app

import (
	"context"
	"maps"

	"minhbach/domain"
)

// names maps account ids to display names, in the reader's language where words
// stand for a name. The map is shared: do not change it.
func (d Deps) names(ctx context.Context) (map[string]string, error) {
	names, err := d.shownNames(ctx)
	lang := languageOf(ctx)
	if err != nil || lang != "en" {
		return names, err
	}
	copied := false
	for id, name := range names {
		other := domain.PersonName(name, lang)
		if other == name {
			continue
		}
		if !copied {
			names, copied = maps.Clone(names), true
		}
		names[id] = other
	}
	return names, nil
}

// shownNames leaves out the names of those whose data is restricted (R09.4).
func (d Deps) shownNames(ctx context.Context) (map[string]string, error) {
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
