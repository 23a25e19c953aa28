package api

import (
	"context"
	"slices"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ckan"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// metadata is the alias under which clients look for the tables.
const metadata = "_table_metadata"

// table is what a resource id stands for.
func (s *service) table(ctx context.Context, id, version string) (app.Target, dataset.Release, view.Dataset, error) {
	var t app.Target
	d, err := s.app.Queries.Datasets.ByTable(ctx, id)
	if err != nil {
		return t, dataset.Release{}, d, err
	}
	t = app.Target{Dataset: d.ID, Version: d.Version}
	release := d.Content.Release
	if version != "" {
		if t.Version = atoi(version); t.Version < 1 {
			return t, dataset.Release{}, d, ckan.Invalid("version", "Invalid integer")
		}
		v, err := s.app.Queries.Datasets.Version(ctx, d.ID, t.Version)
		if err != nil {
			return t, dataset.Release{}, d, err
		}
		release = v.Content.Release
	}
	if release == nil || d.State == view.Withdrawn {
		return t, dataset.Release{}, d, app.ErrNoData.New()
	}
	return t, *release, d, nil
}

// tables answers about _table_metadata, by which clients find what can be asked.
func (c *ckanCall) tables() (any, error) {
	columns := []dataset.Column{{Name: "name", Type: dataset.Text}, {Name: "oid", Type: dataset.Integer}, {Name: "alias_of", Type: dataset.Text}}
	ask, err := ckan.ReadDatastore(c.params, columns)
	if err != nil {
		return nil, err
	}
	wanted, _ := ask.Filters.(map[string]any)
	var rows [][]any
	for i, d := range c.shelf.docs {
		id := record.DistributionID(d.Item.ID, "csv")
		if name, asked := wanted["name"]; asked && !slices.Contains(each(listOf(name), plainText), id) {
			continue
		}
		if _, asked := wanted["alias_of"]; asked { // nothing is an alias
			continue
		}
		all := map[string]any{analytics.RowID: int64(i + 1), "name": id, "oid": int64(i + 1), "alias_of": nil}
		rows = append(rows, each(ask.Fields, func(f dataset.Column) any { return all[f.Name] }))
	}
	total := int64(len(rows))
	from := min(int(ask.Query.Offset), len(rows))
	return c.found(metadata, ask, rows[from:min(from+ask.Query.Limit, len(rows))], total)
}

func listOf(v any) []any {
	if all, ok := v.([]any); ok {
		return all
	}
	return []any{v}
}

func (c *ckanCall) datastoreInfo() (any, error) {
	id, err := c.resource()
	if err != nil {
		return nil, err
	}
	_, release, d, err := c.table(c, id, c.params.Text("version"))
	if err != nil {
		return nil, err
	}
	type schema struct {
		NativeType string `json:"native_type"`
		NotNull    bool   `json:"notnull"`
		Index      string `json:"index_name,omitempty"`
		IsIndex    bool   `json:"is_index"`
	}
	type field struct {
		ckan.Field
		Schema schema `json:"schema"`
	}
	fields := each(ckan.FieldsOf(release.Columns), func(f ckan.Field) field {
		return field{f, schema{NativeType: f.Type}}
	})
	return map[string]any{
		"meta":   map[string]any{"id": id, "count": release.Rows, "table_type": "BASE TABLE", "aliases": []string{}, "size": release.File.Size, "version": d.Version},
		"fields": fields, "schema": shortSchema(release.Columns), "aliases": []string{},
	}, nil
}

// shortSchema is the short form: column → type.
func shortSchema(columns []dataset.Column) map[string]string {
	out := map[string]string{}
	for _, f := range ckan.FieldsOf(columns) {
		out[f.ID] = f.Type
	}
	return out
}

func (c *ckanCall) datastoreSQL() (any, error) {
	return nil, ckan.Denied("SQL of strangers is not run here, since it cannot be bounded or kept from other tables. Use datastore_search with filters, q, fields and sort, or " +
		c.base + prefix + "/datasets/{id}/rows, which also filters and groups, or download the whole table")
}
