package ckan

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"minhbach/opendata/record/recordtest"
)

var now = time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)

func docs() []*Doc {
	var all []*Doc
	for _, r := range append(recordtest.All(), recordtest.Many(2)...) {
		all = append(all, NewDoc(r.Dataset.DatasetItem, r.Publisher))
	}
	return all
}

func TestGrammar(t *testing.T) {
	term := func(field, value string) Condition { return Term{Field: field, Value: value} }
	for query, want := range map[string]Condition{
		"": All(nil), "a": term("", "a"), "name:a": term("name", "a"), "name: a": term("name", "a"), `name:"a b"`: Term{"name", "a b", true}, "*:*": All{},
		"a b":                                    All{term("", "a"), term("", "b")},
		"a OR b c":                               All{Any{term("", "a"), term("", "b")}, term("", "c")},
		"a OR b AND c":                           Any{term("", "a"), All{term("", "b"), term("", "c")}},
		"a && b || c":                            Any{All{term("", "a"), term("", "b")}, term("", "c")},
		"-a":                                     Not{term("", "a")},
		"NOT a":                                  Not{term("", "a")},
		"!a":                                     Not{term("", "a")},
		"NOT -a":                                 term("", "a"),
		"+a":                                     term("", "a"),
		"name:(a OR b)":                          Any{term("name", "a"), term("name", "b")},
		"-name:(a b)":                            Not{All{term("name", "a"), term("name", "b")}},
		`a\ b\:c`:                                term("", "a b:c"),
		"a^2 b~1":                                All{term("", "a"), term("", "b")},
		"metadata_modified:[a TO b}":             Range{"metadata_modified", "a", "b", false, true},
		`metadata_modified:{"a" TO *]`:           Range{"metadata_modified", "a", "*", true, false},
		"ORa ANDb NOTc":                          All{term("", "ORa"), term("", "ANDb"), term("", "NOTc")},
		"metadata_modified:2024-01-02T03:04:05Z": term("metadata_modified", "2024-01-02T03:04:05Z"),
	} {
		got, err := Parse(query)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %#v, %v; want %#v", query, got, err, want)
		}
	}
	for _, bad := range []string{"(", ")", "a)", "(a", `"a`, "a OR", "AND a", "-", "name:", "[a TO b]", "name:[a]", "name:[a TO b", "{!term}a", "\xff", strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100), strings.Repeat("a", maxQuery+1)} {
		var e *Error
		if _, err := Parse(bad); !errors.As(err, &e) || e.Type != "Search Query Error" || e.Status != 400 {
			t.Errorf("%.40q: %v", bad, err)
		}
	}
}

func TestInstants(t *testing.T) {
	for text, want := range map[string]string{
		"2024-02-03T04:05:06Z": "2024-02-03T04:05:06Z", "2024-02-03T04:05:06.5Z": "2024-02-03T04:05:06.5Z", "2024-02-03T04:05:06": "2024-02-03T04:05:06Z", "2024-02-03": "2024-02-03T00:00:00Z",
		"2024-02": "2024-02-01T00:00:00Z", "2024": "2024-01-01T00:00:00Z", "2024-02-03T04:05:06+07:00": "2024-02-02T21:05:06Z", "2024-02-03T04:05:06 07:00": "2024-02-02T21:05:06Z",
		"NOW": "2026-11-23T09:30:00Z", "NOW-7DAYS": "2026-11-16T09:30:00Z", "NOW/DAY": "2026-11-23T00:00:00Z", "NOW-1MONTH/MONTH": "2026-10-01T00:00:00Z", "NOW+1YEAR-2HOURS": "2027-11-23T07:30:00Z",
		"NOW/YEAR+1MINUTE+5SECONDS": "2026-01-01T00:01:05Z",
	} {
		got, ok := Instant(text, now)
		if !ok || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %s, %v", text, got.Format(time.RFC3339Nano), ok)
		}
	}
	for _, bad := range []string{"", "x", "NOWX", "NOW-DAY", "NOW-7", "NOW/7DAYS", "NOW-7WEEKS", "NOW-999999999DAYS", "NOW-", "2024-13-01"} {
		if got, ok := Instant(bad, now); ok {
			t.Errorf("%q: %s", bad, got)
		}
	}
}

func TestConditions(t *testing.T) {
	for query, want := range map[string]int{
		"": 5, "text:lúa": 1, "LUA": 1, `"sản lượng lúa"`: 1, "title:trạm": 3, "title:tr?m": 3, "notes:*": 5, "name:tram-y-te": 1, "name:TRAM-*": 3, `name:"TRAM-*"`: 0,
		"tags:lúa": 1, `tags:"Y tế – Sức khỏe"`: 3, "license_id:(cc-by-4.0 OR vn-open-data)": 4, "res_format:XLSX": 5, "res_format:Parquet AND organization:so-nong-nghiep": 1, "organization:94.NN": 1,
		"metadata_modified:[2025-05-01 TO *]": 1, "metadata_modified:[* TO 2025-05-01}": 4, "metadata_modified:{2025-03-03T01:30:00Z TO *]": 1, "metadata_created:2025-03-03T01:30:00Z": 5,
		"extras_rows:[100 TO 200]": 1, "extras_rows:[4 TO 4]": 3, "version:3": 1, "capacity:public private:false": 5, "name:[s TO t]": 1,
	} {
		c, err := Parse(query)
		if err == nil {
			err = Check(c, now)
		}
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		n := 0
		for _, d := range docs() {
			if Match(c, d, now) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	for query, kind := range map[string]string{"a:b": "Search Error", "metadata_modified:x": "Search Query Error", "metadata_modified:[x TO *]": "Search Query Error", "extras_rows:[a TO *]": "Search Query Error", "NOT (x OR b:c)": "Search Error"} {
		c, err := Parse(query)
		var e *Error
		if err != nil || !errors.As(Check(c, now), &e) || e.Type != kind {
			t.Errorf("%s: %v %v", query, err, e)
		}
	}
}

func TestSortsAndWords(t *testing.T) {
	q, err := ReadSearch(Params{"q": `kế "sách xưa" organization:a`, "sort": "title_string desc, name asc", "rows": "5000", "facet.field": "['organization']"}, now)
	if err != nil || q.Words != `kế "sách xưa"` || q.Rows != MaxRows || len(q.Sort) != 2 || q.Order() != "title_string desc, name asc" || !slices.Equal(q.Facets, []string{"organization"}) {
		t.Errorf("%+v, %v", q, err)
	}
	for _, order := range []string{"id asc", "name desc", "metadata_modified desc", "metadata_created asc, name asc", "title asc", "organization asc", "score desc"} {
		q, err := ReadSearch(Params{"sort": order}, now)
		if err != nil {
			t.Fatal(err)
		}
		all := q.Choose(docs(), now)
		back := docs()
		slices.Reverse(back)
		if again := q.Choose(back, now); len(all) != 5 || !reflect.DeepEqual(ids(all), ids(again)) {
			t.Errorf("%s depends on what came first: %v %v", order, ids(all), ids(again))
		}
	}
	for _, bad := range []Params{{"sort": "x"}, {"sort": "name up"}, {"sort": "name asc x"}, {"rows": "-1"}, {"rows": "x"}, {"start": "-1"}, {"facet.limit": "x"}} {
		if _, err := ReadSearch(bad, now); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func ids(all []*Doc) (out []string) {
	for _, d := range all {
		out = append(out, d.Item.ID)
	}
	return out
}

func TestParams(t *testing.T) {
	p, err := FromJSON([]byte(`{"a":[1,"b"],"n":7,"f":3.0,"t":true,"s":"x, y","l":"[\"p\",\"q\"]","py":"['p', 'q']"}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := p.List("a", ","); !slices.Equal(got, []string{"1", "b"}) {
		t.Errorf("%v", got)
	}
	for name, want := range map[string][]string{"s": {"x", "y"}, "l": {"p", "q"}, "py": {"p", "q"}, "none": nil} {
		if got := p.List(name, ","); !slices.Equal(got, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	if n, err := p.Natural("f", 0, 100); n != 3 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if n, err := p.Natural("n", 0, 5); n != 5 || err != nil || !p.Bool("t", false) || p.Bool("s", false) {
		t.Errorf("%d %v", n, err)
	}
	for _, bad := range []string{"[", "[1]", "1", `{"a":1} {}`} {
		if _, err := FromJSON([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{`organization:a OR organization:b -name:"x y"`, "metadata_modified:[NOW-7DAYS TO *]", `(a (b OR c) && !d)^2`, `\`, "a:b:c", "* ?"} {
		f.Add(s)
	}
	all := docs()
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ReadSearch(Params{"q": s, "fq": s, "sort": s}, now)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Status < 400 || e.Status > 409 {
				t.Fatalf("%q: %v", s, err)
			}
			if _, err := json.Marshal(e); err != nil {
				t.Fatal(err)
			}
		} else if n := len(q.Choose(all, now)); n > len(all) {
			t.Fatalf("%q makes datasets", s)
		}
		c, err := Parse(s)
		if err != nil || Check(c, now) != nil {
			return
		}
		for _, d := range all {
			if Match(c, d, now) == Match(Not{c}, d, now) {
				t.Fatalf("%q is both or neither", s)
			}
		}
	})
}
