package ingest_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"minhbach/opendata/ingest"
)

// wide makes a table of 46 columns as CKAN's loaders were measured with: words,
// codes, amounts, dates, and cells left empty.
var wide = sync.OnceValue(func() []byte { return wideRows(60_000) })

func wideRows(rows int) []byte {
	r := rand.New(rand.NewPCG(7, 46))
	var b bytes.Buffer
	for i := range 46 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "Chỉ tiêu %d", i+1)
	}
	b.WriteByte('\n')
	words := []string{"Phường Cái Khế", "Xã Thạnh An", "Thị trấn Kế Sách", "Trường THPT Hoàng Diệu", "Bệnh viện", "Công trình thủy lợi", "không rõ"}
	var cell []byte
	for range rows {
		for i := range 46 {
			if i > 0 {
				b.WriteByte(',')
			}
			cell = cell[:0]
			switch i % 9 {
			case 0, 1:
				cell = append(cell, words[r.IntN(len(words))]...)
			case 2:
				cell = strconv.AppendInt(cell, r.Int64N(1_000_000), 10)
			case 3:
				cell = strconv.AppendFloat(cell, r.Float64()*10_000, 'f', 3, 64)
			case 4:
				cell = fmt.Appendf(cell, "%02d/%02d/%d", 1+r.IntN(28), 1+r.IntN(12), 2000+r.IntN(26))
			case 5:
				cell = fmt.Appendf(cell, "0%05d", r.IntN(100_000))
			case 6:
				if r.IntN(3) == 0 {
					cell = append(cell, '"')
					cell = append(cell, words[r.IntN(len(words))]...)
					cell = append(cell, `, "B"""`[0:1]...)
					cell = append(cell, '"')
				}
			case 7:
				cell = strconv.AppendInt(cell, int64(2000+r.IntN(26)), 10)
			case 8:
				cell = strconv.AppendInt(cell, r.Int64N(90), 10)
			}
			b.Write(cell)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func BenchmarkExamine(b *testing.B) {
	src := file("wide.csv", wide())
	b.SetBytes(src.Size())
	for b.Loop() {
		if _, err := (ingest.Reader{}).Examine(b.Context(), src, ingest.Choices{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRows(b *testing.B) {
	src := file("wide.csv", wide())
	x, err := ingest.Reader{}.Examine(b.Context(), src, ingest.Choices{}, nil)
	if err != nil || x.Report.Total > 0 {
		b.Fatal(err, x)
	}
	b.SetBytes(src.Size())
	b.ReportAllocs()
	for b.Loop() {
		n := int64(0)
		for _, err := range (ingest.Reader{}).Rows(b.Context(), src, x.Reading, x.Columns, nil) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != x.Rows {
			b.Fatal(n)
		}
	}
}
