package export_test

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"minhbach/domain/dataset"
	. "minhbach/opendata/export"
	"minhbach/opendata/ingest"
)

// What we write, our own reader takes back: the same columns, types and values.

type file struct {
	*bytes.Reader
	name string
}

func (f file) Name() string { return f.name }

// plain is a table as publishers have them: every format can carry all of it.
func plain(n int) (Table, [][]any) {
	t := Table{Title: "Trường", Columns: []dataset.Column{
		{Name: "ma", Title: "Mã", Type: dataset.Text},
		{Name: "ten", Title: "Tên", Type: dataset.Text},
		{Name: "so_luong", Title: "Số lượng", Type: dataset.Integer},
		{Name: "ty_le", Title: "Tỷ lệ", Type: dataset.Decimal},
		{Name: "cong_lap", Title: "Công lập", Type: dataset.Boolean},
		{Name: "ngay", Title: "Ngày", Type: dataset.Date},
		{Name: "luc", Title: "Lúc", Type: dataset.DateTime},
	}}
	names := []string{"Tiểu học “Lê Lợi”", "THCS Nguyễn Du; cơ sở 2", "Mầm non\nHoa Sen, điểm \"chính\"", "=SUM(A1)", " Đặng Thùy Trâm"}
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = []any{
			fmt.Sprintf("%05d", i), names[i%4], int64(i*i*7919 - 1000), float64(i)/7 + 0.5, i%3 == 0,
			time.Date(1950+i%100, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC),
			time.Date(2026, 1, 1+i%28, i%24, i%60, (i*7)%60, 0, time.UTC),
		}
		if i > 0 && i%10 == 0 {
			rows[i][2+i/10%5] = nil
		}
	}
	return t, rows
}

func TestIngestReadsBackWhatExportWrites(t *testing.T) {
	table, rows := plain(500)
	for _, f := range []Format{CSV, TSV, Excel, XLSX, JSON, NDJSON, Parquet} {
		t.Run(string(f), func(t *testing.T) { back(t, f, table, rows, table.Columns, rows) })
	}
}

func TestIngestReadsBackGeometry(t *testing.T) {
	table := Table{Columns: []dataset.Column{
		{Name: "ten", Title: "Tên", Type: dataset.Text},
		{Name: "so", Title: "Số", Type: dataset.Integer},
		{Name: "geometry", Title: "Hình", Type: dataset.Geometry},
	}}
	var rows [][]any
	for i := range 50 {
		rows = append(rows, []any{fmt.Sprint("Điểm ", i), int64(i), fmt.Sprintf(`{"type":"Point","coordinates":[%d.5,10.25]}`, 100+i)})
	}
	for _, f := range []Format{GeoJSON, JSON, NDJSON, Parquet} {
		t.Run(string(f), func(t *testing.T) { back(t, f, table, rows, table.Columns, rows) })
	}
}

func back(t *testing.T, f Format, table Table, rows [][]any, wantColumns []dataset.Column, want [][]any) {
	t.Helper()
	ctx := context.Background()
	form, _ := FormOf(f)
	src := file{bytes.NewReader(write(t, f, table, rows)), "tệp." + form.Extension}
	var r ingest.Reader
	x, err := r.Examine(ctx, src, ingest.Choices{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Columns) != len(wantColumns) {
		t.Fatalf("%d columns, want %d: %+v", len(x.Columns), len(wantColumns), x.Columns)
	}
	for i, c := range x.Columns {
		if c.Type != wantColumns[i].Type || f != Excel && f != XLSX && c.Name != wantColumns[i].Name || (f == Excel || f == XLSX) && c.Title != wantColumns[i].Title {
			t.Errorf("column %d is %+v, want %+v (%+v)", i, c, wantColumns[i], x.Evidence[i])
		}
	}
	if x.Report.Total > 0 {
		t.Errorf("%d rows rejected, the first: %+v", x.Report.Total, x.Report.Rejected[0])
	}
	n := 0
	for got, err := range r.Rows(ctx, src, x.Reading, x.Columns, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if n < len(want) {
			for i, w := range want[n] {
				if s, ok := w.(string); ok && f == Excel && s != "" && s[0] == '=' {
					w = "'" + s // the apostrophe is what keeps Excel from running it
				}
				if !same(got[i], w) {
					t.Fatalf("row %d, column %s: got %#v, want %#v", n, wantColumns[i].Name, got[i], w)
				}
			}
		}
		n++
	}
	if n != len(want) || x.Rows != int64(n) {
		t.Errorf("%d rows, examined as %d, want %d", n, x.Rows, len(want))
	}
}

func same(a, b any) bool {
	if x, ok := a.(time.Time); ok {
		y, ok := b.(time.Time)
		return ok && x.Equal(y)
	}
	if x, ok := a.(float64); ok {
		y, ok := b.(float64)
		return ok && math.Float64bits(x) == math.Float64bits(y)
	}
	return reflect.DeepEqual(a, b)
}
