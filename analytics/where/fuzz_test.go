package where_test

import (
	"reflect"
	"strconv"
	"testing"
	"unicode/utf8"

	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/fault"
)

func FuzzParse(f *testing.F) {
	for text := range read {
		f.Add(text)
	}
	f.Add("nam = '\x00\xff' or not `")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := where.Parse(text, columns)
		if err != nil {
			understandable(t, text, err)
			return
		}
		if err := analytics.Check(e, columns); err != nil {
			t.Fatalf("%q gave what engines refuse: %v", text, err)
		}
		canonical := where.String(e)
		if len(canonical) > where.MaxText { // numbers and keywords may grow
			return
		}
		again, err := where.Parse(canonical, columns)
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("%q: %q is read back as %#v, %v", text, canonical, again, err)
		}
	})
}

func FuzzLists(f *testing.F) {
	for _, text := range []string{"nam desc, -gia", "tinh, ngay:month", "sum(gia) as tong, count(*), distinct(tinh)", "_id,`Năm`", ",", "count as `"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if order, err := where.Order(text, columns); err != nil {
			understandable(t, text, err)
		} else if again, err := where.Order(where.OrderString(order), columns); err != nil || !reflect.DeepEqual(again, order) {
			t.Fatalf("%q: %v is read back as %v, %v", text, order, again, err)
		}
		names, err := where.Select(text, columns)
		if err == nil {
			for _, n := range names {
				if _, err := analytics.ColumnOf(columns, n); err != nil {
					t.Fatal(err)
				}
			}
		}
		_, byErr := where.By(text, columns)
		_, figureErr := where.Aggregates(text, columns)
		for _, err := range []error{err, byErr, figureErr} {
			if err != nil {
				understandable(t, text, err)
			}
		}
	})
}

// understandable: every refusal is a fault, and points into the text.
func understandable(t *testing.T, text string, err error) {
	f := fault.Of(err)
	if f == nil || f.Code.Kind != fault.Invalid || !utf8.ValidString(f.Sentence("vi")) {
		t.Fatalf("%q: %v", text, err)
	}
	if at, set := f.Args["position"]; set {
		if n, _ := strconv.Atoi(at); n < 1 || n > utf8.RuneCountInString(text)+1 {
			t.Fatalf("%q: position %s", text, at)
		}
	}
}
