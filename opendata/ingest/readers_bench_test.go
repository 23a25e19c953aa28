package ingest_test

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"minhbach/domain/dataset"
	"minhbach/opendata/export"
	"minhbach/opendata/ingest"
)

// BenchmarkReaders examines and reads the same 100,000 rows in each format.
func BenchmarkReaders(b *testing.B) {
	const n = 100_000
	table := export.Table{Columns: []dataset.Column{
		{Name: "ma", Title: "Mã", Type: dataset.Text}, {Name: "ten", Title: "Tên", Type: dataset.Text}, {Name: "so", Title: "Số", Type: dataset.Integer},
		{Name: "ty_le", Title: "Tỷ lệ", Type: dataset.Decimal}, {Name: "ngay", Title: "Ngày", Type: dataset.Date}, {Name: "hinh", Title: "Hình", Type: dataset.Geometry},
	}}
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, f := range []export.Format{export.CSV, export.XLSX, export.JSON, export.NDJSON, export.GeoJSON, export.Parquet} {
		var out bytes.Buffer
		err := export.Write(b.Context(), &out, f, table, func(yield func([]any) error) error {
			for i := range n {
				if err := yield([]any{"0" + strconv.Itoa(10_000+i), "Xã Tân Thạnh, huyện Thanh Bình", int64(i), float64(i) / 7, day.AddDate(0, 0, i%365), `{"type":"Point","coordinates":[105.5,10.5]}`}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		src := file("a."+string(f), out.Bytes())
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				x, err := ingest.Reader{}.Examine(b.Context(), src, ingest.Choices{}, nil)
				if err != nil || x.Rows != n {
					b.Fatal(x, err)
				}
				rows := 0
				for _, err := range (ingest.Reader{}).Rows(b.Context(), src, x.Reading, x.Columns, nil) {
					if err != nil {
						b.Fatal(err)
					}
					rows++
				}
				if rows != n {
					b.Fatal(rows)
				}
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(out.Len())/1e6, "MB")
		})
	}
}
