package dataset

import (
	"errors"
	"net/url"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/dataset"
)

var columns = []dataset.Column{
	{Name: "ten", Title: "Tên", Type: dataset.Text}, {Name: "nam", Title: "Năm", Type: dataset.Integer}, {Name: "gia", Title: "Giá", Type: dataset.Decimal},
	{Name: "dat", Title: "Đạt", Type: dataset.Boolean}, {Name: "ngay", Title: "Ngày", Type: dataset.Date}, {Name: "luc", Title: "Lúc", Type: dataset.DateTime}, {Name: "hinh", Type: dataset.Geometry},
}

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for _, x := range []struct {
		text, lang string
		want       float64
		ok         bool
	}{
		{"1.234,5", "vi", 1234.5, true}, {"1234,5", "vi", 1234.5, true}, {"1.234", "vi", 1234, true}, {"1.5", "vi", 1.5, true}, {"1.234.567", "vi", 1234567, true}, {"−3", "vi", -3, true}, {"12 000", "vi", 12000, true},
		{"1,234.5", "en", 1234.5, true}, {"1,234", "en", 1234, true}, {"0.5", "en", 0.5, true}, {"1,5", "en", 1.5, true},
		{"", "vi", 0, false}, {"hai", "vi", 0, false}, {"NaN", "vi", 0, false}, {"Inf", "en", 0, false}, {"1e400", "en", 0, false}, {"1,2,3", "vi", 0, false},
	} {
		if got, ok := number(x.text, x.lang); ok != x.ok || ok && got != x.want {
			t.Errorf("%q (%s): %v %t, want %v %t", x.text, x.lang, got, ok, x.want, x.ok)
		}
	}
}

func TestConditions(t *testing.T) {
	day := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	for c, want := range map[Condition]analytics.Expr{
		{Column: "ten", Operator: "bang", Value: "ke sach"}:    analytics.Match{Column: "ten", Kind: analytics.Equals, Text: "ke sach"},
		{Column: "ten", Operator: "khac", Value: "x"}:          analytics.Not{Expr: analytics.Match{Column: "ten", Kind: analytics.Equals, Text: "x"}},
		{Column: "ten", Operator: "trong"}:                     analytics.Missing{Column: "ten"},
		{Column: "ngay", Operator: "co"}:                       analytics.Not{Expr: analytics.Missing{Column: "ngay"}},
		{Column: "nam", Value: "2.020"}:                        analytics.Compare{Column: "nam", Op: analytics.Eq, Value: int64(2020)},
		{Column: "dat", Operator: "bang", Value: "Không"}:      analytics.Compare{Column: "dat", Op: analytics.Eq, Value: false},
		{Column: "ngay", Operator: "den", Value: "31/12/2026"}: analytics.Compare{Column: "ngay", Op: analytics.Le, Value: day},
		{Column: "luc", Operator: "tu", Value: "2026-12-31"}:   analytics.Compare{Column: "luc", Op: analytics.Ge, Value: day.Add(-7 * time.Hour)},
		{Column: "nam", Operator: "tu"}:                        nil,
		{}:                                                     nil,
	} {
		got, err := c.read(columns, "vi")
		if err != nil || got != want {
			t.Errorf("%+v: %+v %v, want %+v", c, got, err, want)
		}
	}
	for c, code := range map[Condition]error{
		{Column: "x", Value: "1"}: nil, {Column: "nam", Operator: "x", Value: "1"}: nil, {Column: "nam", Value: "1,5"}: analytics.ErrValue, {Column: "ngay", Value: "31/02/2026"}: analytics.ErrValue,
		{Column: "gia", Operator: "chua", Value: "1"}: analytics.ErrOperator, {Column: "hinh", Value: "x"}: analytics.ErrOperator, {Column: "dat", Operator: "tren", Value: "có"}: analytics.ErrOperator,
	} {
		if _, err := c.read(columns, "vi"); err == nil || code != nil && !errors.Is(err, code) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// An address read, written and read again is the same question; and the text that
// the API is given means what the page asked.
func FuzzState(f *testing.F) {
	f.Add("q=a&c1=nam&p1=tu&v1=2020&xep=-gia&cot=ten&cot=gia&dong=50&trang=3")
	f.Add("c1=ten&v1=%22x%27&c2=gia&p2=den&v2=1.234,5&c3=ngay&p3=trong")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		s := ReadState(q, columns, "vi")
		if len(s.Faults) > 0 {
			return
		}
		again := ReadState(s.Values(""), columns, "vi")
		if len(again.Faults) > 0 || again.Values("").Encode() != s.Values("").Encode() {
			t.Fatalf("%q became %q", s.Values("").Encode(), again.Values("").Encode())
		}
		if text := WhereText(s.Where()); text != "" {
			back, err := where.Parse(text, columns)
			if err != nil || where.String(back) != text {
				t.Fatalf("the API reads %q as %q: %v", text, where.String(back), err)
			}
		}
	})
}
