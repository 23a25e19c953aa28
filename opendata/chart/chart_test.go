package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
)

var update = flag.Bool("update", false, "write the golden files anew")

func years(from, n int) (labels []string, at []float64) {
	for i := range n {
		labels, at = append(labels, trim(float64(from+i))), append(at, float64(from+i))
	}
	return labels, at
}

func figures() map[string]Figure {
	labels, at := years(2015, 10)
	wave := func(base, step float64) (out []float64) {
		for i := range 10 {
			out = append(out, base+step*float64(i)+math.Mod(float64(i*37), 11))
		}
		return out
	}
	gap := wave(100, 20)
	gap[4] = math.NaN()
	many := Figure{Kind: Multiples, Title: "Sản lượng theo huyện", Finding: "Kế Sách cao nhất.", Y: "tấn", Labels: labels, At: at, Ordered: true}
	for _, name := range []string{"Kế Sách", "Mỹ Tú", "Châu Thành", "Long Phú", "Cù Lao Dung", "Trần Đề", "Vĩnh Châu"} {
		many.Series = append(many.Series, Series{name, wave(float64(len(name)*20), 9)})
	}
	strips := many
	strips.Ordered, strips.At, strips.Labels = false, nil, []string{"Lúa", "Mía", "Bắp", "Một loại cây có tên rất dài để phải rút gọn", "", "x", "y", "z", "t", "u"}
	return map[string]Figure{
		"line":      {Kind: Line, Title: "Diện tích lúa", Finding: "Tăng.", X: "Năm", Y: "ha", Labels: labels, At: at, Series: []Series{{"", wave(300, 40)}}, Ordered: true},
		"lines":     {Kind: Line, Title: "Dân số", Finding: "x", Y: "nghìn người", Labels: labels, At: at, Ordered: true, Divisor: 10, Series: []Series{{"Thành thị", gap}, {"Nông thôn", wave(500, -30)}, {"Chung <&>", wave(-50, 60)}}},
		"bar":       {Kind: Bar, Title: "Xã theo huyện", Finding: "x", Y: "số xã", Labels: []string{"Kế Sách", "Thị xã Vĩnh Châu", "Không có", "Âm"}, Series: []Series{{"", []float64{13, 10, math.NaN(), -3.5}}}},
		"multiples": many,
		"strips":    strips,
		"empty":     {Kind: Bar, Title: "Trống"},
	}
}

func TestGolden(t *testing.T) {
	for name, f := range figures() {
		got := f.SVG("b")
		path := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: the figure is not the golden one; look at it, then run with -update", name)
		}
		wellFormed(t, got)
	}
}

// wellFormed: XML, and only elements and attributes that cannot act.
func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	may := map[string]bool{"svg": true, "title": true, "desc": true, "rect": true, "g": true, "text": true, "line": true, "path": true, "circle": true}
	dec := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not XML: %v\n%s", err, svg)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if !may[e.Name.Local] {
			t.Fatalf("element %s in\n%s", e.Name.Local, svg)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "style" || a.Name.Local == "href" {
				t.Fatalf("attribute %s in\n%s", a.Name.Local, svg)
			}
			if strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf") {
				t.Fatalf("%s=%q", a.Name.Local, a.Value)
			}
		}
	}
}

func TestNoValueBecomesMarkup(t *testing.T) {
	const evil = `"><script>alert(1)</script><g onload='x'>]]>` + "\x00\x1b"
	for _, k := range Kinds {
		for _, ordered := range []bool{true, false} {
			f := Figure{Kind: k, Title: evil, Finding: evil, X: evil, Y: evil, Labels: []string{evil, "b"}, Ordered: ordered,
				Series: []Series{{evil, []float64{1, 2}}, {evil, []float64{math.Inf(1), math.NaN()}}}, Number: func(float64) string { return evil }}
			wellFormed(t, f.SVG("b"))
		}
	}
}

func TestAxis(t *testing.T) {
	for _, x := range []struct{ low, high, from, to float64 }{
		{0, 97, 0, 100}, {0, 1, 0, 1}, {-3, 13, -5, 15}, {0, 0, 0, 1}, {0, 1.2e13, 0, 1.5e13}, {0, 0.03, 0, 0.03},
	} {
		a := newAxis(x.low, x.high, 5)
		ticks := a.ticks()
		if a.low > x.low || a.high < x.high || len(ticks) < 2 || len(ticks) > 9 || math.Abs(ticks[0]-x.from) > a.step/2 || math.Abs(ticks[len(ticks)-1]-x.to) > a.step*1.01 {
			t.Errorf("%v–%v: %+v %v", x.low, x.high, a, ticks)
		}
	}
}

func TestChoose(t *testing.T) {
	text := func(name string) dataset.Column { return dataset.Column{Name: name, Title: name, Type: dataset.Text} }
	yearly := dataset.Column{Name: "nam", Title: "Năm", Type: dataset.Integer}
	value := dataset.Column{Name: "gia_tri", Title: "Giá trị", Type: dataset.Decimal}
	profile := func(name string, n int64) analytics.Profile {
		return analytics.Profile{Column: name, Values: 100, Distinct: n}
	}
	day := func(s string) time.Time { d, _ := time.Parse(time.DateOnly, s); return d }
	for name, x := range map[string]struct {
		columns  []dataset.Column
		profiles []analytics.Profile
		want     Spec
	}{
		"a number over years":     {[]dataset.Column{text("quoc_gia"), yearly, value}, []analytics.Profile{profile("quoc_gia", 200), profile("nam", 20), profile("gia_tri", 90)}, Spec{Line, "nam", "", "gia_tri", "", analytics.Sum}},
		"a few lines":             {[]dataset.Column{text("vung"), yearly, value}, []analytics.Profile{profile("vung", 3), profile("nam", 20), profile("gia_tri", 90)}, Spec{Line, "nam", "", "gia_tri", "vung", analytics.Sum}},
		"small multiples":         {[]dataset.Column{text("huyen"), yearly, value}, []analytics.Profile{profile("huyen", 11), profile("nam", 20), profile("gia_tri", 90)}, Spec{Multiples, "nam", "", "gia_tri", "huyen", analytics.Sum}},
		"a number by category":    {[]dataset.Column{text("ten"), {Name: "dien_tich", Title: "Diện tích", Type: dataset.Decimal, Unit: "ha"}}, []analytics.Profile{profile("ten", 11), profile("dien_tich", 90)}, Spec{Bar, "ten", "", "dien_tich", "", analytics.Sum}},
		"shares are averaged":     {[]dataset.Column{text("ten"), {Name: "ty_le", Title: "Tỷ lệ", Type: dataset.Decimal, Unit: "%"}}, nil, Spec{Bar, "ten", "", "ty_le", "", analytics.Avg}},
		"only texts are counted":  {[]dataset.Column{text("ma"), text("ten"), text("cap")}, []analytics.Profile{profile("ma", 100), profile("ten", 100), profile("cap", 3)}, Spec{Bar, "cap", "", "", "", analytics.Count}},
		"codes are no values":     {[]dataset.Column{text("cap"), {Name: "ma_xa", Title: "Mã xã", Type: dataset.Integer}}, []analytics.Profile{profile("cap", 3)}, Spec{Bar, "cap", "", "", "", analytics.Count}},
		"many days become months": {[]dataset.Column{{Name: "ngay", Title: "Ngày", Type: dataset.Date}, value}, []analytics.Profile{{Column: "ngay", Values: 400, Distinct: 400, Min: day("2025-01-01"), Max: day("2026-02-01")}}, Spec{Line, "ngay", "month", "gia_tri", "", analytics.Sum}},
	} {
		got, ok := Choose(x.columns, x.profiles)
		if !ok || got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
		if !got.Fits(x.columns) {
			t.Errorf("%s: what was chosen does not fit", name)
		}
	}
	top := func(p analytics.Profile, values ...any) analytics.Profile {
		for _, v := range values {
			p.Top = append(p.Top, analytics.Frequent{Value: v, Count: 1})
		}
		return p
	}
	quarter := dataset.Column{Name: "ngay_dau_quy", Title: "Ngày đầu quý", Type: dataset.Date}
	unit := dataset.Column{Name: "don_vi_tinh", Title: "Đơn vị tính", Type: dataset.Text}
	columns := []dataset.Column{quarter, unit, text("khoi"), text("ky_hieu"), text("ten_tram"), value}
	profiles := []analytics.Profile{profile("ngay_dau_quy", 8), profile("don_vi_tinh", 2), top(profile("khoi", 8), "x"),
		top(profile("ky_hieu", 5), "KS-01", "KS-02"), top(profile("ten_tram", 5), "Đại Ngãi", "Kế Sách"), profile("gia_tri", 90)}
	if got, _ := Choose(columns, profiles); got.By != "ten_tram" {
		t.Errorf("lines by %q: not the names", got.By)
	}
	if got, _ := Choose(columns[1:], profiles[1:]); got.X != "khoi" && got.X != "ten_tram" {
		t.Errorf("bars by %q: a unit or a code", got.X)
	}
	if s, ok := Choose([]dataset.Column{{Name: "g", Type: dataset.Geometry}}, nil); ok {
		t.Errorf("nothing to draw, yet %+v", s)
	}
}

func TestWhatIsAveraged(t *testing.T) {
	for _, x := range []struct {
		name, title, unit string
		want              analytics.Function
	}{
		{"gia_lua", "Giá lúa", "đồng/kg", analytics.Avg}, {"gia", "Giá", "đồng", analytics.Avg}, {"gia_xang", "", "", analytics.Avg}, {"don_gia", "", "", analytics.Avg},
		{"c", "Độ mặn cao nhất", "‰", analytics.Avg}, {"nhiet_do", "Nhiệt độ", "°C", analytics.Avg}, {"mat_do", "Mật độ", "người/km²", analytics.Avg}, {"nang_suat", "Năng suất", "tạ", analytics.Avg},
		{"thu_nhap_binh_quan", "Thu nhập bình quân", "triệu đồng", analytics.Avg},
		{"gia_tri", "Giá trị", "tỷ đồng", analytics.Sum}, {"gia_cam", "Số gia cầm", "con", analytics.Sum}, {"so_phieu", "Số phiếu đánh giá", "", analytics.Sum}, {"chi", "Tổng chi", "triệu đồng", analytics.Sum},
		{"cong_ty", "Số công ty", "", analytics.Sum}, {"trung_hoc", "Trường trung học", "", analytics.Sum}, {"gia_tri_san_xuat", "", "", analytics.Sum},
	} {
		if got := aggregate(dataset.Column{Name: x.name, Title: x.title, Unit: x.unit, Type: dataset.Decimal}); got != x.want {
			t.Errorf("%s %q: %s, want %s", x.name, x.title, got, x.want)
		}
	}
}

func TestFitsRefuses(t *testing.T) {
	columns := []dataset.Column{{Name: "ten", Type: dataset.Text}, {Name: "nam", Type: dataset.Integer}, {Name: "so", Type: dataset.Decimal}, {Name: "g", Type: dataset.Geometry}}
	for _, s := range []Spec{
		{}, {Kind: Bar, X: "none", Agg: analytics.Count}, {Kind: Bar, X: "ten", Y: "ten", Agg: analytics.Sum}, {Kind: Line, X: "ten", Y: "so", Agg: analytics.Sum},
		{Kind: Multiples, X: "nam", Y: "so", Agg: analytics.Sum}, {Kind: Bar, X: "ten", Y: "so", Agg: "drop table"}, {Kind: Bar, X: "ten", Agg: analytics.Sum},
		{Kind: Bar, X: "ten", Part: "year", Agg: analytics.Count}, {Kind: Line, X: "nam", By: "nam", Agg: analytics.Count}, {Kind: Bar, X: "g", Agg: analytics.Count},
	} {
		if s.Fits(columns) {
			t.Errorf("%+v fits", s)
		}
	}
	if s := Again(Spec{X: "nam", Y: "so"}, columns, nil); s.Kind != Line || s.Agg != analytics.Sum || !s.Fits(columns) {
		t.Errorf("%+v", s)
	}
}

func TestBuildAndFind(t *testing.T) {
	columns := []dataset.Column{{Name: "vung", Type: dataset.Text}, {Name: "nam", Type: dataset.Integer}, {Name: "so", Type: dataset.Decimal}}
	w := Words{Value: func(v any, _ dataset.Column, _ string) string { return trim(Number(v)) }, Missing: "–"}
	s := Spec{Kind: Line, X: "nam", Y: "so", Agg: analytics.Sum}
	f, left := Build(s, &analytics.Groups{Total: 4, Rows: [][]any{{int64(2020), 10.0}, {int64(2021), 30.0}, {int64(2022), int64(15)}, {nil, 7.0}}}, columns, w)
	if left != 1 || len(f.At) != 3 || len(f.Labels) != 3 {
		t.Fatalf("%d left, %+v", left, f)
	}
	if got := Find(f); got.Code != "trend" || got.First != "2020" || got.Last != "2022" || got.Change != 0.5 || got.Peak != "2021" {
		t.Errorf("%+v", got)
	}
	w.Value = func(v any, c dataset.Column, _ string) string {
		if c.Name == "vung" {
			return v.(string)
		}
		return trim(Number(v))
	}
	s.By = "vung"
	f, _ = Build(s, &analytics.Groups{Rows: [][]any{{int64(2020), "A", 1.0}, {int64(2020), "B", 2.0}, {int64(2021), "B", 5.0}}}, columns, w)
	if len(f.Series) != 2 || !math.IsNaN(f.Series[0].Values[1]) || f.Series[1].Values[1] != 5 {
		t.Fatalf("%+v", f.Series)
	}
	if got := Find(f); got.Code != "ranks" || got.Series != "B" || got.Lowest != "A" || got.Last != "2020" || got.Where != "common" {
		t.Errorf("%+v", got) // 2021 would compare B with nothing
	}
	f.Series[0].Values[0] = math.NaN()
	if got := Find(f); got.Series != "B" || got.Last != "2021" || got.Where != "own" {
		t.Errorf("%+v", got)
	}
	var rows [][]any
	for i := range 30 {
		rows = append(rows, []any{strings.Repeat("x", i+1), float64(30 - i)})
	}
	w.Value = func(v any, _ dataset.Column, _ string) string { return v.(string) }
	f, left = Build(Spec{Kind: Bar, X: "vung", Y: "so", Agg: analytics.Sum}, &analytics.Groups{Rows: rows, Total: 50}, columns, w)
	if len(f.Labels) != MostBars || left != 30 {
		t.Errorf("%d labels, %d left", len(f.Labels), left)
	}
	if got := Find(f); got.Code != "most" || got.Peak != "x" || got.High != 30 {
		t.Errorf("%+v", got)
	}
}

func TestLabelsOfFirstDays(t *testing.T) {
	columns := []dataset.Column{{Name: "ngay", Type: dataset.Date}, {Name: "so", Type: dataset.Decimal}}
	w := Words{Value: func(_ any, _ dataset.Column, part string) string { return part }, Missing: "–"}
	for want, days := range map[string][]string{"month": {"2024-01-01", "2024-02-01", "2024-04-01"}, "year": {"2023-01-01", "2024-01-01"}, "": {"2024-01-01", "2024-02-02"}} {
		var rows [][]any
		for _, d := range days {
			at, _ := time.Parse(time.DateOnly, d)
			rows = append(rows, []any{at, 1.0})
		}
		if f, _ := Build(Spec{Kind: Line, X: "ngay", Y: "so", Agg: analytics.Sum}, &analytics.Groups{Rows: rows}, columns, w); f.Labels[0] != want {
			t.Errorf("%v: labelled by %q, want %q", days, f.Labels[0], want)
		}
	}
}

func FuzzSVG(f *testing.F) {
	f.Add("Tiêu đề", "a", "b", 1.0, -2.0, 3e300, uint8(0))
	f.Add("<", "&", "\xff", math.NaN(), math.Inf(1), 0.0, uint8(1))
	f.Add("", "]]>", "\ufffe", -1e308, 1e308, 5e-324, uint8(2))
	f.Fuzz(func(t *testing.T, title, a, b string, x, y, z float64, k uint8) {
		fig := Figure{Kind: Kinds[int(k)%3], Ordered: k%2 == 0, Title: title, Finding: b, Labels: []string{a, b, title}, At: []float64{1, 2, x},
			Series: []Series{{a, []float64{x, y, z}}, {b, []float64{z}}}, Divisor: y}
		wellFormed(t, fig.SVG("b"))
		Find(fig)
	})
}
