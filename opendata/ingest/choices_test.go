package ingest_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
)

func TestChoices(t *testing.T) {
	src := file("a.csv", []byte("mã,giá\n01,\"1,5\"\n02,x\n"))
	zero := 0
	for name, c := range map[string]struct {
		choices ingest.Choices
		check   func(x *ingest.Examination, rows [][]any) bool
	}{
		"as text": {ingest.Choices{Columns: map[int]ingest.ColumnChoice{1: {Type: dataset.Text}}},
			func(x *ingest.Examination, rows [][]any) bool { return rows[0][1] == "1,5" && x.Rows == 2 }},
		"as a number, rejecting": {ingest.Choices{Columns: map[int]ingest.ColumnChoice{1: {Type: dataset.Decimal, Format: "1234,5", Unit: "kg", Name: "gia_kg", Title: "Giá", Key: true}}},
			func(x *ingest.Examination, rows [][]any) bool {
				c := x.Columns[1]
				return rows[0][1] == 1.5 && x.Rows == 1 && x.Report.Total == 1 && x.Report.Rejected[0].Line == 3 && x.Report.Rejected[0].Column == "Giá" &&
					c.Name == "gia_kg" && c.Unit == "kg" && c.Key
			}},
		"dropped": {ingest.Choices{Columns: map[int]ingest.ColumnChoice{0: {Drop: true}}},
			func(x *ingest.Examination, rows [][]any) bool {
				return len(x.Columns) == 1 && x.Reading.Columns[0].Index == 1 && rows[1][0] == "x"
			}},
		"no header": {ingest.Choices{HeaderRow: &zero},
			func(x *ingest.Examination, rows [][]any) bool { return len(rows) == 3 && rows[0][0] == "mã" }},
		"another delimiter": {ingest.Choices{Delimiter: ";"},
			func(x *ingest.Examination, rows [][]any) bool { return len(x.Columns) == 1 }},
	} {
		x, rows := read(t, src, c.choices)
		if !c.check(x, rows) {
			t.Errorf("%s: %+v %v", name, x, rows)
		}
	}
	far := 99
	for name, c := range map[string]ingest.Choices{
		"format": {Format: "doc"}, "encoding": {Encoding: "big5"}, "delimiter": {Delimiter: "ab"}, "header": {HeaderRow: &far},
		"type":          {Columns: map[int]ingest.ColumnChoice{0: {Type: "money"}}},
		"number format": {Columns: map[int]ingest.ColumnChoice{0: {Type: dataset.Integer, Format: "?"}}},
		"column":        {Columns: map[int]ingest.ColumnChoice{7: {Drop: true}}},
	} {
		if _, err := (ingest.Reader{}).Examine(t.Context(), src, c, nil); !errors.Is(err, ingest.ErrChoice) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"Tên", "ma", ""} {
		c := ingest.Choices{Columns: map[int]ingest.ColumnChoice{1: {Name: name}}}
		if _, err := (ingest.Reader{}).Examine(t.Context(), src, c, nil); errors.Is(err, ingest.ErrName) != (name != "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestReportIsBounded: every rejected row is counted, the first ones listed.
func TestReportIsBounded(t *testing.T) {
	b := []byte("n,tên\n" + strings.Repeat("x,a\n", ingest.MaxReported+500) + "1,b\n")
	x, rows := read(t, file("a.csv", b), ingest.Choices{Columns: map[int]ingest.ColumnChoice{0: {Type: dataset.Integer}}})
	if x.Report.Total != ingest.MaxReported+500 || len(x.Report.Rejected) != ingest.MaxReported || len(rows) != 1 {
		t.Errorf("total %d, listed %d, rows %d", x.Report.Total, len(x.Report.Rejected), len(rows))
	}
}

// TestEveryRowIsAccountedFor: over random tables with random damage, the rows in the
// table and the rows in the report are all the rows, and both passes agree.
func TestEveryRowIsAccountedFor(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		var b strings.Builder
		b.WriteString("số,ngày,tên,tỷ lệ\n")
		n := 100 + r.IntN(900)
		for i := range n {
			number, date, name, share := fmt.Sprint(r.IntN(1e6)), fmt.Sprintf("%02d/%02d/2024", 1+r.IntN(28), 1+r.IntN(12)), "Xã An", fmt.Sprintf("\"%d,%d%%\"", r.IntN(100), r.IntN(10))
			if i > 0 && r.IntN(150) == 0 {
				number = []string{"12O", "-", "", "1.5.2", "0x1F"}[r.IntN(5)]
			}
			if r.IntN(150) == 0 {
				date = []string{"30/02/2024", "…", "2024", "hôm qua"}[r.IntN(4)]
			}
			line := number + "," + date + "," + name + "," + share
			if r.IntN(100) == 0 {
				line = []string{line + ",thừa", number, `"a"b,` + line}[r.IntN(3)]
			}
			b.WriteString(line + "\n")
		}
		x, _ := read(t, file("a.csv", []byte(b.String())), ingest.Choices{})
		if x.Rows+x.Report.Total != int64(n) {
			t.Errorf("seed %d: %d accepted and %d rejected of %d", seed, x.Rows, x.Report.Total, n)
		}
		for i, rej := range x.Report.Rejected {
			if i > 0 && rej.Line <= x.Report.Rejected[i-1].Line || rej.Vi == "" || rej.En == "" || rej.Code == "" {
				t.Errorf("seed %d: %+v", seed, rej)
			}
		}
	}
}

// TestCancel: a reading ends when its context does, and when nobody reads on.
func TestCancel(t *testing.T) {
	src := file("a.csv", wideRows(20_000))
	x, err := ingest.Reader{}.Examine(t.Context(), src, ingest.Choices{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range (ingest.Reader{}).Rows(t.Context(), src, x.Reading, x.Columns, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := contextWithCancel(t)
	seen := 0
	var last error
	for _, err := range (ingest.Reader{}).Rows(ctx, src, x.Reading, x.Columns, nil) {
		if seen++; seen == 10 {
			cancel()
		}
		last = err
	}
	if last == nil || int64(seen) > x.Rows {
		t.Errorf("%d rows, then %v", seen, last)
	}
}

func TestProgress(t *testing.T) {
	src := file("a.csv", wideRows(5_000))
	last, calls := 0.0, 0
	_, err := ingest.Reader{}.Examine(t.Context(), src, ingest.Choices{}, func(done float64) {
		if calls++; done < last || done > 1 {
			t.Errorf("%v after %v", done, last)
		}
		last = done
	})
	if err != nil || last != 1 || calls < 3 {
		t.Errorf("%v after %d calls (%v)", last, calls, err)
	}
}

func TestSizeLimits(t *testing.T) {
	src := file("a.csv", []byte("a,b\n1,2\n3,4\n5,6\n"))
	for name, c := range map[string]struct {
		limits ingest.Limits
		want   error
	}{
		"bytes":   {ingest.Limits{Bytes: 8}, ingest.ErrBytes},
		"rows":    {ingest.Limits{Rows: 2}, ingest.ErrRows},
		"columns": {ingest.Limits{Columns: 1}, ingest.ErrColumns},
	} {
		if _, err := (ingest.Reader{Limits: c.limits}).Examine(t.Context(), src, ingest.Choices{}, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
