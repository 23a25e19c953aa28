package api

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/opendata/export"
)

// Records are rows as JSON objects, keyed by column name in the order of the
// columns.
type Records json.RawMessage

// Schema satisfies huma.SchemaProvider.
func (Records) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true},
		Description: "One object a row, keyed by column name; null is no value, dates are 2026-01-31, instants RFC 3339 in UTC.",
	}
}

// MarshalJSON satisfies json.Marshaler.
func (r Records) MarshalJSON() ([]byte, error) { return json.RawMessage(r).MarshalJSON() }

// recordsOf writes rows as every JSON answer writes them.
func recordsOf(ctx context.Context, columns []dataset.Column, rows []analytics.Row) (Records, error) {
	var b bytes.Buffer
	err := export.Write(ctx, &b, export.JSON, export.Table{Columns: columns, Rows: int64(len(rows))}, listed(rows))
	return Records(bytes.TrimSpace(b.Bytes())), err
}

// listed passes rows that are in memory.
func listed(rows []analytics.Row) export.Rows {
	return func(yield func([]any) error) error {
		for _, r := range rows {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
}

// scalar is a single value as JSON writes it.
func scalar(v any, t dataset.Type) any {
	if x, ok := v.(time.Time); ok {
		if t == dataset.Date {
			return x.UTC().Format(time.DateOnly)
		}
		return x.UTC().Format(time.RFC3339Nano)
	}
	return v
}

// DataValue is a value of a column: text, number, true or false, or null.
type DataValue struct{ value any }

// Schema satisfies huma.SchemaProvider.
func (DataValue) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "A value of the column's type."}
}

// MarshalJSON satisfies json.Marshaler.
func (v DataValue) MarshalJSON() ([]byte, error) { return json.Marshal(v.value) }

// Guard: both say their own schema.
var _ = []huma.SchemaProvider{Records(nil), DataValue{}}
