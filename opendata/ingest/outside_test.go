package ingest_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

// What is in the original and not in the table is found as well: the original is
// published whole.
func TestPersonalDataOutsideTheTable(t *testing.T) {
	f := excelize.NewFile()
	sheet := func(name string, rows ...[]any) {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			at, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(name, at, &r); err != nil {
				t.Fatal(err)
			}
		}
	}
	sheet("Bảng", []any{"xã", "số"}, []any{"Kế Sách", 1}, []any{"Nhơn Mỹ", 2})
	sheet("Ghi chú", []any{"người lập", "điện thoại"}, []any{"Trần Thị B", 912345678})
	clean, hidden := new(bytes.Buffer), new(bytes.Buffer)
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetVisible("Ghi chú", false); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(hidden); err != nil {
		t.Fatal(err)
	}
	if err := f.DeleteSheet("Ghi chú"); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(clean); err != nil {
		t.Fatal(err)
	}
	drop := ingest.Choices{Columns: map[int]ingest.ColumnChoice{1: {Drop: true}}}
	integer := ingest.Choices{Columns: map[int]ingest.ColumnChoice{1: {Type: dataset.Integer}}}
	for name, c := range map[string]struct {
		file    string
		bytes   []byte
		choices ingest.Choices
		kind    string // "" for none
		row     int64
	}{
		"a column left out":           {"a.csv", []byte("xã,điện thoại\nAn Lạc,0912345678\nThới An,0987654321\n"), drop, "phone", 2},
		"a row with too many cells":   {"a.csv", []byte("xã,số\nAn Lạc,1\nThới An,2,0912345678\nBa Trinh,3\n"), ingest.Choices{}, "phone", 3},
		"a title above the table":     {"a.csv", []byte("Người lập: nguyenvana@gmail.com,\nxã,số\nAn Lạc,1\nThới An,2\n"), ingest.Choices{}, "email", 1},
		"a value that does not fit":   {"a.csv", []byte("xã,số\nAn Lạc,1\nThới An,lan@gmail.com\nBa Trinh,3\n"), integer, "", 0},
		"a hidden sheet":              {"a.xlsx", hidden.Bytes(), ingest.Choices{}, "phone", 2},
		"nothing to find":             {"a.xlsx", clean.Bytes(), ingest.Choices{}, "", 0},
		"a title without anything":    {"a.csv", []byte("Thống kê năm 2024,\nxã,số\nAn Lạc,1\nThới An,2\n"), ingest.Choices{}, "", 0},
		"a column left out, harmless": {"a.csv", []byte("xã,số\nAn Lạc,1\nThới An,2\n"), drop, "", 0},
	} {
		x, err := (ingest.Reader{}).Examine(t.Context(), file(c.file, c.bytes), c.choices, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var found []dataset.Finding
		for _, f := range x.Findings {
			if f.Column == dataset.Outside {
				found = append(found, f)
			}
		}
		switch {
		case c.kind == "" && len(found) > 0, c.kind != "" && len(found) != 1:
			t.Errorf("%s: %+v, want %q", name, found, c.kind)
		case c.kind != "" && (found[0].Kind != c.kind || found[0].Rows[0] != c.row):
			t.Errorf("%s: %+v, want %s in row %d", name, found, c.kind, c.row)
		}
	}
}
