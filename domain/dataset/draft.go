package dataset

import (
	"reflect"

	"minhbach/domain"
	"minhbach/domain/editorial"
)

// Draft begins a dataset for an agency. The description may be incomplete.
type Draft struct {
	Deed
	Dataset     string // id, new
	Slug        string // unique in the network: the app claims it
	Description Description
}

// Draft decides on a Draft. The dataset belongs to the agency Responsible.
func (d *Dataset) Draft(cmd Draft) ([]domain.Event, error) {
	if err := d.desk.Guard(cmd.Deed, editorial.CommandDraft); err != nil {
		return nil, err
	}
	c := newCleaner()
	if cmd.Dataset == "" {
		c.Faults.Add(ErrID.New().At("dataset"))
	}
	c.Slug("slug", cmd.Slug)
	description := c.description(cmd.Description)
	if err := c.Faults.Err(); err != nil {
		return nil, err
	}
	author := cmd.Writer()
	events := []domain.Event{Drafted{Dataset: cmd.Dataset, Agency: cmd.Responsible, Slug: cmd.Slug, Author: author}}
	if !reflect.DeepEqual(description, Description{}) {
		events = append(events, Described{Description: description, Author: author})
	}
	return events, nil
}
