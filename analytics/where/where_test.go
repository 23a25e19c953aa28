package where_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/dataset"
	"minhbach/domain/fault"
)

var columns = []dataset.Column{
	{Name: "tinh", Title: "Tỉnh, thành phố", TitleEn: "Province", Type: dataset.Text},
	{Name: "nam", Title: "Năm", Type: dataset.Integer},
	{Name: "gia", Title: "Giá trị", TitleEn: "Value", Type: dataset.Decimal},
	{Name: "dung", Title: "Đúng hạn", Type: dataset.Boolean},
	{Name: "ngay", Title: "Ngày", Type: dataset.Date},
	{Name: "luc", Title: "Lúc", Type: dataset.DateTime},
	{Name: "hinh", Title: "Hình", Type: dataset.Geometry},
	{Name: "in", Title: "In", Type: dataset.Integer},
	{Name: "doi1", Title: "Đôi", Type: dataset.Integer},
	{Name: "doi2", Title: "Đôi", Type: dataset.Integer},
}

// What people write, and the one form of it.
var read = map[string]string{
	"":                                   "",
	"  \n":                               "",
	"nam = 2026":                         "nam = 2026",
	"nam==2026":                          "nam = 2026",
	"NĂM <> -5":                          "nam != -5",
	"`Năm`>=+7":                          "nam >= 7",
	"`nam` < 7":                          "nam < 7",
	"province = 'Sóc ''Trăng''\"'":       `tinh = "Sóc 'Trăng'"""`,
	"`tinh, thanh pho` = “Kế Sách”":      `tinh = "Kế Sách"`,
	"tinh = 01":                          `tinh = "01"`,
	"tinh = 31/12/2026":                  `tinh = "31/12/2026"`,
	"gia > 5":                            "gia > 5",
	"gia > -0.50e3 AND gia < 1e22":       "gia > -500 and gia < 1e+22",
	"dung = có or dung = không":          "dung = true or dung = false",
	"dung != sai":                        "dung != false",
	"ngay = 31/12/2026":                  "ngay = 2026-12-31",
	"ngay = '1/2/2026'":                  "ngay = 2026-02-01",
	"ngay giữa 2026-01-01 và 2026-12-31": "ngay between 2026-01-01 and 2026-12-31",
	"luc >= 2026-01-31T08:30:00+07:00":   "luc >= 2026-01-31T01:30:00Z",
	"luc < '31/01/2026 08:30'":           "luc < 2026-01-31T08:30:00Z",
	"luc < 2026-01-31":                   "luc < 2026-01-31",
	"nam in (1,2 , 3)":                   "nam in (1, 2, 3)",
	"nam not in (1)":                     "nam not in (1)",
	"not nam in (1)":                     "nam not in (1)",
	"năm không trong (1)":                "nam not in (1)",
	"`in` in (1)":                        "`in` in (1)",
	"in in (1)":                          "`in` in (1)",
	"nam not between 1 and 2 and in = 3": "nam not between 1 and 2 and `in` = 3",
	"tinh contains 'soc'":                `tinh contains "soc"`,
	"tinh chứa \"soc\"":                  `tinh contains "soc"`,
	"tinh bắt đầu \"soc\"":               `tinh starts "soc"`,
	"tinh không kết thúc 'trang'":        `tinh not ends "trang"`,
	"tinh bằng 'soc trang'":              `tinh equals "soc trang"`,
	"hinh is missing":                    "hinh is missing",
	"hinh IS NOT NULL":                   "hinh is not missing",
	"hinh là trống":                      "hinh is missing",
	"not hinh là không trống":            "not hinh is not missing",
	"nam=1 and nam=2 or nam=3":           "(nam = 1 and nam = 2) or nam = 3",
	"nam=1 and (nam=2 or nam=3)":         "nam = 1 and (nam = 2 or nam = 3)",
	"(((nam=1)))":                        "nam = 1",
	"nam=1 and (nam=2 and nam=3)":        "nam = 1 and (nam = 2 and nam = 3)",
	"not not (nam=1 hoặc nam=2)":         "not not (nam = 1 or nam = 2)",
	"true":                               "true",
	"nam = 1 or false":                   "nam = 1 or false",
	"_id > 5":                            "_id > 5",
	norm.NFD.String("`Giá trị` = 1.25"):  "gia = 1.25",
	norm.NFD.String("năm = 1 hoặc không năm = 2"): "nam = 1 or not nam = 2",
}

func TestParse(t *testing.T) {
	for text, want := range read {
		e, err := where.Parse(text, columns)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got := where.String(e)
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		again, err := where.Parse(got, columns)
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Errorf("%q: read back as %#v, %v", got, again, err)
		}
	}
	e, err := where.Parse(`tinh contains "Sóc" and not (ngay >= 31/01/2026 or gia is missing)`, columns)
	want := analytics.And{
		analytics.Match{Column: "tinh", Kind: analytics.Contains, Text: "Sóc"},
		analytics.Not{Expr: analytics.Or{
			analytics.Compare{Column: "ngay", Op: analytics.Ge, Value: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)},
			analytics.Missing{Column: "gia"}}},
	}
	if err != nil || !reflect.DeepEqual(e, want) {
		t.Errorf("%#v, %v", e, err)
	}
}

func TestRefusals(t *testing.T) {
	for text, c := range map[string]struct {
		code *fault.Code
		at   string
	}{
		"năm":                           {analytics.ErrSyntax, "4"},
		"nam =":                         {analytics.ErrSyntax, "6"},
		"nam = nam":                     {analytics.ErrSyntax, "7"},
		"= 5":                           {analytics.ErrSyntax, "1"},
		"nam = 5 5":                     {analytics.ErrSyntax, "9"},
		"nam = 5 and":                   {analytics.ErrSyntax, "12"},
		"(nam = 5":                      {analytics.ErrSyntax, "9"},
		"nam = 5)":                      {analytics.ErrSyntax, "8"},
		"nam in ()":                     {analytics.ErrSyntax, "9"},
		"nam in 5":                      {analytics.ErrSyntax, "8"},
		"nam in (1 2)":                  {analytics.ErrSyntax, "11"},
		"nam between 1":                 {analytics.ErrSyntax, "14"},
		"nam between 1 or 2":            {analytics.ErrSyntax, "15"},
		"nam is 5":                      {analytics.ErrSyntax, "8"},
		"nam not = 5":                   {analytics.ErrSyntax, "9"},
		"tinh like 'a'":                 {analytics.ErrSyntax, "6"},
		"tinh bắt 'a'":                  {analytics.ErrSyntax, "10"},
		"tinh = Sóc Trăng":              {analytics.ErrSyntax, "8"},
		"tinh = 'Sóc":                   {analytics.ErrSyntax, "12"},
		"tinh = “Sóc\"":                 {analytics.ErrSyntax, "13"},
		"đất = 5 ; drop":                {analytics.ErrColumn, ""},
		"nam = 5; drop":                 {analytics.ErrSyntax, "8"},
		"and = 5":                       {analytics.ErrSyntax, "1"},
		"khong_co = 5":                  {analytics.ErrColumn, ""},
		"`Đôi` = 5":                     {analytics.ErrColumn, ""},
		"``=5":                          {analytics.ErrColumn, ""},
		"nam = 5.5":                     {analytics.ErrValue, ""},
		"nam = 99999999999999999999":    {analytics.ErrValue, ""},
		"nam = 'nhiều'":                 {analytics.ErrValue, ""},
		"gia = 0x10":                    {analytics.ErrValue, ""},
		"gia = 1e999":                   {analytics.ErrValue, ""},
		"gia = '1,5'":                   {analytics.ErrValue, ""},
		"gia = 'NaN'":                   {analytics.ErrValue, ""},
		"dung = có_lẽ":                  {analytics.ErrValue, ""},
		"ngay = 2026-02-30":             {analytics.ErrValue, ""},
		"ngay = 2026":                   {analytics.ErrValue, ""},
		"luc = 2026-01-31T25:00:00":     {analytics.ErrValue, ""},
		"hinh = 'x'":                    {analytics.ErrOperator, ""},
		"dung < có":                     {analytics.ErrOperator, ""},
		"nam contains 1":                {analytics.ErrOperator, ""},
		"dung between 1 and 0":          {analytics.ErrOperator, ""},
		strings.Repeat("(", 30) + "nam": {analytics.ErrLarge, ""},
		strings.Repeat("not ", 500):     {analytics.ErrLarge, ""},
		strings.Repeat(" ", 5000):       {analytics.ErrLarge, ""},
		"nam=1" + strings.Repeat(" or nam=1", 300): {analytics.ErrLarge, ""},
		"nam in (1" + strings.Repeat(",1", 1000):   {analytics.ErrLarge, ""},
	} {
		e, err := where.Parse(text, columns)
		f := fault.Of(err)
		if e != nil && err == nil || !errors.Is(err, c.code) {
			t.Errorf("%.60q: %#v, %v; want %s", text, e, err, c.code.Name)
		} else if f.Args["position"] != c.at {
			t.Errorf("%q: at character %s, want %s", text, f.Args["position"], c.at)
		} else if s := f.Sentence("vi") + f.Sentence("en"); strings.Contains(s, "{") {
			t.Errorf("%q: %s", text, s)
		}
	}
	_, err := where.Parse("tinh = Sóc", columns)
	if got, want := fault.Of(err).Sentence("vi"), `Không đọc được điều kiện tại ký tự 8: cần một giá trị, văn bản để trong ngoặc kép: "Kế Sách".`; got != want {
		t.Errorf("%s", got)
	}
}

func TestLists(t *testing.T) {
	order, err := where.Order("Năm desc, -gia,tinh tăng, `in` asc", columns)
	if err != nil || where.OrderString(order) != "nam desc, gia desc, tinh, `in`" {
		t.Errorf("%v, %v", order, err)
	}
	names, err := where.Select("_id, nam,`Giá trị`", columns)
	if err != nil || !reflect.DeepEqual(names, []string{"_id", "nam", "gia"}) {
		t.Errorf("%v, %v", names, err)
	}
	by, err := where.By("tinh, ngay:Month, luc", columns)
	if err != nil || !reflect.DeepEqual(by, []analytics.Bucket{{Column: "tinh"}, {Column: "ngay", Part: "month"}, {Column: "luc"}}) {
		t.Errorf("%v, %v", by, err)
	}
	figures, err := where.Aggregates("SUM(gia) as tong, count, count(*) as n, distinct(`Tỉnh, thành phố`)", columns)
	if err != nil || !reflect.DeepEqual(figures, []analytics.Aggregate{{Function: "sum", Column: "gia", As: "tong"}, {Function: "count"}, {Function: "count", As: "n"}, {Function: "distinct", Column: "tinh"}}) {
		t.Errorf("%v, %v", figures, err)
	}
	for what, refuse := range map[string]func(text string) error{
		"order":  func(s string) error { _, err := where.Order(s, columns); return err },
		"select": func(s string) error { _, err := where.Select(s, columns); return err },
		"by":     func(s string) error { _, err := where.By(s, columns); return err },
		"figure": func(s string) error { _, err := where.Aggregates(s, columns); return err },
	} {
		if err := refuse(""); err != nil {
			t.Errorf("%s of nothing: %v", what, err)
		}
		for _, text := range []string{",", "nam,", "count(nam", "nam nam nam", "-", "'x'", "nam;", "sum", "ngay:week", "nam desc desc", "sum(*)", "count as"} {
			if what == "figure" && text == "count" {
				continue
			}
			if err := refuse(text); !errors.Is(err, analytics.ErrSyntax) && !errors.Is(err, analytics.ErrColumn) {
				t.Errorf("%s %q: %v", what, text, err)
			}
		}
		if err := refuse("khong_co"); !errors.Is(err, analytics.ErrColumn) && what != "figure" {
			t.Errorf("%s: %v", what, err)
		}
		long := strings.TrimSuffix(strings.Repeat(map[bool]string{true: "count,", false: "nam,"}[what == "figure"], 100), ",")
		if err := refuse(long); !errors.Is(err, analytics.ErrLarge) {
			t.Errorf("%s of 100: %v", what, err)
		}
	}
}
