package dataset

import (
	"reflect"
	"slices"

	"minhbach/domain"
)

// Describe replaces the description and, where Columns is not nil, the titles,
// units, descriptions and keys of the columns in hand. What did not change is no
// event; when nothing did, there is none.
type Describe struct {
	Deed
	Description Description
	Columns     []Column // every column of the release in hand, in any order; nil: as they are
}

// Describe decides on a Describe.
func (d *Dataset) Describe(cmd Describe) ([]domain.Event, error) {
	if err := d.desk.Guard(cmd.Deed, CommandDescribe); err != nil {
		return nil, err
	}
	c := newCleaner()
	description := c.description(cmd.Description)
	var columns []Column
	if cmd.Columns != nil {
		var err error
		if columns, err = d.dictionary(c, cmd.Columns); err != nil {
			return nil, err
		}
	}
	if err := c.Faults.Err(); err != nil {
		return nil, err
	}
	var events []domain.Event
	if !reflect.DeepEqual(description, d.content.Description) {
		events = append(events, Described{Description: description, Author: cmd.Writer()})
	}
	if cmd.Columns != nil && !slices.Equal(columns, d.content.Release.Columns) {
		events = append(events, ColumnsDescribed{Columns: columns, Author: cmd.Writer()})
	}
	return events, nil
}

// dictionary puts what is said of the columns in hand into their order. Names and
// types stay: that takes a new reading.
func (d *Dataset) dictionary(c cleaner, said []Column) ([]Column, error) {
	if d.content.Release == nil {
		return nil, ErrNothingAttached.New().At("columns")
	}
	have := d.content.Release.Columns
	byName := map[string]Column{}
	for _, column := range said {
		byName[column.Name] = column
	}
	if len(said) != len(have) || len(byName) != len(have) {
		return nil, ErrColumnsOther.New().At("columns")
	}
	out := make([]Column, len(have))
	for i, was := range have {
		column, ok := byName[was.Name]
		if !ok || column.Type != "" && column.Type != was.Type {
			return nil, ErrColumnsOther.New().At("columns." + was.Name)
		}
		column.Type = was.Type
		out[i] = c.column("columns."+was.Name, column)
	}
	return out, nil
}
