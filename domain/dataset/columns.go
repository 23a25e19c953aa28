package dataset

import (
	"regexp"
	"slices"
	"strings"
)

var columnForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

var types = []Type{Text, Integer, Decimal, Boolean, Date, DateTime, Geometry}

// Types lists every type of a column.
func Types() []Type { return slices.Clone(types) }

// column cleans what people wrote of a column. A title that was read from a cell
// of several lines becomes one line.
func (c cleaner) column(path string, column Column) Column {
	column.Title = strings.Join(strings.Fields(column.Title), " ")
	column.TitleEn = strings.Join(strings.Fields(column.TitleEn), " ")
	c.Line(path+".title", &column.Title, MaxTitle)
	c.Line(path+".title_en", &column.TitleEn, MaxTitle)
	c.Line(path+".unit", &column.Unit, maxUnit)
	c.Text(path+".description", &column.Description, MaxSummary)
	c.Text(path+".description_en", &column.DescriptionEn, MaxSummary)
	return column
}

// columns cleans a whole dictionary and checks names and types.
func (c cleaner) columns(in []Column) []Column {
	switch {
	case len(in) == 0:
		c.Faults.Add(ErrColumns.New().At("release.columns"))
		return nil
	case len(in) > MaxColumns:
		c.Faults.Add(ErrTooMany.New("count", len(in), "limit", MaxColumns).At("release.columns"))
		return nil
	}
	out := make([]Column, len(in))
	seen := map[string]bool{}
	for i, column := range in {
		path := "columns." + column.Name
		if !columnForm.MatchString(column.Name) || seen[column.Name] {
			c.Faults.Add(ErrColumnName.New("name", column.Name).At(path))
		}
		seen[column.Name] = true
		if !slices.Contains(types, column.Type) {
			c.Faults.Add(ErrColumnType.New("type", column.Type, "choices", joined(types)).At(path + ".type"))
		}
		out[i] = c.column(path, column)
	}
	return out
}

// CarryOver fills what the new dictionary leaves open with what the old one said of
// columns of the same name and type, so that a new release need not be described
// again. A title is taken over only where there is none.
func CarryOver(from, to []Column) []Column {
	known := map[string]Column{}
	for _, column := range from {
		known[column.Name] = column
	}
	out := slices.Clone(to)
	for i, column := range out {
		was, ok := known[column.Name]
		if !ok || was.Type != column.Type {
			continue
		}
		for _, f := range []struct {
			to   *string
			from string
		}{
			{&out[i].Title, was.Title}, {&out[i].TitleEn, was.TitleEn}, {&out[i].Unit, was.Unit},
			{&out[i].Description, was.Description}, {&out[i].DescriptionEn, was.DescriptionEn},
		} {
			if *f.to == "" {
				*f.to = f.from
			}
		}
		out[i].Key = column.Key || was.Key
	}
	return out
}

func joined[T ~string](list []T) string {
	var all []string
	for _, v := range list {
		all = append(all, string(v))
	}
	return strings.Join(all, ", ")
}
