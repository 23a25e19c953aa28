package export_test

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"testing"
	"time"

	"minhbach/domain/dataset"
	. "minhbach/opendata/export"
)

// benchRows is what a statistical table looks like; encoding/csv writing the same
// rows is the yardstick.
func benchRows(n int) [][]any {
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rows := make([][]any, n)
	for i := range rows {
		rows[i] = []any{strconv.Itoa(10_000 + i), "Xã Tân Thạnh, huyện Thanh Bình", int64(i * 37), float64(i) / 7, i%3 == 0, day.AddDate(0, 0, i%365), day.Add(time.Duration(i) * time.Second), nil}
	}
	return rows
}

func BenchmarkWrite(b *testing.B) {
	rows := benchRows(100_000)
	table := Table{Columns: append([]dataset.Column(nil), awkward.Columns...)}
	b.Run("encoding-csv", func(b *testing.B) {
		for b.Loop() {
			w := csv.NewWriter(io.Discard)
			record := make([]string, 8)
			for _, r := range rows {
				record[0], record[1] = r[0].(string), r[1].(string)
				record[2] = strconv.FormatInt(r[2].(int64), 10)
				record[3] = strconv.FormatFloat(r[3].(float64), 'f', -1, 64)
				record[4] = strconv.FormatBool(r[4].(bool))
				record[5] = r[5].(time.Time).Format(time.DateOnly)
				record[6] = r[6].(time.Time).Format(time.RFC3339)
				record[7] = ""
				if err := w.Write(record); err != nil {
					b.Fatal(err)
				}
			}
			w.Flush()
		}
		b.ReportMetric(float64(len(rows))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	for _, f := range Formats() {
		b.Run(string(f.Format), func(b *testing.B) {
			for b.Loop() {
				if err := Write(context.Background(), io.Discard, f.Format, table, each(rows)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(rows))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
