//go:build cgo

package duckdb

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

// Profiles are kept in the file, because a page shows them and tables never change.

// recalled reads the profile kept for a table; nil when there is none.
func (s *Store) recalled(ctx context.Context, t *table) []analytics.Profile {
	var kept string
	if err := s.db.QueryRowContext(ctx, `SELECT profile FROM minhbach_profiles WHERE name = ?`, t.name).Scan(&kept); err != nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader([]byte(kept)))
	d.UseNumber() // integers beyond 2^53 stay what they are
	var all []analytics.Profile
	if err := d.Decode(&all); err != nil || len(all) != len(t.columns) {
		return nil
	}
	for i := range all {
		kind := t.columns[i].Type
		all[i].Min, all[i].Max = typed(kind, all[i].Min), typed(kind, all[i].Max)
		for k := range all[i].Top {
			all[i].Top[k].Value = typed(kind, all[i].Top[k].Value)
		}
	}
	return all
}

// keep writes a profile down; without it the next process works it out again.
func (s *Store) keep(ctx context.Context, t *table, all []analytics.Profile) {
	text, err := json.Marshal(all)
	if err == nil {
		_, _ = s.db.ExecContext(ctx, `INSERT INTO minhbach_profiles VALUES (?, ?)`, t.name, string(text))
	}
}

// typed turns what JSON gave back into the value that it was.
func typed(kind dataset.Type, v any) any {
	switch v := v.(type) {
	case json.Number:
		if kind == dataset.Integer {
			n, _ := v.Int64()
			return n
		}
		f, _ := v.Float64()
		return f
	case string:
		if kind == dataset.Date || kind == dataset.DateTime {
			at, _ := time.Parse(time.RFC3339Nano, v)
			return at.UTC()
		}
	}
	return v
}
