package ckan

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/fault"
	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
)

func TestFilters(t *testing.T) {
	day := time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]analytics.Expr{
		`{}`: nil, `{"nam":2001}`: analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(2001)}}, `{"nam":"2001"}`: analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(2001)}},
		`{"nam":2001.0}`: analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(2001)}}, `{"ma_huyen":12}`: analytics.And{analytics.Compare{Column: "ma_huyen", Op: "=", Value: "12"}},
		`{"ma_huyen":" 1 "}`: analytics.And{analytics.Compare{Column: "ma_huyen", Op: "=", Value: " 1 "}}, `{"san_luong":null}`: analytics.And{analytics.Missing{Column: "san_luong"}},
		`{"uoc_tinh":["true",false]}`:                                       analytics.And{analytics.Or{analytics.In{Column: "uoc_tinh", Values: []any{true, false}}}},
		`{"ngay_thu_thap":{"gte":"2024-01-02","lt":"2024-01-02T00:00:00"}}`: analytics.And{analytics.And{analytics.Compare{Column: "ngay_thu_thap", Op: ">=", Value: day}, analytics.Compare{Column: "ngay_thu_thap", Op: "<", Value: day}}},
		`{"nam":[{"lte":1},{"eq":3},null]}`:                                 analytics.And{analytics.Or{analytics.And{analytics.Compare{Column: "nam", Op: "<=", Value: int64(1)}}, analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(3)}}, analytics.Missing{Column: "nam"}}},
		`{"$or":[{"nam":1},{}]}`:                                            analytics.And{analytics.Or{analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(1)}}, analytics.And{}}}, `{"nam":[]}`: analytics.And{analytics.Or(nil)},
		`{"_id":5}`: analytics.And{analytics.Compare{Column: "_id", Op: "=", Value: int64(5)}},
	} {
		ask, err := ReadDatastore(Params{"filters": text}, recordtest.Columns())
		if err != nil || !reflect.DeepEqual(ask.Query.Where, want) {
			t.Errorf("%s: %#v, %v; want %#v", text, ask.Query.Where, err, want)
		}
	}
	deep := strings.Repeat(`{"$and":[`, 20) + `{}` + strings.Repeat(`]}`, 20)
	for _, bad := range []string{`[]`, `"x"`, `{"x":1}`, `{"nam":"x"}`, `{"nam":1.5}`, `{"uoc_tinh":"maybe"}`, `{"ngay_thu_thap":"NOW"}`, `{"nam":{"x":1}}`, `{"$or":{}}`, `{"$or":[]}`, `{"nam":[[1]]}`, `{"san_luong":"NaN"}`, deep} {
		var e *Error
		if _, err := ReadDatastore(Params{"filters": bad}, recordtest.Columns()); !errors.As(err, &e) || e.Type != "Validation Error" {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestWordsOfTheDatastore(t *testing.T) {
	ask, err := ReadDatastore(Params{"q": map[string]any{"ma_huyen": "kế sách", "nam": "2001", "san_luong": "x"}, "filters": map[string]any{"nam": json.Number("1")}}, recordtest.Columns())
	want := analytics.And{analytics.And{analytics.Compare{Column: "nam", Op: "=", Value: int64(1)}}, analytics.Match{Column: "ma_huyen", Kind: analytics.Contains, Text: "kế"}, analytics.Match{Column: "ma_huyen", Kind: analytics.Contains, Text: "sách"},
		analytics.Compare{Column: "nam", Op: "=", Value: int64(2001)}, analytics.Or{}}
	if err != nil || !reflect.DeepEqual(ask.Query.Where, want) {
		t.Errorf("%#v, %v", ask.Query.Where, err)
	}
	if ask, err = ReadDatastore(Params{"q": "kế:* & sách", "plain": false}, recordtest.Columns()); err != nil || ask.Query.Search != "kế sách" {
		t.Errorf("%q, %v", ask.Query.Search, err)
	}
	for _, bad := range []Params{{"q": "a | b", "plain": "false"}, {"q": map[string]any{"x": "y"}}} {
		if _, err := ReadDatastore(bad, recordtest.Columns()); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}
}

func TestPackagesOfAwkwardDatasets(t *testing.T) {
	for _, r := range recordtest.All() {
		p := Of(recordtest.Site(), r)
		b, err := json.Marshal(p)
		var again map[string]any
		if err != nil || json.Unmarshal(b, &again) != nil {
			t.Fatalf("%v: %s", err, b)
		}
		for _, key := range []string{"author", "author_email", "creator_user_id", "id", "isopen", "license_id", "license_title", "maintainer", "maintainer_email", "metadata_created", "metadata_modified", "name", "notes",
			"num_resources", "num_tags", "organization", "owner_org", "private", "state", "title", "type", "url", "version", "extras", "groups", "resources", "tags", "relationships_as_subject", "relationships_as_object"} {
			if _, ok := again[key]; !ok {
				t.Errorf("%s has no %s", p.Name, key)
			}
		}
		for _, tag := range p.Tags {
			if tag.Name == "" || strings.ContainsAny(tag.Name, ",\n") {
				t.Errorf("tag %q", tag.Name)
			}
		}
		if p.NumResources != len(p.Resources) || p.NumResources == 0 {
			t.Errorf("%d resources", p.NumResources)
		}
	}
	if TagID("lúa") != "2848b585-6d3d-5778-83a3-07deea96869b" {
		t.Errorf("ids of tags must never change: %s", TagID("lúa"))
	}
}

var update = flag.Bool("update", false, "write the golden files")

// What clients have seen once they may count on.
func TestGoldens(t *testing.T) {
	for name, r := range map[string]record.Record{"package.json": recordtest.Full(), "package-minimal.json": recordtest.Minimal()} {
		got, err := json.MarshalIndent(Of(recordtest.Site(), r), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s differs (%v); look at it and run with -update:\n%s", name, err, got)
		}
	}
}

func FuzzFilters(f *testing.F) {
	f.Add(`{"nam":[1,{"lt":2}],"$or":[{"ma_huyen":"x"}]}`, `"nam" desc, _id`, "a:* & b", "nam,_id")
	f.Fuzz(func(t *testing.T, filters, sort, q, fields string) {
		ask, err := ReadDatastore(Params{"filters": filters, "sort": sort, "q": q, "fields": fields, "plain": "false"}, recordtest.Columns())
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Status != 409 {
				t.Fatalf("%v", err)
			}
			return
		}
		if _, err := ask.Query.Outputs(recordtest.Columns()); err != nil && fault.Of(err) == nil {
			t.Fatalf("what was read cannot be asked: %v", err)
		}
	})
}
