package export_test

import (
	"bytes"
	"context"
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"minhbach/domain/dataset"
	. "minhbach/opendata/export"
)

var update = flag.Bool("update", false, "write the goldens anew")

// awkward is a table with every type and the values that go wrong elsewhere.
var awkward = Table{
	Title: "Trường học tỉnh Đồng Tháp & “vùng ven”",
	Columns: []dataset.Column{
		{Name: "ma_truong", Title: "Mã trường", TitleEn: "School code", Type: dataset.Text, Description: "Mã của Bộ, giữ số 0 ở đầu"},
		{Name: "ten", Title: "Tên; loại", Type: dataset.Text},
		{Name: "hoc_sinh", Title: "Học sinh", Type: dataset.Integer, Unit: "người"},
		{Name: "diem", Title: "Điểm trung bình", Type: dataset.Decimal},
		{Name: "cong_lap", Title: "Công lập", Type: dataset.Boolean},
		{Name: "ngay_lap", Title: "Ngày lập", Type: dataset.Date},
		{Name: "cap_nhat", Title: "Cập nhật", Type: dataset.DateTime},
		{Name: "vi_tri", Title: "Vị trí", Type: dataset.Geometry},
	},
	Notes: []string{"Nguồn: Sở Giáo dục và Đào tạo"},
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

var awkwardRows = [][]any{
	{"0012", "Tiểu học “Lê Lợi”", int64(812), 8.25, true, at("1975-04-30T00:00:00Z"), at("2026-11-23T17:30:05Z"), `{"type":"Point","coordinates":[105.63,10.46]}`},
	{"0013", "Dòng một\nDòng \"hai\", ba;\tbốn", int64(-5), 0.1, false, at("1899-12-31T00:00:00Z"), at("2026-01-01T00:00:00.25Z"), nil},
	{nil, nil, nil, nil, nil, nil, nil, nil},
	{"=1+1", "-CMD|' /C calc'!A0", int64(math.MaxInt64), 1234567.891, nil, at("2024-02-29T00:00:00Z"), nil, "{\n\"type\":\"Point\",\n\"coordinates\":[1,2]}"},
	{"@a", " hai đầu ", int64(math.MinInt64), 5e-324, true, nil, at("1969-07-20T20:17:40Z"), nil},
	{"+84", "_x000D_ </t>&\r\u0001", int64(1e15), math.MaxFloat64, nil, nil, nil, nil},
	{"\ttab", "", int64(0), math.NaN(), nil, nil, nil, nil},
}

func each(rows [][]any) Rows {
	return func(yield func([]any) error) error {
		for _, r := range rows {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
}

func write(t testing.TB, f Format, table Table, rows [][]any) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(context.Background(), &out, f, table, each(rows)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}
