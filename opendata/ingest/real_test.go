package ingest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

// memory is a source in memory.
type memory struct {
	*bytes.Reader
	name string
}

func (m memory) Name() string { return m.name }

func file(name string, b []byte) memory { return memory{bytes.NewReader(b), name} }

// read examines and reads a file, and checks that both agree.
func read(t testing.TB, src ingest.Source, c ingest.Choices) (*ingest.Examination, [][]any) {
	t.Helper()
	x, err := ingest.Reader{}.Examine(t.Context(), src, c, nil)
	if err != nil {
		t.Fatalf("%s: %v", src.Name(), err)
	}
	var rows [][]any
	for values, err := range (ingest.Reader{}).Rows(t.Context(), src, x.Reading, x.Columns, nil) {
		if err != nil {
			t.Fatalf("%s: rows: %v", src.Name(), err)
		}
		rows = append(rows, append([]any(nil), values...))
	}
	if int64(len(rows)) != x.Rows {
		t.Fatalf("%s: examined %d rows, read %d", src.Name(), x.Rows, len(rows))
	}
	return x, rows
}

const shared = "../../../shared/data/"

func TestRealFiles(t *testing.T) {
	for name, want := range map[string]struct {
		rows  int64
		types []dataset.Type
	}{
		"soc-trang-units-2025-03.csv": {120, []dataset.Type{dataset.Text, dataset.Integer, dataset.Text, dataset.Text, dataset.Text, dataset.Integer}},
		"can-tho-units-2026-07.csv":   {104, []dataset.Type{dataset.Text, dataset.Integer, dataset.Text, dataset.Text, dataset.Text, dataset.Integer}},
		"gdp.csv":                     {0, []dataset.Type{dataset.Text, dataset.Text, dataset.Integer, dataset.Decimal}},
	} {
		b, err := os.ReadFile(filepath.Join(shared, name))
		if err != nil {
			t.Skip("real data is not at hand:", err)
		}
		x, rows := read(t, file(name, b), ingest.Choices{})
		if want.rows == 0 {
			want.rows = int64(bytes.Count(bytes.TrimSpace(b), []byte("\n")))
		}
		if x.Rows != want.rows || x.Report.Total != 0 || len(x.Findings) != 0 {
			t.Errorf("%s: %d rows of %d, %d rejected, findings %v", name, x.Rows, want.rows, x.Report.Total, x.Findings)
		}
		for i, c := range x.Columns {
			if c.Type != want.types[i] {
				t.Errorf("%s: column %s is %s, want %s (%v)", name, c.Name, c.Type, want.types[i], x.Evidence[i])
			}
		}
		t.Logf("%s: %v\n%v\n%v", name, x.Columns, x.Notes, rows[0])
	}
}
