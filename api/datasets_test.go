package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"minhbach/analytics"
	"minhbach/internal/app"
	"minhbach/opendata/export"
	"minhbach/projections/search"
	"minhbach/projections/view"
)

const dataPath = prefix + "/datasets/" + dataSlug

// ask answers a question about the rows of the small dataset.
func ask(h http.Handler, part string, query map[string]string, headers ...string) *httptest.ResponseRecorder {
	q := url.Values{}
	for name, value := range query {
		q.Set(name, value)
	}
	return call(h, "GET", dataPath+part+"?"+q.Encode(), "", headers...)
}

// Every filter of the catalogue reaches the query, and the next page repeats it.
func TestCatalogueFiltersReachTheQuery(t *testing.T) {
	f := newFake()
	s := server(t, f)
	list, h := get[DatasetList](t, s, "/datasets?q=dan+so&topic=dan-so-hanh-chinh,y-te-suc-khoe&agency=kesach&subordinates=true&format=csv&licence=cc0-1.0&year=2024,2025"+
		"&band=good&keyword=a,b&state=archived&sort=title&limit=1&offset=1&facets=true&as_of=7")
	want := view.DatasetFilter{
		AsOf: view.AsOf{Position: 42}, Topics: []string{"dan-so-hanh-chinh", "y-te-suc-khoe"}, Agencies: []string{districtID, communeID}, Formats: []string{"csv"},
		Licences: []string{"cc0-1.0"}, Years: []int{2024, 2025}, Bands: []string{"good"}, Keywords: []string{"a", "b"}, Words: "dan so",
		States: []view.PublicState{view.Archived}, Order: view.ByTitle, Limit: 1, Offset: 1, Facets: true,
	}
	if !reflect.DeepEqual(f.data.filter, want) {
		t.Errorf("\n got %+v\nwant %+v", f.data.filter, want)
	}
	if list.Total != 3 || list.Facets["topic"][0].Vi != "Dân số – Đơn vị hành chính" || list.Facets["agency"][0].Vi != "UBND huyện Kế Sách" || list.Facets["band"][0].En != "Good" {
		t.Errorf("%+v", list)
	}
	if it := list.Items[0]; it.Page != "/cq/kesach/du-lieu/"+dataSlug || it.AgencyName != "UBND huyện Kế Sách" || it.Licence.URI == "" {
		t.Errorf("%+v", it)
	}
	next, _, _ := strings.Cut(strings.TrimPrefix(h.Get("Link"), "<http://example.com"), ">; rel=\"next\"")
	if w := call(s, "GET", next, ""); w.Code != 200 {
		t.Fatalf("following %s: %d %s", next, w.Code, w.Body)
	}
	want.Offset, want.Facets = 2, false
	if !reflect.DeepEqual(f.data.filter, want) {
		t.Errorf("the next page asks for\n%+v, want\n%+v", f.data.filter, want)
	}
	get[DatasetList](t, s, "/datasets?q=x")
	if f.data.filter.Order != view.ByRelevance {
		t.Errorf("words are ordered by %s", f.data.filter.Order)
	}
	if _, _ = get[DatasetList](t, s, "/datasets"); f.data.filter.Order != view.NewestFirst {
		t.Errorf("the catalogue is ordered by %s", f.data.filter.Order)
	}
}

// A dataset by id and slug, and one of its versions.
func TestDatasetAndItsVersions(t *testing.T) {
	s := server(t, newFake())
	now, _ := get[Dataset](t, s, "/datasets/"+dataID)
	again, _ := get[Dataset](t, s, "/datasets/"+dataSlug)
	if !reflect.DeepEqual(now, again) || now.Version != 2 || now.Release.ID != releaseTwo || now.Downloads[0].SHA256 != sha || !now.Downloads[0].Original {
		t.Errorf("%+v", now)
	}
	if len(now.Dictionary) != 7 || now.Release.File.Name != "dân số.csv" || len(now.Duties) != 1 || now.Duties[0].LegalBasisVi == "" {
		t.Errorf("%+v", now)
	}
	then, _ := get[Dataset](t, s, "/datasets/"+dataSlug+"?version=1")
	if then.Version != 1 || then.Release.ID != releaseOne || then.Later == nil || then.Later.Version != 2 || !strings.HasSuffix(then.Downloads[1].URL, "data.csv?version=1") || then.Rows != 3 {
		t.Errorf("%+v", then)
	}
	all, _ := get[DatasetVersionList](t, s, "/datasets/"+dataSlug+"/versions")
	if len(all.Versions) != 2 || all.Versions[1].Change != "correction" || all.Versions[1].Reason == "" {
		t.Errorf("%+v", all)
	}
	one, _ := get[DatasetVersionContent](t, s, "/datasets/"+dataSlug+"/versions/1")
	w := call(s, "GET", one.Proof.Canonical, "")
	if sha256Hex(w.Body.Bytes()) != one.ContentHash || w.Body.Len() != one.Proof.Bytes {
		t.Errorf("the canonical bytes do not have the content hash: %d", w.Code)
	}
	gone, _ := get[Dataset](t, s, "/datasets/"+goneDataID)
	if gone.State != "withdrawn" || gone.Reason == "" || gone.Description != nil || gone.Release != nil || len(gone.Downloads) != 0 {
		t.Errorf("%+v", gone)
	}
}

// What was withdrawn gives nothing out, and what has no data says so.
func TestWithdrawnDatasetsGiveNothingOut(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, part := range []string{"/rows", "/groups", "/columns", "/original", "/report", "/report.csv", "/data.csv", "/data.parquet", "/versions", "/versions/1",
		"/versions/1/canonical", "/diff?from=1&to=2", "/quality", "/openapi.json", "?version=1"} {
		w := call(s, "GET", prefix+"/datasets/"+goneDataID+part, "")
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != http.StatusGone || p.Code != "dataset.gone" {
			t.Errorf("%s: %d %s", part, w.Code, w.Body)
		}
	}
	for _, part := range []string{"/rows", "/groups", "/columns", "/original", "/report", "/data.csv", "/openapi.json"} {
		if w := call(s, "GET", prefix+"/datasets/"+bareDataID+part, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s without data: %d %s", part, w.Code, w.Body)
		}
	}
	if f.data.asked != 0 {
		t.Error("a table was asked")
	}
	if w := call(s, "GET", prefix+"/datasets/nothing-here/rows", ""); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}

// The envelope and every format of one small table are as they were.
func TestFormatsOfRowsAreTheGoldenOnes(t *testing.T) {
	s := server(t, newFake())
	golden(t, "rows.json", ask(s, "/rows", map[string]string{"order": "ten", "limit": "2", "where": "dan_so >= -10"}).Body.Bytes())
	golden(t, "groups.json", ask(s, "/groups", map[string]string{"group_by": "nong_thon,ngay:year", "select": "count,sum(dan_so) as tong,avg(mat_do)", "order": "tong desc"}).Body.Bytes())
	golden(t, "diff.json", ask(s, "/diff", map[string]string{"from": "1", "to": "2"}).Body.Bytes())
	golden(t, "columns.json", ask(s, "/columns", nil).Body.Bytes())
	for _, f := range dataFormats {
		form, _ := export.FormOf(f)
		w := ask(s, "/rows", map[string]string{"format": string(f), "order": "ten"})
		if w.Code != 200 || w.Header().Get("Content-Type") != form.MediaType || w.Header().Get("ETag") == "" {
			t.Errorf("%s: %d %v", f, w.Code, w.Header())
		}
		disposition := w.Header().Get("Content-Disposition")
		switch f {
		case export.JSON:
			if disposition != "" {
				t.Errorf("JSON is offered as %s", disposition)
			}
			continue
		case export.XLSX:
			if !strings.HasPrefix(w.Body.String(), "PK\x03\x04") {
				t.Error("the workbook is no zip file")
			}
		case export.Parquet:
			if b := w.Body.String(); !strings.HasPrefix(b, "PAR1") || !strings.HasSuffix(b, "PAR1") {
				t.Error("no Parquet file")
			}
		default:
			golden(t, "rows."+form.Extension, w.Body.Bytes())
		}
		if disposition != "attachment; filename="+dataSlug+"-v2-rows."+form.Extension {
			t.Errorf("%s is offered as %s", f, disposition)
		}
	}
}

// Accept chooses where no format is named; a named one is stronger.
func TestFormatByAccept(t *testing.T) {
	s := server(t, newFake())
	for accept, want := range map[string]string{
		"": "application/json", "*/*": "application/json", "text/csv": "text/csv", "application/x-ndjson;q=0.5, application/vnd.apache.parquet": "application/vnd.apache.parquet",
		"text/html,application/xhtml+xml,*/*;q=0.8": "application/json", "application/geo+json, application/json;q=0.1": "application/geo+json", "text/*;q=0.1,text/csv;q=0.9": "text/csv",
	} {
		if w := ask(s, "/rows", nil, "Accept", accept); !strings.HasPrefix(w.Header().Get("Content-Type"), want) {
			t.Errorf("%q: %d %s, want %s", accept, w.Code, w.Header().Get("Content-Type"), want)
		}
	}
	if w := ask(s, "/rows", map[string]string{"format": "csv"}, "Accept", "application/json"); !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Error("a named format is not stronger than Accept")
	}
	if w := ask(s, "/rows", nil, "Accept", "image/png"); w.Code != http.StatusNotAcceptable {
		t.Errorf("%d", w.Code)
	}
}

// Pages by cursor give every row once, in any order of the columns, and stay with
// the version that they began with.
func TestRowsByCursor(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, order := range []string{"", "ten", "dan_so desc", "ngay", "-luc", "nong_thon,mat_do", "_id desc"} {
		var names []string
		target := dataPath + "/rows?limit=1&order=" + url.QueryEscape(order)
		for target != "" {
			w := call(s, "GET", target, "")
			var page struct {
				RowsPage
				Rows []map[string]any `json:"rows"`
			}
			if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 || page.Total != 4 || len(page.Rows) != 1 || len(names) > 4 {
				t.Fatalf("%s: %d %s", target, w.Code, w.Body)
			}
			names = append(names, page.Rows[0]["ten"].(string))
			link, more := strings.CutSuffix(w.Header().Get("Link"), `>; rel="next"`)
			if more != (page.Next != "") {
				t.Errorf("Link %q, next %q", w.Header().Get("Link"), page.Next)
			}
			target = strings.TrimPrefix(link, "<")
		}
		if len(names) != 4 {
			t.Errorf("by %q: %v", order, names)
		}
	}
	// A cursor of version 1 without a version goes on in version 1.
	w := ask(s, "/rows", map[string]string{"limit": "1", "version": "1"})
	var first RowsPage
	_ = json.Unmarshal(w.Body.Bytes(), &struct{ *RowsPage }{&first})
	var head struct{ Next string }
	if err := json.Unmarshal(w.Body.Bytes(), &head); err != nil || head.Next == "" {
		t.Fatal(err, w.Body)
	}
	if w := ask(s, "/rows", map[string]string{"limit": "1", "cursor": head.Next}); w.Code != 200 || f.data.target.Version != 1 {
		t.Errorf("%d, version %d", w.Code, f.data.target.Version)
	}
	forged := base64.RawURLEncoding.EncodeToString([]byte(`{"f":2,"v":1,"q":"","a":[]}`))
	for _, q := range []map[string]string{
		{"cursor": head.Next, "order": "ten"}, {"cursor": head.Next, "where": "dan_so > 1"}, {"cursor": head.Next, "q": "my"}, {"cursor": head.Next, "version": "2"},
		{"cursor": "%%%"}, {"cursor": "e30"}, {"cursor": forged}, {"cursor": strings.Repeat("A", 5000)}, {"cursor": "bnVsbA"},
	} {
		w := ask(s, "/rows", q)
		if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); w.Code != 422 || p.Code != "query.cursor" || location(p) != "query.cursor" {
			t.Errorf("%v: %d %s", q, w.Code, w.Body)
		}
	}
	if w := ask(s, "/rows", map[string]string{"cursor": head.Next, "offset": "1"}); w.Code != 422 {
		t.Errorf("cursor with offset: %d", w.Code)
	}
}

// Unchanged data is neither sent nor looked up again; another question has another tag.
func TestRowsAreNotSentTwice(t *testing.T) {
	f := newFake()
	s := server(t, f)
	tags := map[string]string{}
	for name, q := range map[string]map[string]string{
		"plain": {}, "where": {"where": "dan_so > 1"}, "order": {"order": "ten"}, "select": {"select": "ten"}, "q": {"q": "my"}, "limit": {"limit": "1"},
		"offset": {"offset": "1"}, "version": {"version": "1"}, "csv": {"format": "csv"}, "excel": {"format": "excel"}, "english": {"format": "excel", "lang": "en"},
	} {
		tag := ask(s, "/rows", q).Header().Get("ETag")
		for other, have := range tags {
			if have == tag {
				t.Errorf("%s and %s have the tag %s", name, other, tag)
			}
		}
		tags[name] = tag
		f.data.asked = 0
		w := ask(s, "/rows", q, "If-None-Match", tag)
		if w.Code != http.StatusNotModified || w.Body.Len() != 0 || f.data.asked != 0 {
			t.Errorf("%s: %d, %d questions", name, w.Code, f.data.asked)
		}
		if w := call(s, "HEAD", dataPath+"/rows?"+values(q), ""); w.Code != 200 || w.Header().Get("ETag") != tag || w.Body.Len() != 0 || f.data.asked != 0 {
			t.Errorf("HEAD %s: %d, %d questions", name, w.Code, f.data.asked)
		}
	}
	same := ask(s, "/rows", map[string]string{"where": " dan_so>1 "}).Header().Get("ETag")
	if same != tags["where"] {
		t.Error("the same question written otherwise has another tag")
	}
}

func values(q map[string]string) string {
	v := url.Values{}
	for name, value := range q {
		v.Set(name, value)
	}
	return v.Encode()
}

// Conditions of every sort choose the rows that they say.
func TestConditionsChooseRows(t *testing.T) {
	s := server(t, newFake())
	for condition, want := range map[string]int{
		`dan_so >= 12345`: 2, `dan_so between 0 and 20000`: 1, `ten contains "nhon my"`: 1, `ten equals "KE SACH"`: 1, `ten in ("Ba Trinh", "Kế Sách")`: 2,
		`nong_thon = true or mat_do > 1000`: 3, `not nong_thon = true`: 2, `ngay >= 2025-12-31`: 1, `ngay < 31/12/2025`: 2, `dan_so is missing`: 1,
		"`Dân số` > 0 và `Mật độ` < 1000": 1, `luc > "2025-12-31T17:30:00Z"`: 1, `ten starts "ba"`: 1, `(dan_so > 0 or dan_so < 0) and not (ten contains "=")`: 2,
	} {
		w := ask(s, "/rows", map[string]string{"where": condition})
		var page struct{ Total int }
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || page.Total != want {
			t.Errorf("%s: %d rows, want %d: %s", condition, page.Total, want, w.Body)
		}
	}
}

// Nothing that somebody writes in a question gets further than its parser, and
// what is at fault is named.
func TestQuestionsAreRefusedByName(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for _, c := range []struct {
		part, name, value, code string
	}{
		{"/rows", "where", `1=1; drop table x`, "query.syntax"}, {"/rows", "where", `ten = "a" union select * from t`, "query.syntax"},
		{"/rows", "where", `dan_so = "'; --"`, "query.value"}, {"/rows", "where", `khong_co > 1`, "query.column"}, {"/rows", "where", `dan_so contains "1"`, "query.operator"},
		{"/rows", "where", strings.Repeat("(", 300), "query.too_large"}, {"/rows", "where", `ten = "a`, "query.syntax"}, {"/rows", "where", `sleep(10) > 1`, "query.column"},
		{"/rows", "select", `ten, pg_sleep(1)`, "query.column"}, {"/rows", "select", `*`, "query.syntax"}, {"/rows", "select", `ten,ten`, "query.column"},
		{"/rows", "order", `ten; select 1`, "query.syntax"}, {"/rows", "order", `random()`, "query.column"}, {"/rows", "order", `vi_tri`, "query.operator"},
		{"/rows", "order", `ten nulls first`, "query.syntax"}, {"/rows", "q", "a b c d e g h i k l m n o p q r s t u v x y", "query.too_large"},
		{"/groups", "group_by", `1`, "query.syntax"}, {"/groups", "group_by", `ten:year`, "query.operator"}, {"/groups", "group_by", `ngay:century`, "query.syntax"},
		{"/groups", "select", `sum(ten)`, "query.operator"}, {"/groups", "select", `count(*) as "x; drop"`, "query.syntax"}, {"/groups", "select", `sum(dan_so) as _id`, "query.name"},
		{"/groups", "select", `count,count`, "query.name"}, {"/groups", "order", `mat_do`, "query.column"}, {"/groups", "where", `x=1`, "query.column"},
	} {
		f.data.asked = 0
		w := ask(s, c.part, map[string]string{c.name: c.value})
		p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
		if w.Code != 422 || p.Code != c.code || location(p) != "query."+c.name {
			t.Errorf("%s %s=%.60s: %d %s at %q, want %s", c.part, c.name, c.value, w.Code, p.Code, location(p), c.code)
		}
		if f.data.asked != 0 {
			t.Errorf("%s=%.60s reached the table", c.name, c.value)
		}
	}
	for _, query := range []string{"limit=0", "limit=10001", "offset=-1", "format=xml", "format=sql", "lang=fr", "version=0", "nothing=1", "limit=1&limit=2"} {
		if w := call(s, "GET", dataPath+"/rows?"+query, ""); w.Code != 422 {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
	if w := ask(s, "/rows", map[string]string{"version": "3"}); w.Code != 404 {
		t.Errorf("a version that is not there: %d", w.Code)
	}
}

// What an engine refuses is told as it is; what fails under way is broken off, so
// that half a table never looks like a whole one.
func TestFailuresOfTables(t *testing.T) {
	f := newFake()
	s := server(t, f)
	for fails, status := range map[error]int{
		analytics.ErrSlow.New("limit", "10 s"): 422, analytics.ErrMemory.New(): 422, analytics.ErrEngine.New(): 503, analytics.ErrTable.New(): 404, errTestOurs: 500,
	} {
		f.data.down = fails
		for _, part := range []string{"/rows", "/groups", "/rows?format=csv", "/rows?format=xlsx", "/data.csv"} {
			w := call(s, "GET", dataPath+part, "")
			p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
			if w.Code != status || strings.Contains(p.Detail, "sda1") || w.Header().Get("ETag") != "" || w.Header().Get("Content-Disposition") != "" {
				t.Errorf("%v at %s: %d %v %s", fails, part, w.Code, w.Header(), w.Body)
			}
		}
	}
	f.data.down = analytics.ErrEngine.New()
	columns, _ := get[ColumnList](t, s, "/datasets/"+dataSlug+"/columns")
	if len(columns.Columns) != 7 || columns.Columns[0].Statistics != nil || len(columns.Columns[0].Operators) == 0 {
		t.Errorf("the dictionary without tables: %+v", columns)
	}
	f.data.down, f.data.breaks = nil, 1
	many := make([]analytics.Row, 0, 3000)
	for range 3000 {
		many = append(many, analytics.Row{strings.Repeat("x", 60)})
	}
	f.Queries.Datasets.Stream = func(_ context.Context, _ app.Target, _ analytics.Query, yield func(analytics.Row) error) error {
		for _, r := range many {
			if err := yield(r); err != nil {
				return err
			}
		}
		return errTestOurs
	}
	ts := httptest.NewServer(server(t, f))
	defer ts.Close()
	answer, err := http.Get(ts.URL + dataPath + "/rows?format=csv&select=ten")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err == nil || answer.StatusCode != 200 {
		t.Errorf("%d: a table that broke off reads as whole", answer.StatusCode)
	}
}

// Whole files: ranges, tags, digests, names.
func TestWholeFiles(t *testing.T) {
	s := server(t, newFake())
	for _, f := range wholeTables {
		form, _ := export.FormOf(f)
		target := dataPath + "/data." + form.Extension
		full := call(s, "GET", target, "")
		tag := full.Header().Get("ETag")
		if full.Code != 200 || full.Header().Get("Content-Type") != form.MediaType || full.Header().Get("Last-Modified") == "" ||
			full.Header().Get("Content-Disposition") != "attachment; filename="+dataSlug+"-v2."+form.Extension || full.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %d %v", f, full.Code, full.Header())
		}
		part := call(s, "GET", target, "", "Range", "bytes=5-", "If-Range", tag)
		if part.Code != http.StatusPartialContent || full.Body.String()[5:] != part.Body.String() {
			t.Errorf("%s from byte 5: %d", f, part.Code)
		}
		if w := call(s, "GET", target, "", "If-None-Match", tag); w.Code != http.StatusNotModified {
			t.Errorf("%s: %d", f, w.Code)
		}
		if w := call(s, "GET", target, "", "Range", "bytes=999999999-"); w.Code != http.StatusRequestedRangeNotSatisfiable {
			t.Errorf("%s: %d", f, w.Code)
		}
		if old := call(s, "GET", target+"?version=1", ""); old.Header().Get("ETag") == tag {
			t.Errorf("%s of version 1 has the tag of version 2", f)
		}
	}
	w := call(s, "GET", dataPath+"/original", "")
	sum, _ := hex.DecodeString(sha)
	digest := base64.StdEncoding.EncodeToString(sum)
	if w.Header().Get("Repr-Digest") != "sha-256=:"+digest+":" || w.Header().Get("Digest") != "sha-256="+digest || w.Header().Get("ETag") != `"`+sha+`"` ||
		!strings.Contains(w.Header().Get("Content-Disposition"), "d%C3%A2n%20s%E1%BB%91.csv") {
		t.Errorf("%v", w.Header())
	}
	report := call(s, "GET", dataPath+"/report.csv", "")
	if want := "line,column,value,code,reason_vi,reason_en\r\n7,Dân số,\"x,y\",row.number,Không phải số,Not a number\r\n"; report.Body.String() != want {
		t.Errorf("%q", report.Body)
	}
	if list, _ := get[RowReport](t, s, "/datasets/"+dataSlug+"/report"); list.Total != 1 || list.Rejected[0].Line != 7 {
		t.Errorf("%+v", list)
	}
}

// Too many cells for one answer are refused with the limit that fits.
func TestJSONAnswersAreBounded(t *testing.T) {
	in := rowsIn{Limit: 10_000}
	columns := dataColumns()
	for len(columns) < 200 {
		c := columns[1]
		c.Name += strings.Repeat("x", len(columns)/50) + string(rune('a'+len(columns)%26)) + string(rune('a'+len(columns)/26))
		columns = append(columns, c)
	}
	_, err := in.understand("r", columns, cursor{}, export.JSON)
	if !errors.Is(err, errRowsLarge) || !strings.Contains(err.Error(), "5000") {
		t.Errorf("%v", err)
	}
	if _, err := in.understand("r", columns, cursor{}, export.CSV); err != nil {
		t.Errorf("CSV: %v", err)
	}
}

// Every filter of the search reaches the index.
func TestSearchFiltersReachTheIndex(t *testing.T) {
	f := newFake()
	s := server(t, f)
	found, h := get[SearchResult](t, s, "/search?q=+d%C3%A2n+s%E1%BB%91&kind=dataset,agency&type=news&section=van-ban&agency=kesach&topic=a&keyword=b&format=csv&licence=c&band=good"+
		"&year=2025&from=2026-01-01&to=2026-01-31&changed_from=2026-01-15&sort=updated&limit=5&offset=10&facets=true")
	want := search.Query{
		Text: "dân số", Kinds: []string{"dataset", "agency"}, Types: []string{"news"}, Sections: []string{"van-ban"}, Agencies: []string{districtID}, Topics: []string{"a"},
		Keywords: []string{"b"}, Formats: []string{"csv"}, Licences: []string{"c"}, Bands: []string{"good"}, Years: []int{2025}, Order: search.ByUpdated, Limit: 5, Offset: 10,
		Published: search.Span{From: day("2026-01-01").Start(), To: day("2026-01-31").End().Add(-1)}, Updated: search.Span{From: day("2026-01-15").Start()},
		Facets: searchFacets, Highlight: true,
	}
	if !reflect.DeepEqual(f.data.searched, want) {
		t.Errorf("\n got %+v\nwant %+v", f.data.searched, want)
	}
	if h.Get("Minhbach-Position") != "98" || !strings.Contains(h.Get("Link"), "offset=13") || found.Items[0].Title != "Dân số theo xã" || !found.Items[0].Marked[0].Match {
		t.Errorf("%v %+v", h, found)
	}
	for i, want := range []string{datasetURL(dataID), publicationURL(itemID), prefix + "/agencies/" + districtID} {
		if found.Items[i].URL != want {
			t.Errorf("%s, want %s", found.Items[i].URL, want)
		}
	}
	if some, _ := get[Suggestions](t, s, "/search/suggest?q=dan+s"); some.Items[0].Text != "Dân số theo xã" {
		t.Errorf("%+v", some)
	}
}

// Whatever a question says, the answer is JSON or a problem of the client's.
func FuzzRowsQuery(f *testing.F) {
	for _, q := range []string{
		"", "where=dan_so+%3E+1&order=ten", "select=ten,dan_so&limit=2", "where=ten+contains+%22my%22", "cursor=e30", "where=%28%28%28", "order=-ngay&offset=3", "q=%C4%91",
		"where=luc+%3E+%222026-01-01+00:00%22", "where=ten+in+%28%22a%22,%22b%22%29&version=1", "where=%22", "select=%60", "as_of=1&version=2", "limit=1e3", "where=dan_so%3D1e999",
	} {
		f.Add(q)
	}
	s := server(f, newFake())
	f.Fuzz(func(t *testing.T, query string) {
		for _, part := range []string{"/rows", "/groups"} {
			r := httptest.NewRequest("GET", dataPath+part, nil)
			r.URL.RawQuery = query
			r.Header.Set("Accept", "application/json")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
				continue // another format than JSON
			}
			checkAnswer(t, w)
		}
	})
}
